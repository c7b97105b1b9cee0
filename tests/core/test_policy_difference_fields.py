"""No field of a policy changes without a line, one that came later neither."""

from dataclasses import fields, replace
from typing import Any

import pytest

from bot.core.model.policy import (
    ChecklistItem,
    Circle,
    Level,
    Mode,
    Override,
    Policy,
    Refusal,
    Requirement,
    Rule,
    Severity,
    Signers,
    TeachBack,
)
from bot.core.model.predicates import Confidence, Labels, Paths
from bot.core.policy_difference import difference
from tests.core.test_policy_difference import OWN, policy

TEAM = Signers("c", teams=("acme/all",))
SILENT = {
    (Policy, "source"),  # says where it is written
    (Rule, "source"),
    (Rule, "digest"),  # follows from what decides
    (Rule, "id"),  # a rule of another id is another rule
    (Signers, "name"),  # what people call a group
}
OTHERWISE: dict[Any, Any] = {
    "mode": Mode.SHADOW,
    "severity": Severity.ADVISE,
    "confidence": Confidence.LOW,
    "when": Paths(("/elsewhere/**",)),
    "zone": "search",
    "sign_off": Requirement(TEAM, 3),
    "signers": TEAM,
    "permission": "read",
    "levels": (Level("staff", Circle(users=("ann",))),),
    "without": Circle(users=("ann",)),
    "checklist": (ChecklistItem("totals/x", "Anything?"),),
    "include": ("tests",),
    "zones": {},
    "rules": (),
    "override": Override(TEAM),
    "refuse": (Refusal(Labels(("rush",)), "No rush."),),
    "teach_back": TeachBack((ChecklistItem("search/x", "What if?"),)),
}


def _totals(base: Policy) -> Rule:
    (rule,) = [rule for rule in base.rules if rule.id == "totals"]
    return rule


def _fields() -> list[tuple[type, str]]:
    base = policy(OWN)
    values = (base, base.zones["search"], _totals(base), Requirement(Signers("a")), Signers("a"))
    return [(type(value), one.name) for value in values for one in fields(value)]


@pytest.mark.parametrize(("kind", "name"), _fields(), ids=lambda one: getattr(one, "__name__", one))
def test_no_field_changes_without_a_line(kind, name):
    base = policy(OWN)
    lines = difference(base, _changed(base, kind, name))
    assert bool(lines) is ((kind, name) not in SILENT)


def _changed(base: Policy, kind: type, name: str) -> Policy:
    """Change one field of one part; one that came later gets a value that nothing knows."""

    def other(value: Any) -> Any:
        now = getattr(value, name)
        new = OTHERWISE.get(name, not now if isinstance(now, bool) else f"{now}x" if isinstance(now, str) else None)
        if new is None:
            new = now + 1 if isinstance(now, int) else (*now, "x") if isinstance(now, tuple) else "something"
        return replace(value, **{name: new})

    if kind is Policy:
        whole: Policy = other(base)
        return whole
    if kind is Rule:
        if name == "id":
            return base
        return replace(base, rules=tuple(other(rule) if rule.id == "totals" else rule for rule in base.rules))
    zone = base.zones["search"]
    requirement = zone.sign_off
    assert isinstance(requirement, Requirement)
    if kind is Requirement:
        zone = replace(zone, sign_off=other(requirement))
    elif kind is Signers:
        zone = replace(zone, sign_off=replace(requirement, signers=other(requirement.signers)))
    elif name == "id":
        return replace(base, zones={k: v for k, v in base.zones.items() if k != "search"})
    else:
        zone = other(zone)
    return replace(base, zones={**base.zones, "search": zone})
