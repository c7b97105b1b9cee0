"""What a policy must make sense of beyond its shape: names that lead somewhere, zones that can be touched."""

import difflib
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from bot.core.matching.globs import GlobSet
from bot.core.model.policy import POLICY_PATH
from bot.policy.globs import expand
from bot.policy.nodes import Entry, Items, Mapping, Node, Scalar, child, entries, items, text_of
from bot.policy.problems import Problem, Spot, listed, problem
from bot.policy.sense_override import check_overrides
from bot.policy.sense_rule import check_items, check_rule, check_when
from bot.policy.sense_sign_off import check_sign_off, check_signers
from bot.policy.sense_teach_back import check_teach_back
from bot.policy.vocabulary import PACKS, POLICY_RULE, POLICY_ZONE


@dataclass(slots=True)
class _Names:
    """What a policy file speaks of, by name."""

    root: Node
    shipped: MappingOf[str, str]  # rule -> its pack
    extends: tuple[str, ...] = PACKS
    zones: dict[str, Entry] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)  # own rules -> the line of the first

    @property
    def all_zones(self) -> set[str]:
        return {*self.extends, *self.zones, POLICY_ZONE}

    @property
    def all_rules(self) -> set[str]:
        taken = {rule for rule, pack in self.shipped.items() if pack in self.extends}
        return {*taken, *self.rules, POLICY_RULE, *self.made}

    @property
    def made(self) -> set[str]:
        """The rules that zones' `paths` and `likely` stand for."""
        return {f"{zone}-{key}" for zone in self.zones for key in ("paths", "likely") if self.has(zone, key)}

    def has(self, zone: str, key: str) -> bool:
        return zone in self.zones and child(self.zones[zone].node, key) is not None

    def has_files(self, zone: str) -> bool:
        return self.has(zone, "paths") or self.has(zone, "likely")


def check_policy(root: Node, shipped: MappingOf[str, str]) -> Iterator[Problem]:
    """Find what is wrong between the parts of a policy file; `shipped` gives each shipped rule's pack."""
    names = _Names(root, shipped, zones=dict(entries(root, "zones")))
    extends = child(root, "extends")
    packs = tuple(item.text for item in items(extends) if isinstance(item, Scalar))
    if isinstance(extends, Items) and set(packs) <= set(
        PACKS
    ):  # else everything that needs a pack would be told as well
        names.extends = packs
    yield from _extends(extends)
    yield from _exclude(child(root, "exclude"))
    yield from check_signers(root)
    yield from check_overrides(root)
    for rule in items(root, "rules"):
        yield from _rule(rule, names)
    for name in names.zones:
        yield from _zone(name, names)
    yield from _tune(names)


def _extends(extends: Node | None) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in items(extends):
        if isinstance(item, Scalar):
            if item.text in seen:
                yield problem(item.at, f"`{item.text}` is taken in twice.", "Remove one.")
            seen.add(item.text)


def _exclude(exclude: Node | None) -> Iterator[Problem]:
    globs, last = GlobSet(), None
    listed_items = [item for item in items(exclude) if isinstance(item, Scalar)]
    signed = [(item, globs.add_all(_expanded(item.text))) for item in listed_items]
    hits = globs.match(POLICY_PATH)
    for item, numbers in signed:
        if any(number in hits for number, _ in numbers):
            last = item
    if last and not last.text.startswith("!"):
        says = "This leaves out the policy file itself, so nobody would guard it."
        yield problem(last.at, says, f"Add `'!/{POLICY_PATH}'` at the end of `exclude`.")


def _expanded(glob: str) -> tuple[str, ...]:
    try:
        return expand(glob)
    except ValueError:
        return ()  # told by the shape


def _rule(rule: Node, names: _Names) -> Iterator[Problem]:
    yield from check_rule(rule)
    name, zone = text_of(rule, "id"), text_of(rule, "zone")
    if name:
        yield from _rule_id(name, names)
    if zone and zone.text not in names.all_zones:
        yield problem(zone.at, f"There is no zone `{zone.text}`.", _zone_instead(zone.text, names))


def _rule_id(name: Scalar, names: _Names) -> Iterator[Problem]:
    another = "Choose another id; to change a shipped rule, use `tune`."
    if name.text in names.shipped:
        yield problem(name.at, f"A shipped rule is called `{name.text}` already.", another)
    elif name.text == POLICY_RULE or name.text in names.made:
        yield problem(name.at, f"`{name.text}` is made by the bot itself.", another)
    elif name.text in names.rules:
        says = f"`{name.text}` is there twice; the first is on line {names.rules[name.text]}."
        yield problem(name.at, says, "Give each rule an id of its own.")
    names.rules.setdefault(name.text, name.at.line)


