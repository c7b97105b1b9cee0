"""A small world and a server for it; the contract with GitHub where it is at hand."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import aiohttp
import pytest
from gidgethub.apps import get_jwt

from bot.sandbox import App, Clock, Sandbox, World
from bot.sandbox.model.app import EVENTS
from bot.sandbox.model.state import PullRequest, Repository
from tests.contract.checker import Contract

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LINES = "".join(f"line {n}\n" for n in range(1, 41))


class Place(NamedTuple):
    """A world with a repository, a pull request and everybody in it."""

    world: World
    repo: Repository
    pull: PullRequest
    events: list[tuple[str, dict[str, Any]]]

    def heard(self) -> list[tuple[str, str | None]]:
        found = [(name, payload.get("action")) for name, payload in self.events]
        self.events.clear()
        return found


def found(world: World) -> tuple[Repository, PullRequest]:
    for login in ("ada", "grace", "linus", "margaret", "mallory", "barbara"):
        world.add_account(login, email=f"{login}@acme.example")
    world.add_organization("acme", "margaret")
    world.add_team("acme", "platform", "grace")
    world.add_team("acme", "database", "barbara", parent="platform")
    repo = world.add_repository("acme/shop")
    repo.teams["platform"] = "maintain"
    repo.collaborators.update(ada="write", linus="triage", mallory="read")
    world.push(repo, "main", {"app.py": LINES, "docs/a.md": "hello\n"}, "ada", "Start")
    world.install("acme", "margaret")
    edited = LINES.replace("line 20\n", "line twenty\n").replace("line 5\n", "")
    world.push(repo, "topic", {"app.py": edited, "new.py": "x = 1\n"}, "ada", "Change")
    return repo, world.open_pull_request(repo, "topic", "ada", title="Change things", body="As said.")


@pytest.fixture
def place() -> Place:
    app = App(events=(*EVENTS, "pull_request_review_thread"))
    world = World(Clock(lambda: START), app)
    events: list[tuple[str, dict[str, Any]]] = []
    repo, pull = found(world)
    world.on_event = lambda name, payload: events.append((name, payload))
    return Place(world, repo, pull, events)


@pytest.fixture(scope="session")
def contract() -> Contract:
    shared = os.environ.get("DONT_DELEGATE_SHARED")
    if not shared:
        pytest.skip("GitHub's contract is not at hand")
    return Contract(shared)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=Clock(lambda: START)) as made:
        found(made.world)
        yield made
        assert made.unknown_routes == []


@pytest.fixture
def pull(sandbox: Sandbox) -> PullRequest:
    return sandbox.world.pull("acme/shop", 1)


class Reply(NamedTuple):
    """What came back."""

    status: int
    data: Any
    headers: dict[str, str]
    raw: bytes


Caller = Callable[..., Awaitable[Reply]]


@pytest.fixture
async def call(sandbox: Sandbox) -> AsyncIterator[Caller]:
    """Call as the installation; `token=None` as the App; a given text goes as it is."""
    async with aiohttp.ClientSession() as session:
        jwt = get_jwt(app_id=str(sandbox.world.app.id), private_key=sandbox.private_key)
        kept: dict[str, str] = {}

        async def send(
            method: str, path: str, body: Any = None, *, token: str | None = "", headers: dict[str, str] | None = None
        ) -> Reply:
            if token == "" and not kept:
                installation = sandbox.world.installation
                assert installation is not None
                made = await send("POST", f"/app/installations/{installation.id}/access_tokens", token=None)
                kept["token"] = made.data["token"]
            credential = {None: jwt, "": kept.get("token", "")}.get(token, token)
            base = sandbox.graphql_url.removesuffix("/graphql") if path == "/graphql" else sandbox.api_url
            more = {"Authorization": f"Bearer {credential}"} | (headers or {})
            async with session.request(method, base + path, json=body, headers=more) as answer:
                raw = await answer.read()
                data = (
                    await answer.json(content_type=None) if raw and answer.content_type == "application/json" else None
                )
                return Reply(answer.status, data, {k.lower(): v for k, v in answer.headers.items()}, raw)

        yield send


@pytest.fixture
def checked(sandbox: Sandbox, contract: Contract) -> Iterator[list[str]]:
    """Hold every call of the test, and its answer, to GitHub's description."""
    seen: list[str] = []

    def look(exchange: Any) -> None:
        if exchange.path == "/graphql":
            contract.check_graphql(exchange.body["query"], exchange.body.get("variables"))
        elif exchange.status is not None and exchange.status < 300 and "raw" not in exchange.kind:
            operation = contract.check_request(exchange.method, exchange.path, exchange.query, exchange.body)
            contract.check_response(exchange.method, exchange.path, exchange.status, exchange.answer)
            seen.append(operation)

    faults: list[AssertionError] = []

    def observe(exchange: Any) -> None:
        try:
            look(exchange)
        except AssertionError as fault:
            faults.append(fault)

    sandbox.observers.append(observe)
    yield seen
    assert [str(fault) for fault in faults] == []
