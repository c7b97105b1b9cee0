"""Zones that come and go, and what changes of one that stays."""

from collections import Counter
from collections.abc import Iterator

from bot.core.markdown import listed
from bot.core.model.policy import Policy, Zone
from bot.core.model.predicates import Signs
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference.conditions import globs
from bot.core.policy_difference.other_fields import other_fields
from bot.core.policy_difference.parts import bold, codes, many, moved
from bot.core.policy_difference.signing import signing
from bot.core.policy_difference.terms import TOLD, overrides, terms
from bot.core.policy_difference.who_signs import who

_WORDS = {"title": "title", "why": "reason", "explain": "explanation"}
_TOLD = ("id", "sign_off", "checklist_required", "likely", *TOLD, *_WORDS)


def zones(old: Policy, new: Policy) -> Iterator[Change]:
    """Go through the zones of both, those that are gone first."""
    lost, made = (Counter(rule.zone for rule in policy.rules) for policy in (old, new))
    for name in old.zones:
        if name not in new.zones:
            rules = f" with its {many(lost[name], 'rule')}" if lost[name] else ""
            yield Change(Weight.WEAKER, f"the zone {bold(name)} is gone{rules}: nothing asks for it any more")
    weighed = {rule.zone for policy in (old, new) for rule in policy.rules if isinstance(rule.when, Signs)}
    for name, zone in new.zones.items():
        if name not in old.zones:
            says = f"with {many(made[name], 'rule')}, signed by {who(zone.sign_off)}"
            yield Change(Weight.STRONGER, f"{bold(name)} is a new zone, {says}")
        elif zone != old.zones[name]:
            yield from _zone(old.zones[name], zone, weighed=name in weighed)
    yield from overrides([(zone, new.zones[name]) for name, zone in old.zones.items() if name in new.zones])


def _zone(old: Zone, new: Zone, *, weighed: bool) -> Iterator[Change]:
    subject = bold(new.id)
    yield from signing(new.id, old.sign_off, new.sign_off)
    if old.checklist_required != new.checklist_required:
        yield _checklist(subject, required=new.checklist_required)
    yield from _likely(subject, old, new, weighed=weighed)
    yield from terms(subject, old, new)
    yield from other_fields(subject, old, new, _TOLD)
    said = [word for name, word in _WORDS.items() if getattr(old, name) != getattr(new, name)]
    if said:
        yield Change(Weight.OTHER, f"{subject} has another {listed(said)}")


def _checklist(subject: str, *, required: bool) -> Change:
    if required:
        return Change(Weight.STRONGER, f"{subject} has its checklist answered: an approval alone no longer signs it")
    return Change(Weight.WEAKER, f"{subject} needs no checklist answered: an approval alone signs it")


def _likely(subject: str, old: Zone, new: Zone, *, weighed: bool) -> Iterator[Change]:
    """Where signs are weighed, files that lean to the zone make those that lead elsewhere count for less."""
    changed = moved(old.likely, new.likely)
    weight = Weight.OTHER if weighed else globs(old.likely, new.likely)
    said = [f"no longer {codes(changed.gone)}"] * bool(changed.gone) + [f"now {codes(changed.come)}"] * bool(
        changed.come
    )
    if changed:
        yield Change(weight, f"{subject} has other likely files: {', '.join(said) or 'the same in another order'}")