def _zone_instead(zone: str, names: _Names) -> str:
    if zone in PACKS:
        return f"Add `{zone}` to `extends`."
    near = difflib.get_close_matches(zone, names.all_zones, 1, 0.6)
    return (
        f"Did you mean `{near[0]}`?"
        if near
        else f"Add `{zone}:` under `zones`, or write {listed(sorted(names.all_zones))}."
    )


def _zone(name: str, names: _Names) -> Iterator[Problem]:
    entry = names.zones[name]
    if not isinstance(entry.node, Mapping):
        return
    sign_off, ask = child(entry.node, "sign_off"), child(entry.node, "ask")
    if sign_off is not None:
        yield from check_sign_off(sign_off, names.root)
    if ask is not None and not names.has(name, "paths"):
        says = "`ask` belongs to `paths`, and there are none."
        yield problem(
            entry.node.entries["ask"].key_at, says, "Add `paths`, or move the questions to a rule's `checklist`."
        )
    yield from check_items(ask)
    for refusal in items(entry.node, "refuse"):
        condition = child(refusal, "if")
        if isinstance(condition, Mapping):
            yield from check_when(condition)
    yield from check_teach_back(name, child(entry.node, "teach_back"))
    if name not in (*names.extends, POLICY_ZONE):
        yield from _own_zone(name, entry, names)


def _own_zone(name: str, entry: Entry, names: _Names) -> Iterator[Problem]:
    missing = [key for key in ("title", "why") if child(entry.node, key) is None]
    if missing and name in PACKS:
        says = f"`{name}` is shipped, but `extends` leaves it out."
        yield problem(entry.key_at, says, f"Add `{name}` to `extends`, or remove this.")
        return
    if missing:
        near = difflib.get_close_matches(name, [*names.extends, POLICY_ZONE], 1, 0.7)
        instead = f"Did you mean `{near[0]}`?" if near else f"Add {listed((f'{key}: ...' for key in missing), 'and')}."
        yield problem(entry.key_at, f"The zone `{name}` is your own, and has no {listed(missing, 'and no')}.", instead)
    zones = {zone.text for rule in items(names.root, "rules") if (zone := text_of(rule, "zone"))}
    if name not in zones and not names.has_files(name):
        yield problem(entry.key_at, f"No rule can touch the zone `{name}`.", "Add `paths`, or a rule with this zone.")


def _tune(names: _Names) -> Iterator[Problem]:
    for name, entry in entries(names.root, "tune"):
        if name == POLICY_RULE:
            says = f"`{POLICY_RULE}` guards this very file; it can't be tuned."
            yield problem(entry.key_at, says, "To say who signs, write `zones: {policy: {sign_off: ...}}`.")
        elif name not in names.all_rules:
            yield problem(entry.key_at, f"There is no rule `{name}`.", _tune_instead(name, names))
    yield from _dead_packs(names, child(names.root, "extends"))


def _tune_instead(name: str, names: _Names) -> str:
    if name in names.shipped:
        return f"It belongs to `{names.shipped[name]}`, which `extends` leaves out: remove this."
    near = difflib.get_close_matches(name, names.all_rules - {POLICY_RULE}, 1, 0.6)
    return f"Did you mean `{near[0]}`?" if near else "Remove it; `dont-delegate explain` lists the shipped rules."


def _dead_packs(names: _Names, extends: Node | None) -> Iterator[Problem]:
    off = {
        name
        for name, entry in entries(names.root, "tune")
        if (on := text_of(entry.node, "enabled")) and on.text == "false"
    }
    used = {zone.text for rule in items(names.root, "rules") if (zone := text_of(rule, "zone"))}
    for pack in names.extends:
        rules = {rule for rule, of in names.shipped.items() if of == pack}
        if rules and rules <= off and pack not in used and not names.has_files(pack):
            spot = next(
                (item.at for item in items(extends) if isinstance(item, Scalar) and item.text == pack), Spot(1, 1)
            )
            yield problem(
                spot, f"No rule can touch the zone `{pack}`: all are switched off.", f"Take `{pack}` out of `extends`."
            )
