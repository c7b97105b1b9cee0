"""Stores on both databases, and a clock that only the test moves."""

import pytest

from bot.store import Batch, Incoming, Store, open_store


class Clock:
    """Stands still until it is moved forward."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
async def store(url, clock):
    opened = await open_store(url, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def other(url, clock, store):
    """The same database, opened a second time, as by another process."""
    assert store
    opened = await open_store(url, clock)
    yield opened
    await opened.close()


@pytest.fixture
def put(store: Store):
    """Puts events by short names: `await put("pr:1:1", "a", "b")`."""

    async def put(key: str, *deliveries: str) -> int:
        return await store.inbox.put([Incoming(name, key, "PullRequestTouched", f'"{name}"') for name in deliveries])

    return put


@pytest.fixture
def take(store: Store):
    """Claims a batch that must be there."""

    async def take(owner: str = "me", lease: float = 60.0) -> Batch:
        batch = await store.inbox.claim(owner, lease)
        assert isinstance(batch, Batch)
        return batch

    return take
