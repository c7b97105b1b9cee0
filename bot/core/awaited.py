"""What a policy waits for beside the pull request itself: statuses, check runs, workflows, and the hour."""

from dataclasses import dataclass

from bot.core.conditions import conditions
from bot.core.leaves import leaves
from bot.core.model.conditions import Time
from bot.core.model.policy import Policy
from bot.core.model.predicates import Statuses, Workflows


@dataclass(frozen=True, slots=True)
class Awaited:
    """Names of commit statuses and check runs, and of workflows; windows of time."""

    statuses: frozenset[str] = frozenset()
    workflows: frozenset[str] = frozenset()
    hours: frozenset[Time] = frozenset()  # that rules ask for: each may touch a zone at a time, or cease to

    def __bool__(self) -> bool:
        """Whether anything that others report is awaited."""
        return bool(self.statuses or self.workflows)

    def __or__(self, other: "Awaited") -> "Awaited":
        """Take both together."""
        return Awaited(self.statuses | other.statuses, self.workflows | other.workflows, self.hours | other.hours)


NOTHING_AWAITED = Awaited()


def awaited(policy: Policy) -> Awaited:
    """Collect the names from all rules, requirements and refusals."""
    of_rules = [one for rule in policy.rules for one in leaves(rule.when)]
    of_zones = [one for zone in policy.zones.values() for when in conditions(zone) for one in leaves(when)]
    found = [*of_rules, *of_zones]
    return Awaited(
        frozenset(name for one in found if isinstance(one, Statuses) for name in one.names),
        frozenset(name for one in found if isinstance(one, Workflows) for name in one.names),
        frozenset(one for one in of_rules if isinstance(one, Time)),
    )
