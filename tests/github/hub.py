"""A server on loopback that answers as a test scripts it, notes every request, and builds GitHub's answers."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web

from tests.contract.checker import Contract

HEAD = "a" * 40
BASE = "b" * 40
MERGE_BASE = "c" * 40
REPO = "/repos/acme/shop"
PULL = f"{REPO}/pulls/7"
FILES = f"{PULL}/files"


@dataclass(frozen=True)
class Reply:
    """An answer to be given; `body` None is none, bytes go as they are, anything else as JSON."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False  # close the connection instead
    wait: asyncio.Event | None = None  # hold the answer back until then


@dataclass(frozen=True)
class Seen:
    """A request that came."""

    method: str
    path: str  # without /api/v3, as it was on the wire
    query: dict[str, str]
    headers: dict[str, str]
    body: Any

    @property
    def name(self) -> str:
        """A GraphQL operation's name, else method and path."""
        if self.path == "/graphql":
            words = self.body["query"].split("{")[0].split("(")[0].split()
            return str(words[1])
        return f"{self.method} {self.path}"


Answer = Reply | Callable[[Seen], Reply | Awaitable[Reply]]


@cache
def _contract(shared: str) -> Contract:
    return Contract(shared)


class Hub:
    """Scripted answers: the last one given for a route stays."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.lost: list[str] = []  # requests that no script foresaw
        self.loose = False  # a test that sends what GitHub would not take
        self.url = ""
        self._answers: dict[str, list[Answer]] = {}

    def on(self, name: str, *answers: Answer | Any) -> None:
        """Answer `GET /path` or a GraphQL operation; plain values are JSON."""
        self._answers[name] = [one if isinstance(one, Reply) or callable(one) else Reply(one) for one in answers]

    def names(self) -> list[str]:
        """What was asked for, in order, tokens left out."""
        return [seen.name for seen in self.seen if "access_tokens" not in seen.path]

    def all(self, name: str) -> list[Seen]:
        """Every request of this name."""
        return [seen for seen in self.seen if seen.name == name]

    def one(self, name: str) -> Seen:
        """The only request of this name."""
        found = self.all(name)
        assert len(found) == 1, f"{name} was asked for {len(found)} times"
        return found[0]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        seen = Seen(
            request.method,
            request.raw_path.partition("?")[0].removeprefix("/api/v3").replace("/api/graphql", "/graphql"),
            dict(request.query),
            {key.lower(): value for key, value in request.headers.items()},
            json.loads(content) if content else None,
        )
        self.seen.append(seen)
        reply = await self._reply(seen)
        if reply.wait is not None:
            await reply.wait.wait()
        if reply.drop:
            assert request.transport is not None
            request.transport.close()
        return _response(reply)

    async def _reply(self, seen: Seen) -> Reply:
        answers = self._answers.get(seen.name)
        if not answers:
            self.lost.append(seen.name)
            return Reply({"message": "no script for this"}, 404)
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        if isinstance(answer, Reply):
            return answer
        made = answer(seen)
        return made if isinstance(made, Reply) else await made

    def check_contract(self) -> None:
        """Judge every request by GitHub's contract, where that is at hand."""
        shared = os.environ.get("DONT_DELEGATE_SHARED")
        if not shared or self.loose:
            return
        for seen in self.seen:
            if seen.path == "/graphql":
                _contract(shared).check_graphql(seen.body["query"], seen.body["variables"])
            else:
                _contract(shared).check_request(seen.method, seen.path, seen.query, seen.body)


def _response(reply: Reply) -> web.Response:
    if isinstance(reply.body, bytes):
        return web.Response(body=reply.body, status=reply.status, headers=reply.headers)
    text = "" if reply.body is None else json.dumps(reply.body)
    return web.Response(text=text, status=reply.status, headers=reply.headers, content_type="application/json")


