"""Predicates on more than the patch: a file's whole text, pieces of code by their shape, and SQL statements."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.grammars import language_of, may_hold_sql
from bot.core.markdown import code, listed
from bot.core.matching.comments import Syntax, syntax_of
from bot.core.matching.nodes import ContentNode, LinesNode
from bot.core.matching.outcome import MOST_TEXT, NO, UNKNOWN, Hit, Outcome, yes
from bot.core.matching.view import FileView
from bot.core.matching.whole import touched
from bot.core.model.change import Side
from bot.core.model.known import Found, GaveUp, Piece
from bot.core.model.predicates import (
    File,
    Sql,
    Structure,
    TextPredicate,
)
from bot.core.model.verdict import Evidence, Place
from bot.core.patterns import candidates, compiled
from bot.core.sql_kinds import SQL_KINDS

MOST_PIECES = 50  # of one predicate in one file that are told as places
_WHERE = {Side.ADDED: "head", Side.REMOVED: "base"}


class TextNode(ContentNode):
    """A predicate whose answer needs more than the patch; unknown until that is known."""

    @property
    def cost(self) -> int:
        """Come last: where something cheaper says no, nobody asks."""
        return 100

    @property
    @abstractmethod
    def asks(self) -> TextPredicate:
        """Give the predicate itself."""

    @property
    @abstractmethod
    def side(self) -> Side:
        """Give the side that it looks at."""

    @abstractmethod
    def judge(self, view: FileView) -> Outcome:
        """Judge a file that can be seen."""

    def test(self, view: FileView) -> Outcome:
        """Hold as `judge` says, where there is something to see."""
        if not self.covers(view) or (view.file.binary and view.status is not None):
            return NO
        return UNKNOWN if view.unseen is not None or view.status is None else self.judge(view)

    def open(self, view: FileView) -> "Iterator[TextNode]":
        """Give itself, where it can't be judged yet."""
        if self.test(view).holds is None:
            yield self


@dataclass(frozen=True)
class WholeNode(TextNode):
    """`file`."""

    predicate: File

    @property
    def asks(self) -> File:
        """Give the predicate itself."""
        return self.predicate

    @property
    def side(self) -> Side:
        """Give the side that it looks at."""
        return self.predicate.side

    def covers(self, view: FileView) -> bool:  # noqa: ARG002  # any file has a text
        """Say something of every file."""
        return True

    def judge(self, view: FileView) -> Outcome:
        """Hold where a line of the whole text matches, and none that must not."""
        text = view.text_at(self.side)
        if text is None or isinstance(text, GaveUp):
            return UNKNOWN if text is None else _untold(view, text)
        lines = _Lines(text, syntax_of(view.languages))
        found = lines.first(self.predicate.match)
        if found is None or (self.predicate.unless and lines.first(self.predicate.unless)):
            return NO
        number, shown = found
        says = f"line {number} of the whole file at the {_WHERE[self.side]} has {code(shown, 80)}"
        return yes(says, "file", shown, self.predicate.match)

    def why_not(self, view: FileView) -> str:
        """Say what the text lacks, or that it is not known."""
        if self.test(view).holds is None:
            return "its whole text could not be seen"
        return "its whole text is not one that this rule looks for"


@dataclass(frozen=True)
class StructureNode(TextNode):
    """`structure`."""

    predicate: Structure
    otherwise: LinesNode | None = None

    @property
    def asks(self) -> Structure:
        """Give the predicate itself."""
        return self.predicate

    @property
    def side(self) -> Side:
        """Give the side that it looks at."""
        return self.predicate.side

    def covers(self, view: FileView) -> bool:
        """Say something of files in its languages."""
        return any(language_of(path.path) in self.predicate.languages for path in view.paths)

    def judge(self, view: FileView) -> Outcome:
        """Hold where a piece of this shape holds a changed line."""
        found = view.structures(self.predicate) if view.lines_at(self.side) else ()
        if not isinstance(found, tuple):
            return _undecided(self.otherwise, view, found, "its code can't be taken apart")
        return _pieces(view, found, self.side, "structure", self.predicate.pattern)

    def why_not(self, view: FileView) -> str:
        """Say that nothing of that shape was changed."""
        if not self.covers(view):
            return f"it is not written in {listed(self.predicate.languages, 'or')}"
        if self.test(view).holds is None:
            return "its code could not be taken apart"
        return f"no changed line stands in code like {code(self.predicate.pattern, 80)}"


