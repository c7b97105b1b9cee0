"""The checklist of a zone, drawn from what seniors have answered and never from what the comment says now."""

from collections.abc import Iterable, Sequence

from bot.core import words
from bot.core.markdown import account, listed
from bot.core.model.policy import ChecklistItem
from bot.core.model.verdict import Tick, ZoneVerdict
from bot.core.render.marks import FINGERPRINT_DIGITS


def checklist_lines(zone: ZoneVerdict) -> str:
    """Draw the boxes, numbered so that each can be named, with who answered each."""
    return "\n".join(_box(zone, number, item) for number, item in enumerate(zone.checklist, 1))


def _box(zone: ZoneVerdict, number: int, item: ChecklistItem) -> str:
    answers = [tick for tick in zone.ticks if tick.item == item.id]
    shared = _everyone_answered_everything(zone)
    mark = f"<!-- dont-delegate:box {zone.zone.id} {item.id} {zone.cover.fingerprint[:FINGERPRINT_DIGITS]} -->"
    box = f"- [{'x' if answers else ' '}] {number}. {' '.join(item.ask.split())} {mark}"
    return box + "".join(f" · {said}" for said in _said(answers, shared=shared))


def _everyone_answered_everything(zone: ZoneVerdict) -> bool:
    """Whether the zone's own line says it all: then no box needs names."""
    return len(zone.ticks) == len(zone.checklist) * len({tick.login for tick in zone.ticks})


def _said(answers: Sequence[Tick], *, shared: bool) -> Iterable[str]:
    """Name who answered yes, and who says that it does not apply."""
    agreed = [account(tick.login) for tick in answers if not tick.reason]
    if agreed and not shared:
        yield f"*{listed(agreed)}*"
    yield from (words.does_not_apply(tick) for tick in answers if tick.reason)


def still_open(zone: ZoneVerdict) -> list[str]:
    """Say what each who has begun still has open, where the boxes don't show it since others ticked them."""
    numbers = {item.id: number for number, item in enumerate(zone.checklist, 1)}
    ticked = {tick.item for tick in zone.ticks}
    lines = []
    for login in dict.fromkeys(tick.login for tick in zone.ticks):
        mine = {tick.item for tick in zone.ticks if tick.login == login}
        left = [number for item, number in numbers.items() if item not in mine]
        if left and ticked - mine:
            lines.append(words.points_left(login, left, zone.zone.id))
    return lines
