"""What goes into the store and comes out of it, as frozen values. Times are seconds since 1970 unless said."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.core.events import Event, to_json
from bot.core.model.ledger import Entry


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event to be kept: `delivery` names it for ever, `key` says what it must keep its order with."""

    delivery: str
    key: str  # "pr:1296269:7"
    kind: str
    body: str  # JSON

    @classmethod
    def of(cls, event: Event) -> "Incoming":
        """Write an event down as the inbox keeps it."""
        return cls(event.delivery, event.key, type(event).__name__, to_json(event))


@dataclass(frozen=True, slots=True)
class Later:
    """An event that is due at a time; a later one of the same key takes its place."""

    due: datetime
    event: Incoming


@dataclass(frozen=True, slots=True)
class Row:
    """One event taken from the inbox."""

    id: int
    delivery: str
    kind: str
    body: str
    attempts: int  # this one included
    received_at: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Every event of one key that could be taken, oldest first; nobody else has the key while the lease lasts."""

    key: str
    rows: tuple[Row, ...]
    owner: str
    token: str = field(repr=False)  # proves to the store that the lease is still this one


@dataclass(frozen=True, slots=True)
class Quiet:
    """There is nothing to take for so many seconds, if nothing arrives; None: nothing waits at all."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class Hanging:
    """An open pull request whose verdict hangs on who people are, and where it is seen from."""

    installation: int
    repo_id: int
    repo: str  # "owner/name"
    number: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What handling a batch adds to the ledger of one pull request, and when the pull request is to be judged again.

    `hanging`: people decide its verdict; `settled`: they do not, or not any more.
    """

    repo_id: int
    number: int
    entries: tuple[Entry, ...] = ()
    again: Later | None = None
    hanging: Hanging | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that failed too often; it waits for an operator."""

    id: int
    delivery: str
    kind: str
    key: str
    attempts: int
    error: str
    received_at: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How full the inbox is."""

    waiting: int  # those being handled included
    dead: int
    oldest: float | None  # when the oldest waiting event was received


@dataclass(frozen=True, slots=True)
class Head:
    """Where a repository's chain in the ledger ends; `name` as last heard, "" before."""

    repo_id: int
    name: str
    entries: int
    hash: str

    @property
    def title(self) -> str:
        """Name the repository for people."""
        return self.name or f"repository {self.repo_id}"


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of the ledger with its place in the chain, as it stands in the table; `data` as text if it is no JSON."""

    repo_id: int
    number: int
    kind: str
    at: float  # GitHub's clock
    source: str
    zone: str
    login: str
    data: object
    recorded_at: float  # our clock
    position: int  # from 1
    previous: str
    hash: str
