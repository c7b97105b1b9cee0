"""Patches between texts: applied they give the new text, parsed they hold together."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.core import diff, textdiff
from bot.core.model.change import Side
from bot.core.textdiff import patch

# Few different lines, so that texts have something in common; every mark that is no line's end to git.
LINES = st.lists(
    st.sampled_from(["", "a", "b", "c\r", "d\re", "\x0c", "\u2028", "@@ -1 +1 @@", "-x", "+y", "\\ No"]), max_size=30
)
TEXTS = st.builds(lambda lines, end: "\n".join(lines) + end, LINES, st.sampled_from(["", "\n"]))


def lines(text: str) -> list[str]:
    """Part a text as git does, a last line without its newline marked."""
    parts = text.split("\n")
    last = parts.pop()
    return [*parts, *([last + "<unended>"] if last else [])]


def applied(old: str, patched: str) -> list[str]:
    """Apply a patch as git does, with no fuzz: every context and removed line must stand where it says."""
    source, result, at = lines(old), list[str](), 0
    for head, body in hunks(patched):
        start, count = head
        begin = start - (1 if count else 0)
        result += source[at:begin]
        at = begin
        for sign, text in body:
            if sign in " -":
                assert source[at] == text
                at += 1
            if sign in " +":
                result.append(text)
        assert at == begin + count
    return result + source[at:]


def hunks(patched: str) -> list[tuple[tuple[int, int], list[tuple[str, str]]]]:
    """Read the patch: old start and count, then signs with lines."""
    found: list[tuple[tuple[int, int], list[tuple[str, str]]]] = []
    for line in patched.split("\n") if patched else []:
        if line.startswith("@@ -"):
            start, _, count = line[4:].split(" ")[0].partition(",")
            found.append(((int(start), int(count)), []))
        elif line == "\\ No newline at end of file":
            sign, text = found[-1][1].pop()
            found[-1][1].append((sign, text + "<unended>"))
        else:
            found[-1][1].append((line[0], line[1:]))
    return found


@given(TEXTS, TEXTS)
@example("", "a")
@example("a", "a\n")
@example("a\n" * 20, "b\n" + "a\n" * 20 + "c")
def test_a_patch_turns_the_old_text_into_the_new(old, new):
    assert applied(old, patch(old, new)) == lines(new)


@given(TEXTS, TEXTS)
def test_a_patch_that_spares_difflib_does_so_too(old, new):
    before, textdiff.SMALL = textdiff.SMALL, 0
    try:
        found = patch(old, new)
    finally:
        textdiff.SMALL = before
    assert applied(old, found) == lines(new)


@given(TEXTS, TEXTS)
def test_the_core_reads_our_patches(old, new):
    found = patch(old, new)
    if not found:
        assert lines(old) == lines(new)
        return
    read = [(line.side, line.text) for hunk in diff.hunks(found) for line in hunk.lines]
    sides = {"+": Side.ADDED, "-": Side.REMOVED, " ": None}
    assert read == [(sides[sign], text.removesuffix("<unended>")) for _, body in hunks(found) for sign, text in body]


def test_equal_texts_have_no_patch():
    assert patch("a\n", "a\n") == ""
    assert patch(None, "") == ""


def test_what_is_far_apart_gets_hunks_of_its_own():
    old = [f"{n}\n" for n in range(40)]
    new = [*old[:5], "five\n", *old[6:30], "thirty\n", *old[31:]]
    found = patch("".join(old), "".join(new))
    assert [line for line in found.split("\n") if line[0] in "@-+"] == [
        "@@ -3,7 +3,7 @@",
        "-5",
        "+five",
        "@@ -28,7 +28,7 @@",
        "-30",
        "+thirty",
    ]


def test_a_large_middle_is_removed_and_added_whole():
    old = "".join(f"{n}\n" for n in range(5_000))
    new = "0\n" + "".join(f"{n} {n % 2}\n" if n % 2 else f"{n}\n" for n in range(1, 4_999)) + "4999\n"
    found = patch(old, new)
    assert found.count("\n-") == 4_997
    assert found.count("@@ -") == 1
    assert applied(old, found) == lines(new)
