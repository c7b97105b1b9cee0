"""One installation of the App: what may be asked and done in its repositories."""

from collections.abc import Sequence

from bot.core.events import MergeGroupAsked
from bot.core.model.change import ChangedFile, PullRequest
from bot.core.model.group import Part
from bot.core.model.known import GaveUp
from bot.core.model.report import Effect, Receipt, Snapshot
from bot.core.model.verdict import Inquiry, People
from bot.github.addresses import names, route
from bot.github.apply import apply
from bot.github.client import Client
from bot.github.contents import Wants
from bot.github.group_part import Looks, read_part
from bot.github.groups import Group, read_group
from bot.github.issues import Issues
from bot.github.merged import Merged, merged
from bot.github.people import Directory
from bot.github.place import Place
from bot.github.reading import Reading, read
from bot.github.rest_shapes import PullNumber
from bot.github.snapshot import complete
from bot.github.texts import texts


class Installation:
    """All methods raise `RefusedError` where GitHub will not, and `TransientError` where later may be better."""

    def __init__(self, client: Client, app_id: int) -> None:
        self._client = client
        self._app_id = app_id
        self._directory = Directory(client)

    async def read(
        self, repo: str, number: int, expect_files: int | None = None, *, with_checks: bool = False
    ) -> Reading:
        """First wave: the pull request and, in parallel, the pages of files that `expect_files` foretells.

        `with_checks`: what others say of the head is likely to matter.
        """
        return await read(self._client, Place(repo, number), self._app_id, expect_files, with_checks=with_checks)

    async def complete(
        self, reading: Reading, wants: Wants, branches: Sequence[str] = (), *, with_checks: bool = False
    ) -> Snapshot:
        """Read what the first wave left open; no call for a plain pull request. For the arguments see there."""
        return await complete(self._client, reading, wants, branches, with_checks=with_checks)

    async def texts(self, repo: str, files: Sequence[ChangedFile]) -> dict[str, str | GaveUp]:
        """Give whole texts at the head by path, or why there is none to look at; for the rules that ask for them."""
        return await texts(self._client, repo, files)

    async def people(self, repo: str, inquiry: Inquiry) -> People:
        """Who is in teams, organisations and roles, and who may do what in the repository."""
        return await self._directory.people(repo, inquiry)

    async def blob(self, repo: str, oid: str) -> bytes:
        """Give a blob's own bytes."""
        return await self._client.get_bytes(route("repos", *names(repo), "git", "blobs", oid))

    def forget_people(self, until: float) -> None:
        """Ask anew for what was learnt of people until then, in seconds since 1970, since an event told of a change."""
        self._directory.forget(until)

    async def apply(self, pull: PullRequest, effects: Sequence[Effect]) -> list[Receipt]:
        """Last wave: carry out all effects in parallel; `ApplyFailedError` has the receipts of those that stand."""
        return await apply(self._client, Place(pull.repository, pull.number), effects)

    async def group(self, asked: MergeGroupAsked) -> Group | None:
        """Read a merge queue's group, not yet its pull requests; None: it is gone."""
        return await read_group(self._client, self._app_id, asked)

    async def part(self, group: Group, part: Part, looks: Looks) -> Snapshot:
        """Read one pull request as it stands in a group."""
        return await read_part(self._client, self._app_id, group, part, looks)

    async def apply_to_group(self, repo: str, effects: Sequence[Effect]) -> list[Receipt]:
        """Carry out what concerns a commit alone, as one that is no pull request's."""
        return await apply(self._client, Place(repo, 0), effects)

    def issues(self, repo: str) -> Issues:
        """Give the issues of a repository, as far as they are ours."""
        return Issues(self._client, repo, self._app_id)

    async def open_pull_requests(self, repo: str, base: str | None = None) -> dict[int, str]:
        """Give the head of each open pull request by its number, of those into the branch `base` where it is given."""
        query = {"base": base} if base is not None else {}
        found = await self._client.get_all(("repos", *names(repo), "pulls"), PullNumber, state="open", **query)
        return {pull.number: pull.head.sha for pull in found}

    async def merged(self, repo: str, branch: str, at_most: int) -> Merged:
        """Give the pull requests merged last into a branch, with what they changed, as far as they are small enough."""
        return await merged(self._client, repo, branch, at_most)

    async def pull_requests_of(self, repo: str, sha: str) -> list[int]:
        """Give the numbers of the open pull requests that a commit belongs to."""
        found = await self._client.get_all(("repos", *names(repo), "commits", sha, "pulls"), PullNumber)
        return [pull.number for pull in found if pull.state == "open"]
