"""Whether a zone's `teach_back` asks anything, each question by a name of its own."""

from collections.abc import Iterator

from bot.policy.nodes import Mapping, Node, child
from bot.policy.problems import Problem, problem
from bot.policy.sense_rule import check_items, check_when
from bot.policy.vocabulary import PACKS

ASKED_BY_PACK = frozenset(PACKS) - {"drift"}  # the packs whose zone file has questions


def check_teach_back(zone: str, node: Node | None) -> Iterator[Problem]:
    """Find what is wrong with one zone's `teach_back`."""
    if not isinstance(node, Mapping):
        return
    if "ask" not in node.entries and zone not in ASKED_BY_PACK:
        says = f"No questions are shipped for the zone `{zone}`, so this asks nothing."
        yield problem(node.at, says, "Add `ask: [{id: ..., ask: ...}]`.")
    yield from check_items(child(node, "ask"))
    condition = child(node, "if")
    if isinstance(condition, Mapping):
        yield from check_when(condition)
