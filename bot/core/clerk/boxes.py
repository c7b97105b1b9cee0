"""Ticks: a box of the checklist that somebody switched, taken or set back."""

from bot.core import words
from bot.core.beside import wording
from bot.core.clerk.desk import Desk
from bot.core.clerk.shown import shown
from bot.core.clerk.values import TickedBox
from bot.core.model.ledger import Entry, EntryKind
from bot.core.render import FINGERPRINT_DIGITS

_KINDS = (EntryKind.TICKED, EntryKind.UNTICKED, EntryKind.TICK_REFUSED)


def tick(desk: Desk, box: TickedBox) -> Entry:
    """Record a switch by a senior of what was shown then, or that it is set back and why.

    Nothing here asks what other ticks have arrived: deliveries come late, doubled and out of order, so a switch is a fact
    with its time, and what the facts come to is worked out when they are played back.
    """
    known = next((entry for entry in desk.case.memory.of(*_KINDS) if entry.source == box.source), None)
    if known is not None:
        return known
    login = box.login.lower()
    why, fingerprint = _refusal(desk, box)
    own = _own_answer(desk, box) if why and not box.checked else ""
    if own:  # whatever became of the zone or of their rights meanwhile: what may count again later does not
        why, fingerprint = "", own
    if why:
        data = {"item": box.item, "why": why, "head": desk.case.pull.head_sha}
        return Entry(EntryKind.TICK_REFUSED, box.at, box.source, box.zone, login, data)
    kind = EntryKind.TICKED if box.checked else EntryKind.UNTICKED
    several = {"several": True} if box.several else {}
    return Entry(kind, box.at, box.source, box.zone, login, {"item": box.item, "fingerprint": fingerprint, **several})


def _refusal(desk: Desk, box: TickedBox) -> tuple[str, str]:
    """Say why a switch counts for nothing, or "" and the fingerprint of what it was about.

    The box itself is text that people with write access can edit: it may name what was shown long ago, or ask something else.
    """
    if box.zone not in desk.touched:
        return words.UNKNOWN_BOX, ""
    why = desk.person_refusal(box.zone, box.login)
    if why:
        return why, ""
    was = shown(desk, box.zone, box.at)
    if was is None or was.cover.fingerprint[:FINGERPRINT_DIGITS] != box.fingerprint:
        return words.STALE_BOX, ""
    if box.item not in was.asks:
        return words.UNKNOWN_BOX, ""
    if box.checked and was.asks[box.item] != wording(box.ask):
        return words.REWRITTEN_BOX, ""
    return "", was.cover.fingerprint


def _own_answer(desk: Desk, box: TickedBox) -> str:
    """Give the fingerprint for which who cleared a box had answered the point; "" where they had not."""
    about = (box.zone, box.login.lower(), box.item)
    said = desk.case.memory.of(EntryKind.TICKED, EntryKind.NOT_APPLICABLE)
    found = [one.facts["fingerprint"] for one in said if (one.zone, one.login, one.facts["item"]) == about]
    return str(found[-1]) if found else ""
