"""One line pattern of a rule: the changed lines of a file that it hits, and what cancels a hit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import re2

from bot.core.matching.globs import Signed, last_match
from bot.core.matching.outcome import MOST_TEXT, NO, Hit, Outcome, lines_matched
from bot.core.matching.text import HunkText, PatchText
from bot.core.matching.view import FileView
from bot.core.model.change import Side
from bot.core.model.policy import LinePattern
from bot.core.model.verdict import Place
from bot.core.patterns import compiled, loosened

MOST_HITS = 1000  # of one pattern in one file; beyond it nobody counts

_NAMES = {Side.ADDED: "added", Side.REMOVED: "removed", None: "changed"}


@dataclass(frozen=True)
class LineTest:
    """A pattern on one side (None: both), known to the scan by its number; `files` are its own globs."""

    pattern: LinePattern
    side: Side | None
    comments: bool
    number: int
    files: Signed = ()

    def covers(self, view: FileView) -> bool:
        """Whether the pattern is for this file."""
        return not self.pattern.files or any(last_match(self.files, path.globs) for path in view.paths)

    def find(self, view: FileView, text: PatchText) -> Outcome:
        """Find the changed lines that it hits, in a file where the scan found it."""
        if not self.covers(view):
            return NO
        hits: list[Hit] = []
        cancelled = _Cancelled(self, text)
        for hit in self._hits(text, cancelled):
            hits.append(hit)
            if len(hits) >= MOST_HITS:
                break
        if not hits:
            return NO
        says = lines_matched(hits, self.pattern.match, _NAMES[self.side], more=len(hits) >= MOST_HITS)
        return Outcome(True, tuple(hits), (says,), frozenset({self.pattern.confidence}))

    def _hits(self, text: PatchText, cancelled: "_Cancelled") -> Iterator[Hit]:
        """Look at the line alone first: only where it hits is its hunk parsed."""
        for spot in text.may_hit(self._loose, self.side):
            forms = text.forms(spot.line, comments=self.comments)
            found = [match for form in forms if (match := self._exact.search(form))]
            if len(found) < len(forms) or (self._unless and self._unless.search(forms[-1])):
                continue
            hunk = text.hunk(spot.hunk)
            if (self.comments or not hunk.hides(spot.row)) and not cancelled.by(hunk, spot.side):
                line, shown = hunk.lines[spot.row], found[-1].group().decode("utf-8", "replace").strip()
                yield Hit(Place(line.number, line.side, line.text[:MOST_TEXT]), self.pattern.confidence, shown)

    @cached_property
    def _loose(self) -> "re2._Regexp":
        return compiled(loosened(self.pattern.match, self.side))

    @cached_property
    def _exact(self) -> "re2._Regexp":
        return compiled(self.pattern.match)

    @cached_property
    def _unless(self) -> "re2._Regexp | None":
        return compiled(self.pattern.unless) if self.pattern.unless else None


class _Cancelled:
    """What cancels the hits of one pattern in one patch, each hunk asked once."""

    def __init__(self, test: LineTest, text: PatchText) -> None:
        self._test, self._text = test, text
        self._known: dict[tuple[int | None, Side], bool] = {}

    def by(self, hunk: HunkText, side: Side) -> bool:
        """Whether a hit in a hunk is cancelled."""
        pattern = self._test.pattern
        return self._within(pattern.unless_hunk, hunk, side) or self._within(pattern.unless_file, None, side)

    def _within(self, unless: str | None, hunk: HunkText | None, side: Side) -> bool:
        """Whether a line of the hunk (None: of the patch) says otherwise."""
        if not unless:
            return False
        key = (None if hunk is None else id(hunk), side)
        if key not in self._known:
            hunks = self._text.all() if hunk is None else (hunk,)
            exact, comments = compiled(unless), self._test.comments
            self._known[key] = any(one.says(exact, side, comments=comments) for one in hunks)
        return self._known[key]
