"""What an edit of the policy would have done to pull requests that were merged: who would be asked, who let go."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.case import touched
from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import Mode, Policy
from bot.core.model.proposal import Replay
from bot.core.model.report import PolicyText
from bot.core.model.verdict import Matches


@dataclass(frozen=True, slots=True)
class Replayed:
    """One merged pull request, judged twice: the zones that each policy asks for."""

    number: int
    before: frozenset[str]
    after: frozenset[str]
    in_part: bool = False  # something that matters could not be seen


def held(policy: Policy, matches: Matches) -> frozenset[str]:
    """Name the zones that a policy asks a sign-off for; what could not be judged is asked for, in shadow mode nothing is."""
    if policy.mode is Mode.SHADOW:
        return frozenset()
    return frozenset(part.zone.id for part in touched(policy, matches))


def compared(judged: Sequence[Replayed], too_large: int) -> Replay:
    """Put together what was judged, newest first."""
    return Replay(
        judged=len(judged),
        asked=_by_zone((one.number, one.after - one.before) for one in judged),
        free=_by_zone((one.number, one.before - one.after) for one in judged),
        too_large=too_large,
        in_part=sum(one.in_part for one in judged),
    )


def _by_zone(found: Iterable[tuple[int, frozenset[str]]]) -> dict[str, tuple[int, ...]]:
    numbers: dict[str, tuple[int, ...]] = {}
    for number, zones in found:
        for zone in sorted(zones):
            numbers[zone] = (*numbers.get(zone, ()), number)
    return dict(sorted(numbers.items()))


# --- remembered, so that it is made once a proposal --------------------------------------------------------------


def proposal_key(branch: str, base: PolicyText, head: PolicyText) -> str:
    """Name a proposal: what would stand in whose place, on which branch."""
    return hashlib.sha256(f"{branch}\0{base.blob}\0{head.blob}".encode()).hexdigest()[:32]


def entry(key: str, replay: Replay, at: datetime) -> Entry:
    """Write a replay down."""
    data: dict[str, object] = {
        "judged": replay.judged,
        "asked": {zone: list(numbers) for zone, numbers in replay.asked.items()},
        "free": {zone: list(numbers) for zone, numbers in replay.free.items()},
        "too_large": replay.too_large,
        "in_part": replay.in_part,
        "failed": replay.failed,
    }
    return Entry(EntryKind.REPLAYED, at, f"replayed:{key}", data=data)


def remembered(memory: Memory, key: str) -> Replay | None:
    """Find the replay of a proposal; None when it was not made yet."""
    for one in memory.of(EntryKind.REPLAYED):
        if one.source == f"replayed:{key}":
            facts = one.facts
            lists = {name: _numbers(facts[name]) for name in ("asked", "free")}
            return Replay(**{**facts, **lists})
    return None


def _numbers(raw: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    return {zone: tuple(numbers) for zone, numbers in raw.items()}
