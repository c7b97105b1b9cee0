"""What a repository's policy can't do to the floor of its organisation: wishes of it that have no effect."""

from collections.abc import Iterator

from bot.core.floor import OF_FLOOR
from bot.core.model.policy import Mode, Policy, Rule, Severity
from bot.core.model.predicates import Confidence
from bot.policy.nodes import Mapping, Node, Scalar, child, entries, items, text_of
from bot.policy.problems import Problem, problem
from bot.policy.reading import read

_ADDS = "A repository only adds to the floor"


def weaker(text: str | bytes, floor: Policy) -> tuple[Problem, ...]:
    """List where a sound policy's `tune` would weaken a rule that the floor takes in; nothing while the floor is on trial."""
    root = read(text).root
    if floor.mode is Mode.SHADOW:
        return ()
    taken = {rule.id: rule for rule in floor.rules if rule.source != OF_FLOOR}
    tuned = ((name, entry.node) for name, entry in entries(root, "tune") if name in taken)
    found = (
        problem(
            value.at,
            f"The organisation's floor takes `{name}` in, and this would weaken it.",
            f"{_ADDS}: remove this, or ask the floor's keepers to tune the rule there.",
        )
        for name, tune in tuned
        for value in _weakening(tune, taken[name])
    )
    return tuple(sorted(found))


def without_effect(text: str | bytes, floor: Policy) -> tuple[Problem, ...]:
    """List what a sound policy says that does not reach the floor, though it may look so."""
    root = read(text).root
    if not isinstance(root, Mapping):
        return ()
    return tuple(sorted((*_as_a_whole(root), *_zones(root, floor), *_rules(root, floor))))


def _weakening(tune: Node, rule: Rule) -> Iterator[Scalar]:
    """Give the values that ask for less than the floor does."""
    said = {key: value for key in ("enabled", "severity", "mode", "confidence") if (value := text_of(tune, key))}
    for key, value in said.items():
        less = {
            "enabled": value.text == "false",
            "severity": value.text == Severity.ADVISE and rule.severity is Severity.BLOCK,
            "mode": value.text == Mode.SHADOW and rule.mode is Mode.ENFORCE,
            "confidence": key == "confidence" and Confidence(value.text).points < rule.confidence.points,
        }
        if less[key]:
            yield value


def _as_a_whole(root: Mapping) -> Iterator[Problem]:
    mode, exclude = text_of(root, "mode"), child(root, "exclude")
    if mode and mode.text == Mode.SHADOW:
        yield problem(
            mode.at, "This puts the repository's own rules on trial; the organisation's floor goes on.", f"{_ADDS}."
        )
    if exclude is not None:
        at = root.entries["exclude"].key_at
        yield problem(at, "The rules of the organisation's floor look at these files all the same.", f"{_ADDS}.")


def _zones(root: Mapping, floor: Policy) -> Iterator[Problem]:
    for name, entry in entries(root, "zones"):
        zone = floor.zones.get(name)
        checklist, override = text_of(entry.node, "checklist"), child(entry.node, "override")
        if zone and zone.checklist_required and checklist and checklist.text == "optional":
            says = f"The organisation's floor requires the checklist of `{name}`, so it is required here too."
            yield problem(checklist.at, says, "Remove this.")
        if zone and not zone.override and isinstance(override, Mapping):
            says = f"The organisation's floor lets nobody override `{name}`, so nobody can here either."
            yield problem(override.at, says, "Remove this.")


def _rules(root: Mapping, floor: Policy) -> Iterator[Problem]:
    taken = {rule.id for rule in floor.rules}
    for node in items(root, "rules"):
        name = text_of(node, "id")
        if name and name.text in taken:
            says = f"The organisation's floor has a rule `{name.text}` too: both apply, and this one is shown as `own-{name.text}`."
            yield problem(name.at, says, "Choose another id.")
