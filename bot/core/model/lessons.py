"""What stands beside a zone's findings: the questions to seniors, and what authors have answered in their own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Taught:
    """A question to the author of the change, and the answer as far as there is one; `login` "": none yet."""

    question: str  # its id
    ask: str
    login: str = ""
    text: str = ""  # as the author wrote it; shown only escaped
    at: datetime | None = None
    moved: bool = False  # lines of the zone have changed since
    signed_before: tuple[str, ...] = ()  # who signed on seeing another answer

    @property
    def answered(self) -> bool:
        """Whether somebody has answered it."""
        return bool(self.login)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stood beside the findings of a zone when it was shown; words by their digests."""

    asks: tuple[tuple[str, str], ...] = ()  # (item, digest of its question), in the order in which they are numbered
    answers: Mapping[str, str] = field(default_factory=dict)  # question -> digest of the author's answer
