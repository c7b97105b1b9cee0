"""What comes to the clerk and what comes of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.commands import Command
from bot.core.model.ledger import Entry


@dataclass(frozen=True, slots=True)
class TickedBox:
    """A box of the checklist that somebody set or cleared in our comment."""

    zone: str
    item: str
    fingerprint: str  # its first digits, as they stood in the comment
    checked: bool
    login: str
    at: datetime
    source: str  # names the event, so that a second delivery is the same fact
    ask: str = ""  # the question as it stood in the comment; "" where the edit changed it
    several: bool = False  # the same edit switched other boxes too


@dataclass(frozen=True, slots=True)
class Done:
    """One command carried out on one zone: its entry, or why it was refused."""

    command: Command
    zone: str = ""
    entry: Entry | None = None
    refused: str = ""
    fingerprint: str = ""  # what was signed or overridden
    took: str = ""  # what was taken back: "sign-off", "override" or "request for changes"
    about: str = ""  # what the command named, where that says more than the zone
