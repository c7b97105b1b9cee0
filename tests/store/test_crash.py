"""A process that is killed has lost nothing that it was told is kept."""

import signal
import subprocess
import sys
import time

import pytest

from bot.store import Batch, Store

CHILD = """
import asyncio, os, sys
from bot.store import Incoming, open_store

async def main():
    store = await open_store(sys.argv[1])
    n = 0
    while True:
        n += 1
        await store.inbox.put([Incoming(f"d-{n}", f"pr:1:{n}", "kind", "{}")])
        if n == 3:
            await store.inbox.claim("child", 3600)
        os.write(1, f"{n}\\n".encode())

asyncio.run(main())
"""


@pytest.fixture
def killed(url, store):
    """A process that put events and took one is killed; how many it was told were kept."""
    assert store
    child = subprocess.Popen([sys.executable, "-c", CHILD, url], stdout=subprocess.PIPE)
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= 20:
            break
    child.send_signal(signal.SIGKILL)
    told = int((line + child.stdout.read()).split()[-1])
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    return told


async def test_every_event_that_was_acknowledged_is_there(store, killed):
    assert (await store.inbox.counts()).waiting >= killed


async def test_what_the_dead_process_held_comes_back(url, store, killed, clock):
    """On SQLite at the next start; on PostgreSQL, where other processes live, when the lease runs out."""
    assert killed
    clock.now = time.time() + 10
    await store.inbox.end_dead_leases()
    assert ("pr:1:1" in await keys(store)) == url.startswith("sqlite")
    clock.forward(3_600)
    assert "pr:1:1" in await keys(store)


async def keys(store: Store) -> set[str]:
    """All keys that can be had now."""
    found: set[str] = set()
    while isinstance(batch := await store.inbox.claim("me", 60), Batch):
        found.add(batch.key)
    return found
