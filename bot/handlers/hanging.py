"""People come and go: the open pull requests whose verdict hangs on them are judged again."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.core.events import (
    Event,
    InstallationGone,
    PeopleChanged,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestTouched,
    Where,
)
from bot.core.leaves import leaves
from bot.core.model.conditions import NamedPeople
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import Policy
from bot.core.model.verdict import Verdict
from bot.github import GitHubApp
from bot.store import Hanging, HangingOnPeople, Incoming
from bot.store.inbox import Inbox

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hangings:
    """Keeps in mind what hangs on people, and has it judged again."""

    app: GitHubApp
    inbox: Inbox
    open: HangingOnPeople

    async def people(self, events: Sequence[Event]) -> None:
        """Judge again whatever hangs on people, once for all that changed meanwhile."""
        changed = {event.installation: event for event in events if isinstance(event, PeopleChanged)}
        for event in changed.values():
            now = time.time()
            self.app.installation(event.installation).forget_people(now)
            found = await self.open.of(event.installation)
            log.info("people changed", what=event.what, pull_requests=len(found))
            await self.inbox.put([_again(one, event.delivery, now) for one in found])

    async def closed(self, events: Sequence[Event]) -> None:
        """Leave out what is merged or closed; when it is opened again, it is evaluated again."""
        for event in events:
            if isinstance(event, PullRequestClosed | PullRequestMerged):
                await self.open.drop(event.where.repo_id, event.number)

    async def gone(self, events: Sequence[Event]) -> None:
        """Leave out what we see no more."""
        for event in events:
            if isinstance(event, InstallationGone):
                self.app.forget(event.installation)
                await self.open.forget(event.installation)


def hanging(where: Where, number: int, policy: Policy, verdict: Verdict) -> Hanging | None:
    """Tell whether a verdict hangs on people: on who may sign, or on conditions that ask for a team."""
    named = any(isinstance(leaf, NamedPeople) for rule in policy.rules for leaf in leaves(rule.when))
    return Hanging(where.installation, where.repo_id, where.repo, number) if verdict.deep or named else None


def was_deep(entries: Sequence[Entry]) -> bool:
    """Whether the newest verdict that is remembered touched a zone."""
    newest = next((entry for entry in reversed(entries) if entry.kind is EntryKind.VERDICT), None)
    return newest is not None and bool(newest.facts.get("zones"))


def _again(one: Hanging, delivery: str, now: float) -> Incoming:
    where = Where(one.installation, one.repo_id, one.repo)
    name = f"{delivery}/{one.repo_id}/{one.number}"
    event = PullRequestTouched(name, where, one.number, "people changed", people_since=now)
    return Incoming.of(event)
