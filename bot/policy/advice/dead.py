"""What can't happen in a rule: parts of its `when` that contradict each other, so that it never fires, or not there."""

from collections.abc import Iterator

from bot.policy.advice.dead_globs import dead_globs
from bot.policy.advice.scope import Listed, Scope, listed, together
from bot.policy.nodes import Items, Mapping, Node, child, items, value_of
from bot.policy.problems import Problem, problem
from bot.policy.when_shape import TREE_KEYS

_SIDES = {"added": "removed", "removed": "added"}  # a side of the diff -> the status of a file that has no such line
_LINES = ("added", "removed", "changed", "moved", "replaced")


def dead_parts(when: Mapping, scope: Scope) -> Iterator[Problem]:
    """Find what can't hold in a condition; `scope` is what holds around it."""
    inside = scope.within(when)
    for part in together(when):
        yield from _statuses(part, inside)
        yield from _languages(part, inside)
        yield from _none(part, when)
        if paths := next((one for one in inside.lists if one.at in _spots(part)), None):
            yield from _paths(paths, inside)
        for key in _LINES:
            for entry in _entries(child(part, key)):
                if files := listed(entry, "files"):
                    yield from _paths(files, inside)
        for branch in items(child(part, "any")):
            if isinstance(branch, Mapping):
                yield from dead_parts(branch, inside)


def _spots(part: Mapping) -> set[object]:
    return {item.at for item in items(part, "paths")}


def _entries(node: Node | None) -> Iterator[Node]:
    """Give the patterns under a key of lines that may have `files`, and the mapping around them."""
    if isinstance(node, Mapping):
        yield node
        node = child(node, "patterns")
    if isinstance(node, Items):
        yield from node.items


def _paths(globs: Listed, scope: Scope) -> Iterator[Problem]:
    dead = dead_globs(globs, scope)
    whole = len(dead) == len(globs.adding)
    for scalar, (says, instead) in dead:
        what = f"`{scalar.text}` matches nothing here" if whole else f"`{scalar.text}` adds nothing here"
        yield problem(scalar.at, f"{what}: {says}.", instead)


def _statuses(part: Mapping, scope: Scope) -> Iterator[Problem]:
    status = part.entries.get("status")
    if status and scope.statuses is not None and not scope.statuses:
        yield problem(status.key_at, "No file has this status and the other one asked for.", "Keep one `status`.")
    for key in set(_LINES) & set(part.entries):
        entry = part.entries[key]
        if scope.statuses and scope.statuses <= {"binary"}:
            yield problem(entry.key_at, f"A binary file has no lines, so `{key}` never holds.", "Change `status`.")
        elif key in _SIDES and scope.statuses and scope.statuses <= {_SIDES[key], "binary"}:
            says = f"A file that is {_SIDES[key]} has no {key} lines, so `{key}` never holds."
            yield problem(entry.key_at, says, f"Write `{_SIDES[key]}`, or change `status`.")


def _languages(part: Mapping, scope: Scope) -> Iterator[Problem]:
    entry = part.entries.get("languages")
    if entry and len(scope.languages) > 1 and not frozenset.intersection(*scope.languages):
        says = "No language is in this list and in the other one asked for."
        yield problem(entry.key_at, says, "Keep one `languages`, or put them under `any`.")


def _none(part: Mapping, when: Mapping) -> Iterator[Problem]:
    """Find what `none` forbids though the rest demands it."""
    asked = [
        (key, value_of(entry.node))
        for one in together(when)
        for key, entry in one.entries.items()
        if key not in TREE_KEYS
    ]
    for out in items(child(part, "none")):
        keys = list(out.entries.items()) if isinstance(out, Mapping) else []
        if keys and all((key, value_of(entry.node)) in asked for key, entry in keys):
            says = "`none` forbids what the rest asks for, so this never holds."
            yield problem(out.at, says, "Take it out of `none`, or say what is different.")
