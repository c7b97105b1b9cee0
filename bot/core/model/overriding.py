"""What `/override` came to in one zone: whose word counts, what is missing, until when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Overrider:
    """Somebody whose `/override` of a zone counts now."""

    login: str
    at: datetime
    until: datetime
    reason: str  # a stranger's text; shown only escaped
    right: str  # what made them one who may: "member of acme/on-call"
    author: bool  # had a hand in the change


@dataclass(frozen=True, slots=True)
class Ended:
    """An override that no longer counts, and why: the words go on from "no longer counts: " without a full stop."""

    login: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Overriding:
    """All overrides of one zone together."""

    by: tuple[Overrider, ...] = ()  # oldest first
    missing: int = 0  # how many more people it takes
    until: datetime | None = None  # from when on too few are left
    ended: tuple[Ended, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether the zone may pass by them."""
        return bool(self.by) and not self.missing

    @property
    def again(self) -> datetime | None:
        """When time alone changes any of this."""
        return min((one.until for one in self.by), default=None)


NOT_OVERRIDDEN = Overriding()
