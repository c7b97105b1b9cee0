"""Events of the merge queue: a group of pull requests that GitHub put together and wants checked before it merges them.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group
"""

import re

from bot.core.events.delivery import Delivery
from bot.core.events.values import Event, Ignored, MergeGroupAsked

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HEADS = "refs/heads/"
# GitHub keeps each group on a branch of its own, which nobody else may push to.
_QUEUE = "gh-readonly-queue/"
_GROUP = re.compile(rf"{_QUEUE}(?P<branch>.+)/pr-\d+-[0-9a-f]{{40,64}}")


def merge_group(given: Delivery) -> Event | Ignored:
    """Read `merge_group`: GitHub asks for checks on a group, or tells that one is gone."""
    if given.action == "destroyed":
        return Ignored("the merge group is gone: it was merged, or will be put together anew")
    if given.action != "checks_requested":
        return given.unneeded()
    group = given.payload.part("merge_group")
    branch, ref = (group.text(name).removeprefix(_HEADS) for name in ("base_ref", "head_ref"))
    head, base = group.text("head_sha", _SHA), group.text("base_sha", _SHA)
    return MergeGroupAsked(given.id, given.where, head, branch, ref, "checks requested", base)


def of_queue(ref: str) -> bool:
    """Whether a branch is the merge queue's own."""
    return ref.removeprefix(_HEADS).startswith(_QUEUE)


def queue_of(head_branch: str) -> str | None:
    """Name the branch that a group's own branch is to be merged into; None for any other branch."""
    found = _GROUP.fullmatch(head_branch)
    return found["branch"] if found else None
