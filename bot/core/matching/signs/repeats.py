"""Lines that change nothing by themselves: moved elsewhere in the change, or edited in the same way again and again."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.core.model.change import Side

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_TOKENS = 12  # of an edit that may be one of a kind
_OFTEN = 3
_SHORTEST_MOVED = 4  # characters; a brace stands on both sides of any change

Edit = tuple[tuple[str, ...], tuple[str, ...]]


class CodeLine(NamedTuple):
    """A line of a hunk without its comment; `side` None is context."""

    side: Side | None
    code: str


class Repeats:
    """What repeats over all the files of a change."""

    def __init__(self, hunks: Iterable[Sequence[CodeLine]]) -> None:
        self._edits: Counter[Edit] = Counter()
        sides: dict[Side, Counter[str]] = {Side.ADDED: Counter(), Side.REMOVED: Counter()}
        for lines in hunks:
            self._edits.update(edit for _, _, edit in _edits(lines))
            for line in lines:
                text = line.code.strip()
                if line.side is not None and len(text) >= _SHORTEST_MOVED:
                    sides[line.side][text] += 1
        self._moved = sides[Side.ADDED] & sides[Side.REMOVED]

    def idle(self, lines: Sequence[CodeLine]) -> frozenset[int]:
        """Give the rows of a hunk that were moved, or edited as many others were."""
        moved = (row for row, line in enumerate(lines) if line.side is not None and line.code.strip() in self._moved)
        mechanical = (
            row
            for removed, added, edit in _edits(lines)
            if edit == ((), ()) or self._edits[edit] >= _OFTEN
            for row in (removed, added)
        )
        return frozenset((*moved, *mechanical))


def _edits(lines: Sequence[CodeLine]) -> Iterator[tuple[int, int, Edit]]:
    """Pair removed lines with the added ones that stand in their place, and tell what differs, where that is little."""
    for removed, added in _pairs(lines):
        edit = _difference(lines[removed].code, lines[added].code)
        if len(edit[0]) + len(edit[1]) <= _MOST_TOKENS:
            yield removed, added, edit


def _pairs(lines: Sequence[CodeLine]) -> Iterator[tuple[int, int]]:
    removed: list[int] = []
    added: list[int] = []
    for row, line in enumerate(lines):
        if line.side is Side.ADDED:
            added.append(row)
            continue
        if added or line.side is None:
            yield from zip(removed, added, strict=False)
            removed, added = [], []
        if line.side is Side.REMOVED:
            removed.append(row)
    yield from zip(removed, added, strict=False)


def _difference(old: str, new: str) -> Edit:
    """Give what is left of two lines when the tokens that both begin and end with are taken off."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return tuple(before[head : len(before) - tail]), tuple(after[head : len(after) - tail])
