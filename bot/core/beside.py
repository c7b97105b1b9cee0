"""What a zone's part of the summary shows beside its findings, in digests: whoever signs has seen that and nothing else."""

import hashlib

from bot.core.model.lessons import Beside
from bot.core.model.verdict import ZoneVerdict


def beside(zone: ZoneVerdict) -> Beside:
    """Digest the checklist and the author's answers of a zone as they are shown."""
    asks = tuple((item.id, wording(item.ask)) for item in zone.checklist)
    return Beside(asks, {one.question: wording(one.text) for one in zone.taught if one.answered})


def wording(text: str) -> str:
    """Name a text by its words, however they are spaced."""
    return hashlib.sha256(" ".join(text.split()).encode(errors="replace")).hexdigest()[:16]
