"""The event by which a pull request is judged again when the time has come."""

from datetime import datetime

from bot.core.events import PullRequestTouched, Where, to_json
from bot.store import Incoming, Later


def judge_again(where: Where, number: int, due: datetime | None, now: datetime) -> Later | None:
    """Make the event for this time; None where time changes nothing.

    Its delivery is named for the time and for who asks, since another evaluation may ask for the same time again.
    """
    if due is None:
        return None
    delivery = f"again/{where.repo_id}/{number}/{due:%Y%m%dT%H%M%SZ}/{int(now.timestamp() * 1000)}"
    event = PullRequestTouched(delivery, where, number, "the time has come")
    return Later(due, Incoming(delivery, event.key, type(event).__name__, to_json(event)))
