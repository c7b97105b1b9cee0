"""The App against a scripted server; time passes only in the log of sleeps."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.github.app import Access, GitHubApp
from bot.github.installation import Installation
from bot.github.wire import Call, Pace
from tests.github.hub import FILES, Hub, Reply, listed, pull

TOKENS = "POST /app/installations/7/access_tokens"


def token(text: str = "ghs_first", minutes: float = 60) -> Reply:
    """A fresh installation token."""
    ends = datetime.now(UTC) + timedelta(minutes=minutes)
    return Reply({"token": text, "expires_at": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}, 201)


@pytest.fixture(scope="session")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(*form).decode()


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    hub = Hub()
    application = web.Application(client_max_size=2**26)
    application.router.add_route("*", "/{tail:.*}", hub.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hub.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v3"
    hub.on(TOKENS, token())
    hub.on("ReadPullRequest", pull())
    hub.on(f"GET {FILES}", [listed("app.py")])
    yield hub
    await runner.cleanup()
    assert hub.lost == [], "requests that no script foresaw"
    hub.check_contract()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def calls() -> list[Call]:
    return []


@pytest.fixture
async def app(hub: Hub, slept: list[float], calls: list[Call], private_key: str) -> AsyncIterator[GitHubApp]:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pace = Pace(timeout=1.0, sleep=sleep, random=lambda: 1.0)
    async with aiohttp.ClientSession() as session:
        yield GitHubApp(Access(1234, private_key, hub.url), session, calls.append, pace)


@pytest.fixture
def here(app: GitHubApp) -> Installation:
    return app.installation(7)
