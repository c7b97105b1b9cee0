"""All that one verdict rests on, and the zones that its findings touch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from bot.core.hands import BEFORE, hands, opened_by_agent
from bot.core.memory import Memory
from bot.core.model.change import PullRequest
from bot.core.model.ledger import EntryKind
from bot.core.model.policy import ChecklistItem, Policy, Zone
from bot.core.model.predicates import TOUCHED_AT, Predicate
from bot.core.model.verdict import Finding, Matches, People, Review

ITEMS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Case:
    """All that one verdict rests on."""

    policy: Policy
    pull: PullRequest
    matches: Matches
    memory: Memory
    reviews: tuple[Review, ...]
    people: People
    holds: Callable[[Predicate], bool | None]  # judges the `if` of a requirement here; None: not known
    now: datetime
    policy_problems: tuple[str, ...] = ()
    floor_trouble: str = ""

    @property
    def hands(self) -> dict[str, str]:
        """Tell of each author, by lower-cased login, how that is known.

        Who was once named where an assistant opened the pull request stays an author: descriptions can be edited.
        """
        found = hands(self.pull, self.policy.agents)
        if opened_by_agent(self.pull.author, self.policy.agents):
            for entry in self.memory.of(EntryKind.VERDICT):
                for login in entry.facts.get("authors", ()):
                    found.setdefault(login, BEFORE)
        return found


@dataclass(frozen=True, slots=True)
class Touched:
    """A zone that findings touch, or that could not be judged clean."""

    zone: Zone
    findings: tuple[Finding, ...]  # blocking and enforced
    points: int
    unseen: tuple[str, ...]


def touched(policy: Policy, matches: Matches) -> tuple[Touched, ...]:
    """Add up the evidence: the zones that it touches, and those that could not be seen whole, in the policy's order."""
    found = []
    for zone in policy.zones.values():
        findings = tuple(f for f in matches.findings if f.zone == zone.id and f.counts)
        points = sum(finding.confidence.points for finding in findings)
        unseen = matches.unseen.get(zone.id, ())
        if points >= TOUCHED_AT or unseen:
            found.append(Touched(zone, findings, points, unseen))
    return tuple(found)


def checklist(findings: Iterable[Finding]) -> tuple[ChecklistItem, ...]:
    """Merge the questions of a zone's rules: each rule's first question, then each one's second, surest rule first.

    No question stands twice, and there are no more than a person reads.
    """
    ranked = sorted(findings, key=lambda finding: -finding.confidence.points)
    rules = {finding.rule.id: finding.rule.checklist for finding in ranked}
    rounds = zip_longest(*rules.values())
    asked: dict[str, ChecklistItem] = {}
    for item in (item for one_round in rounds for item in one_round if item is not None):
        asked.setdefault(item.ask, item)
    return tuple(asked.values())[:ITEMS_AT_MOST]
