"""Ticks: a box of the checklist that somebody switched, taken or set back."""

from bot.core import words
from bot.core.case import checklist
from bot.core.clerk.desk import Desk
from bot.core.clerk.values import TickedBox
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.verdict import Cover
from bot.core.render import FINGERPRINT_DIGITS


def tick(desk: Desk, box: TickedBox) -> Entry:
    """Record a tick of a senior for what is shown now, or that it is set back and why."""
    why = _refusal(desk, box)
    kind = EntryKind.TICKED if box.checked else EntryKind.UNTICKED
    cover = _shown(desk, box)
    data = {"item": box.item, "fingerprint": cover.fingerprint if cover else ""}
    if why:
        kind, data = EntryKind.TICK_REFUSED, {"item": box.item, "why": why, "head": desk.case.pull.head_sha}
    return Entry(kind, box.at, box.source, box.zone, box.login.lower(), data)


def _refusal(desk: Desk, box: TickedBox) -> str:
    if box.zone not in desk.touched:
        return words.UNKNOWN_BOX
    if box.item not in {item.id for item in checklist(desk.touched[box.zone].findings)}:
        return words.UNKNOWN_BOX
    why = desk.person_refusal(box.zone, box.login)
    if why:
        return why
    if _shown(desk, box) is None:
        return words.STALE_BOX
    return "" if box.checked else _untick_refusal(desk, box)


def _shown(desk: Desk, box: TickedBox) -> Cover | None:
    """Find what the list showed when the box was switched; None where the box claims to be from another one.

    The box itself is text that people with write access can edit: it may name what was shown long ago.
    """
    shown = desk.case.memory.shown_before(box.at)
    cover = shown.zones.get(box.zone) if shown else None
    return cover if cover and cover.fingerprint[:FINGERPRINT_DIGITS] == box.fingerprint else None


def _untick_refusal(desk: Desk, box: TickedBox) -> str:
    """Only who ticked a box clears it."""
    everyone = desk.stands(box.zone)
    own = everyone.get(box.login.lower())
    if own and own.ticks.get(box.item):
        return ""
    others = [s.login for s in everyone.values() if s.ticks.get(box.item) or s.signed]
    return words.tick_of_another(others) if others else words.STALE_BOX
