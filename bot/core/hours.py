"""Windows of time: whether an hour is in one, and when that changes next. Clocks that are put forward or back are heeded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core.model.conditions import MIDNIGHT, Time

# A window of one hour a week may fall out once, when clocks are put forward.
FAR = timedelta(days=16)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def within(window: Time, now: datetime) -> bool:
    """Whether the hour is in the window."""
    local = now.astimezone(ZoneInfo(window.zone))
    minute = local.hour * 60 + local.minute
    today, yesterday = local.weekday() in window.days, (local.weekday() - 1) % 7 in window.days
    if window.begins < window.ends:
        return today and window.begins <= minute < window.ends
    return (today and minute >= window.begins) or (yesterday and minute < window.ends)


def next_change(window: Time, now: datetime) -> datetime:
    """Give the next moment from which on the hour is in the window where it is not now, or the other way round.

    Where there is none for long it is the end of that time, so that whoever waits looks again.
    """
    inside = within(window, now)
    return next((at for at in _moments(window, now) if within(window, at) is not inside), now + FAR)


def _moments(window: Time, now: datetime) -> list[datetime]:
    """List the moments after now at which it can change: where the clocks show a bound, and where they are changed."""
    zone = ZoneInfo(window.zone)
    first = now.astimezone(zone).date()
    days = [first + _DAY * number for number in range(-1, FAR.days + 1)]
    found = {moment for day in days for moment in _bounds(window, day, zone)}
    return sorted(moment for moment in (*found, *_changes_of_clocks(now, zone)) if now < moment <= now + FAR)


def _bounds(window: Time, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Give midnight, beginning and end on a day; an hour that comes twice is given twice."""
    for minute in {0, window.begins, window.ends} - {MIDNIGHT}:
        for fold in (0, 1):
            local = datetime.combine(day, time(minute // 60, minute % 60, fold=fold), zone)
            yield local.astimezone(UTC)


def _changes_of_clocks(now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    hours = [now.astimezone(UTC) + _HOUR * number for number in range(FAR.days * 24 + 1)]
    for before, after in pairwise(hours):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _between(before, after, zone)


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the clocks were changed."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
