"""What is owed after a merge, as the ledger tells it, and what has been paid."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.core.memory import Memory
from bot.core.model.debts import Debt, Merge, Owed
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import Mode
from bot.core.model.verdict import Verdict, ZoneState, ZoneVerdict

OVERRIDDEN = ZoneState.OVERRIDDEN.value


def last_verdict(memory: Memory, head: str) -> Entry | None:
    """Find what was last said of this very head; None where it was merged before it was judged."""
    told = [entry for entry in memory.of(EntryKind.VERDICT) if entry.facts.get("head") == head]
    return told[-1] if told else None


def told_nothing(memory: Memory, merge: Merge) -> bool:
    """Whether no policy judges here: then a merge is none of ours."""
    told = last_verdict(memory, merge.head)
    return told is not None and told.facts.get("conclusion") == "none"


def settled(memory: Memory, merge: Merge) -> bool:
    """Whether the last word on what was merged leaves nothing to review.

    A neutral check stands for shadow mode or a first policy, unless a zone of it was overridden.
    """
    told = last_verdict(memory, merge.head)
    if told is None:
        return False
    conclusion = told.facts.get("conclusion")
    return conclusion == "success" or (conclusion == "neutral" and OVERRIDDEN not in _states(told).values())


def owed(verdict: Verdict, memory: Memory, merge: Merge) -> tuple[Owed, ...]:
    """List the zones that were merged unsigned, by the verdict on the merge; in shadow mode nothing is owed.

    A zone that was not signed before the merge and that the policy does not know after it is owed too: what is merged may
    have taken it out.
    """
    if verdict.mode is Mode.SHADOW:
        return ()
    now = {zone.zone.id for zone in verdict.zones}
    told = last_verdict(memory, merge.head)
    gone = {zone: state for zone, state in _states(told).items() if zone not in now and state != ZoneState.SIGNED.value}
    still = [_owed(zone) for zone in verdict.zones if zone.state is not ZoneState.SIGNED and not zone.shadow]
    return (*still, *(Owed(zone, zone, state, _overriders(zone, memory)) for zone, state in gone.items()))


def _states(told: Entry | None) -> dict[str, str]:
    return dict(told.facts["zones"]) if told else {}


def _overriders(zone: str, memory: Memory) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.login for one in memory.of(EntryKind.OVERRIDDEN) if one.zone == zone))


def _owed(zone: ZoneVerdict) -> Owed:
    overriders = tuple(one.login for one in zone.overriding.by) if zone.state is ZoneState.OVERRIDDEN else ()
    return Owed(zone.zone.id, zone.zone.title, zone.state.value, overriders)


def merged_entry(merge: Merge, memory: Memory) -> Entry:
    """Write down a merge, with what the check said of it then; "" where nothing was said yet."""
    told = last_verdict(memory, merge.head)
    conclusion = told.facts["conclusion"] if told else ""
    data = {"head": merge.head, "sha": merge.sha, "base": merge.base, "conclusion": conclusion}
    return Entry(EntryKind.MERGED, merge.at, f"merged:{merge.sha}", login=merge.by.lower(), data=data)


def debt_entry(debt: Debt) -> Entry:
    """Write down that reviews are owed, and where they are asked for."""
    zones = [
        {"zone": one.zone, "title": one.title, "state": one.state, "overriders": list(one.overriders)}
        for one in debt.zones
    ]
    data = {
        "issue": debt.issue,
        "url": debt.url,
        "repository": debt.repository,
        "zones": zones,
        "authors": list(debt.authors),
    }
    return Entry(EntryKind.DEBT, debt.since, f"debt:{debt.issue}", data=data)


def paid_entry(debt: Debt, zone: str, login: str, right: str, at: tuple[int, datetime]) -> Entry:
    """Write down that somebody reviewed a zone after the fact; `at` is the comment that says so, and its time."""
    data = {"issue": debt.issue, "right": right}
    return Entry(EntryKind.PAID, at[1], f"comment:{at[0]}:{zone}", zone, login.lower(), data)


def debt_of(repo_id: int, number: int, entries: Iterable[Entry]) -> Debt | None:
    """Read what a pull request owes; an issue that was opened anew takes the place of the one before it."""
    found: Debt | None = None
    paid = set()
    for entry in entries:
        if entry.kind is EntryKind.DEBT:
            found = _read(repo_id, number, entry)
        elif entry.kind is EntryKind.PAID:
            paid.add(entry.zone)
    if found is None:
        return None
    return replace(found, paid=frozenset(paid))


def _read(repo_id: int, number: int, entry: Entry) -> Debt:
    data = entry.facts
    zones = tuple(Owed(one["zone"], one["title"], one["state"], tuple(one["overriders"])) for one in data["zones"])
    repository, issue, url = data["repository"], data["issue"], data["url"]
    return Debt(repo_id, number, repository, issue, url, entry.at, zones, tuple(data["authors"]))
