"""Whole texts from patches, and rules that ask for more than the patch."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.diff import DiffError, head_lines, placed
from bot.core.matching import Matcher
from bot.core.matching.whole import DISAGREES, before, changed, sides_of, touched
from bot.core.model.change import Account, ChangedFile, FileStatus, PullRequest, Side
from bot.core.model.known import Answer, GaveUp, Known, Look, Piece
from bot.core.model.policy import Policy, Rule
from bot.core.model.predicates import (
    All,
    AnyOf,
    File,
    LinePattern,
    Lines,
    NoneOf,
    Paths,
    Predicate,
    Sql,
    Structure,
)

BASE = "import stripe\n\ndef pay():\n    return 1\n"
HEAD = "import stripe\n\ndef pay():\n    lock()\n    return 2\n"
PATCH = "@@ -1,4 +1,5 @@\n import stripe\n \n def pay():\n-    return 1\n+    lock()\n+    return 2"
TEXT = st.lists(st.sampled_from(["a", "b", "", "c d"]), min_size=1, max_size=30).map("\n".join)


def patch_between(old: str, new: str) -> str:
    rows = list(difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=1))[2:]
    return "\n".join(rows)


@given(TEXT, TEXT)
def test_undoing_a_patch_gives_the_base(old, new):
    assert before(new, patch_between(old, new)) == old


def test_a_text_that_the_patch_does_not_lead_to_is_no_base():
    assert before(BASE, PATCH) is DISAGREES
    assert sides_of(ChangedFile("a.py", FileStatus.MODIFIED, PATCH), Side.ADDED, BASE) is DISAGREES


def test_what_is_new_or_gone_stands_in_the_patch():
    added = ChangedFile("a.py", FileStatus.ADDED, "@@ -0,0 +1,2 @@\n+a\n+b")
    removed = ChangedFile("a.py", FileStatus.REMOVED, "@@ -1,2 +0,0 @@\n-a\n-b")
    assert [sides_of(added, side, None) for side in Side] == ["a\nb\n", ""]
    assert [sides_of(removed, side, None) for side in Side] == ["", "a\nb\n"]


def test_runs_of_changed_lines():
    assert changed(PATCH, Side.ADDED) == ((4, 5),)
    assert changed(PATCH, Side.REMOVED) == ((4, 4),)
    assert (touched(((4, 5),), 1, 4), touched(((4, 5),), 6, 9)) == (4, None)


def test_a_case_is_put_where_its_lines_stand():
    assert placed("@@ -0,0 +1,1 @@\n+    lock()", HEAD) == "@@ -3,0 +4,1 @@\n+    lock()"
    assert head_lines("@@ -3,1 +3,1 @@\n-a\n+b") == "\n\nb\n"
    with pytest.raises(DiffError, match="do not stand in `head`"):
        placed("@@ -0,0 +1,1 @@\n+unlock()", HEAD)


def pull(file: ChangedFile) -> PullRequest:
    return PullRequest("a/b", 1, "", "", Account("ada"), "main", "0", "work", "1", "a/b", files=(file,))


def ruled(when: Predicate) -> Matcher:
    return Matcher(Policy({}, (Rule("r", "z", "t", when, "w", ()),)))


CHANGED = ChangedFile("db/a.py", FileStatus.MODIFIED, PATCH)
LOCKED = Structure(("python",), "lock()")
LOOK = Look("db/a.py", Side.ADDED, ((4, 5),), (LOCKED,))
PIECE = Piece(4, 4, "lock()")


def known(*found: tuple[Piece, ...] | GaveUp, texts=None) -> Known:
    return Known({"db/a.py": HEAD} if texts is None else texts, {("db/a.py", Side.ADDED): (LOOK, Answer(found))})


def test_nothing_is_asked_where_a_cheap_predicate_says_no():
    assert not ruled(All((Paths(("/web/**",)), LOCKED))).sight(pull(CHANGED)).open
    assert not ruled(All((Lines(Side.ADDED, (LinePattern("unlock"),)), File("stripe")))).sight(pull(CHANGED)).open
    assert not ruled(NoneOf((Paths(("/db/**",)), LOCKED))).sight(pull(CHANGED)).open
    assert not ruled(Structure(("ruby",), "lock")).sight(pull(CHANGED)).open
    assert not ruled(Sql(("drops-table",))).sight(pull(ChangedFile("a.css", FileStatus.MODIFIED, PATCH))).open


def test_what_is_new_needs_no_text_from_elsewhere():
    sight = ruled(File("lock")).sight(pull(ChangedFile("a.py", FileStatus.ADDED, "@@ -0,0 +1,1 @@\n+lock()")))
    assert (sight.open, sight.unread) == (False, ())


def test_what_is_asked_for():
    sight = ruled(AnyOf((All((Paths(("/db/**",)), LOCKED)), File("x", side=Side.REMOVED)))).sight(pull(CHANGED))
    assert sight.unread == (CHANGED,)
    assert [(job.look, job.text) for job in sight.jobs({"db/a.py": HEAD})] == [(LOOK, HEAD)]


def test_what_is_not_known_is_unknown():
    matches = ruled(LOCKED).match(pull(CHANGED))
    assert (matches.findings, list(matches.unseen)) == ((), ["z"])


def test_a_piece_is_a_finding_on_the_changed_line():
    (finding,) = ruled(LOCKED).match(pull(CHANGED), known((PIECE,))).findings
    assert (finding.places[0].line, finding.places[0].side, finding.places[0].text) == (4, Side.ADDED, "    lock()")
    assert finding.evidence[0].says == "the added line 4 stands in `lock()`"


def test_a_tool_that_gave_up_is_said():
    matches = ruled(LOCKED).match(pull(CHANGED), known(GaveUp("it has a syntax error on line 9")))
    assert matches.unseen == {"z": ("`db/a.py`: its text can't be looked at: it has a syntax error on line 9",)}


def test_lines_decide_where_a_tool_gave_up():
    otherwise = Structure(("python",), "lock()", otherwise=Lines(Side.ADDED, (LinePattern("lock"),)))
    look = Look("db/a.py", Side.ADDED, ((4, 5),), (otherwise,))
    gave_up = Known({"db/a.py": HEAD}, {("db/a.py", Side.ADDED): (look, Answer((GaveUp("it is nested too deep"),)))})
    (finding,) = ruled(otherwise).match(pull(CHANGED), gave_up).findings
    assert [one.says for one in finding.evidence] == [
        "its code can't be taken apart (it is nested too deep), so its lines decide",
        "the added line 4 has `lock`",
    ]


def test_a_text_that_could_not_be_had_is_said():
    sight = ruled(LOCKED).sight(pull(CHANGED))
    texts = {"db/a.py": GaveUp("GitHub says that it is no text")}
    matches = ruled(LOCKED).judge(sight, sight.known(texts, ()))
    assert matches.unseen == {"z": ("`db/a.py`: its text can't be looked at: GitHub says that it is no text",)}


def test_the_whole_text_counts_without_its_comments():
    for wanted, side, holds in (
        ("^import stripe$", Side.ADDED, True),
        ("return 1", Side.ADDED, False),
        ("return 1", Side.REMOVED, True),
        ("paid$", Side.ADDED, False),
    ):
        texts = {"db/a.py": HEAD.replace("def pay():", "def pay():")}
        found = ruled(File(wanted, side=side)).match(pull(CHANGED), Known(texts)).findings
        assert bool(found) is holds
    commented = Known({"db/a.py": HEAD + "# paid\n"})
    assert not ruled(File("paid")).match(pull(CHANGED), commented).findings
    assert not ruled(File("stripe", unless="lock")).match(pull(CHANGED), commented).findings


def test_a_statement_says_what_it_does():
    file = ChangedFile("a.sql", FileStatus.ADDED, "@@ -0,0 +1,2 @@\n+ALTER TABLE a\n+DROP COLUMN b;")
    look = Look("a.sql", Side.ADDED, ((1, 2),), sql=True)
    piece = Piece(1, 2, "ALTER TABLE a DROP COLUMN b", ("drops-column", "renames"))
    answered = Known({}, {("a.sql", Side.ADDED): (look, Answer((), (piece,)))})
    (finding,) = ruled(Sql(("drops-column",))).match(pull(file), answered).findings
    assert finding.evidence[0].says == "the added line 1 drops a column: `ALTER TABLE a DROP COLUMN b`"
    assert not ruled(Sql(("truncates",))).match(pull(file), answered).findings
