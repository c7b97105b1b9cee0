"""Rules that come and go, and zones that lose a whole pack."""

from collections.abc import Iterator, Sequence

from bot.core.markdown import code
from bot.core.model.policy import Policy, Rule
from bot.core.model.predicates import Paths, Predicate
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference.changed_rules import changed_rules, is_paths
from bot.core.policy_difference.parts import bold, codes, many

Rules = dict[str, Rule]


def rules(old: Policy, new: Policy) -> Iterator[Change]:
    """Go through the rules of the zones that both have; what comes or goes with its zone is told there."""
    before, after = ({rule.id: rule for rule in policy.rules} for policy in (old, new))
    lost, gained = _by_zone(old.rules, after), _by_zone(new.rules, before)
    for zone in old.zones:
        if zone in new.zones:
            gone, come = lost.get(zone, []), gained.get(zone, [])
            likely = bool(old.zones[zone].likely) == bool(new.zones[zone].likely)
            yield from _gone([one for one in gone if likely or not _is_likely(one)], zone, after)
            yield from _come([one for one in come if likely or not _is_likely(one)], zone, before)
    yield from changed_rules([(rule, after[rule.id]) for rule in old.rules if rule.id in after])


def _by_zone(rules: Sequence[Rule], others: Rules) -> dict[str, list[Rule]]:
    """Put the rules that others lack under their zones."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.id not in others:
            found.setdefault(rule.zone, []).append(rule)
    return found


def _gone(rules: Sequence[Rule], zone: str, left: Rules) -> Iterator[Change]:
    for rule in filter(is_paths, rules):
        yield Change(_weight(rule, Weight.WEAKER), f"{bold(zone)} loses {_globs(rule.when)}, all of its paths")
    shipped = [rule for rule in rules if _is_shipped(rule)]
    if len(shipped) > 1 and not any(rule.zone == zone and _is_shipped(rule) for rule in left.values()):
        yield Change(Weight.WEAKER, f"{bold(zone)} loses all {len(shipped):,} rules of its shipped pack")
        rules = [rule for rule in rules if rule not in shipped]
    yield from _named(rules, zone, "loses", Weight.WEAKER)


def _come(rules: Sequence[Rule], zone: str, were: Rules) -> Iterator[Change]:
    for rule in filter(is_paths, rules):
        yield Change(_weight(rule, Weight.STRONGER), f"{bold(zone)} gains {_globs(rule.when)}")
    shipped = [rule for rule in rules if _is_shipped(rule)]
    if len(shipped) > 1 and not any(rule.zone == zone and _is_shipped(rule) for rule in were.values()):
        yield Change(Weight.STRONGER, f"{bold(zone)} takes in the {len(shipped):,} rules of its shipped pack")
        rules = [rule for rule in rules if rule not in shipped]
    yield from _named(rules, zone, "gains", Weight.STRONGER)


def _named(rules: Sequence[Rule], zone: str, verb: str, weight: Weight) -> Iterator[Change]:
    """Name rules in one line for those that hold a merge, and one for those that only tell."""
    named = [rule for rule in rules if not is_paths(rule)]
    for holding in (True, False):
        some = [rule for rule in named if rule.holds_merges is holding]
        what = "" if holding else " that only advise" if len(some) > 1 else " that only advises"
        if len(some) == 1:
            says = f"the rule {code(some[0].id)}{what.replace(' that', ', which')}"
        else:
            says = f"{many(len(some), 'rule')}{what}: {codes([rule.id for rule in some])}"
        if some:
            yield Change(weight if holding else Weight.OTHER, f"{bold(zone)} {verb} {says}")


def _weight(rule: Rule, weight: Weight) -> Weight:
    return weight if rule.holds_merges else Weight.OTHER


def _is_shipped(rule: Rule) -> bool:
    return rule.source.startswith("rules/")


def _is_likely(rule: Rule) -> bool:
    return rule.id == f"{rule.zone}-likely" and not _is_shipped(rule)


def _globs(when: Predicate) -> str:
    return codes(when.globs) if isinstance(when, Paths) else "what it asked for"
