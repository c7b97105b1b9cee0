"""Whether those who are to sign exist, are enough, and are asked at all."""

import difflib
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf

from bot.policy.nodes import Mapping, Node, Scalar, child, entries, items, text_of
from bot.policy.problems import Problem, listed, problem
from bot.policy.sense_rule import check_when

GROUPS = ("users", "teams", "permission")


def check_signers(root: Node) -> Iterator[Problem]:
    """Find groups of seniors that name nobody."""
    for name, entry in entries(root, "signers"):
        if isinstance(entry.node, Mapping) and not _names_somebody(entry.node):
            yield problem(entry.key_at, f"The signers `{name}` name nobody.", f"Add {listed(GROUPS)}.")


def check_sign_off(node: Node, root: Node) -> Iterator[Problem]:
    """Find what is wrong with one zone's `sign_off`."""
    groups = {name: entry.node for name, entry in entries(root, "signers")}
    yield from _part(node, groups)
    if _may_vanish(node):
        says = "Nobody would have to sign where no `if` holds, and the zone would be open."
        yield problem(node.at, says, "Add a requirement without `if`.")


def _part(node: Node, groups: MappingOf[str, Node]) -> Iterator[Problem]:
    for key in ("all", "any"):
        for part in items(child(node, key)):
            yield from _part(part, groups)
    source = child(node, "from")
    if isinstance(source, Scalar):
        if source.text not in groups:
            near = difflib.get_close_matches(source.text, groups, 1, 0.6)
            instead = f"Did you mean `{near[0]}`?" if near else f"Add `{source.text}:` under `signers`."
            yield problem(source.at, f"There are no signers `{source.text}`.", instead)
        source = groups.get(source.text)
    elif isinstance(source, Mapping) and not _names_somebody(source):
        yield problem(source.at, "This names nobody.", f"Add {listed(GROUPS)}.")
    yield from _enough(node, source)
    condition = child(node, "if")
    if isinstance(condition, Mapping):
        yield from check_when(condition)


def _enough(node: Node, source: Node | None) -> Iterator[Problem]:
    count = text_of(node, "count")
    if (
        count is None
        or not count.text.isdecimal()
        or not isinstance(source, Mapping)
        or set(source.entries) != {"users"}
    ):
        return
    users = {user.text.lower() for user in items(source, "users") if isinstance(user, Scalar)}
    if users and int(count.text[:9]) > len(users):
        says = f"{count.text} must sign, but only {len(users)} can: {listed(sorted(users), 'and')}."
        yield problem(count.at, says, f"Write {len(users)} or less, or name more people.")


def _may_vanish(node: Node | None) -> bool:
    parts = [part for key in ("all", "any") for part in items(child(node, key))]
    return all(map(_may_vanish, parts)) if parts else child(node, "if") is not None


def _names_somebody(node: Mapping) -> bool:
    return bool(node.entries)  # other keys and empty lists are told by the shape
