"""One pattern of a rule on lines that were moved, or indented otherwise: `moved`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import re2

from bot.core.markdown import code
from bot.core.matching.globs import Signed, last_match
from bot.core.matching.lines import MOST_HITS, Cancelled
from bot.core.matching.moves import Move, Moves, moves_of
from bot.core.matching.outcome import MOST_TEXT, NO, Hit, Outcome
from bot.core.matching.text import PatchText, Spot
from bot.core.matching.view import FileView
from bot.core.model.change import Side
from bot.core.model.predicates import LinePattern
from bot.core.model.verdict import Evidence, Place
from bot.core.patterns import compiled, loosened


@dataclass(frozen=True)
class MovedTest:
    """A pattern on removed lines that stand elsewhere now; it speaks for the file that they left."""

    pattern: LinePattern
    number: int
    files: Signed = ()
    anywhere: int = -1  # the scan's number of the pattern on either side

    def covers(self, view: FileView) -> bool:
        """Whether the pattern is for this file."""
        return not self.pattern.files or any(last_match(self.files, path.globs) for path in view.paths)

    def find(self, view: FileView, text: PatchText) -> Outcome:
        """Find the lines that it hits and where they went; unknown where they may stand in what could not be seen."""
        spots = list(self._spots(text)) if self.covers(view) else []
        if not spots or view.whole is None:
            return NO
        moves = moves_of(view.whole, self.anywhere, self.pattern.match)
        found: list[Move] = []
        lost = False
        for spot in spots:
            move = moves.went(view, spot)
            if move is None:
                lost = True
            elif move.matters:
                found.append(move)
                if len(found) >= MOST_HITS:
                    break
        if found:
            return self._told(found)
        seen = view.whole.looked_at_whole and moves.seen_whole
        return Outcome(None, doubt=self._doubt(view, moves)) if lost and not seen else NO

    def why_not(self, _view: FileView, _text: PatchText) -> None:
        """Have nothing to add."""

    def _spots(self, text: PatchText) -> Iterator[Spot]:
        """Give the removed lines that it hits, wherever they went."""
        cancelled = Cancelled(self.pattern, text, comments=False)
        for spot in text.may_hit(self._loose, Side.REMOVED):
            forms = [form.strip() for form in text.forms(spot.line, comments=False, strings=self.pattern.strings)]
            if not all(self._exact.search(form) for form in forms) or (self._unless and self._unless.search(forms[-1])):
                continue
            hunk = text.hunk(spot.hunk)
            if not hunk.hides(spot.row) and not cancelled.by(hunk, Side.REMOVED):
                yield spot

    def _told(self, found: list[Move]) -> Outcome:
        first = found[0]
        shown = code(" ".join(first.removed.spot.line.split()), 80)
        how = "moved: " if first.removed.indentation == first.added.indentation else "moved or indented otherwise: "
        more = f", and {len(found) - 1:,} more like it" if len(found) > 1 else ""
        evidence = Evidence(
            f"{shown} was {how}{first.says}{more}", "moved", first.removed.spot.line[:MOST_TEXT], self.pattern.match
        )
        return Outcome(True, tuple(map(self._hit, found)), (evidence,), frozenset({self.pattern.confidence}))

    def _hit(self, move: Move) -> Hit:
        """Stand where the line is now, or, if that is in another file, where it was."""
        line = move.added.line if move.added.view is move.removed.view else move.removed.line
        return Hit(Place(line.number, line.side, line.text[:MOST_TEXT]), self.pattern.confidence, line.text.strip())

    def _doubt(self, view: FileView, moves: Moves) -> str:
        why = (
            "not all of the change could be seen" if moves.seen_whole else "too many lines of the change are like them"
        )
        return f"{code(view.file.path)}: where removed lines went can't be told, {why}"

    @cached_property
    def _loose(self) -> "re2._Regexp":
        return compiled(loosened(self.pattern.match, Side.REMOVED, indented=True))

    @cached_property
    def _exact(self) -> "re2._Regexp":
        return compiled(self.pattern.match)

    @cached_property
    def _unless(self) -> "re2._Regexp | None":
        return compiled(self.pattern.unless) if self.pattern.unless else None
