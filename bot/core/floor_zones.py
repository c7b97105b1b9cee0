"""A zone of the organisation's floor and the repository's own as one: the stricter of both, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.core.model.policy import (
    ChecklistItem,
    Override,
    Requirement,
    SignAll,
    SignAny,
    SignBoth,
    SignOffRule,
    TeachBack,
    Zone,
)
from bot.core.model.predicates import AnyOf, Predicate

OWN = "own-"


def both_zones(floor: Zone, own: Zone) -> Zone:
    """Give the zone that asks for what either asks for."""
    return Zone(**{name: how(floor, own) for name, how in OF_ZONE.items()})


def named_apart(own: tuple[ChecklistItem, ...], taken: tuple[ChecklistItem, ...]) -> tuple[ChecklistItem, ...]:
    """Give questions without those that are asked already; what shares only its name with one of those gets another."""
    known = {item.id: item for item in taken}
    found = []
    for item in (item for item in own if item.ask not in {one.ask for one in taken}):
        name = item.id
        while name in known:
            name = OWN + name
        known[name] = item
        found.append(replace(item, id=name))
    return tuple(found)


def _plain(rule: SignOffRule) -> SignOffRule:
    """Give a sign-off tree without the names that its file has for groups of people."""
    match rule:
        case Requirement(signers=signers):
            return replace(rule, signers=replace(signers, name=""))
        case SignAll(of=parts) | SignAny(of=parts):
            return replace(rule, of=tuple(map(_plain, parts)))


def _sign_off(floor: Zone, own: Zone) -> SignOffRule:
    """Ask for both; for what both ask in the same words, once."""
    same = _plain(floor.sign_off) == _plain(own.sign_off)
    return floor.sign_off if same else SignBoth((floor.sign_off, own.sign_off))


def _explain(floor: Zone, own: Zone) -> str:
    return "\n\n".join(dict.fromkeys(text for text in (floor.explain, own.explain) if text))


def _override(floor: Zone, own: Zone) -> Override | None:
    """Let those override whom the floor lets, and under the harder conditions; nobody where the repository says never."""
    if floor.override is None or own.never_overridden:
        return None
    asked = own.override or floor.override
    return replace(
        floor.override, count=max(floor.override.count, asked.count), lasts=min(floor.override.lasts, asked.lasts)
    )


def _teach_back(floor: Zone, own: Zone) -> TeachBack | None:
    """Ask authors what either asks, whenever either asks."""
    first, second = floor.teach_back, own.teach_back
    if first is None or second is None:
        return first or second
    return TeachBack(
        ask=(*first.ask, *named_apart(second.ask, first.ask)),
        required=first.required or second.required,
        when=_either(first.when, second.when),
    )


def _either(one: Predicate | None, other: Predicate | None) -> Predicate | None:
    """Give when either holds; None: always."""
    return one if one == other else None if one is None or other is None else AnyOf((one, other))


OF_ZONE: Mapping[str, Callable[[Zone, Zone], Any]] = {
    "id": lambda floor, _own: floor.id,
    "title": lambda floor, _own: floor.title,
    "why": lambda floor, _own: floor.why,
    "sign_off": _sign_off,
    "checklist_required": lambda floor, own: floor.checklist_required or own.checklist_required,
    "explain": _explain,
    "likely": lambda floor, own: tuple(dict.fromkeys((*floor.likely, *own.likely))),
    "override": _override,
    "refuse": lambda floor, own: tuple(dict.fromkeys((*floor.refuse, *own.refuse))),
    "never_overridden": lambda floor, own: floor.never_overridden or own.never_overridden,
    "lessons": lambda floor, own: (*floor.lessons, *named_apart(own.lessons, floor.lessons)),
    "teach_back": _teach_back,
}
