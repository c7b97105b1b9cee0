"""Whether those who may override exist, and are enough."""

from collections.abc import Iterator

from bot.policy.nodes import Mapping, Node, Scalar, child, entries, text_of
from bot.policy.problems import Problem, problem
from bot.policy.sense_sign_off import check_sign_off


def check_overrides(root: Node) -> Iterator[Problem]:
    """Find what is wrong with the policy's `override` and those of its zones: who they name is read as in `sign_off`."""
    holders = [root, *(entry.node for _, entry in entries(root, "zones"))]
    for holder in holders:
        override = child(holder, "override")
        if isinstance(override, Mapping):
            yield from check_sign_off(override, root)
            yield from _owners(override, root)


def _owners(override: Node, root: Node) -> Iterator[Problem]:
    """Find owners by CODEOWNERS: each answers for files of their own, and an override is for a whole zone."""
    source = child(override, "from")
    group = child(child(root, "signers"), source.text) if isinstance(source, Scalar) else source
    owners = text_of(group, "codeowners")
    if source is not None and owners is not None and owners.text != "false":
        says = "The owners of single files can't override a whole zone."
        yield problem(source.at, says, "Name `users`, `teams` or a `permission` here.")
