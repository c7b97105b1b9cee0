"""What each person has said about a zone so far: approvals, sign-offs, ticks, refusals, in the order they were made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.verdict import Cover, Review
from bot.core.switches import from_another_page


@dataclass(frozen=True, slots=True)
class Given:
    """A sign-off as it was given. `fingerprint` "": nothing of this zone had been shown by then."""

    fingerprint: str
    via: str  # "review", "command" or "checklist"
    at: datetime
    head: str


@dataclass(frozen=True, slots=True)
class Absent:
    """That a point of the checklist does not apply, and why."""

    fingerprint: str
    reason: str


@dataclass(slots=True)
class Stand:
    """Where one person stands on one zone now; rights and authorship are judged elsewhere."""

    login: str
    veto: bool = False
    vetoed_at: datetime | None = None  # of the last one, even if it was lifted
    dismissed_by: str = ""  # who dismissed the veto, in lower case; whether that ends it is judged elsewhere
    signed: Given | None = None  # by command
    approved: Given | None = None  # by review
    ticks: dict[str, str] = field(default_factory=dict)  # item -> the fingerprint it was ticked for
    absent: dict[str, Absent] = field(default_factory=dict)  # by item
    ticked_at: datetime | None = None  # when the last point was answered
    overrode: Entry | None = None

    def ticked(self, items: Iterable[str], fingerprint: str) -> bool:
        """Whether every item is answered for this fingerprint, one by one; no items, no answer."""
        wanted = list(items)
        return bool(wanted) and all(self.holds(item, fingerprint) for item in wanted)

    def holds(self, item: str, fingerprint: str) -> bool:
        """Whether one item is ticked, or said not to apply, for this fingerprint."""
        return self.ticks.get(item) == fingerprint or bool(self.reason(item, fingerprint))

    def reason(self, item: str, fingerprint: str) -> str:
        """Say why one item does not apply; "" where it does."""
        said = self.absent.get(item)
        return said.reason if said is not None and said.fingerprint == fingerprint else ""

    def answers(self, item: str, fingerprint: str) -> bool:
        """Whether one item is answered for this fingerprint, by itself or with the whole zone."""
        whole = self.signed is not None and self.signed.fingerprint == fingerprint
        return whole or self.holds(item, fingerprint)

    @property
    def answered_for(self) -> str:
        """For which fingerprint the last point was answered by itself; "" for none."""
        given = [*(said.fingerprint for said in self.absent.values()), *self.ticks.values()]
        return given[-1] if given else ""

    def take_back(self) -> None:
        """Forget every sign-off and override so far."""
        self.signed = self.approved = self.overrode = None
        self.ticks.clear()
        self.absent.clear()


_SAID = (
    EntryKind.SIGNED,
    EntryKind.REVOKED,
    EntryKind.TICKED,
    EntryKind.UNTICKED,
    EntryKind.NOT_APPLICABLE,
    EntryKind.OVERRIDDEN,
)


class _Kind(Enum):
    APPROVED = auto()
    REFUSED = auto()
    TAKEN_BACK = auto()
    SIGNED = auto()
    TICKED = auto()
    UNTICKED = auto()
    ABSENT = auto()
    OVERRODE = auto()


@dataclass(frozen=True, slots=True)
class _Act:
    at: datetime
    kind: _Kind
    login: str
    given: Given | None = None
    item: str = ""
    fingerprint: str = ""
    reason: str = ""
    entry: Entry | None = None
    dismissed_by: str = ""


def stands(
    zone: str, reviews: Iterable[Review], memory: Memory, now: tuple[str, Cover] | None = None
) -> dict[str, Stand]:
    """Play back all statements on a zone, oldest first; keys are logins in lower case, bots left out.

    `now` is the present head and its cover, where it matters what exactly was approved.

    Times are whole seconds, and which of a review and a command came first in the same one is not known: then a refusal weighs
    more. Nor is it of ticks, which arrive in any order: there what takes back weighs more.
    """
    reviewed = list(_from_reviews(zone, reviews, memory, now))
    approvals = [act for act in reviewed if act.kind is _Kind.APPROVED]
    refusals = [act for act in reviewed if act.kind is not _Kind.APPROVED]
    people: dict[str, Stand] = {}
    said = sorted(_from_ledger(zone, memory), key=_in_its_second)
    for act in sorted([*approvals, *said, *refusals], key=lambda act: act.at):
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
            stand.veto, stand.vetoed_at, stand.dismissed_by = True, act.at, act.dismissed_by
        case _Kind.TAKEN_BACK:
            stand.take_back()
            stand.veto = False
        case _Kind.TICKED:
            stand.ticks = {item: of for item, of in stand.ticks.items() if item != act.item} | {
                act.item: act.fingerprint
            }
            stand.absent.pop(act.item, None)
            stand.ticked_at = act.at
        case _Kind.ABSENT:
            stand.absent[act.item] = Absent(act.fingerprint, act.reason)
            stand.ticked_at = act.at
        case _Kind.UNTICKED:
            stand.ticks.pop(act.item, None)
            stand.absent.pop(act.item, None)
        case _Kind.OVERRODE:
            stand.overrode = act.entry


def _from_reviews(
    zone: str, reviews: Iterable[Review], memory: Memory, now: tuple[str, Cover] | None
) -> Iterable[_Act]:
    """Read reviews as acts. A dismissed one takes back all before it.

    Whoever may write can dismiss a review, the author of the change too. So a request for changes is still one when it was
    dismissed, with who did that; and so is a dismissed review of which it is not known what it had said.
    """
    for review in reviews:
        kind = _kind(review)
        if kind is None or review.author.bot or not review.author.login:
            continue
        cover = memory.reviewed(zone, review, now)
        given = Given(cover.fingerprint if cover else "", "review", review.submitted_at, review.commit_sha or "")
        yield _Act(
            review.submitted_at, kind, review.author.login.lower(), given, dismissed_by=review.dismissed_by.lower()
        )


def _kind(review: Review) -> _Kind | None:
    match review.state:
        case "APPROVED":
            return _Kind.APPROVED
        case "DISMISSED" if review.was == "APPROVED":
            return _Kind.TAKEN_BACK
        case "CHANGES_REQUESTED" | "DISMISSED":
            return _Kind.REFUSED
        case _:
            return None


def _from_ledger(zone: str, memory: Memory) -> Iterable[_Act]:
    for entry in memory.of(*_SAID):
        if entry.zone == zone and not (entry.kind is EntryKind.TICKED and from_another_page(entry, memory)):
            yield from _from_entry(entry)


def _in_its_second(act: _Act) -> tuple[int, str, str]:
    """Order what was said in one second: ticks, then what comments say in their order, then what was cleared."""
    rank = {_Kind.TICKED: 0, _Kind.UNTICKED: 2}.get(act.kind, 1)
    return (rank, "", "") if rank == 1 else (rank, act.login, act.item)


def _from_entry(entry: Entry) -> Iterable[_Act]:
    data = entry.facts
    match entry.kind:
        case EntryKind.SIGNED if data.get("rebuilt"):  # what it was derived from is lost
            by_review = data["via"] == "review"
            given = Given(data["fingerprint"], "review" if by_review else "command", entry.at, data["head"])
            yield _Act(entry.at, _Kind.APPROVED if by_review else _Kind.SIGNED, entry.login, given)
        case EntryKind.SIGNED if data["via"] == "command":  # those by review and ticks are derived anew each time
            given = Given(data["fingerprint"], "command", entry.at, data["head"])
            yield _Act(entry.at, _Kind.SIGNED, entry.login, given)
        case EntryKind.REVOKED:
            yield _Act(entry.at, _Kind.TAKEN_BACK, entry.login)
        case EntryKind.TICKED:
            yield _Act(entry.at, _Kind.TICKED, entry.login, item=data["item"], fingerprint=data["fingerprint"])
        case EntryKind.UNTICKED:
            yield _Act(entry.at, _Kind.UNTICKED, entry.login, item=data["item"])
        case EntryKind.NOT_APPLICABLE:
            about = {"item": data["item"], "fingerprint": data["fingerprint"], "reason": data["reason"]}
            yield _Act(entry.at, _Kind.ABSENT, entry.login, **about)
        case EntryKind.OVERRIDDEN:
            yield _Act(entry.at, _Kind.OVERRODE, entry.login, entry=entry)
