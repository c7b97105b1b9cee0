"""Where lines went: each removed line of a change beside the added one that says the same, however it is indented."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import re2

from bot.core.diff import DiffError, Line
from bot.core.markdown import code
from bot.core.matching.text import Spot
from bot.core.matching.view import FileView, PullView
from bot.core.model.change import Side
from bot.core.patterns import compiled, loosened

MOST_LINES = 20_000  # of one pattern in one change; with more of them nobody says where each went

_INDENTED = {"python", "yaml", "haskell"}  # where the indentation alone says what belongs to what
_Key = tuple[int, int, int]
_ROOMS: "tuple[Callable[[Stand], object], ...]" = (
    lambda stand: stand.key[:2],
    lambda stand: stand.key[0],
    lambda _stand: None,
)


@dataclass(frozen=True, slots=True)
class Stand:
    """A changed line in its file."""

    view: FileView
    spot: Spot

    @property
    def key(self) -> _Key:
        """Name it within its change."""
        return id(self.view), self.spot.hunk, self.spot.row

    @property
    def line(self) -> Line:
        """The line with its number. Raises `DiffError`."""
        assert self.view.text is not None  # noqa: S101  # it was found there
        return self.view.text.hunk(self.spot.hunk).lines[self.spot.row]

    @property
    def indentation(self) -> str:
        """What stands before its text."""
        return self.spot.line[: len(self.spot.line) - len(self.spot.line.lstrip())]


@dataclass(frozen=True, slots=True)
class Move:
    """A removed line and the added one that says the same."""

    removed: Stand
    added: Stand

    @property
    def says(self) -> str:
        """Say where it went, as the end of a sentence."""
        if self.removed.view is self.added.view:
            return f"line {self.removed.line.number} stands on line {self.added.line.number} now"
        path = code(self.added.view.file.path)
        old = code(self.removed.view.file.path)
        return f"line {self.removed.line.number} of {old} stands in {path} on line {self.added.line.number} now"

    @property
    def matters(self) -> bool:
        """Whether it stands elsewhere now, or belongs to something else by its indentation."""
        if self.removed.view is not self.added.view or self.removed.spot.hunk != self.added.spot.hunk:
            return True
        if any(line.side is None and line.text.strip() for line in self._between()):
            return True
        return self.removed.indentation != self.added.indentation and self._belongs_elsewhere()

    def _between(self) -> Sequence[Line]:
        first, last = sorted((self.removed.spot.row, self.added.spot.row))
        return self._lines()[first + 1 : last]

    def _lines(self) -> Sequence[Line]:
        assert self.added.view.text is not None  # noqa: S101  # it was found there
        return self.added.view.text.hunk(self.added.spot.hunk).lines

    def _belongs_elsewhere(self) -> bool:
        """Tell a line that something was put around, or taken from around, from a file that was only formatted."""
        before, after = set(self.removed.indentation), set(self.added.indentation)
        if before and after and before.isdisjoint(after):  # tabs became spaces
            return False
        if not _INDENTED.isdisjoint(self.added.view.languages):
            return True
        sides: dict[Side | None, set[str]] = {Side.REMOVED: set(), Side.ADDED: set(), None: set()}
        for line in self._lines():
            sides[line.side].add(_said(line.text))
        return bool((sides[Side.REMOVED] ^ sides[Side.ADDED]) - {""})


class Moves:
    """The moves of the lines that one pattern finds, in the files that rules look at."""

    def __init__(self, loose: "re2._Regexp", views: Sequence[FileView]) -> None:
        removed: dict[str, list[Stand]] = {}
        added: dict[str, list[Stand]] = {}
        self.seen_whole = True  # false: there are too many lines to tell
        for count, stand in enumerate(_stands(loose, views)):
            if count >= MOST_LINES:
                self.seen_whole = False
                removed.clear()
                break
            (removed if stand.spot.side is Side.REMOVED else added).setdefault(_said(stand.spot.line), []).append(stand)
        self._moves: dict[_Key, Move] = {}
        for text in removed.keys() & added.keys() - {""}:
            for move in _paired(_in_code(removed[text]), _in_code(added[text])):
                self._moves[move.removed.key] = self._moves[move.added.key] = move

    def went(self, view: FileView, spot: Spot) -> Move | None:
        """Give the move that a changed line is a part of; None where it says something that stood nowhere else."""
        return self._moves.get((id(view), spot.hunk, spot.row))


def moves_of(whole: PullView, anywhere: int, pattern: str) -> Moves:
    """Say where the lines went that a pattern may find, `anywhere` being its number in the scan on either side."""
    if anywhere not in whole.moves:
        plain = [view for view in whole.files if view.plain]
        for view in plain:
            whole.read(view)
        hit = [view for view in plain if anywhere in view.hits]
        whole.moves[anywhere] = Moves(compiled(loosened(pattern, None, indented=True)), hit)
    return whole.moves[anywhere]


def _stands(loose: "re2._Regexp", views: Sequence[FileView]) -> Iterator[Stand]:
    for view in views:
        if view.text is not None:
            yield from (Stand(view, spot) for spot in view.text.may_hit(loose, None))


def _in_code(stands: Sequence[Stand]) -> list[Stand]:
    """Leave out lines within comments, and those of files that do not parse."""
    return [stand for stand in stands if _is_code(stand)]


def _is_code(stand: Stand) -> bool:
    try:
        return stand.view.text is not None and not stand.view.text.hunk(stand.spot.hunk).hides(stand.spot.row)
    except DiffError:
        return False


def _paired(removed: Sequence[Stand], added: Sequence[Stand]) -> Iterator[Move]:
    """Pair what is nearest, in order: within a hunk first, then within a file, then from file to file."""
    for room in _ROOMS:
        arrived: dict[object, deque[Stand]] = {}
        for stand in added:
            arrived.setdefault(room(stand), deque()).append(stand)
        left: list[Stand] = []
        for stand in removed:
            here = arrived.get(room(stand))
            if here:
                yield Move(stand, here.popleft())
            else:
                left.append(stand)
        removed, added = left, [stand for stands in arrived.values() for stand in stands]


def _said(line: str) -> str:
    return " ".join(line.split())
