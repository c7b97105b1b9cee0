"""On PostgreSQL, one process hears what another has put."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.store import Store
from bot.store import listen as listening

pytestmark = pytest.mark.parametrize("url", ["postgresql"], indirect=True)

LISTENERS = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND application_name = current_setting('application_name')"


async def listeners(store: Store, count: int) -> list[int]:
    """Wait until so many listen, and give their process ids."""
    async with asyncio.timeout(10):
        while True:
            pids = await store._database.run(lambda connection: connection.scalars(sa.text(LISTENERS)).all())
            if len(pids) == count:
                return list(pids)
            await asyncio.sleep(0.01)


async def rings(bell: asyncio.Event) -> None:
    async with asyncio.timeout(10):
        await bell.wait()


async def test_what_another_process_puts_rings_here(store, other, put):
    await listeners(store, 2)
    bell = other.inbox.arrivals.next()
    await put("pr:1:1", "a")
    await rings(bell)


async def test_what_another_process_gives_back_or_revives_rings_here(store, other, put, take):
    await listeners(store, 2)
    bell = other.inbox.arrivals.next()
    await put("pr:1:1", "a")
    await rings(bell)
    bell = other.inbox.arrivals.next()
    await store.inbox.release(await take())
    await rings(bell)
    bell = other.inbox.arrivals.next()
    await store.inbox.retry()
    await rings(bell)


async def test_a_listener_that_was_cut_off_listens_again_and_looks(store, other, put, monkeypatch):
    monkeypatch.setattr(listening, "RECONNECT_WAIT", 0.01)
    before = await listeners(store, 2)
    bell = other.inbox.arrivals.next()
    for pid in before:
        await store._database.run(
            lambda connection, pid=pid: connection.execute(sa.select(sa.func.pg_terminate_backend(pid))).all()
        )
    await rings(bell)  # for whatever came while nobody listened
    assert not set(before) & set(await listeners(store, 2))
    bell = other.inbox.arrivals.next()
    await put("pr:1:1", "a")
    await rings(bell)
