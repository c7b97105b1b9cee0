"""The issues that we open: making one, finding it again, reading it, closing and reopening it."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from bot.core.model.change import Account
from bot.core.model.debts import NewIssue, StandingIssue
from bot.core.model.report import Answer, Comment, PostAnswer
from bot.github.addresses import names, route
from bot.github.apply import apply
from bot.github.client import Client
from bot.github.failures import RefusedError
from bot.github.place import Place
from bot.github.rest_shapes import IssueItem, Made, Remark
from bot.github.wave import wave
from bot.github.wire import Ask


@dataclass(frozen=True, slots=True)
class Issues:
    """The issues of one repository, as far as they are ours."""

    client: Client
    repo: str
    app_id: int

    async def open(self, wanted: NewIssue) -> StandingIssue:
        """Open an issue; where GitHub will not have one of its assignees, without any. RefusedError where it has no issues."""
        try:
            return await self._open(wanted, wanted.assignees)
        except RefusedError as refusal:
            if refusal.status != HTTPStatus.UNPROCESSABLE_ENTITY or not wanted.assignees:
                raise
        return await self._open(wanted, ())

    async def find(self, mark: str, since: datetime) -> StandingIssue | None:
        """Find the issue of ours that begins with this mark, among those that changed since then."""
        query = {"state": "all", "since": since.strftime("%Y-%m-%dT%H:%M:%SZ")}
        found = await self.client.get_all(("repos", *names(self.repo), "issues"), IssueItem, **query)
        ours = [one for one in found if one.by_app(self.app_id) and (one.body or "").startswith(mark)]
        return _standing(ours[-1]) if ours else None

    async def read(self, number: int) -> StandingIssue | None:
        """Read one with what was said there; None where it is there no more."""
        address = route("repos", *names(self.repo), "issues", number)
        try:
            async with wave() as group:
                item = group.create_task(self.client.get(address, IssueItem))
                remarks = group.create_task(
                    self.client.get_all(("repos", *names(self.repo), "issues", number, "comments"), Remark)
                )
        except RefusedError as refusal:
            if refusal.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                return None
            raise
        return _standing(item.result(), tuple(_comment(one, self.app_id) for one in remarks.result()))

    async def answer(self, number: int, answers: list[Answer]) -> None:
        """Reply to commands there."""
        await apply(self.client, Place(self.repo, number), [PostAnswer(one) for one in answers])

    async def say(self, number: int, body: str) -> None:
        """Comment on it."""
        address = route("repos", *names(self.repo), "issues", number, "comments")
        await self.client.send(Ask("POST", address, {"body": body}, repeatable=False), Made)

    async def close(self, number: int) -> None:
        """Close it as done."""
        await self._change(number, {"state": "closed", "state_reason": "completed"})

    async def reopen(self, number: int) -> None:
        """Open it again."""
        await self._change(number, {"state": "open"})

    async def _open(self, wanted: NewIssue, assignees: tuple[str, ...]) -> StandingIssue:
        body = {"title": wanted.title, "body": wanted.body, "labels": list(wanted.labels), "assignees": list(assignees)}
        address = route("repos", *names(self.repo), "issues")
        return _standing(await self.client.send(Ask("POST", address, body, repeatable=False), IssueItem))

    async def _change(self, number: int, body: dict[str, str]) -> None:
        await self.client.send(Ask("PATCH", route("repos", *names(self.repo), "issues", number), body), IssueItem)


def _standing(item: IssueItem, comments: tuple[Comment, ...] = ()) -> StandingIssue:
    closed_by = item.closed_by.login if item.closed_by else ""
    return StandingIssue(item.number, item.html_url, item.state == "open", item.created_at, closed_by, comments)


def _comment(one: Remark, app_id: int) -> Comment:
    """Read a comment; REST tells of an edit only by the times."""
    who = Account(one.user.login, bot=one.user.type == "Bot") if one.user else Account("")
    edited = one.updated_at != one.created_at
    return Comment(one.id, who, one.body or "", one.created_at, one.updated_at, edited, ours=one.by_app(app_id))
