"""Whether a condition on AI assistance lowers the bar anywhere, so that declaring or hiding it would pay."""

from collections.abc import Iterator

from bot.policy.nodes import Mapping, Node, child, entries, items
from bot.policy.problems import Problem, problem

_LESS = "so less is asked of a change as soon as an assistant is declared."
_INSTEAD = "Ask everybody for the same, and add what assisted work needs under `all`, with `if: {ai: ...}`."


def lowering(root: Node) -> Iterator[Problem]:
    """Find each `ai` by which less may be asked where an assistant is known to have helped."""
    for rule in items(root, "rules"):
        yield from _denied(child(rule, "when"))
    for _, zone in entries(root, "zones"):
        yield from _offered(child(zone.node, "sign_off"), choice=False)
        for refusal in items(zone.node, "refuse"):
            yield from _denied(child(refusal, "if"))
        yield from _denied(child(child(zone.node, "teach_back"), "if"))


def _offered(part: Node | None, *, choice: bool) -> Iterator[Problem]:
    """Look through a sign-off tree; below `any` an `ai` opens one way more."""
    for key in ("all", "any"):
        for below in items(part, key):
            yield from _offered(below, choice=choice or key == "any")
    condition = child(part, "if")
    yield from _denied(condition)
    if choice:
        for at in _found(condition, denied=False):
            yield problem(at.at, f"This is one more way to sign, {_LESS}", _INSTEAD)


def _denied(condition: Node | None) -> Iterator[Problem]:
    for at in _found(condition, denied=True):
        yield problem(at.at, f"`ai` stands under `none`, {_LESS}", _INSTEAD)


def _found(condition: Node | None, *, denied: bool, under: bool = False) -> Iterator[Node]:
    """Give each `ai` that stands under `none`, or each that does not."""
    if not isinstance(condition, Mapping):
        return
    found = child(condition, "ai")
    if found is not None and under is denied:
        yield found
    for key in ("all", "any", "none"):
        for part in items(condition, key):
            yield from _found(part, denied=denied, under=under is not (key == "none"))
