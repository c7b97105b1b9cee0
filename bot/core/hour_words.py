"""A window of time in words."""

from bot.core.markdown import listed
from bot.core.model.conditions import MIDNIGHT, Time

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORKING, _WEEKEND, _ALL = (0, 1, 2, 3, 4), (5, 6), tuple(range(7))


def in_words(window: Time) -> str:
    """Say when it is: "on a Friday from 16:00 to 24:00 (Europe/Berlin)"."""
    hours = f" from {clock(window.begins)} to {clock(window.ends)}"
    whole = (window.begins, window.ends) == (0, MIDNIGHT)
    return f"{_days(window.days)}{'' if whole else hours} ({window.zone})"


def clock(minute: int) -> str:
    """Write a minute of the day: 16:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _days(days: tuple[int, ...]) -> str:
    ordered = tuple(sorted(days))
    if ordered == _ALL:
        return "on any day"
    if ordered == _WORKING:
        return "from Monday to Friday"
    if ordered == _WEEKEND:
        return "on a weekend"
    return f"on a {listed([DAYS[day] for day in ordered], 'or')}"
