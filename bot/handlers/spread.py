"""Events that concern many pull requests: each becomes one event a pull request, in the inbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.events import (
    CommitTouched,
    Event,
    FloorPushed,
    PolicyPushed,
    PullRequestTouched,
    RepositoriesAdded,
    StatusChanged,
    Where,
)
from bot.core.model.policy import FLOOR_REPOSITORY
from bot.github import GitHubApp
from bot.handlers.judges import Judges
from bot.store import Incoming
from bot.store.inbox import Inbox


@dataclass(frozen=True, slots=True)
class Spreader:
    """Finds the open pull requests behind an event. A second spreading of the same delivery adds nothing."""

    app: GitHubApp
    inbox: Inbox
    judges: Judges

    async def repositories(self, events: Sequence[Event]) -> None:
        """Evaluate what is open in repositories that an installation sees from now on."""
        for event in events:
            if isinstance(event, RepositoriesAdded):
                added = event.repos or await self.all_of(event.installation)
                for where in added:
                    await self.open_ones(where, event.delivery, "repository added")
                if any(where.repo.partition("/")[2].lower() == FLOOR_REPOSITORY for where in event.repos):
                    await self._under_floor(event.installation, event.delivery)

    async def policies(self, events: Sequence[Event]) -> None:
        """Judge anew what is open against a branch whose policy has changed."""
        for event in events:
            if isinstance(event, PolicyPushed):
                await self.open_ones(event.where, event.delivery, "policy pushed", event.branch)

    async def floors(self, events: Sequence[Event]) -> None:
        """Judge anew what is open anywhere under a floor that has changed, once however often it did."""
        pushed = {event.installation: event.delivery for event in events if isinstance(event, FloorPushed)}
        for installation, delivery in pushed.items():
            await self._under_floor(installation, delivery)

    async def _under_floor(self, installation: int, delivery: str) -> None:
        """Put an event into the inbox for each repository: each asks for its open pull requests by itself."""
        found = await self.all_of(installation)
        await self._put([PolicyPushed(f"{delivery}/{where.repo_id}", where, None) for where in found])

    async def commits(self, events: Sequence[Event]) -> None:
        """Evaluate the pull requests whose head is a commit that was asked about."""
        for event in events:
            if isinstance(event, CommitTouched):
                found = await self.app.installation(event.where.installation).pull_requests_of(
                    event.where.repo, event.sha
                )
                await self.put(event.where, event.delivery, event.why, found)

    async def statuses(self, events: Sequence[Event]) -> None:
        """Judge anew what hangs on a status, where a policy of the repository waits for it; nothing is asked elsewhere."""
        changed = [event for event in events if isinstance(event, StatusChanged)]
        awaits = {where: await self.judges.awaits(where) for where in {one.where for one in changed}}
        for event in changed:
            waiting = awaits[event.where]
            if not (waiting.workflows if event.workflow else waiting.statuses).isdisjoint(event.names):
                installation = self.app.installation(event.where.installation)
                found = event.numbers or await installation.pull_requests_of(event.where.repo, event.sha)
                await self.put(event.where, event.delivery, "status changed", found)

    async def all_of(self, installation: int) -> tuple[Where, ...]:
        """List every repository that an installation sees."""
        found = await self.app.repositories(installation)
        return tuple(Where(installation, item.id, item.full_name) for item in found)

    async def open_ones(self, where: Where, delivery: str, why: str, base: str | None = None) -> None:
        """Put an event into the inbox for each open pull request, of one base branch or of all."""
        numbers = await self.app.installation(where.installation).open_pull_requests(where.repo, base)
        await self.put(where, delivery, why, numbers)

    async def put(self, where: Where, delivery: str, why: str, numbers: Iterable[int]) -> None:
        """Put an event into the inbox for each pull request."""
        await self._put(
            [PullRequestTouched(f"{delivery}/{where.repo_id}/{number}", where, number, why) for number in numbers]
        )

    async def _put(self, events: Sequence[PullRequestTouched | PolicyPushed]) -> None:
        await self.inbox.put([Incoming.of(event) for event in events])
