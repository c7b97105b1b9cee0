"""The organisation's floor and a repository's own policy as one: what the floor asks stands, and the repository adds to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.core.floor_zones import OWN, both_zones
from bot.core.model.policy import WRITTEN, ChecklistItem, Mode, Policy, Rule, Severity, Zone
from bot.core.model.predicates import Confidence, Signs

OF_FLOOR = "the organisation's floor"


def as_floor(policy: Policy, source: str) -> Policy:
    """Give a policy as the floor that it is to others; `source` names it for people: "the floor of acme at 1a2b3c4"."""
    rules = tuple(replace(rule, source=OF_FLOOR) if rule.source == WRITTEN else rule for rule in policy.rules)
    return replace(policy, rules=rules, source=source)


def combine(floor: Policy, own: Policy | None) -> Policy:
    """Give the policy that blocks whatever the floor alone would block, and what the repository's own adds to that.

    Its `layers` are to be matched each by itself: so neither `exclude` nor anything else of the one reaches the other.
    """
    if own is None:
        return replace(floor, layers=(floor,))
    return Policy(**{name: how(floor, own) for name, how in OF_POLICY.items()})


def alike(one: Rule, other: Rule) -> bool:
    """Whether two rules are the same but for how `tune` and `likely` set them."""
    return one is other or _untuned(one) == _untuned(other)


def _zones(floor: Policy, own: Policy) -> dict[str, Zone]:
    """Take both files' zones, the floor's first. Where one file is on trial, the other's zones stand as they are."""
    if floor.mode is own.mode:
        both = floor.zones.keys() & own.zones.keys()
        loud = {name: both_zones(floor.zones[name], own.zones[name]) for name in both}
    else:
        loud = own.zones if floor.mode is Mode.SHADOW else floor.zones
    return {name: loud.get(name) or zone for name, zone in (*floor.zones.items(), *own.zones.items())}


# --- rules ----------------------------------------------------------------------------------------------------


def _layers(floor: Policy, own: Policy) -> tuple[Policy, ...]:
    """Give the floor, and the repository's own with what it adds: what the floor's rules find anyway is left out."""
    first, second = _beside(floor, own), _beside(own, floor)
    taken = {rule.id: rule for rule in first.rules}
    reach = not first.exclude or first.exclude == second.exclude
    added = (rule for rule in second.rules if not _covered(rule, taken.get(rule.id), reach=reach))
    return first, replace(second, rules=tuple(_named_apart(added, taken)))


def _beside(policy: Policy, other: Policy) -> Policy:
    """Give a policy as it judges beside another: on trial as a whole only where both are, else rule by rule."""
    if policy.mode is other.mode or policy.mode is Mode.ENFORCE:
        return policy
    return replace(policy, mode=other.mode, rules=tuple(replace(rule, mode=policy.mode) for rule in policy.rules))


def _covered(own: Rule, floor: Rule | None, *, reach: bool) -> bool:
    """Whether a rule of the floor finds all that one of the repository does; `reach`: it looks at all its files."""
    if floor is None or not alike(own, floor):
        return False
    as_sure = floor.holds_merges and floor.confidence.points >= own.confidence.points
    return not own.holds_merges or (as_sure and floor.when == own.when and reach)


def _named_apart(rules: Iterable[Rule], taken: Mapping[str, Rule]) -> Iterator[Rule]:
    """Give another name to what only shares its name with a rule of the floor: both apply, with their own questions."""
    for rule in rules:
        name = rule.id
        while name in taken and not alike(rule, taken[name]):
            name = OWN + name
        asked = (ChecklistItem(OWN + item.id if name != rule.id else item.id, item.ask) for item in rule.checklist)
        yield replace(rule, id=name, checklist=tuple(asked))


def _rules(floor: Policy, own: Policy) -> tuple[Rule, ...]:
    """List each rule once, as strong as it is in either."""
    first, second = _layers(floor, own)
    more = {rule.id: rule for rule in second.rules}
    return (*(more.pop(rule.id, rule) for rule in first.rules), *more.values())


def _untuned(rule: Rule) -> Rule:
    when = replace(rule.when, leaning=()) if isinstance(rule.when, Signs) else rule.when
    plain = replace(rule, when=when, severity=Severity.BLOCK, confidence=Confidence.HIGH, mode=Mode.ENFORCE, digest="")
    return replace(plain, source="")


# --- policies: each field by name as well ---------------------------------------------------------------------

OF_POLICY: Mapping[str, Callable[[Policy, Policy], Any]] = {
    "zones": _zones,
    "rules": _rules,
    "mode": lambda floor, own: floor.mode if floor.mode is own.mode else Mode.ENFORCE,
    "exclude": lambda floor, own: floor.exclude if floor.exclude == own.exclude else (),  # the layers have their own
    "branches": lambda floor, own: tuple(dict.fromkeys((*floor.branches, *own.branches))),
    "agents": lambda floor, _own: floor.agents,
    "source": lambda floor, own: f"{floor.source} and {own.source}",
    "layers": _layers,
}
