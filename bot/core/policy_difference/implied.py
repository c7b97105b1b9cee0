"""Whether one sign-off tree asks for less than another: whoever meets the one meets the other too."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

from bot.core.model.policy import Circle, Requirement, SignAll, SignAny, Signers, SignOffRule
from bot.core.model.predicates import Predicate
from bot.core.model.proposal import Weight
from bot.core.seniority import LADDER, requirements

MOST_CONDITIONS = 4
MOST_WAYS = 200

Way = frozenset[Requirement]  # all of these together are enough


def weight(old: SignOffRule, new: SignOffRule) -> Weight:
    """Weigh a change, both trees without the names of their groups; `OTHER` where neither is known to follow from the other.

    Each way in which the conditions of both can come out is looked at by itself.
    """
    conditions = list(dict.fromkeys(r.when for r in (*requirements(old), *requirements(new)) if r.when is not None))
    if len(conditions) > MOST_CONDITIONS:
        return Weight.OTHER
    weaker = stronger = True
    for truths in product((True, False), repeat=len(conditions)):
        true = {when for when, holds in zip(conditions, truths, strict=True) if holds}
        before, after = _ways(old, true), _ways(new, true)
        if before is None or after is None:
            return Weight.OTHER
        weaker &= _implies(before, after)
        stronger &= _implies(after, before)
    if weaker == stronger:
        return Weight.OTHER
    return Weight.WEAKER if weaker else Weight.STRONGER


def holds_all(many: Signers, few: Signers) -> bool:
    """Whether everybody whom `few` names is surely among `many`."""
    return all(_covers(one.name, getattr(many, one.name), getattr(few, one.name)) for one in fields(many))


def _covers(field: str, many: object, few: object) -> bool:
    if field == "name" or many == few or few in (None, (), False):
        return True
    if field == "permission":
        return many in LADDER and few in LADDER and LADDER.index(str(many)) <= LADDER.index(str(few))
    if isinstance(many, Circle) and isinstance(few, Circle):  # of those who are left out
        return all(set(getattr(many, one.name)) <= set(getattr(few, one.name)) for one in fields(many))
    return isinstance(many, tuple) and isinstance(few, tuple) and set(few) <= set(many)


def _ways(rule: SignOffRule, true: Collection[Predicate]) -> "Sequence[Way] | None":
    """Give the ways in which a tree can be met, none where it never can; None: there are too many to look at."""
    found = _tree(rule, true)
    if found is None:
        return ()
    return found if len(found) <= MOST_WAYS else None


def _tree(rule: SignOffRule, true: Collection[Predicate]) -> "Sequence[Way] | None":
    """Give the ways, None for a part that drops out."""
    match rule:
        case Requirement(when=when):
            return _each(replace(rule, when=None)) if when is None or when in true else None
        case SignAll(of=parts) | SignAny(of=parts):
            left = [ways for part in parts if (ways := _tree(part, true)) is not None]
            if not left:
                return None
            return _together(left) if isinstance(rule, SignAll) else [way for ways in left for way in ways]


def _each(rule: Requirement) -> Sequence[Way]:
    """Where one senior is enough, each of those that the lists name is a way."""
    signers, lists = rule.signers, _lists(rule.signers)
    nobody: dict[str, Any] = dict.fromkeys(lists, ())
    rest = replace(signers, **nobody)
    nameless = replace(rest, permission=None)
    named = [_only(nameless, name, one) for name in lists for one in getattr(signers, name)]
    if rule.count > 1 or rest != Signers("", permission=signers.permission, without=signers.without):
        return (frozenset({rule}),)
    alone = [*named, *([rest] if rest.permission else [])]
    return [frozenset({replace(rule, signers=one)}) for one in alone]


def _only(nobody: Signers, name: str, one: str) -> Signers:
    entry: dict[str, Any] = {name: (one,)}
    return replace(nobody, **entry)


def _lists(signers: Signers) -> tuple[str, ...]:
    return tuple(one.name for one in fields(signers) if isinstance(getattr(signers, one.name), tuple))


def _together(parts: Sequence[Sequence[Way]]) -> Sequence[Way]:
    found: Sequence[Way] = (frozenset(),)
    for ways in parts:
        if len(found) <= MOST_WAYS:  # else it is told to be too many, however many there would be
            found = [one | other for one in found for other in ways[: MOST_WAYS + 1]]
    return found


def _implies(before: Sequence[Way], after: Sequence[Way]) -> bool:
    """Whether each way of the one holds all of some way of the other."""
    return all(any(all(_met(part, way) for part in other) for other in after) for way in before)


def _met(part: Requirement, way: Way) -> bool:
    return any(one.count >= part.count and holds_all(part.signers, one.signers) for one in way)
