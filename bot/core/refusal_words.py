"""The words for what a policy refuses: why, until when, and what can be done."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.hour_words import DAYS
from bot.core.markdown import listed, person
from bot.core.model.verdict import Refused, ZoneVerdict


def state(zone: ZoneVerdict) -> str:
    """Say where a refused zone stands, in a few words."""
    ends = [(refused.until, refused.clocks) for refused in zone.refused if refused.until is not None]
    return f"refused until {_until(*max(ends))}" if len(ends) == len(zone.refused) else "refused by the policy"


def next_step(zone: ZoneVerdict) -> str:
    """Say why a zone is refused, when that ends, and what can be done meanwhile."""
    said = " ".join(_sentences(refused) for refused in zone.refused)
    return f"{said} {_meanwhile(zone)}"


def opening(number: int) -> str:
    """Open the summary comment where nothing but refusals holds the change."""
    return f"The policy refuses {'a part' if number == 1 else 'parts'} of this change for now"


def _sentences(refused: Refused) -> str:
    why = " ".join(refused.why.split())
    why = why if why[-1:] in (".", "!", "?") else f"{why}."
    if not refused.sure:
        return f"{why} Whether this holds could not be told ({refused.condition}), so it is taken to hold."
    if refused.until is None:
        return f"{why} The policy refuses this while {refused.condition}."
    return f"{why} The policy refuses this until {_until(refused.until, refused.clocks)}."


def _meanwhile(zone: ZoneVerdict) -> str:
    names = listed([person(one.login) for one in zone.signatures])
    given = f"that of {names}" if names else "one given now"
    keeps = f"No sign-off ends that, but {given} counts as soon as it has ended"
    if zone.zone.override is None:
        return f"{keeps}."
    return f"{keeps}. If it can't wait, `/override {zone.zone.id} REASON` is for emergencies."


def _until(at: datetime, clocks: str) -> str:
    """Write a moment by the clocks of the policy's time zone."""
    local = at.astimezone(ZoneInfo(clocks))
    return f"{DAYS[local.weekday()]}, {local.day} {local:%B %Y, %H:%M} ({clocks})"
