"""Which merge groups a pull request was found good enough for, so that they can be judged again when it no longer is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind

# GitHub waits six hours at most for a group's checks; twice that leaves room for a slow queue.
# https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
ALIVE = timedelta(hours=12)
PASSING = frozenset({"success", "neutral"})


@dataclass(frozen=True, slots=True)
class Queued:
    """A merge group by what it is known by: see `MergeGroupAsked`."""

    sha: str
    branch: str
    ref: str
    base_sha: str | None


def queued(group: Queued, conclusion: str, of: str, at: datetime) -> Entry:
    """Write down what the check on a group says, for a pull request in it whose head is `of`."""
    data = {"head": group.sha, "branch": group.branch, "ref": group.ref, "base": group.base_sha or ""}
    source = f"queued:{group.sha}:{int(at.timestamp())}:{conclusion}"
    return Entry(EntryKind.QUEUED, at, source, data={**data, "conclusion": conclusion, "of": of})


def conclusion_of(memory: Memory, sha: str) -> str:
    """Say what the check on a group was written down as last; "" where it never was."""
    return next(
        (str(e.facts["conclusion"]) for e in reversed(memory.of(EntryKind.QUEUED)) if e.facts["head"] == sha), ""
    )


def still_passing(memory: Memory, head: str, now: datetime) -> Iterable[Queued]:
    """List the groups with this head of the pull request whose check was green last, and that may still stand."""
    last = {str(entry.facts["head"]): entry for entry in memory.of(EntryKind.QUEUED)}
    for sha, entry in last.items():
        facts = entry.facts
        if facts["conclusion"] in PASSING and facts["of"] == head and now - entry.at < ALIVE:
            yield Queued(sha, facts["branch"], facts["ref"], facts["base"] or None)
