"""One pattern of a rule on whole statements: `joined: true`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import re2

from bot.core.literals import needed
from bot.core.markdown import code
from bot.core.matching.globs import Signed, last_match
from bot.core.matching.lines import MOST_HITS, NAMES, Cancelled
from bot.core.matching.outcome import MOST_TEXT, NO, Hit, Outcome, lines_matched
from bot.core.matching.text import HunkText, PatchText, SideStatement
from bot.core.matching.view import FileView
from bot.core.model.change import Side
from bot.core.model.predicates import LinePattern
from bot.core.model.verdict import Place
from bot.core.patterns import compiled

MOST_MATCHES = 50  # within one statement; more of them touch no other lines that matter


def trigger(pattern: str) -> str:
    """Give what the scan looks for in place of a pattern that spans lines: words that one of its lines must hold."""
    words = needed(pattern)
    return f"(?i:{'|'.join(sorted(words))})" if words else "(?:)"


@dataclass(frozen=True)
class JoinedTest:
    """A pattern on the statements of one side (None: of either); the scan knows by `number` a word that it needs."""

    pattern: LinePattern
    side: Side | None
    comments: bool
    number: int
    files: Signed = ()

    def covers(self, view: FileView) -> bool:
        """Whether the pattern is for this file."""
        return not self.pattern.files or any(last_match(self.files, path.globs) for path in view.paths)

    def find(self, view: FileView, text: PatchText) -> Outcome:
        """Find the statements that it hits in a changed line; unknown where one is too long to be seen whole."""
        if not self.covers(view):
            return NO
        hits: list[Hit] = []
        cut: int | None = None
        cancelled = Cancelled(self.pattern, text, comments=self.comments)
        for hunk, side, statement in self._statements(text):
            hit = self._hit(hunk, statement)
            if hit is not None and not cancelled.by(hunk, side):
                hits.append(hit)
                if len(hits) >= MOST_HITS:
                    break
            elif statement.whole.cut and self._could(statement):
                cut = cut or hunk.lines[statement.rows[0]].number
        if hits:
            says = lines_matched(hits, self.pattern.match, NAMES[self.side], more=len(hits) >= MOST_HITS)
            return Outcome(True, tuple(hits), (says,), frozenset({self.pattern.confidence}))
        if cut is None:
            return NO
        return Outcome(None, doubt=f"{code(view.file.path)}: the statement on line {cut} is too long to be seen whole")

    def why_not(self, _view: FileView, _text: PatchText) -> None:
        """Have nothing to add."""

    def _statements(self, text: PatchText) -> Iterator[tuple[HunkText, Side, SideStatement]]:
        for hunk in text.hunks_with(compiled(trigger(self.pattern.match))):
            for side in (self.side,) if self.side else Side:
                for statement in hunk.joined(side, comments=self.comments):
                    yield hunk, side, statement

    def _hit(self, hunk: HunkText, statement: SideStatement) -> Hit | None:
        """Hit where a match takes in a changed line, and stand on the first such line."""
        raw = statement.whole.text.encode("utf-8", "replace")
        if self._unless and self._unless.search(raw):
            return None
        for match in islice(self._exact.finditer(raw), MOST_MATCHES):
            start, end = (len(raw[:at].decode("utf-8", "replace")) for at in match.span())
            rows = (row for row in statement.touched(start, end) if hunk.lines[row].side)
            if (row := next(rows, None)) is not None:
                line, shown = hunk.lines[row], match.group().decode("utf-8", "replace").strip()
                return Hit(Place(line.number, line.side, line.text[:MOST_TEXT]), self.pattern.confidence, shown)
        return None

    def _could(self, statement: SideStatement) -> bool:
        """Whether nothing in what is seen of a statement that was cut rules it out."""
        return not (self._unless and self._unless.search(statement.whole.text.encode("utf-8", "replace")))

    @cached_property
    def _exact(self) -> "re2._Regexp":
        return compiled(self.pattern.match)

    @cached_property
    def _unless(self) -> "re2._Regexp | None":
        return compiled(self.pattern.unless) if self.pattern.unless else None
