"""What is said at the top of the summary about boxes that were set back, until somebody answers something after it."""

from collections.abc import Iterable, Iterator

from bot.core import words
from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.verdict import Verdict, ZoneVerdict
from bot.core.switches import carried_along

NOTICES_AT_MOST = 3
_ANSWERS = (EntryKind.SIGNED, EntryKind.TICKED, EntryKind.REVOKED, EntryKind.NOT_APPLICABLE)


def notices(memory: Memory, verdict: Verdict) -> tuple[str, ...]:
    """Say which boxes were set back on this head and why, newest last.

    Worked out from all facts by their times, so that it is the same in whatever order they arrived.
    """
    said = [(entry.at, entry.source, words.tick_taken_back(why)) for entry, why in _set_back(memory, verdict)]
    newest = max((entry.at for entry in _answers(memory, verdict)), default=None)
    fresh = [text for at, _, text in sorted(said) if newest is None or at >= newest]
    return tuple(dict.fromkeys(fresh[-NOTICES_AT_MOST:]))


def _answers(memory: Memory, verdict: Verdict) -> Iterator[Entry]:
    """List what people said and meant; what ticks and reviews came to is no word of its own."""
    carried = {entry.source for entry in _carried(memory, verdict)}
    for entry in memory.of(*_ANSWERS):
        if entry.facts.get("via", "command") == "command" and entry.source not in carried:
            yield entry


def _set_back(memory: Memory, verdict: Verdict) -> Iterable[tuple[Entry, str]]:
    for entry in memory.of(EntryKind.TICK_REFUSED):
        if entry.facts.get("head") == verdict.head_sha:
            yield entry, str(entry.facts["why"])
    yield from ((entry, words.CARRIED_ALONG) for entry in _carried(memory, verdict))
    for zone in verdict.zones:
        yield from _cleared_in_vain(memory, zone)


def _carried(memory: Memory, verdict: Verdict) -> Iterator[Entry]:
    for zone in verdict.zones:
        yield from carried_along(zone.zone.id, zone.cover.fingerprint, memory)


def _cleared_in_vain(memory: Memory, zone: ZoneVerdict) -> Iterator[tuple[Entry, str]]:
    """Find boxes that somebody cleared and that stand ticked all the same: only who answered a point takes that back."""
    for entry in memory.of(EntryKind.UNTICKED):
        if (entry.zone, entry.facts["fingerprint"]) != (zone.zone.id, zone.cover.fingerprint):
            continue
        holders = [tick.login for tick in zone.ticks if tick.item == entry.facts["item"]]
        # With an older page a click carries along what it does not mean; there the box alone says enough.
        if holders and not entry.facts.get("several"):
            yield entry, words.tick_of_another(holders)
