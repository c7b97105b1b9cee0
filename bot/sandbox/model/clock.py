"""The sandbox's clock: whole seconds, and never the same second for two changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Reads a source of UTC time, but moves on by at least a second with every change, so order is never in doubt."""

    def __init__(self, read: Callable[[], datetime] = _now) -> None:
        self._read = read
        self._last = datetime.min.replace(tzinfo=UTC)
        self._pinned: datetime | None = None

    def now(self) -> datetime:
        """Tell the time without moving on."""
        return max(self._last, (self._pinned or self._read()).replace(microsecond=0))

    def tick(self) -> datetime:
        """Take the time of a change: at least a second after the change before."""
        self._last = max(self._last + timedelta(seconds=1), self.now()) if self._last.year > 1 else self.now()
        return self._last

    def pin(self, at: datetime) -> None:
        """Stand at a moment, to lay history; it may lie in the past."""
        self._pinned = at
        self._last = at.replace(microsecond=0) - timedelta(seconds=1)

    def follow(self) -> None:
        """Go with the source again."""
        self._pinned = None


def iso(at: datetime) -> str:
    """Write a time as GitHub does: `2026-11-21T12:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_or_none(at: datetime | None) -> str | None:
    """Write a time as GitHub does, or nothing."""
    return None if at is None else iso(at)