@dataclass(frozen=True)
class SqlNode(TextNode):
    """`sql`."""

    predicate: Sql
    otherwise: LinesNode | None = None

    @property
    def asks(self) -> Sql:
        """Give the predicate itself."""
        return self.predicate

    @property
    def side(self) -> Side:
        """Look at the head: a statement that is gone does nothing any more."""
        return Side.ADDED

    def covers(self, view: FileView) -> bool:
        """Say something of SQL, and of programs that may hold it."""
        return any(may_hold_sql(path.path) for path in view.paths)

    def judge(self, view: FileView) -> Outcome:
        """Hold where a statement of one of the kinds holds an added line."""
        found = view.statements() if view.lines_at(self.side) else ()
        if not isinstance(found, tuple):
            return _undecided(self.otherwise, view, found, "its SQL can't be read")
        wanted = set(self.predicate.kinds)
        return _pieces(
            view, tuple(piece for piece in found if wanted & set(piece.kinds)), self.side, "sql", self._tested
        )

    def why_not(self, view: FileView) -> str:
        """Say that no statement of the kind was added."""
        if not self.covers(view):
            return "it is no SQL, and no program that may hold some"
        if self.test(view).holds is None:
            return "its SQL could not be read"
        return f"no added line stands in SQL that {listed([SQL_KINDS[kind] for kind in self.predicate.kinds], 'or')}"

    @cached_property
    def _tested(self) -> str:
        return ", ".join(self.predicate.kinds)


def _untold(view: FileView, why: GaveUp) -> Outcome:
    return Outcome(None, doubt=f"{code(view.file.path)}: its text can't be looked at: {why.why}")


def _undecided(otherwise: LinesNode | None, view: FileView, found: Found | None, what: str) -> Outcome:
    """Let lines decide where a tool gave up, and say so; without them, or before it was asked, nothing is known."""
    if found is None or isinstance(found, tuple):
        return UNKNOWN
    if otherwise is None:
        return _untold(view, found)
    outcome = otherwise.test(view)
    if not outcome.holds:
        return outcome
    because = Evidence(f"{what} ({found.why}), so its lines decide", "otherwise", found.why, "")
    return replace(outcome, evidence=(because, *outcome.evidence))


def _pieces(view: FileView, found: tuple[Piece, ...], side: Side, name: str, tested: str) -> Outcome:
    """Hold at the first changed line of each piece."""
    text = view.text_at(side)
    if not found or not isinstance(text, str):
        return NO
    rows, changed = text.split("\n"), view.lines_at(side)
    hits = []
    for piece in found[:MOST_PIECES]:
        number = touched(changed, piece.first, piece.last) or piece.first
        hits.append(Hit(Place(number, side, rows[number - 1][:MOST_TEXT]), None, piece.shown))
    says = _says(found, hits, side, name, tested)
    return Outcome(True, tuple(hits), (says,), frozenset({None}))


def _says(found: tuple[Piece, ...], hits: list[Hit], side: Side, name: str, tested: str) -> Evidence:
    first = hits[0].place
    what = f"the {side.value} line {first.line} stands in {code(found[0].shown, 80)}"
    if name == "sql":
        kinds = [SQL_KINDS[kind] for kind in found[0].kinds if kind in tested.split(", ")]
        what = f"the {side.value} line {first.line} {listed(kinds)}: {code(found[0].shown, 80)}"
    if found[0].guessed:
        what += " (a quote is not closed, so this is told by its words alone)"
    more = f", and {len(found) - 1:,} more like it" if len(found) > 1 else ""
    return Evidence(what + more, name, first.text, tested)


class _Lines:
    """The lines of a whole text, searched at once; a hit counts where it is code."""

    def __init__(self, text: str, syntax: Syntax | None) -> None:
        self._raw = text.encode("utf-8", "replace")
        self._syntax = syntax

    def first(self, pattern: str) -> tuple[int, str] | None:
        """Give the number of the first line of code that matches, and what matched of it."""
        exact = compiled(pattern)
        for number, line in candidates(pattern, self._raw):
            found = [exact.search(form) for form in self._forms(line.decode("utf-8", "replace"))]
            if found[-1] is not None and None not in found and number - 1 not in self._hidden:
                return number, found[-1].group().decode("utf-8", "replace").strip()
        return None

    def _forms(self, line: str) -> tuple[bytes, ...]:
        text = line.removesuffix("\r")
        return tuple(form.encode("utf-8", "replace") for form in (self._syntax.code(text) if self._syntax else (text,)))

    @cached_property
    def _hidden(self) -> frozenset[int]:
        if self._syntax is None:
            return frozenset()
        return self._syntax.hidden(self._raw.decode("utf-8", "replace").split("\n"))
