"""One ordered table: which handler does what is asked by each kind of event."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.core.events import (
    BoxesChanged,
    CommitTouched,
    Event,
    FloorPushed,
    InstallationGone,
    IssueTouched,
    MergeGroupAsked,
    PeopleChanged,
    PolicyPushed,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestTouched,
    ReplayWanted,
    RepositoriesAdded,
    StatusChanged,
    from_json,
)
from bot.handlers.evaluate import Evaluator
from bot.handlers.groups import Groups
from bot.handlers.hanging import Hangings
from bot.handlers.merges import Merges
from bot.handlers.payments import Payments
from bot.handlers.replays import Replays
from bot.handlers.spread import Spreader
from bot.log import about
from bot.store import Batch, Outcome


@dataclass(frozen=True, slots=True)
class Handlers:
    """Hands each batch of events to the handler that the table names."""

    evaluator: Evaluator
    spreader: Spreader
    replays: Replays
    groups: Groups
    merges: Merges
    payments: Payments
    hangings: Hangings

    def table(self) -> tuple[tuple[tuple[type, ...], Callable[[Sequence[Event]], Awaitable[Outcome | None]]], ...]:
        """Kinds of events and who handles all of them in a batch, in the order in which they are handled."""
        return (
            ((InstallationGone,), self.hangings.gone),
            ((PeopleChanged,), self.hangings.people),
            ((RepositoriesAdded,), self.spreader.repositories),
            ((FloorPushed,), self.spreader.floors),
            ((PolicyPushed,), self.spreader.policies),
            ((CommitTouched,), self.spreader.commits),
            ((StatusChanged,), self.spreader.statuses),
            ((ReplayWanted,), self.replays.make),
            ((MergeGroupAsked,), self.groups.judge),
            ((PullRequestTouched, BoxesChanged), self.evaluator.evaluate),
            ((PullRequestClosed, PullRequestMerged), self.hangings.closed),
            ((PullRequestMerged,), self.merges.merged),
            ((IssueTouched,), self.payments.touched),
        )

    async def handle(self, batch: Batch) -> Outcome | None:
        """Handle all events of a batch; those of one pull request become one evaluation."""
        events = [from_json(row.body) for row in batch.rows]
        outcome = None
        for kinds, handler in self.table():
            mine = [event for event in events if isinstance(event, kinds)]
            if mine:
                with about(**_facts(mine)):
                    outcome = await handler(mine) or outcome
        return outcome


def _facts(events: Sequence[Event]) -> dict[str, str | int | None]:
    """Say in every line of the log what is worked on."""
    last = events[-1]
    where = getattr(last, "where", None)
    return {
        "delivery": last.delivery,
        "installation": where.installation if where else getattr(last, "installation", None),
        "repository": where.repo if where else None,
        "pull_request": getattr(last, "number", None),
    }
