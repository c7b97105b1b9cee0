"""What an edit of the summary tells of the boxes in it: the one that was clicked, or the state of an older page.

GitHub keeps the last text of a comment whole. Somebody whose page is a moment old puts back, with their own click, every box
that others have switched since; and nobody is to answer what they only carried along.
"""

from collections.abc import Iterable

from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind

_SWITCHES = (EntryKind.TICKED, EntryKind.UNTICKED, EntryKind.TICK_REFUSED)


def from_another_page(tick: Entry, memory: Memory) -> bool:
    """Whether a tick may be no click but the trace of an older page.

    Only an edit that switched several boxes leaves that open, and only for a box that some page showed ticked before.
    """
    return bool(tick.facts.get("several")) and any(
        _drew_it_ticked(entry, tick) for entry in memory.entries if entry.zone == tick.zone and entry.at <= tick.at
    )


def _drew_it_ticked(entry: Entry, tick: Entry) -> bool:
    """Whether the box may have stood ticked by this; whoever clears a box has seen it ticked."""
    if entry.kind is EntryKind.SIGNED:
        return bool(entry.facts["via"] == "command")  # what ticks came to is recorded too, and shows no others
    same = entry.facts.get("item") == tick.facts["item"] and entry.source != tick.source
    return same and entry.kind in (*_SWITCHES, EntryKind.NOT_APPLICABLE)


def carried_along(zone: str, fingerprint: str, memory: Memory) -> Iterable[Entry]:
    """List the ticks of what is shown now that count for nothing, since they may be an older page's."""
    for entry in memory.of(EntryKind.TICKED):
        if (entry.zone, entry.facts["fingerprint"]) == (zone, fingerprint) and from_another_page(entry, memory):
            yield entry
