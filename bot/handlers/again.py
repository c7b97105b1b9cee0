"""The events by which something is judged again: a pull request when the time has come, a merge group when it is stale."""

from datetime import datetime

from bot.core.events import BoxesChanged, MergeGroupAsked, PullRequestTouched, Where
from bot.core.memory import Memory
from bot.core.queued import still_passing
from bot.store import Incoming, Later


def judge_again(where: Where, number: int, due: datetime | None, now: datetime) -> Later | None:
    """Make the event for this time; None where time changes nothing.

    Its delivery is named for the time and for who asks, since another evaluation may ask for the same time again.
    """
    if due is None:
        return None
    delivery = f"again/{where.repo_id}/{number}/{due:%Y%m%dT%H%M%SZ}/{int(now.timestamp() * 1000)}"
    event = PullRequestTouched(delivery, where, number, "the time has come")
    return Later(due, Incoming.of(event))


def groups_again(
    event: PullRequestTouched | BoxesChanged, memory: Memory, head: str, now: datetime
) -> tuple[Incoming, ...]:
    """Make the events for the merge groups that a pull request is in and no longer fit for: GitHub never asks twice."""
    why = f"#{event.number} no longer passes"
    asked = [
        MergeGroupAsked(
            f"{event.delivery}/group/{group.sha}", event.where, group.sha, group.branch, group.ref, why, group.base_sha
        )
        for group in still_passing(memory, head, now)
    ]
    return tuple(Incoming.of(one) for one in asked)
