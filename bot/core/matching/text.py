"""One file's patch: searched as bytes first, parsed hunk by hunk only where something may hit."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import re2

from bot.core.diff import BETWEEN, DiffError, Hunk, Line, hunks, is_whole, pieces
from bot.core.matching.comments import Syntax, syntax_of
from bot.core.matching.joined import Statement, statements
from bot.core.matching.languages import languages
from bot.core.matching.likeness import Pairs
from bot.core.model.change import Side

_SIDES = {b"+": Side.ADDED, b"-": Side.REMOVED}


class Spot(NamedTuple):
    """A changed line that may be hit: its text, its side, its hunk's number and its own row there."""

    line: str
    side: Side
    hunk: int
    row: int


class PatchText:
    """A file's patch. Raises `DiffError` at once when it is cut short, later when a hunk does not parse."""

    def __init__(self, patch: str, raw: bytes, path: str) -> None:
        self._raw = raw
        if not is_whole(raw):
            # Perhaps only odd, not false: the parser decides.
            hunks(patch)
        self._hunks: dict[int, HunkText] = {}
        self._languages = languages(path)
        self._syntax = syntax_of(self._languages)

    @cached_property
    def _parts(self) -> list[bytes]:
        return pieces(self._raw)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each piece begins in the whole: all but the first stand behind a mark that the split took away."""
        return list(accumulate((len(part) + len(BETWEEN) for part in self._parts[:-1]), initial=0))

    def may_hit(self, pattern: "re2._Regexp", side: Side | None) -> Iterator[Spot]:
        """Give the changed lines that a loosened pattern finds on a side, in order, without parsing."""
        raw, hunk, at, since, index = self._raw, -1, 0, 0, 0
        while at <= len(raw) and (found := pattern.search(raw, at)) is not None:
            start = raw.rfind(b"\n", 0, found.start()) + 1
            at = raw.find(b"\n", found.start()) + 1 or len(raw) + 1
            on = _SIDES.get(raw[start : start + 1])
            if on is None or side not in (None, on):
                continue
            number = bisect_right(self._starts, start) - 1
            if number != hunk:
                hunk, since, index = number, self._starts[number], -1
            index += raw.count(b"\n", since, start) - raw.count(b"\n\\", since, start)
            since = start
            yield Spot(raw[start + 1 : at - 1].decode("utf-8", "replace"), on, number, index)

    def forms(self, line: str, *, comments: bool, strings: bool = True) -> tuple[bytes, ...]:
        """Give the forms of a line that a pattern must match to hit: the whole, or what of it is code."""
        return _forms(line, None if comments else self._syntax, strings=strings)

    def hunks_with(self, pattern: "re2._Regexp") -> Iterator["HunkText"]:
        """Give the hunks that a pattern finds something in."""
        return (self.hunk(number) for number, part in enumerate(self._parts) if pattern.search(part))

    def all(self) -> Iterator["HunkText"]:
        """Give every hunk."""
        return (self.hunk(number) for number in range(len(self._parts)))

    def hunk(self, number: int) -> "HunkText":
        """Give one hunk, parsed when it is first asked for."""
        if number not in self._hunks:
            prefix = "@@ -" if number else ""
            parsed = hunks(prefix + self._parts[number].decode("utf-8", "replace"))
            if len(parsed) != 1:
                raise DiffError("a hunk holds another")
            self._hunks[number] = HunkText(parsed[0], self._syntax, self._languages)
        return self._hunks[number]


class HunkText:
    """A parsed hunk and what of its lines is code."""

    def __init__(self, hunk: Hunk, syntax: Syntax | None, in_languages: tuple[str, ...]) -> None:
        self.lines: tuple[Line, ...] = hunk.lines
        self.section = hunk.section.encode("utf-8", "replace")
        self._syntax, self._languages = syntax, in_languages
        self._hidden: dict[Side, frozenset[int]] = {}
        self._joined: dict[tuple[Side, bool], tuple[SideStatement, ...]] = {}

    def code(self, index: int, *, comments: bool) -> tuple[bytes, ...]:
        """Give the forms of a line that a pattern must match to hit; none when nothing of it is code."""
        if not comments and self.hides(index):
            return ()
        return _forms(self.lines[index].text, None if comments else self._syntax)

    def hides(self, index: int) -> bool:
        """Whether a line stands wholly inside a comment."""
        return index in self._hidden_on(self.lines[index].side or Side.ADDED)

    def says(self, pattern: "re2._Regexp", side: Side, *, comments: bool) -> bool:
        """Whether some line matches: among the lines that an added line stands with, or any where one was removed."""
        return any(
            (forms := self.code(index, comments=comments)) and pattern.search(forms[-1])
            for index, line in enumerate(self.lines)
            if side is Side.REMOVED or line.side is not Side.REMOVED
        )

    def joined(self, side: Side, *, comments: bool) -> "tuple[SideStatement, ...]":
        """Give the statements of one side, context lines included, that a line was changed of."""
        key = side, comments
        if key not in self._joined:
            rows = [row for row, line in enumerate(self.lines) if line.side in (None, side)]
            texts = [self._plain(row, side, comments=comments) for row in rows]
            found = (
                SideStatement(one, tuple(rows[at] for at in one.rows)) for one in statements(texts, self._languages)
            )
            self._joined[key] = tuple(one for one in found if any(self.lines[row].side for row in one.rows))
        return self._joined[key]

    @cached_property
    def pairs(self) -> Pairs:
        """The hunk's removed lines and the added ones that took their places."""
        return Pairs(self.lines)

    def _plain(self, row: int, side: Side, *, comments: bool) -> str:
        text = self.lines[row].text.removesuffix("\r")
        if comments or self._syntax is None:
            return text
        return "" if row in self._hidden_on(side) else self._syntax.code(text)[-1]

    def _hidden_on(self, side: Side) -> frozenset[int]:
        if self._syntax is None:
            return frozenset()
        if side not in self._hidden:
            here = [index for index, line in enumerate(self.lines) if line.side in (None, side)]
            inside = self._syntax.hidden([self.lines[index].text.removesuffix("\r") for index in here])
            self._hidden[side] = frozenset(here[number] for number in inside)
        return self._hidden[side]


@dataclass(frozen=True, slots=True)
class SideStatement:
    """A statement, and the rows of the hunk that its lines are."""

    whole: Statement
    rows: tuple[int, ...]

    def touched(self, start: int, end: int) -> tuple[int, ...]:
        """Give the rows that a part of the text takes in."""
        found = self.whole.touched(start, end)
        first = self.whole.rows.start
        return self.rows[found.start - first : found.stop - first]


def _forms(line: str, syntax: Syntax | None, *, strings: bool = True) -> tuple[bytes, ...]:
    text = line.removesuffix("\r")
    if syntax is None:
        return (text.encode("utf-8", "replace"),)
    return tuple(form.encode("utf-8", "replace") for form in syntax.code(text, strings=strings))
