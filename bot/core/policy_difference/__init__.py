"""What differs between two policies, in words: what they judge differently, weaker things first."""

from bot.core.model.policy import Policy
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference.rules import rules
from bot.core.policy_difference.whole import whole
from bot.core.policy_difference.zones import zones

__all__ = ["difference"]

_ORDER = tuple(Weight)


def difference(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Say all that changes from one policy to another; nothing where both judge the same."""
    found = dict.fromkeys([*whole(old, new), *zones(old, new), *rules(old, new)])
    return tuple(sorted(found, key=lambda change: _ORDER.index(change.weight)))
