"""CODEOWNERS as GitHub reads it."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.codeowners import MOST_LINES, Codeowners, lines, login_in, team_in

# The cases of GitHub's own example.
DOCUMENTED = """\
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README.md", ("@global-owner1", "@global-owner2")),
        ("deep/down/x.js", ("@js-owner",)),
        ("x.go", ("docs@example.com",)),
        ("notes.txt", ("@octo-org/octocats",)),
        ("build/logs/a/b", ("@octocat",)),
        ("lib/docs/getting-started.md", ("@global-owner1", "@global-owner2")),
        ("docs/build-app/troubleshooting.md", ("@doctocat",)),
        ("lib/apps/x.py", ("@octocat",)),
        ("scripts/x", ("@doctocat", "@octocat")),
        ("deeply/nested/logs/x", ("@octocat",)),
        ("apps/main.py", ("@octocat",)),
        ("apps/github", ()),
        ("apps/github/x", ()),
    ],
)
def test_what_github_documents(path, owners):
    assert Codeowners(DOCUMENTED).owners(path) == owners


def test_a_star_at_the_end_fits_files_in_the_folder_alone():
    rules = Codeowners("docs/* @ann\n")
    assert rules.owners("docs/a.md") == ("@ann",)
    assert rules.owners("docs/deep/a.md") == ()


@pytest.mark.parametrize(
    "line",
    [
        "!docs @bob",
        "[ab].py @bob",
        r"\#x.py @bob",
        "# x.py @bob",
        "x.py bob",
        "x.py @bob and others",
        "x.py @bob @",
        "x.py @acme/",
        "x.py bob@",
        "",
        "   ",
        "x" * 5_000 + " @bob",
    ],
)
def test_a_line_that_github_skips_is_skipped(line):
    rules = Codeowners(f"* @ann\n{line}\n")
    assert [one.number for one in rules_of(f"* @ann\n{line}\n")] == [1]
    assert {rules.owners(path) for path in ("x.py", "a.py", "docs/x", "#x.py")} == {("@ann",)}


def rules_of(text):
    return list(lines(text))


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (r"with\ space.py @bob", "with space.py"),
        ("x.py\t@bob\t# why", "x.py"),
        ("x.py @bob\r", "x.py"),
        ("  x.py   @bob", "x.py"),
        ("a#b.py @bob#not-a-login", "nothing"),
        ("wow!.md @bob", "wow!.md"),
    ],
)
def test_how_lines_are_split(line, path):
    expected = () if path == "nothing" else ("@bob",)
    assert Codeowners(line).owners(path) == expected


def test_a_byte_order_mark_hides_no_line():
    assert Codeowners("\ufeff* @ann").owners("x") == ("@ann",)


def test_paths_are_told_apart_by_case():
    assert Codeowners("/Docs/ @ann").owners("docs/x") == ()


def test_more_lines_than_can_be_tried_are_refused_and_not_cut():
    with pytest.raises(ValueError, match="more than 10,000 lines"):
        Codeowners("x @ann\n" * (MOST_LINES + 1))


@pytest.mark.parametrize(
    ("owner", "login", "team"),
    [
        ("@Ada", "ada", ""),
        ("@ada_acme", "ada_acme", ""),
        ("@acme/Pay.ments", "", "acme/Pay.ments"),
        ("9+ada@users.noreply.github.com", "ada", ""),
        ("ada@example.org", "", ""),
    ],
)
def test_whom_an_owner_names(owner, login, team):
    assert (login_in(owner), team_in(owner)) == (login, team)


# --- properties ---

NAMES = st.sampled_from(["a", "b", "docs", "x.py", "y.sql", "lib"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PATTERNS = st.one_of(
    PATHS,
    PATHS.map(lambda path: f"/{path}"),
    PATHS.map(lambda path: f"{path}/"),
    NAMES.map(lambda name: f"*{name[1:]}"),
    PATHS.map(lambda path: f"{path}/*"),
    PATHS.map(lambda path: f"**/{path}"),
    PATHS.map(lambda path: f"{path}/**"),
    st.just("*"),
)


@given(st.lists(st.tuples(PATTERNS, st.sampled_from(["@ann", "@bob", "@acme/pay", ""])), max_size=8), PATHS)
def test_the_last_line_that_fits_alone_decides(rows, path):
    """Of all lines together, that one decides which, read alone, fits and comes last."""
    alone = [Codeowners(f"{pattern} @somebody").owners(path) for pattern, _ in rows]
    fitting = [owner for (_, owner), fits in zip(rows, alone, strict=True) if fits]
    expected = tuple(fitting[-1].split()) if fitting else ()
    assert Codeowners("\n".join(f"{pattern} {owner}" for pattern, owner in rows)).owners(path) == expected


@given(PATHS, PATHS)
def test_a_plain_path_fits_itself_and_all_below(folder, below):
    assert Codeowners(f"/{folder}/ @ann").owners(f"{folder}/{below}") == ("@ann",)
    assert Codeowners(f"/{folder} @ann").owners(folder) == ("@ann",)


@given(st.text(max_size=200), st.text(min_size=1, max_size=40))
@example("* @a\n" * 3, "x")
@example("a" * 300 + "*" * 40 + " @a", "a" * 300)
@example("\\", "\\")
def test_any_text_is_read_and_names_only_owners_that_it_writes(text, path):
    for owner in Codeowners(text).owners(path):
        assert re.search(rf"(?:^|\s){re.escape(owner)}(?:\s|#|$)", text)


@given(st.text(alphabet="ab*/ @#[!\\\n\t", max_size=60))
def test_lines_are_numbered_in_order(text):
    assert all(one.number < other.number for one, other in pairwise(lines(text)))
