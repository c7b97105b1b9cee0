"""A rule's condition in plain words, and globs folded back into what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.globs_folded import folded
from bot.core.model.change import FileStatus, Side
from bot.core.model.conditions import Author, Contributors
from bot.core.model.predicates import (
    Ai,
    All,
    AnyOf,
    Branch,
    Confidence,
    InRepository,
    Labels,
    Languages,
    LinePattern,
    Lines,
    Missing,
    Moved,
    NoneOf,
    Paths,
    Provenance,
    Replaced,
    Replacement,
    Signatures,
    Size,
    Statuses,
    StatusIs,
    Title,
    Visibility,
    Workflows,
)
from bot.core.when_words import in_words
from bot.policy.globs import expand


@pytest.mark.parametrize(
    ("predicate", "says"),
    [
        (Paths(("/src/**",)), "its path, or the one it had before, matches `/src/**`"),
        (Paths(("*.js", "*.ts", "/lib/**")), "its path, or the one it had before, matches `*.{js,ts}` or `/lib/**`"),
        (Languages(("python", "go")), "it is written in python or go"),
        (StatusIs((FileStatus.ADDED, FileStatus.REMOVED), binary=True), "it is added, removed or binary"),
        (Author(("ann", "bot[bot]")), "the pull request was opened by ann or bot[bot]"),
        (Contributors(("ann",)), "ann opened it, or wrote or committed a part of it"),
        (Labels(("risky",)), "the pull request has the label `risky`"),
        (Branch("base", ("main", "release/*")), "the base branch is `main` or `release/*`"),
        (Title("(?i)hotfix"), "the pull request's title matches `(?i)hotfix`"),
        (Size(files_over=50, lines_over=1000), "it changes more than 50 files or more than 1,000 lines"),
        (Ai(Provenance.AGENT), "an AI agent opened the pull request or wrote it"),
        (Ai(Provenance.ASSISTED), "an AI assistant is known to have taken part"),
        (
            Moved((LinePattern("save"),)),
            "a line that was moved elsewhere in the change, or is indented otherwise, matches `save`",
        ),
        (
            Replaced((Replacement("await", by="charge", unless="wait", section="def pay", confidence=Confidence.LOW),)),
            "a removed line matches `await` in a hunk under `def pay`, and the line in its place matches `charge`, "
            "unless that line matches `wait` (low confidence)",
        ),
        (
            Replaced((Replacement("a=[0-9]", files=("*.py",)), Replacement("b"))),
            "one of these is so:\n"
            "  - a removed line matches `a=[0-9]` in `*.py`, and the line in its place does so otherwise\n"
            "  - a removed line matches `b`, and the line in its place does so otherwise",
        ),
        (Signatures(verified=True), "GitHub verified the signature of every commit"),
        (Signatures(verified=False), "GitHub did not verify the signature of some commit"),
        (Statuses(("ci", "scan"), ("success",)), "the status or check run `ci` and `scan` is success"),
        (Workflows(("CI",), ("failure", "cancelled")), "the workflow `CI` is failure or cancelled"),
        (InRepository(("acme/*",)), "the repository is `acme/*`"),
        (Visibility(("public", "internal")), "the repository is public or internal"),
        (Missing(("/m/**",)), "no other changed file matches `/m/**`"),
        (
            Missing(("/t/**",), (LinePattern("twice"),)),
            "no other changed file matches `/t/**` and gains a line that matches `twice`",
        ),
        (Missing(decision_record=True), "no decision record changes with it, and none is named (`ADR-12`)"),
        (
            Lines(Side.ADDED, (LinePattern("x", section="def pay", joined=True, strings=False),)),
            "an added line matches `x` with the lines of its statement joined outside of quotes in a hunk under `def pay`",
        ),
        (
            Lines(Side.REMOVED, (LinePattern("x", unless_moved=True, with_hunk="lock"),)),
            "a removed line matches `x` beside a line with `lock`, unless it stands again elsewhere in the change",
        ),
    ],
)
def test_each_predicate_has_its_words(predicate, says):
    assert in_words(predicate) == f"- {says}"


def test_a_pattern_is_said_with_all_that_cancels_it():
    pattern = LinePattern("`x`", "a", "b", "c", ("*.py", "!test_*"), Confidence.LOW)
    assert in_words(Lines(Side.REMOVED, (pattern,), comments=True)) == (
        "- a removed line, comments included, matches `` `x` `` in `*.py`, but not `test_*`, unless the same line matches `a`, "
        "some line of its hunk matches `b` or some line of the file's diff matches `c` (low confidence)"
    )


def test_a_tree_becomes_a_nested_list():
    lines = Lines(None, (LinePattern("a"), LinePattern("b", files=("*.go", "*.rs"))))
    tree = All((Paths(("/a/**", "!/a/b/**")), AnyOf((lines, All((Languages(("go",)), NoneOf((Labels(("x",)),))))))))
    assert in_words(tree) == (
        "- its path, or the one it had before, matches one of these:\n"
        "  - `/a/**`\n"
        "  - but not `/a/b/**`\n"
        "- one of these is so:\n"
        "  - an added or a removed line matches one of these:\n"
        "    - `a`\n"
        "    - `b` in `*.{go,rs}`\n"
        "  - all of this holds:\n"
        "    - it is written in go\n"
        "    - none of these is so:\n"
        "      - the pull request has the label `x`"
    )


def test_what_an_added_line_must_hold_is_said_of_the_added_line():
    assert in_words(Lines(Side.ADDED, (LinePattern("a"),))) == "- an added line matches `a`"


@pytest.mark.parametrize(
    "glob",
    [
        "**/{webhook,webhooks,hooks}/*{stripe,adyen}*",
        "*{Auth,Login}{Handler,Guard}.{ts,js}",
        "/db/{a,b}/{c,d}/**",
        "**/no/braces/*.py",
        "**/{v1,v2}/x",
    ],
)
def test_braces_come_back(glob):
    assert folded(expand(glob)) == [glob]


WORDS = st.sampled_from(["a", "b", "ab", "Ab", "v1", "*", "**", "!", "/", ".", "_", "?", "é"])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4).map("".join), unique=True, max_size=12))
def test_folding_loses_no_glob_and_adds_none(globs):
    again = [one for glob in folded(globs) for one in _expanded(glob)]
    assert sorted(again) == sorted(globs)


def _expanded(glob: str) -> list[str]:
    """Expand braces without the checks that a policy's globs must pass."""
    first, brace, rest = glob.partition("{")
    if not brace:
        return [glob]
    inner, _, last = rest.partition("}")
    return [first + part + tail for part in inner.split(",") for tail in _expanded(last)]
