"""The shape of a policy to the core's value: packs, own zones and rules, tuned."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.codeowners import PLACES
from bot.core.model.policy import (
    WRITTEN,
    ChecklistItem,
    Mode,
    Override,
    Policy,
    Refusal,
    Requirement,
    Rule,
    SignAll,
    SignAny,
    SignOffRule,
    TeachBack,
    Zone,
)
from bot.core.model.predicates import Signs
from bot.core.seniority import requirements
from bot.policy.build_rule import build_rule, questions, sealed, tuned
from bot.policy.build_signers import Groups, groups
from bot.policy.build_when import build_when, globs, many
from bot.policy.builtin import likely_rule, paths_rule, policy_rule, policy_zone
from bot.policy.durations import length
from bot.policy.policy_shape import (
    AllShape,
    AnyShape,
    OverrideShape,
    PolicyShape,
    RequirementShape,
    TuneShape,
    ZoneShape,
)
from bot.policy.shipped import MAINTAINERS, agent_marks, shipped_rules, shipped_zones
from bot.policy.teach_back_shape import TeachBackShape
from bot.policy.vocabulary import PACKS, POLICY_ZONE


def build_policy(shape: PolicyShape, source: str) -> Policy:
    """Give the policy that a sound shape stands for."""
    packs = PACKS if shape.extends is None else tuple(shape.extends)
    zones = _zones(shape, packs)
    rules = [rule for rule in shipped_rules() if rule.zone in packs]
    rules += [_paths(name, one, zones) for name, one in (shape.zones or {}).items() if one.paths]
    rules = [_leaning(rule, zones[rule.zone], shape) for rule in rules]
    weighed = {rule.zone for rule in rules if isinstance(rule.when, Signs)}
    rules += [
        likely_rule(zones[name]) for name, one in (shape.zones or {}).items() if one.likely and name not in weighed
    ]
    rules += [build_rule(one, WRITTEN) for one in shape.rules or ()]
    return Policy(
        zones=zones,
        rules=(*_tuned(rules, shape.tune or {}), policy_rule(_owners_files(zones.values()))),
        mode=Mode(shape.mode),
        exclude=globs(shape.exclude),
        branches=many(shape.branches),
        agents=agent_marks(),
        source=source,
    )


def _owners_files(zones: Iterable[Zone]) -> tuple[str, ...]:
    """Name the places of CODEOWNERS where that file says who signs: who edits it chooses them."""
    asked = (requirement for zone in zones for requirement in requirements(zone.sign_off))
    return tuple(f"/{path}" for path in PLACES) if any(one.signers.codeowners for one in asked) else ()


def _leaning(rule: Rule, zone: Zone, shape: PolicyShape) -> Rule:
    """Give a rule of signs that knows which files lean to its zone, as far as the policy names any."""
    if not zone.likely or not isinstance(rule.when, Signs):
        return rule
    named = globs((shape.zones or {})[zone.id].paths)
    return sealed(replace(rule, when=Signs(rule.when.table, (*named, *zone.likely))))


def unconfigured() -> Policy:
    """Give the policy of a repository that says nothing: all packs, signed by whoever may maintain it."""
    return build_policy(PolicyShape.model_construct(version=1), "shipped packs")


def _zones(shape: PolicyShape, packs: tuple[str, ...]) -> dict[str, Zone]:
    zones = {pack: shipped_zones()[pack] for pack in packs}
    own, known = shape.zones or {}, groups(shape)
    for name in own:
        if name not in zones and name != POLICY_ZONE:
            zones[name] = Zone(name, own[name].title or name, own[name].why or "", MAINTAINERS)
    override = _override(shape.override, known) if shape.override else None
    zones = {name: replace(zone, override=override) for name, zone in zones.items()}
    zones[POLICY_ZONE] = policy_zone()  # whoever could override it might name themselves for all others
    return {name: _zone(zone, own[name], known) if name in own else zone for name, zone in zones.items()}


def _zone(zone: Zone, shape: ZoneShape, known: Groups) -> Zone:
    return replace(
        zone,
        title=shape.title or zone.title,
        why=(shape.why or zone.why).strip(),
        explain=shape.explain or zone.explain,
        sign_off=_sign_off(shape.sign_off, known) if shape.sign_off else zone.sign_off,
        checklist_required=shape.checklist == "required",
        likely=globs(shape.likely),
        refuse=tuple(Refusal(build_when(one.if_), one.why.strip()) for one in shape.refuse or ()),
        teach_back=_teach_back(zone, shape.teach_back),
        override=_overridable(zone, shape, known),
        never_overridden=shape.override == "never",
    )


def _teach_back(zone: Zone, shape: TeachBackShape | None) -> TeachBack | None:
    if shape is None:
        return None
    own = tuple(ChecklistItem(item.id, item.ask.strip()) for item in shape.ask or ())
    return TeachBack(own or zone.lessons, shape.required, build_when(shape.if_) if shape.if_ else None)


def _paths(name: str, shape: ZoneShape, zones: dict[str, Zone]) -> Rule:
    return paths_rule(zones[name], globs(shape.paths), questions(f"{name}-paths", shape.ask))


def _tuned(rules: list[Rule], tune: dict[str, TuneShape]) -> list[Rule]:
    left = [rule for rule in rules if rule.id not in tune or tune[rule.id].enabled]
    return [tuned(rule, tune[rule.id]) if rule.id in tune else rule for rule in left]


def _sign_off(shape: RequirementShape | AllShape | AnyShape, known: Groups) -> SignOffRule:
    if isinstance(shape, AllShape):
        return SignAll(tuple(_sign_off(part, known) for part in shape.all))
    if isinstance(shape, AnyShape):
        return SignAny(tuple(_sign_off(part, known) for part in shape.any))
    return Requirement(known.find(shape.from_), shape.count, build_when(shape.if_) if shape.if_ else None)


def _overridable(zone: Zone, shape: ZoneShape, known: Groups) -> Override | None:
    if isinstance(shape.override, OverrideShape):
        return _override(shape.override, known)
    return None if shape.override == "never" else zone.override


def _override(shape: OverrideShape, known: Groups) -> Override:
    return Override(known.find(shape.from_), shape.count, length(shape.expires))
