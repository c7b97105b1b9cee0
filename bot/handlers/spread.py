"""Events that concern many pull requests: each becomes one event a pull request, in the inbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.events import (
    CommitTouched,
    Event,
    PolicyPushed,
    PullRequestTouched,
    RepositoriesAdded,
    StatusChanged,
    Where,
    to_json,
)
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
                for where in event.repos or await self.all_of(event.installation):
                    await self.open_ones(where, event.delivery, "repository added")

    async def policies(self, events: Sequence[Event]) -> None:
        """Judge anew what is open against a branch whose policy has changed."""
        for event in events:
            if isinstance(event, PolicyPushed):
                await self.open_ones(event.where, event.delivery, "policy pushed", event.branch)

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
        awaits = {repo_id: await self.judges.awaits(repo_id) for repo_id in {one.where.repo_id for one in changed}}
        for event in changed:
            waiting = awaits[event.where.repo_id]
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
        events = [PullRequestTouched(f"{delivery}/{where.repo_id}/{number}", where, number, why) for number in numbers]
        await self.inbox.put([Incoming(e.delivery, e.key, type(e).__name__, to_json(e)) for e in events])
