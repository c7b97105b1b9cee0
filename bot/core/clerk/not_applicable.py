"""`/not-applicable`: a senior says of one point of a checklist that it does not apply, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core import words
from bot.core.beside import wording
from bot.core.clerk.desk import Desk
from bot.core.clerk.shown import shown
from bot.core.clerk.values import Done
from bot.core.commands import Command
from bot.core.markdown import code, listed
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Comment

EXAMPLE = "The handler only moves, line by line."


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a command says: the point by its name or number, of a zone where it names one, and the reason."""

    zone: str
    point: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Point:
    """A point of a zone's checklist as it was shown, by its number from 1."""

    zone: str
    number: int
    item: str

    def is_called(self, name: str) -> bool:
        return name in (str(self.number), self.item, self.item.rpartition("/")[2])


def not_applicable(desk: Desk, command: Command, comment: Comment) -> Done:
    """Record that a point of what was shown before the comment was written does not apply."""
    asked = _read(desk, command)
    why = desk.zone_refusal(asked.zone) if asked.zone else _nothing_asked(desk)
    if why:
        return Done(command, asked.zone, refused=why)
    found = [point for point in _points(desk, comment, asked) if point.is_called(asked.point)]
    if len(found) != 1:
        return Done(command, asked.zone, refused=_which(desk, comment, asked, found))
    (point,) = found
    why = desk.person_refusal(point.zone, comment.author.login) or desk.blind(point.zone)
    if not why and not asked.reason:
        why = f"say why the point does not apply, like {_example(point)}"
    was = shown(desk, point.zone, comment.created_at)
    if why or was is None:
        about = f"{point.zone} {point.number}"
        return Done(command, point.zone, refused=why or words.SIGNED_BEFORE_SHOWN, about=about)
    data = {"item": point.item, "fingerprint": was.cover.fingerprint, "reason": asked.reason}
    source = f"comment:{comment.id}:{point.zone}:{point.item}:{wording(asked.reason)}"
    entry = Entry(EntryKind.NOT_APPLICABLE, comment.created_at, source, point.zone, comment.author.login.lower(), data)
    return Done(command, point.zone, entry, fingerprint=was.cover.fingerprint)


def _read(desk: Desk, command: Command) -> _Asked:
    """Read `ZONE POINT REASON`, `ZONE.POINT REASON` or `POINT REASON`."""
    first, *rest = [*command.words, ""]
    first = first.strip("`,:").lower()
    zone, dot, number = first.rpartition(".")
    if first in desk.case.policy.zones:
        point, *rest = [*rest, ""]
        return _Asked(first, point.strip("`,:.").lower(), " ".join(rest).strip())
    if dot and zone in desk.case.policy.zones:
        return _Asked(zone, number, " ".join(rest).strip())
    return _Asked("", first, " ".join(rest).strip())


def _nothing_asked(desk: Desk) -> str:
    return "" if desk.touched else "this pull request is shallow: it has no checklist"


def _points(desk: Desk, comment: Comment, asked: _Asked) -> Iterator[_Point]:
    """List what was shown before the comment, of the zone that it names or of all."""
    for zone in [asked.zone] if asked.zone else desk.touched:
        was = shown(desk, zone, comment.created_at)
        for number, item in enumerate(was.asks if was else (), 1):
            yield _Point(zone, number, item)


def _which(desk: Desk, comment: Comment, asked: _Asked, found: list[_Point]) -> str:
    """Say what to write where no point, or more than one, is called so."""
    known = list(_points(desk, comment, asked))
    if not known:
        return words.SIGNED_BEFORE_SHOWN
    if found:
        ways = listed([code(f"/not-applicable {one.zone} {one.number} ...") for one in found], "or")
        return f"more than one point is called so; say which: {ways}"
    example = f"name a point by its zone and number, and say why, like {_example(known[0])}"
    return f"no point of the checklist is called {code(asked.point, 60)}; {example}" if asked.point else example


def _example(point: _Point) -> str:
    return code(f"/not-applicable {point.zone} {point.number} {EXAMPLE}")
