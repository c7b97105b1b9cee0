"""Whether those who are to sign exist, are enough, and are asked at all."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.policy.nodes import Entry, Mapping, Node, Scalar, child, entries, items, text_of
from bot.policy.problems import Problem, listed, problem
from bot.policy.sense_rule import check_when

GROUPS = ("users", "teams", "permission")  # those that most will want


@dataclass(frozen=True, slots=True)
class _Known:
    """The signers and the levels of a policy by name, levels lowest first."""

    signers: dict[str, Node]
    levels: dict[str, Entry]


def check_signers(root: Node) -> Iterator[Problem]:
    """Find levels and groups of seniors that name nobody."""
    known = _known(root)
    yield from _levels(known.levels)
    for name, entry in entries(root, "signers"):
        if isinstance(entry.node, Mapping) and not _names_somebody(entry.node):
            yield problem(entry.key_at, f"The signers `{name}` name nobody.", f"Add {listed(GROUPS)}.")
        yield from _group(entry.node, known)


def check_sign_off(node: Node, root: Node) -> Iterator[Problem]:
    """Find what is wrong with one zone's `sign_off`."""
    yield from _part(node, _known(root))
    if _may_vanish(node):
        says = "Nobody would have to sign where no `if` holds, and the zone would be open."
        yield problem(node.at, says, "Add a requirement without `if`.")


def _known(root: Node) -> _Known:
    return _Known({name: entry.node for name, entry in entries(root, "signers")}, dict(entries(root, "levels")))


def _levels(levels: dict[str, Entry]) -> Iterator[Problem]:
    for name, entry in levels.items():
        if isinstance(entry.node, Mapping) and not entry.node.entries:
            yield problem(entry.key_at, f"The level `{name}` names nobody.", "Add `users` or `teams`.")


def _part(node: Node, known: _Known) -> Iterator[Problem]:
    for key in ("all", "any"):
        for part in items(child(node, key)):
            yield from _part(part, known)
    source = child(node, "from")
    if isinstance(source, Scalar):
        if source.text not in known.signers:
            yield problem(source.at, f"There are no signers `{source.text}`.", _instead(source.text, known))
        source = known.signers.get(source.text)
    elif isinstance(source, Mapping):
        if not _names_somebody(source):
            yield problem(source.at, "This names nobody.", f"Add {listed(GROUPS)}.")
        yield from _group(source, known)
    yield from _enough(node, source, known)
    condition = child(node, "if")
    if isinstance(condition, Mapping):
        yield from check_when(condition)


def _instead(name: str, known: _Known) -> str:
    near = difflib.get_close_matches(name, known.signers, 1, 0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    if name in known.levels:
        return f"To ask for a level, write `from: {{level: {name}}}`."
    return f"Add `{name}:` under `signers`."


def _group(node: Node, known: _Known) -> Iterator[Problem]:
    """Find what is wrong with one group by itself: a level that is not there, owners switched off, all left out."""
    level, owners = text_of(node, "level"), text_of(node, "codeowners")
    if level and level.text not in known.levels:
        near = difflib.get_close_matches(level.text, known.levels, 1, 0.6)
        instead = f"Did you mean `{near[0]}`?" if near else f"Add `{level.text}:` under `levels`, lowest first."
        yield problem(level.at, f"There is no level `{level.text}`.", instead)
    if owners and owners.text == "false" and not _names_somebody(node):
        yield problem(owners.at, "This names nobody: the owners by CODEOWNERS are switched off.", "Write `true`.")
    left_out = child(node, "except")
    if isinstance(left_out, Mapping) and not left_out.entries:
        yield problem(left_out.at, "This leaves out nobody.", "Add `users`, `teams` or `organizations`, or remove it.")
    elif left_out is not None:
        yield from _all_left_out(node, left_out, known)


def _all_left_out(node: Node, left_out: Node, known: _Known) -> Iterator[Problem]:
    """Find a group of which `except` takes all that can be told from the file alone."""
    named = {(key, name) for one in _circles(node, known) for key, name in _names(one)}
    outside = set(_names(left_out))
    unknown = [key for key in ("roles", "permission", "codeowners") if child(node, key) is not None]
    if named and not unknown and named <= outside:
        says = f"`except` leaves out everybody whom this names: {listed(sorted(name for _, name in named), 'and')}."
        yield problem(left_out.at, says, "Name somebody else, or leave out fewer.")


def _enough(node: Node, source: Node | None, known: _Known) -> Iterator[Problem]:
    """Find a `count` that the people who are named can't come to; a group with a team may hold any number."""
    count = text_of(node, "count")
    people = None if source is None else _people(source, known)
    if count is None or not count.text.isdecimal() or people is None:
        return
    if people and int(count.text[:9]) > len(people):
        says = f"{count.text} must sign, but only {len(people)} can: {listed(sorted(people), 'and')}."
        yield problem(count.at, says, f"Write {len(people)} or less, or name more people.")


def _people(source: Node, known: _Known) -> set[str] | None:
    """Give all who could sign by this group; None where the file alone does not tell."""
    if not isinstance(source, Mapping) or set(source.entries) - {"users", "level", "except"}:
        return None
    circles = _circles(source, known)
    if any(set(one.entries) - {"users"} for one in circles[1:]):
        return None
    users = {name for one in circles for key, name in _names(one) if key == "users"}
    return users - {name for key, name in _names(child(source, "except")) if key == "users"}


def _circles(node: Node, known: _Known) -> Sequence[Mapping]:
    """Give the group itself, and the level that it names with those above it."""
    level, names = text_of(node, "level"), list(known.levels)
    above = names[names.index(level.text) :] if level and level.text in names else []
    nodes = (node, *(known.levels[name].node for name in above))
    return [one for one in nodes if isinstance(one, Mapping)]


def _names(node: Node | None) -> Iterator[tuple[str, str]]:
    """Give whom a mapping names, each with the key that it stands under."""
    for key in ("users", "teams", "organizations"):
        for item in items(node, key):
            if isinstance(item, Scalar):
                yield key, item.text.lower()


def _may_vanish(node: Node | None) -> bool:
    parts = [part for key in ("all", "any") for part in items(child(node, key))]
    return all(map(_may_vanish, parts)) if parts else child(node, "if") is not None


def _names_somebody(node: Node) -> bool:
    """Whether there is a key that may name somebody; empty lists and other keys are told by the shape."""
    keys = {key for key, _ in entries(node)}
    owners = text_of(node, "codeowners")
    return bool(keys - {"except"} - ({"codeowners"} if owners and owners.text == "false" else set()))
