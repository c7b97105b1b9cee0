"""One line pattern of a rule: the changed lines of a file that it hits, and what cancels a hit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import re2

from bot.core.matching.globs import Signed, last_match
from bot.core.matching.moves import moves_of
from bot.core.matching.outcome import MOST_TEXT, NO, Hit, Outcome, lines_matched
from bot.core.matching.text import HunkText, PatchText, Spot
from bot.core.matching.view import FileView
from bot.core.model.change import Side
from bot.core.model.predicates import LinePattern
from bot.core.model.verdict import Place
from bot.core.patterns import compiled, loosened

MOST_HITS = 1000  # of one pattern in one file; beyond it nobody counts

NAMES = {Side.ADDED: "added", Side.REMOVED: "removed", None: "changed"}


@dataclass(frozen=True)
class LineTest:
    """A pattern on one side (None: both), known to the scan by its number; `files` are its own globs."""

    pattern: LinePattern
    side: Side | None
    comments: bool
    number: int
    files: Signed = ()
    anywhere: int = -1  # the scan's number of the pattern on either side, where moves matter

    def covers(self, view: FileView) -> bool:
        """Whether the pattern is for this file."""
        return not self.pattern.files or any(last_match(self.files, path.globs) for path in view.paths)

    def find(self, view: FileView, text: PatchText) -> Outcome:
        """Find the changed lines that it hits, in a file where the scan found it."""
        if not self.covers(view):
            return NO
        hits: list[Hit] = []
        cancelled = Cancelled(self.pattern, text, comments=self.comments)
        for hit in self._hits(view, text, cancelled):
            hits.append(hit)
            if len(hits) >= MOST_HITS:
                break
        if not hits:
            return NO
        says = lines_matched(hits, self.pattern.match, NAMES[self.side], more=len(hits) >= MOST_HITS)
        return Outcome(True, tuple(hits), (says,), frozenset({self.pattern.confidence}))

    def why_not(self, view: FileView, text: PatchText) -> str | None:
        """Say where the lines went that would have been hits; None where there are none such."""
        if not self.pattern.unless_moved or self.number not in view.hits or view.whole is None:
            return None
        moves = moves_of(view.whole, self.anywhere, self.pattern.match)
        went = (moves.went(view, spot) for spot in text.may_hit(self._loose, self.side))
        return next((f"what it looks for is only moved: {move.says}" for move in went if move), None)

    def _hits(self, view: FileView, text: PatchText, cancelled: "Cancelled") -> Iterator[Hit]:
        """Look at the line alone first: only where it hits is its hunk parsed."""
        for spot in text.may_hit(self._loose, self.side):
            forms = text.forms(spot.line, comments=self.comments, strings=self.pattern.strings)
            found = [match for form in forms if (match := self._exact.search(form))]
            if len(found) < len(forms) or (self._unless and self._unless.search(forms[-1])):
                continue
            hunk = text.hunk(spot.hunk)
            if not self.comments and hunk.hides(spot.row):
                continue
            if not cancelled.by(hunk, spot.side) and not self._stands_again(view, spot):
                line, shown = hunk.lines[spot.row], found[-1].group().decode("utf-8", "replace").strip()
                yield Hit(Place(line.number, line.side, line.text[:MOST_TEXT]), self.pattern.confidence, shown)

    def _stands_again(self, view: FileView, spot: Spot) -> bool:
        """Whether the line is only moved, where that matters."""
        if not self.pattern.unless_moved or view.whole is None:
            return False
        return moves_of(view.whole, self.anywhere, self.pattern.match).went(view, spot) is not None

    @cached_property
    def _loose(self) -> "re2._Regexp":
        return compiled(loosened(self.pattern.match, self.side))

    @cached_property
    def _exact(self) -> "re2._Regexp":
        return compiled(self.pattern.match)

    @cached_property
    def _unless(self) -> "re2._Regexp | None":
        return compiled(self.pattern.unless) if self.pattern.unless else None


class Cancelled:
    """What cancels the hits of one pattern in one patch, each hunk asked once."""

    def __init__(self, pattern: LinePattern, text: PatchText, *, comments: bool) -> None:
        self._pattern, self._text, self._comments = pattern, text, comments
        self._known: dict[tuple[str, int | None, Side], bool] = {}

    def by(self, hunk: HunkText, side: Side) -> bool:
        """Whether a hit in a hunk is cancelled."""
        pattern = self._pattern
        if pattern.section and not compiled(pattern.section).search(hunk.section):
            return True
        if pattern.with_hunk and not self._within(pattern.with_hunk, hunk, side):
            return True
        return self._within(pattern.unless_hunk, hunk, side) or self._within(pattern.unless_file, None, side)

    def _within(self, unless: str | None, hunk: HunkText | None, side: Side) -> bool:
        """Whether a line of the hunk (None: of the patch) matches."""
        if not unless:
            return False
        key = (unless, None if hunk is None else id(hunk), side)
        if key not in self._known:
            hunks = self._text.all() if hunk is None else (hunk,)
            exact = compiled(unless)
            self._known[key] = any(one.says(exact, side, comments=self._comments) for one in hunks)
        return self._known[key]
