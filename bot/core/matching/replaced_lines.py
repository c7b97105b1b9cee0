"""One comparison of a rule: a removed line and the added one that took its place: `replaced`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import re2

from bot.core.diff import Line
from bot.core.markdown import code
from bot.core.matching.globs import Signed, last_match
from bot.core.matching.lines import MOST_HITS
from bot.core.matching.outcome import MOST_TEXT, NO, Hit, Outcome
from bot.core.matching.text import HunkText, PatchText
from bot.core.matching.view import FileView
from bot.core.model.change import Side
from bot.core.model.predicates import Replacement
from bot.core.model.verdict import Evidence, Place
from bot.core.patterns import compiled, loosened


class Replace(NamedTuple):
    """What stood on a removed line and what stands on the added one."""

    old: Line
    new: Line
    was: str  # what the pattern matched there
    now: str


@dataclass(frozen=True)
class ReplacedTest:
    """A removed line and its successor."""

    pattern: Replacement
    number: int
    files: Signed = ()

    def covers(self, view: FileView) -> bool:
        """Whether the comparison is for this file."""
        return not self.pattern.files or any(last_match(self.files, path.globs) for path in view.paths)

    def find(self, view: FileView, text: PatchText) -> Outcome:
        """Find the lines that were replaced like this; unknown where there is too much to compare."""
        if not self.covers(view) or view.whole is None:
            return NO
        found: list[Replace] = []
        for spot in text.may_hit(self._loose, Side.REMOVED):
            was = self._match(self._exact, text.forms(spot.line, comments=False))
            hunk = text.hunk(spot.hunk) if was is not None else None
            if was is None or hunk is None or hunk.hides(spot.row) or not self._in_section(hunk):
                continue
            view.whole.comparisons -= hunk.pairs.cost
            if view.whole.comparisons < 0:
                break
            found += self._replaced(hunk, spot.row, was)
            if len(found) >= MOST_HITS:
                break
        if found:
            return self._told(found)
        says = f"{code(view.file.path)}: its removed and added lines are too many to be compared"
        return Outcome(None, doubt=says) if view.whole.comparisons < 0 else NO

    def why_not(self, _view: FileView, _text: PatchText) -> None:
        """Have nothing to add."""

    def _replaced(self, hunk: HunkText, row: int, was: str) -> Iterator[Replace]:
        """Look at the line that took this one's place."""
        added = hunk.pairs.partner(row)
        forms = hunk.code(added, comments=False) if added is not None else ()
        now = self._match(self._by, forms) if forms else None
        if added is None or now is None or (self._unless and self._unless.search(forms[-1])):
            return
        if self.pattern.by is not None or "".join(was.split()) != "".join(now.split()):
            yield Replace(hunk.lines[row], hunk.lines[added], was, now)

    def _told(self, found: list[Replace]) -> Outcome:
        old, new, was, now = found[0]
        more = f", and {len(found) - 1:,} more lines like it" if len(found) > 1 else ""
        says = f"line {old.number} had {code(was, 80)}, and line {new.number} has {code(now, 80)} in its place{more}"
        tested = f"{self.pattern.match} -> {self.pattern.by or self.pattern.match}"
        hits = tuple(
            Hit(Place(one.new.number, Side.ADDED, one.new.text[:MOST_TEXT]), self.pattern.confidence, one.now)
            for one in found
        )
        evidence = Evidence(says, "replaced", old.text[:MOST_TEXT], tested)
        return Outcome(True, hits, (evidence,), frozenset({self.pattern.confidence}))

    def _in_section(self, hunk: HunkText) -> bool:
        return not self.pattern.section or compiled(self.pattern.section).search(hunk.section) is not None

    @staticmethod
    def _match(pattern: "re2._Regexp", forms: tuple[bytes, ...]) -> str | None:
        """Give what a pattern matches of a line in all of its forms; None where it does not."""
        found = [match for form in forms if (match := pattern.search(form))]
        return found[-1].group().decode("utf-8", "replace").strip() if found and len(found) == len(forms) else None

    @cached_property
    def _loose(self) -> "re2._Regexp":
        return compiled(loosened(self.pattern.match, Side.REMOVED))

    @cached_property
    def _exact(self) -> "re2._Regexp":
        return compiled(self.pattern.match)

    @cached_property
    def _by(self) -> "re2._Regexp":
        return compiled(self.pattern.by or self.pattern.match)

    @cached_property
    def _unless(self) -> "re2._Regexp | None":
        return compiled(self.pattern.unless) if self.pattern.unless else None
