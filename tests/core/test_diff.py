import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.diff import (
    NO_NEWLINE,
    DiffError,
    Line,
    as_patch,
    first_change,
    hunks,
    is_whole,
    parsed_hunks,
    plain_hunks,
)
from bot.core.model.change import Side

ODD = "a\rb\fc\vd\x85e\u2028f\0\ud800"


def whole(patch: str) -> bool:
    return is_whole(patch.encode("utf-8", "replace"))


def test_lines_know_their_side_and_their_number_on_it():
    [hunk] = hunks("@@ -10,3 +20,3 @@ def pay\n a\n-b\n+c\n d")
    assert (hunk.old_start, hunk.old_lines, hunk.new_start, hunk.new_lines, hunk.section) == (10, 3, 20, 3, "def pay")
    assert [(line.side, line.number, line.text) for line in hunk.lines] == [
        (None, 20, "a"),
        (Side.REMOVED, 11, "b"),
        (Side.ADDED, 21, "c"),
        (None, 22, "d"),
    ]


def test_a_line_ends_at_a_line_feed_alone():
    [hunk] = hunks(f"@@ -0,0 +1,2 @@\n+{ODD}\n+crlf\r")
    assert [line.text for line in hunk.lines] == [ODD, "crlf\r"]


def test_no_text_has_no_hunks():
    assert hunks("") == ()


def test_a_marker_of_a_missing_newline_is_no_line():
    patch = "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file"
    [hunk] = hunks(patch)
    assert [line.text for line in hunk.lines] == ["a", "b"]
    assert whole(patch)


def test_a_last_line_feed_changes_nothing():
    patch = "@@ -1 +1,2 @@\n a\n+b"
    assert hunks(patch) == hunks(patch + "\n")
    assert whole(patch + "\n")


def test_lines_that_look_like_headers_are_lines():
    [hunk] = hunks("@@ -1,2 +1,2 @@\n--- a/x\n-- y\n+++ b/x\n+@@ -1 +1 @@")
    assert [line.text for line in hunk.lines] == ["-- a/x", "- y", "++ b/x", "@@ -1 +1 @@"]


@pytest.mark.parametrize(
    "patch",
    [
        "@@ -1,3 +1,3 @@\n a\n-b",  # cut short
        "@@ -1 +1 @@\n-a\n+b\n+c",  # lines after the count is full
        "@@ -1 +1 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b",  # another file
        "@@@ -1,1 -1,1 +1,1 @@@\n++a",  # a combined diff
        "@@ -1 +1 @@\n-a\n*b",
        "@@ -" + "9" * 5000 + " +1 @@\n+a",
        "@@ -1 +" + "9" * 50 + " @@\n-a\n+b",
        "no hunk",
        "\n",
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b",
        "Binary files a/x and b/x differ",
    ],
)
def test_what_is_odd_is_refused_in_words(patch):
    with pytest.raises(DiffError, match=r"^(it|a hunk|its) "):
        hunks(patch)


@given(st.text())
def test_anything_parses_or_is_refused(text):
    for patch in (text, f"@@ -1 +1 @@\n{text}"):
        with contextlib.suppress(DiffError):
            hunks(patch)
        whole(patch)
        first_change(patch)


ROWS = st.lists(
    st.tuples(st.sampled_from("+- "), st.text(st.characters(exclude_characters="\n"), max_size=20)),
    min_size=1,
    max_size=30,
)


@given(ROWS)
def test_a_hunk_put_around_lines_gives_the_lines_back(rows):
    patch = as_patch("\n".join(sign + text for sign, text in rows))
    [hunk] = hunks(patch)
    signs = {Side.ADDED: "+", Side.REMOVED: "-", None: " "}
    assert [(signs[line.side], line.text) for line in hunk.lines] == rows
    assert whole(patch)


@given(ROWS, st.data())
def test_a_patch_cut_after_any_line_is_not_whole(rows, data):
    patch = as_patch("\n".join(sign + text for sign, text in rows))
    lines = patch.split("\n")
    cut = "\n".join(lines[: data.draw(st.integers(1, len(lines) - 1))])
    assert not whole(cut)
    with pytest.raises(DiffError):
        hunks(cut)


@given(ROWS)
def test_the_first_change_is_found_without_parsing(rows):
    patch = as_patch("\n".join(sign + text for sign, text in rows))
    expected = next((line for line in hunks(patch)[0].lines if line.side is not None), None)
    assert first_change(patch) == expected


def test_a_later_hunk_may_hold_the_first_change():
    assert first_change("@@ -1,2 +5,2 @@\n a\n-b\n+c") == Line("b", Side.REMOVED, 2)
    assert first_change("@@ -1,1 +5,2 @@\n a\n+c") == Line("c", Side.ADDED, 6)
    assert first_change("nothing") is None


def test_lines_with_hunks_of_their_own_stay_as_they_are():
    diff = "@@ -4 +4 @@\n-a\n+b"
    assert as_patch(diff) == diff
    assert as_patch("+a\n+b\n") == "@@ -0,0 +1,2 @@\n+a\n+b"
    assert as_patch("-a\n\n b") == "@@ -1,3 +1,2 @@\n-a\n \n b"


def test_a_bare_line_without_a_sign_is_refused():
    with pytest.raises(DiffError, match="begins with"):
        as_patch("+a\nb")


def test_the_first_change_behind_a_hunk_of_nothing_but_context_has_its_own_number():
    assert first_change("@@ -1,2 +1,2 @@\n a\n b\n@@ -7,2 +8,2 @@ f\n c\n-d\n+e") == Line("d", Side.REMOVED, 8)
    assert first_change("@@ -1 +1 @@\n a\n\\ No newline at end of file\n@@ -7 +8 @@\n+e") == Line("e", Side.ADDED, 8)
    assert first_change("@@ -1 +1 @@\n a\n@@ what\n+b") is None


ODD_ROWS = st.one_of(
    st.builds("{}{}".format, st.sampled_from("+- \\@"), st.text("ab\r\v\u2028\\", max_size=4)),
    st.sampled_from(
        [NO_NEWLINE, "", "@@ -1 +1 @@", "@@ -1,2 +1,2 @@ def pay", "@@ -0,0 +1 @@\r", "--- a/x", "+++ b/x"]
    ),
)


def parsed(patch):
    try:
        return parsed_hunks(patch)
    except DiffError:
        return None


@given(
    st.lists(st.tuples(ROWS, st.booleans(), st.sampled_from(["", " def pay", "  a", " ", "x"])), min_size=1, max_size=4)
)
def test_a_plain_patch_is_read_as_the_parser_reads_it(parts):
    rows = []
    for lines, no_newline, section in parts:
        header, *body = as_patch("\n".join(sign + text for sign, text in lines)).split("\n")
        rows += [header + section, *body, *([NO_NEWLINE] if no_newline else [])]
    patch = "\n".join(rows)
    assert plain_hunks(patch) in (None, parsed(patch))
    assert hunks(patch) == parsed(patch)


@given(ROWS, st.lists(st.tuples(st.integers(0, 30), ODD_ROWS, st.booleans()), max_size=4))
def test_an_odd_patch_is_read_as_the_parser_reads_it_or_not_at_all(rows, edits):
    lines = as_patch("\n".join(sign + text for sign, text in rows)).split("\n")
    for at, row, instead in edits:
        lines[at : at + instead] = [row]
    patch = "\n".join(lines)
    found = plain_hunks(patch) if patch.startswith("@@ -") else None
    assert found is None or found == parsed(patch)
