"""Whether those who may override exist, and are enough."""

from collections.abc import Iterator

from bot.policy.nodes import Mapping, Node, child, entries
from bot.policy.problems import Problem
from bot.policy.sense_sign_off import check_sign_off


def check_overrides(root: Node) -> Iterator[Problem]:
    """Find what is wrong with the policy's `override` and those of its zones: who they name is read as in `sign_off`."""
    holders = [root, *(entry.node for _, entry in entries(root, "zones"))]
    for holder in holders:
        override = child(holder, "override")
        if isinstance(override, Mapping):
            yield from check_sign_off(override, root)
