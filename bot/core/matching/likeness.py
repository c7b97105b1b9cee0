"""Which added line of a hunk took a removed one's place: the one that is most like it."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.core.diff import Line
from bot.core.model.change import Side

NEAREST = 60  # lines of the other side that are looked at, those that stand about as far down
LEAST = 0.5  # of a likeness between 0 and 1; with less, two lines are two statements
MOST_COMPARED = 400  # characters of a line

_WORD = re.compile(r"\w+|[^\w\s]")


class Pairs:
    """Pairs a hunk's removed lines with its added ones, each way the most like one of the nearest."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rows = {side: [row for row, line in enumerate(lines) if line.side is side] for side in Side}
        self._place = {row: at for rows in self._rows.values() for at, row in enumerate(rows)}
        self._lines = lines
        self._words: dict[int, Counter[str]] = {}

    @property
    def cost(self) -> int:
        """How many comparisons it takes at most to find one partner."""
        return sum(min(len(rows), NEAREST) for rows in self._rows.values())

    def partner(self, row: int) -> int | None:
        """Give the row of the added line that a removed one became; None where none is like it, or it is more like another."""
        added = self._best(row, Side.ADDED)
        if added is None or self._said(row) == self._said(added):
            return None
        back = self._best(added, Side.REMOVED)
        same = back is not None and self._likeness(back, added) <= self._likeness(row, added)
        return added if same else None

    def _best(self, row: int, side: Side) -> int | None:
        near = self._near(row, side)
        best = max(near, key=lambda other: self._likeness(row, other), default=None)
        return best if best is not None and self._likeness(row, best) >= LEAST else None

    def _near(self, row: int, side: Side) -> list[int]:
        """Give the other side's lines around the place where this one would be among them, the nearest first."""
        rows, mine = self._rows[side], self._rows[self._lines[row].side or Side.ADDED]
        middle = self._place[row] * len(rows) // len(mine)
        first = max(min(middle - NEAREST // 2, len(rows) - NEAREST), 0)
        return sorted(rows[first : first + NEAREST], key=lambda other: abs(self._place[other] - middle))

    def _likeness(self, one: int, other: int) -> float:
        """Count the words that two lines share, twice, among all of theirs."""
        mine, theirs = self._counted(one), self._counted(other)
        shared = sum(min(count, theirs[word]) for word, count in mine.items() if word in theirs)
        total = mine.total() + theirs.total()
        return 2 * shared / total if total else 0.0

    def _counted(self, row: int) -> Counter[str]:
        if row not in self._words:
            self._words[row] = Counter(_WORD.findall(self._lines[row].text[:MOST_COMPARED]))
        return self._words[row]

    def _said(self, row: int) -> str:
        return " ".join(self._lines[row].text.split())
