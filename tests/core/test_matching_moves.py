"""Moved lines: told where they went, and no false alarm where a line only stands elsewhere now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.change import Side
from bot.core.model.predicates import LinePattern, Lines, Moved
from tests.core.matching_setup import doubts, file, findings, matcher, pull, says

SAVE = Moved((LinePattern(r"^save\("),))
GUARD = Lines(Side.REMOVED, (LinePattern(r"@permission_required", unless_moved=True),))
GONE = "-@permission_required('x')\n def f(): pass"


def test_a_line_out_of_a_block_is_moved_by_its_indentation():
    change = file("a.py", " def f():\n-    with atomic():\n-        save(x)\n+    save(x)")
    assert says(SAVE, change) == [
        "`save(x)` was moved or indented otherwise: line 3 stands on line 2 now",
    ]
    (finding,) = findings(SAVE, change)
    assert [(place.line, place.side) for place in finding.places] == [(2, Side.ADDED)]


def test_a_line_over_another_is_moved():
    assert says(SAVE, file("a.go", "-save(x)\n lock()\n+save(x)")) == [
        "`save(x)` was moved: line 1 stands on line 2 now"
    ]


def test_a_line_in_another_file_is_moved_and_told_of_the_file_that_it_left():
    (finding,) = findings(SAVE, file("a.py", "-save(x)\n y"), file("b.py", "+save(x)"))
    assert finding.path == "a.py"
    assert finding.evidence[0].says == "`save(x)` was moved: line 1 of `a.py` stands in `b.py` on line 1 now"


@pytest.mark.parametrize(
    ("path", "diff"),
    [
        ("a.py", "-save(x)\n+load(x)"),  # gone for good
        ("a.py", "+save(x)"),
        ("a.py", "-save(x)\n-old()\n+save(x)\n+new()"),  # rewritten where it stood
        ("a.js", "-  save(x)\n-  load(x)\n+    save(x)\n+    load(x)"),  # only formatted
        ("a.py", "-\tsave(x)\n+    save(x)"),  # tabs to spaces
        ("a.py", "-# save(x)\n y()\n+# save(x)"),
    ],
)
def test_what_is_no_move(path, diff):
    assert findings(SAVE, file(path, diff)) == ()


def test_indentation_alone_matters_where_it_is_all_there_is():
    assert len(findings(SAVE, file("a.py", "-    save(x)\n+        save(x)"))) == 1
    assert len(findings(SAVE, file("a.js", "-save(x)\n+if (y) {\n+  save(x)\n+}"))) == 1


def test_a_line_that_may_stand_in_what_was_not_seen_is_not_taken_as_gone():
    unseen = file("b.py", None, unseen="It is too large.")
    elsewhere = "`b.py`: It is too large; split the change so that it can be shown"
    assert doubts(SAVE, file("a.py", "-save(x)\n y"), unseen) == (
        "`a.py`: where removed lines went can't be told, not all of the change could be seen",
        elsewhere,
    )
    assert doubts(SAVE, file("a.py", "-load(x)\n y"), unseen) == (elsewhere,)


def test_a_guard_that_stands_again_is_not_removed():
    assert len(findings(GUARD, file("a.py", GONE))) == 1
    assert findings(GUARD, file("a.py", GONE), file("b.py", "+  @permission_required('x')")) == ()
    assert findings(GUARD, file("a.py", GONE + "\n+@permission_required('x')\n+def g(): pass")) == ()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("b.py", "+@permission_required('y')"),  # another one
        ("b.py", "+# @permission_required('x')"),
        ("tests/b.py", "+@permission_required('x')"),
        ("docs/b.md", "+@permission_required('x')"),
        ("b.py", "-@permission_required('x')"),
        ("b.py", " @permission_required('x')\n+y"),  # it stood there before
    ],
)
def test_a_guard_that_stands_again_where_it_guards_nothing_is_removed(path, line):
    assert "a.py" in [finding.path for finding in findings(GUARD, file("a.py", GONE), file(path, line))]


def test_as_many_guards_are_excused_as_stand_again():
    change = file("a.py", "-@permission_required('x')\n-@permission_required('x')\n z")
    (finding,) = findings(GUARD, change, file("b.py", "+@permission_required('x')"))
    assert [place.line for place in finding.places] == [2]


def test_why_not_says_where_the_guard_went():
    change = pull(file("a.py", GONE), file("b.py", "+@permission_required('x')"))
    assert [why for _, why in matcher(GUARD).why_not(change, "a.py")] == [
        "what it looks for is only moved: line 1 of `a.py` stands in `b.py` on line 1 now"
    ]


LINE = st.sampled_from(["save(1)", "  save(1)", "save(2)", "# save(1)", "x", ""])


@given(st.lists(st.tuples(st.sampled_from("+- "), LINE), min_size=1, max_size=10))
def test_what_is_moved_was_removed_and_is_added(rows):
    diff = "\n".join(sign + line for sign, line in rows)
    removed = {line.strip() for sign, line in rows if sign == "-"}
    added = {line.strip() for sign, line in rows if sign == "+"}
    found = findings(SAVE, file("a.py", diff))
    if found:
        assert {line for line in removed & added if line.startswith("save")}
    excused = Lines(None, (LinePattern(r"^\s*save\(", unless_moved=True),))
    hit = {(place.side, place.text.strip()) for one in findings(excused, file("a.py", diff)) for place in one.places}
    only = [("+", Side.ADDED, removed), ("-", Side.REMOVED, added)]
    for sign, side, others in only:
        lonely = {line.strip() for s, line in rows if s == sign and line.strip().startswith("save")} - others
        assert {(side, line) for line in lonely} <= hit
