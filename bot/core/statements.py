"""What each person has said about a zone so far: approvals, sign-offs, ticks, refusals, in the order they were made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.verdict import Review


@dataclass(frozen=True, slots=True)
class Given:
    """A sign-off as it was given. `fingerprint` "": nothing of this zone had been shown by then."""

    fingerprint: str
    via: str  # "review" or "command"
    at: datetime
    head: str


@dataclass(slots=True)
class Stand:
    """Where one person stands on one zone now; rights and authorship are judged elsewhere."""

    login: str
    veto: bool = False
    signed: Given | None = None  # by command
    approved: Given | None = None  # by review
    ticks: dict[str, str] = field(default_factory=dict)  # item -> the fingerprint it was ticked for
    ticked_at: datetime | None = None

    def ticked(self, items: Iterable[str], fingerprint: str) -> bool:
        """Whether every item is ticked for this fingerprint; no items, no tick."""
        wanted = list(items)
        return bool(wanted) and all(self.holds(item, fingerprint) for item in wanted)

    def holds(self, item: str, fingerprint: str) -> bool:
        """Whether one item is ticked for this fingerprint."""
        return self.ticks.get(item) == fingerprint

    def take_back(self) -> None:
        """Forget every sign-off so far."""
        self.signed = self.approved = None
        self.ticks.clear()


class _Kind(Enum):
    APPROVED = auto()
    REFUSED = auto()
    TAKEN_BACK = auto()
    SIGNED = auto()
    TICKED = auto()
    UNTICKED = auto()


@dataclass(frozen=True, slots=True)
class _Act:
    at: datetime
    kind: _Kind
    login: str
    given: Given | None = None
    item: str = ""
    fingerprint: str = ""


def stands(zone: str, reviews: Iterable[Review], memory: Memory) -> dict[str, Stand]:
    """Play back all statements on a zone, oldest first; keys are logins in lower case, bots left out.

    Times are whole seconds, and which of a review and a command came first in the same one is not known: then a refusal weighs more.
    """
    reviewed = list(_from_reviews(zone, reviews, memory))
    approvals = [act for act in reviewed if act.kind is _Kind.APPROVED]
    refusals = [act for act in reviewed if act.kind is not _Kind.APPROVED]
    people: dict[str, Stand] = {}
    for act in sorted([*approvals, *_from_ledger(zone, memory), *refusals], key=lambda act: act.at):
        _apply(people.setdefault(act.login, Stand(act.login)), act)
    return people


def _apply(stand: Stand, act: _Act) -> None:
    match act.kind:
        case _Kind.APPROVED:
            stand.veto, stand.approved = False, act.given
        case _Kind.SIGNED:
            stand.veto, stand.signed = False, act.given
        case _Kind.REFUSED:
            stand.take_back()
            stand.veto = True
        case _Kind.TAKEN_BACK:
            stand.take_back()
            stand.veto = False
        case _Kind.TICKED:
            stand.ticks[act.item] = act.fingerprint
            stand.ticked_at = act.at
        case _Kind.UNTICKED:
            stand.ticks.pop(act.item, None)


def _from_reviews(zone: str, reviews: Iterable[Review], memory: Memory) -> Iterable[_Act]:
    """Read reviews as acts. A dismissed one takes back all before it: GitHub no longer tells what it had said."""
    kinds = {"APPROVED": _Kind.APPROVED, "CHANGES_REQUESTED": _Kind.REFUSED, "DISMISSED": _Kind.TAKEN_BACK}
    for review in reviews:
        kind = kinds.get(review.state)
        if kind is None or review.author.bot or not review.author.login:
            continue
        shown = memory.shown_before(review.submitted_at, review.commit_sha or "")
        cover = shown.zones.get(zone) if shown else None
        given = Given(cover.fingerprint if cover else "", "review", review.submitted_at, review.commit_sha or "")
        yield _Act(review.submitted_at, kind, review.author.login.lower(), given)


def _from_ledger(zone: str, memory: Memory) -> Iterable[_Act]:
    for entry in memory.of(EntryKind.SIGNED, EntryKind.REVOKED, EntryKind.TICKED, EntryKind.UNTICKED):
        if entry.zone == zone:
            yield from _from_entry(entry)


def _from_entry(entry: Entry) -> Iterable[_Act]:
    data = entry.facts
    match entry.kind:
        case EntryKind.SIGNED if data["via"] == "command":  # those by review and ticks are derived anew each time
            given = Given(data["fingerprint"], "command", entry.at, data["head"])
            yield _Act(entry.at, _Kind.SIGNED, entry.login, given)
        case EntryKind.REVOKED:
            yield _Act(entry.at, _Kind.TAKEN_BACK, entry.login)
        case EntryKind.TICKED:
            yield _Act(entry.at, _Kind.TICKED, entry.login, item=data["item"], fingerprint=data["fingerprint"])
        case EntryKind.UNTICKED:
            yield _Act(entry.at, _Kind.UNTICKED, entry.login, item=data["item"])
