"""What the tests of the web share: a real store, a signed request, and every line that is logged."""

import asyncio
import hmac
import io
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from aiohttp import ClientResponse, ClientSession, web

from bot import log
from bot.metrics import Metrics
from bot.store import Store, open_store
from bot.web import Door, Server, make_app

SECRET = "the-present-secret"
PREVIOUS = "the-secret-before"
APP_ID = 4711


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/store.db")
    yield opened
    await opened.close()


@pytest.fixture
def rows(store: Store) -> Callable[[], Awaitable[Sequence[tuple[str, str, str]]]]:
    """Delivery, key and kind of every row that the inbox holds, in their order."""

    def read(connection: sa.Connection) -> list[tuple[str, str, str]]:
        found = connection.execute(sa.text("SELECT delivery, key, kind FROM inbox ORDER BY id"))
        return [(row[0], row[1], row[2]) for row in found]

    return lambda: store._database.run(read)


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    """All that has been logged so far, as it comes out; every library's debug lines too."""
    root, stream = logging.getLogger(), io.StringIO()
    before, root.handlers, level = root.handlers, [], root.level
    log.configure("debug", [SECRET, PREVIOUS], stream)
    yield stream.getvalue
    root.handlers, root.level = before, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
async def serve(store: Store) -> AsyncIterator[Callable[..., Awaitable[ClientSession]]]:
    """Serve the application as in earnest, on a port of its own; keywords stand in for its parts."""
    async with AsyncExitStack() as stack:

        async def start(door: Door | None = None, **parts: object) -> ClientSession:
            given = {"inbox": store.inbox, "ready": _ready, "metrics": Metrics(), "schema": b"{}", **parts}
            app = make_app(door or Door(APP_ID, (SECRET,)), **given)  # type: ignore[arg-type]  # parts of any kind
            port = await stack.enter_async_context(served(app))
            return await stack.enter_async_context(ClientSession(f"http://127.0.0.1:{port}"))

        yield start


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[int]:
    """Run the server; its port."""
    server = Server(app, "127.0.0.1", 0)
    task = asyncio.create_task(server.run())
    await server.started.wait()
    try:
        yield server.port
    finally:
        server.stop()
        await task


async def _ready() -> Sequence[str]:
    return ()


@pytest.fixture
async def client(serve: Callable[..., Awaitable[ClientSession]]) -> ClientSession:
    return await serve()


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()


def headers(body: bytes, **changes: str | None) -> dict[str, str]:
    """What GitHub sends along; `changes` replace a header or, with None, leave it out."""
    usual = {
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "X-Hub-Signature-256": signature(body),
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/1",
    }
    given = {name.replace("_", "-"): value for name, value in changes.items()}
    kept = {name: value for name, value in usual.items() if name.lower() not in {key.lower() for key in given}}
    return kept | {name: value for name, value in given.items() if value is not None}


def opened(number: int = 7, **changes: object) -> dict[str, object]:
    """The payload of a pull request that was opened, with only what matters."""
    return {
        "action": "opened",
        "installation": {"id": 5},
        "repository": {"id": 99, "full_name": "acme/shop"},
        "pull_request": {"number": number, "changed_files": 3},
        **changes,
    }


@pytest.fixture
def post(client: ClientSession) -> Callable[..., Awaitable[ClientResponse]]:
    """Deliver a payload (or raw bytes), signed as GitHub does, with some headers changed."""

    async def send(payload: object = None, *, to: ClientSession | None = None, **changes: str | None) -> ClientResponse:
        body = payload if isinstance(payload, bytes) else json.dumps(payload or opened()).encode()
        return await (to or client).post("/webhook", data=io.BytesIO(body), headers=headers(body, **changes))

    return send


@pytest.fixture
def signed() -> Callable[..., dict[str, str]]:
    return headers


@pytest.fixture
def opened_payload() -> Callable[..., dict[str, object]]:
    return opened
