"""What a policy waits for beside the pull request itself: statuses, check runs and workflows by their names."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.model.policy import Policy
from bot.core.model.predicates import (
    All,
    AnyOf,
    NoneOf,
    Predicate,
    Statuses,
    Workflows,
)
from bot.core.seniority import requirements


@dataclass(frozen=True, slots=True)
class Awaited:
    """Names of commit statuses and check runs, and of workflows."""

    statuses: frozenset[str] = frozenset()
    workflows: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is awaited."""
        return bool(self.statuses or self.workflows)

    def __or__(self, other: "Awaited") -> "Awaited":
        """Take both together."""
        return Awaited(self.statuses | other.statuses, self.workflows | other.workflows)


NOTHING_AWAITED = Awaited()


def awaited(policy: Policy) -> Awaited:
    """Collect the names from all rules and requirements."""
    found = [one for predicate in _roots(policy) for one in _leaves(predicate)]
    statuses = (name for one in found if isinstance(one, Statuses) for name in one.names)
    return Awaited(
        frozenset(statuses), frozenset(name for one in found if isinstance(one, Workflows) for name in one.names)
    )


def _roots(policy: Policy) -> Iterator[Predicate]:
    yield from (rule.when for rule in policy.rules)
    for zone in policy.zones.values():
        yield from (asked.when for asked in requirements(zone.sign_off) if asked.when is not None)


def _leaves(predicate: Predicate) -> Iterator[Predicate]:
    if isinstance(predicate, All | AnyOf | NoneOf):
        for part in predicate.of:
            yield from _leaves(part)
    else:
        yield predicate
