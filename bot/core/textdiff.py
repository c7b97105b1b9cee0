"""A patch between two texts, as GitHub would show it, where GitHub shows none."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

CONTEXT = 3
_HEADING = 80  # bytes; git cuts a hunk's heading there
SMALL = 2_000  # lines on both sides together; beyond, difflib's time grows with their square

_Block = tuple[int, int, int, int]  # old start and end, new start and end: these lines give way to those


def patch(old: str | None, new: str | None) -> str:
    """Hunks that turn `old` into `new` (None: no such file), lines parted by newlines; "" when equal.

    Where the texts differ in too much, all between the first and the last difference counts as removed and added:
    more than a smallest patch would show, never less.
    """
    before, after = _lines(old), _lines(new)
    if before == after:
        return ""
    return "\n".join(line for group in _near(_blocks(before, after)) for line in _hunk(group, before, after))


def _lines(text: str | None) -> list[str]:
    """Split behind newlines alone: any other mark of a line's end is content to git."""
    if not text:
        return []
    lines = text.split("\n")
    ends = lines.pop() == ""
    kept = [line + "\n" for line in lines]
    return kept if ends else [*kept, text[text.rfind("\n") + 1 :]]


def _blocks(before: Sequence[str], after: Sequence[str]) -> list[_Block]:
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old_end, new_end = len(before) - end, len(after) - end
    if old_end - start + new_end - start > SMALL:
        return [(start, old_end, start, new_end)]
    middle = SequenceMatcher(None, before[start:old_end], after[start:new_end], autojunk=False)
    return [
        (start + i1, start + i2, start + j1, start + j2)
        for tag, i1, i2, j1, j2 in middle.get_opcodes()
        if tag != "equal"
    ]


def _near(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Group blocks whose context would touch: they share a hunk."""
    group = [blocks[0]]
    for block in blocks[1:]:
        if block[0] - group[-1][1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(block)
    yield group


def _hunk(group: Sequence[_Block], before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    old_from, new_from = max(0, group[0][0] - CONTEXT), max(0, group[0][2] - CONTEXT)
    old_to, new_to = min(len(before), group[-1][1] + CONTEXT), min(len(after), group[-1][3] + CONTEXT)
    yield f"@@ -{_span(old_from, old_to)} +{_span(new_from, new_to)} @@{_heading(before, old_from)}"
    at = old_from
    for i1, i2, j1, j2 in group:
        yield from _signed(" ", before[at:i1])
        yield from _signed("-", before[i1:i2])
        yield from _signed("+", after[j1:j2])
        at = i2
    yield from _signed(" ", before[at:old_to])


def _heading(before: Sequence[str], start: int) -> str:
    """Name the nearest line above that begins with a letter, as git does without a driver for the language."""
    for line in reversed(before[:start]):
        if (line[0].isascii() and line[0].isalpha()) or line[0] in "_$":
            return " " + line.encode()[:_HEADING].rstrip().decode(errors="ignore")
    return ""


def _span(start: int, end: int) -> str:
    """Name lines as a hunk's head does: an empty span by the line before it."""
    count = end - start
    return f"{start + 1 if count else start},{count}"


def _signed(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
