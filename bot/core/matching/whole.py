"""The whole text of a file on either side: from the patch where that has it all, else from the head's text and the patch."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.core.diff import DiffError, Hunk, Line, hunks
from bot.core.model.change import ChangedFile, FileStatus, Side
from bot.core.model.known import GaveUp

DISAGREES = GaveUp("its text and its diff do not agree")
_ONE_SIDED = {FileStatus.ADDED: Side.ADDED, FileStatus.REMOVED: Side.REMOVED}


def from_patch(file: ChangedFile, side: Side) -> str | None:
    """Give the text on a side where the patch tells it all: the file is new, or gone; None where it does not."""
    there = _ONE_SIDED.get(file.status)
    if there is None or file.patch is None:
        return None
    if there is not side:
        return ""
    parts = hunks(file.patch)
    whole = len(parts) == 1 and all(line.side is side for line in parts[0].lines) and _start(parts[0], side) == 1
    return _joined(parts[0].lines) if whole else "" if not parts else None


def before(head: str, patch: str) -> str | GaveUp:
    """Give the text at the base: the head's with every hunk undone."""
    rows = head.split("\n")
    kept, at = [], 0
    for hunk in hunks(patch):
        start = hunk.new_start - 1 if hunk.new_lines else hunk.new_start
        new = [line.text for line in hunk.lines if line.side is not Side.REMOVED]
        if start < at or rows[start : start + len(new)] != new:
            return DISAGREES
        kept += rows[at:start]
        kept += [line.text for line in hunk.lines if line.side is not Side.ADDED]
        at = start + len(new)
    return "\n".join(kept + rows[at:])


def changed(patch: str, side: Side) -> tuple[tuple[int, int], ...]:
    """Give the runs of lines that changed on a side, first and last, counted from 1."""
    numbers = [line.number for hunk in hunks(patch) for line in hunk.lines if line.side is side]
    return tuple(_runs(numbers))


def touched(lines: Iterable[tuple[int, int]], first: int, last: int) -> int | None:
    """Give the first changed line from `first` to `last`; None when there is none."""
    return next((max(start, first) for start, end in lines if start <= last and end >= first), None)


def agrees(head: str, patch: str) -> bool:
    """Whether a text is the one that the patch leads to."""
    return before(head, patch) is not DISAGREES


def _runs(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    if not numbers:
        return
    first = numbers[0]
    for number, following in pairwise(numbers):
        if following != number + 1:
            yield first, number
            first = following
    yield first, numbers[-1]


def _start(hunk: Hunk, side: Side) -> int:
    return hunk.new_start if side is Side.ADDED else hunk.old_start


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines) + "\n"


def sides_of(file: ChangedFile, side: Side, head: str | GaveUp | None) -> str | GaveUp | None:
    """Give the text on a side, from the patch or else from the head's text; None while that is not known."""
    try:
        own = from_patch(file, side)
        if own is not None or head is None or isinstance(head, GaveUp):
            return head if own is None else own
        if not agrees(head, file.patch or ""):
            return DISAGREES
        return head if side is Side.ADDED else before(head, file.patch or "")
    except DiffError:
        return DISAGREES