def listed(filename: str, patch: str | None = "@@ -1 +1 @@\n-a\n+b", **changes: Any) -> dict[str, Any]:
    """A file of the files list; additions and deletions are the patch's."""
    added, removed = ((patch or "").count("\n+"), (patch or "").count("\n-"))
    ref = changes.pop("ref", HEAD)
    found: dict[str, Any] = {
        "sha": "d" * 40,
        "filename": filename,
        "status": "modified",
        "additions": added,
        "deletions": removed,
        "changes": added + removed,
        "blob_url": "https://github.com/x",
        "raw_url": "https://github.com/y",
        "contents_url": f"https://api.github.com/repos/acme/shop/contents/x?ref={ref}",
    }
    return found | ({} if patch is None else {"patch": patch}) | changes


def connection(*nodes: Any, total: int | None = None, **page: Any) -> dict[str, Any]:
    """A page of a GraphQL list."""
    return {"totalCount": len(nodes) if total is None else total, "pageInfo": page, "nodes": list(nodes)}


def user(login: str) -> dict[str, str]:
    """An actor."""
    return {"__typename": "User", "login": login}


def commit(oid: str = HEAD, message: str = "Change", total: int = 1) -> dict[str, Any]:
    """A commit of the pull request, by ann."""
    ann = {"name": "Ann", "email": "ann@acme.example", "user": {"login": "ann"}}
    authors = {"totalCount": total, "nodes": [ann]}
    return {"commit": {"oid": oid, "message": message, "signature": None, "authors": authors, "committer": ann}}


def comment(number: int, body: str, **changes: Any) -> dict[str, Any]:
    """A comment by ann, one minute after the other by number."""
    at = f"2026-01-01T00:{number % 60:02}:00Z"
    found = {
        "databaseId": str(number),
        "body": body,
        "createdAt": at,
        "updatedAt": at,
        "lastEditedAt": None,
        "viewerDidAuthor": False,
        "author": user("ann"),
    }
    return found | changes


def head(**changes: Any) -> dict[str, Any]:
    """The head with our checks and its policy."""
    found: dict[str, Any] = {
        "oid": HEAD,
        "file": None,
        "floor": None,
        "associatedPullRequests": {"totalCount": 0, "nodes": []},
        "checkSuites": {"nodes": []},
    }
    return {"nodes": [{"commit": found | changes}]}


def blob(text: str | None, **changes: Any) -> dict[str, Any]:
    """A policy file or an entry in a commit: 100644 with this text."""
    size = len((text or "").encode())
    inner = {"__typename": "Blob", "oid": "e" * 40, "byteSize": size, "isBinary": False, "isTruncated": False}
    mode = changes.pop("mode", 0o100644)
    oid = changes.pop("oid", f"{abs(hash(text)):040x}"[:40])
    return {"mode": mode, "oid": oid, "object": inner | {"text": text, "oid": oid} | changes}


def base_commit(**changes: Any) -> dict[str, Any]:
    """The head of the base branch without any of the files that are read from it."""
    owners = dict.fromkeys(("ownersInGithub", "ownersAtRoot", "ownersInDocs"))
    return {"oid": BASE, "file": None, "attributes": None, **owners, **changes}


def pull(**changes: Any) -> dict[str, Any]:
    """The answer to ReadPullRequest: one file, one commit, nothing said yet."""
    node: dict[str, Any] = {
        "id": "PR_1",
        "number": 7,
        "title": "Change the shop",
        "body": "",
        "isDraft": False,
        "state": "OPEN",
        "changedFiles": 1,
        "author": user("ann"),
        "baseRefName": "main",
        "headRefName": "topic",
        "baseRefOid": BASE,
        "headRefOid": HEAD,
        "headRepository": {"nameWithOwner": "acme/shop"},
        "baseRef": {"target": base_commit()},
        "labels": connection(),
        "assignees": connection(),
        "assigned": connection(),
        "dismissed": connection(),
        "head": head(),
        "commits": connection(commit()),
        "comments": connection(),
        "reviews": connection(),
        "reviewThreads": connection(),
        "reviewRequests": {"nodes": []},
    }
    repository = {
        "databaseId": 1,
        "nameWithOwner": changes.pop("nameWithOwner", "acme/shop"),
        "visibility": "PRIVATE",
        "defaultBranchRef": {"name": "main", "target": {"oid": "b" * 40, "file": None}},
        "owner": {"id": "O_1", "login": "acme"},
        "pullRequest": node | changes,
    }
    return {"data": {"repository": repository, "floor": {"defaultBranchRef": None}}}
