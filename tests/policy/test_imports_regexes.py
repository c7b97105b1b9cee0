"""Regular expressions as globs: either the globs say the same, or nothing is written."""

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching.globs import GlobSet, branch_fits, last_match
from bot.policy.globs import expand
from bot.policy.imports.regexes import UnwritableError, branch_globs, path_globs

# fmt: off
PATHS = (
    ("^README.md$", ["/README.md"]),
    (r"^go\.mod$", ["/go.mod"]),
    ("^.github/workflows/.*$", ["/.github/workflows/**"]),
    ("^.*Dockerfile$", ["**/*Dockerfile"]),
    (r"app/.*\.go", ["**/*app/**/*.go*"]),
    (r".*/special\.go", ["/*/**/special.go*"]),
    ("^(docs|site)/.+$", ["/docs/**", "/site/**"]),
    (r"^[^/]+\.md$", ["/?*.md"]),
    (r"^\.github\/renovate\.json5?$", ["/.github/renovate.json5", "/.github/renovate.json"]),
    ("^a.*b$", ["/a*b", "/a*/**/*b"]),
    ("^a/.+b$", ["/a/?*b", "/a/?*/**/*b"]),
    ("^a.+$", ["/a?*", "/a/**"]),
    (".*", ["**"]),
    (".", ["**"]),
    ("", ["**"]),
)
BRANCHES = (
    ("^master$", ["master"]),
    ("(prod|staging)", ["**prod**", "**staging**"]),
    (r"^(feature\/.+)$", ["feature/?**"]),
    ("^release/[^/]+$", ["release/?*"]),
    ("^v.+$", ["v?**", "v/**"]),
    (".*", ["**"]),
)
# fmt: on


@pytest.mark.parametrize(("expression", "expected"), PATHS)
def test_paths_are_written_as_people_do(expression, expected):
    assert [one.glob for one in path_globs(expression)] == expected


@pytest.mark.parametrize(("expression", "expected"), BRANCHES)
def test_branches_are_written_too(expression, expected):
    assert list(branch_globs(expression)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "(?i)readme",
        r"\bfoo\b",
        r"v\d+",
        "[a-z]+",
        "a{2}",
        "(ab)+",
        "a*",
        "^/rooted$",
        "a^b",
        "a$b",
        "(a",
        "a)",
        "a.+b",
        "[^/].*",
        "[*]",
        "(a|b)(c|d)(e|f)(g|h)(i|j)(k|l)",
    ],
)
def test_what_globs_have_no_sign_for_is_not_written(expression):
    with pytest.raises(UnwritableError):
        path_globs(expression)


PIECES = st.sampled_from(
    ["a", "b", "ab", "/", r"\.", ".*", ".+", "[^/]*", "[^/]+", "[^/]", "(a|/b)", "a?", "(?:b|ab/)?"]
)
EXPRESSIONS = st.builds(
    lambda begin, pieces, end: begin + "".join(pieces) + end,
    st.sampled_from(["", "^"]),
    st.lists(PIECES, min_size=1, max_size=5),
    st.sampled_from(["", "$"]),
)
NAMES = st.text("ab.", min_size=1, max_size=4)
FILES = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, st.lists(FILES, min_size=1, max_size=12))
def test_globs_fit_the_paths_in_which_the_expression_is_found(expression, paths):
    try:
        found = path_globs(expression)
    except UnwritableError:
        return
    for path in paths:
        fits = any(_fits(one.glob, path) and not (one.ends and _fits(f"{one.glob}/**", path)) for one in found)
        deeper = any(one.ends and _fits(f"{one.glob}/**", path) for one in found)
        held = re2.compile(expression).search(path) is not None
        assert fits == held or (held and deeper), (expression, path, found)
        assert all(expand(one.glob) for one in found)


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, st.lists(FILES, min_size=1, max_size=12))
def test_globs_fit_the_branches_in_which_the_expression_is_found(expression, names):
    try:
        found = branch_globs(expression)
    except UnwritableError:
        return
    for name in names:
        assert branch_fits(found, name) == (re2.compile(expression).search(name) is not None), (expression, name, found)


def _fits(glob: str, path: str) -> bool:
    globs = GlobSet()
    signed = globs.add_all([glob])
    return last_match(signed, globs.match(path))
