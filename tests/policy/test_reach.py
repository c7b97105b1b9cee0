"""Paths that stand for all that a glob matches, and globs that never meet: compared with the matcher's own reading."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.globs import GlobSet
from bot.policy.advice.reach import meet, samples, segments


def fits(glob: str, path: str) -> bool:
    globs = GlobSet()
    globs.add_all([glob])
    return bool(globs.match(path))


GLOBS = [
    "/src/**", "*.py", "**/billing/**", "/src/*.py", "src/a.py", "docs/", "/a/**/b/*.sql", "Gemfile", "**/x?z/*", "/src/*a*b*.ts", "**",
    "/lib/**/*.{js}", "a/b", "**/test_*", "*", "/*",
]  # fmt: skip


@pytest.mark.parametrize("glob", GLOBS)
def test_every_sample_is_matched(glob):
    found = list(samples(glob, ["file.py", "Gemfile"]))
    assert found
    assert all(fits(glob, path) for path in found), found


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("/src/**", "*.py", True),
        ("/src/**", "/lib/**", False),
        ("*.py", "*.js", False),
        ("*.py", "*.*", True),
        ("/src/**", "**/billing/**", True),
        ("/src/*.py", "/src/a/**", False),
        ("/src/*", "/src/a/**", False),
        ("/src/*/x", "/src/a/**", True),
        ("/src/*.py", "/src/a/*.js", False),
        ("/a/b", "/a/b/c/**", True),
        ("**", "x", True),
        ("?.py", "ab.py", False),
        ("*a*b", "b*a*", True),
        ("Gemfile", "*.rb", True),  # in a folder called Gemfile
        ("docs/", "/src/**", True),
        ("/docs/", "/src/**", False),
    ],
)
def test_known_pairs(one, other, together):
    assert meet(segments(one), segments(other)) is together
    assert meet(segments(other), segments(one)) is together


PART = st.sampled_from(["a", "b", "ab", "*", "?", "a*", "*b", "**"])
GLOB = st.builds(
    lambda head, parts: head + "/".join(parts), st.sampled_from(["", "/"]), st.lists(PART, min_size=1, max_size=4)
)
PATH = st.lists(st.sampled_from(["a", "b", "ab", "ba"]), min_size=1, max_size=4).map("/".join)


@given(GLOB, GLOB, PATH)
def test_globs_that_match_one_path_meet(one, other, path):
    if fits(one, path) and fits(other, path):  # no name here holds a dot
        assert meet(segments(one), segments(other))


BELOW = ["".join(rest) for rest in product(("", "/a", "/b", "/ab"), repeat=4)]  # no glob here has more than four parts


@given(GLOB, PATH)
def test_what_meets_a_whole_path_matches_it_or_something_below_it(glob, path):
    globs = GlobSet()
    globs.add_all([glob])
    if meet(segments(glob), segments("/" + path)):
        assert any(globs.match(path + rest) for rest in BELOW)
