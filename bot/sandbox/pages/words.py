"""How pages write times and numbers."""

from datetime import UTC, datetime

_STEPS = ((60, "second"), (60, "minute"), (24, "hour"), (30, "day"), (12, "month"))


def ago(at: datetime, now: datetime) -> str:
    """Write a moment as people say it: "just now", "5 minutes ago"."""
    size = max(0, int((now - at).total_seconds()))
    if size < 10:  # noqa: PLR2004 - seconds
        return "just now"
    for length, unit in _STEPS:
        if size < length:
            return f"{count_of(size, unit)} ago"
        size //= length
    return f"on {at:%d %B %Y}"


def iso(at: datetime) -> str:
    """Write a moment for machines, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def count_of(number: int, what: str) -> str:
    """Write a number of things: "1 file", "2 files"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def spaced(word: str) -> str:
    """Write GitHub's words for machines as words: "action_required" is "action required"."""
    return word.replace("_", " ").lower()
