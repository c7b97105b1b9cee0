"""What could not be seen, in words."""

from collections.abc import Sequence

from bot.core import words
from bot.core.markdown import listed
from bot.core.model.verdict import ZoneVerdict

UNSEEN_AT_MOST = 10


def unseen(zones: Sequence[ZoneVerdict]) -> list[str]:
    """Say once what could not be seen, and for which zones it matters."""
    concerned: dict[str, list[str]] = {}
    for zone in zones:
        for sentence in zone.unseen:
            concerned.setdefault(sentence, []).append(zone.zone.title)
    if not concerned:
        return []
    rows = [f"- {sentence}{_for(titles, zones)}" for sentence, titles in concerned.items()]
    more = [f"- … and {len(rows) - UNSEEN_AT_MOST} more"] if len(rows) > UNSEEN_AT_MOST else []
    return [words.UNSEEN, "\n".join([*rows[:UNSEEN_AT_MOST], *more])]


def _for(titles: Sequence[str], zones: Sequence[ZoneVerdict]) -> str:
    return "" if len(titles) == len(zones) else f" (for {listed([title.lower() for title in titles])})"
