"""What a zone showed at a moment: whatever somebody said then was about that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.beside import wording
from bot.core.case import checklist
from bot.core.clerk.desk import Desk
from bot.core.model.verdict import Cover


@dataclass(frozen=True, slots=True)
class Shown:
    """A touched zone as it was shown: its head, its cover, and the questions of its checklist in their order."""

    head: str
    cover: Cover
    asks: Mapping[str, str]  # item -> digest of its question


def shown(desk: Desk, zone: str, at: datetime) -> Shown | None:
    """Find what was shown of a touched zone before `at`; None where it was not shown yet."""
    publication = desk.case.memory.shown_before(at)
    cover = publication.zones.get(zone) if publication else None
    if publication is None or cover is None:
        return None
    beside = publication.beside.get(zone)
    now = checklist(desk.touched[zone].findings)
    asks = dict(beside.asks) if beside else {item.id: wording(item.ask) for item in now}
    return Shown(publication.head, cover, asks)
