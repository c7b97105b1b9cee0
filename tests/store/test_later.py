"""Events that are due at a time, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

import pytest

from bot.store import Batch, Incoming, Later, Outcome, Quiet


def later(clock, seconds: float, delivery: str = "again", key: str = "pr:1:7") -> Later:
    due = datetime.fromtimestamp(clock.now + seconds, UTC)
    return Later(due, Incoming(delivery, key, "PullRequestTouched", '"again"'))


@pytest.fixture
def finish(store, put, take):
    """Settles an event of `pr:1:7` that asks for another."""

    async def finish(name: str, again: Later | None) -> None:
        await put("pr:1:7", name)
        assert await store.finish(await take(), Outcome(1, 7, (), again))

    return finish


async def deliveries(store) -> list[str]:
    batch = await store.inbox.claim("me", 60)
    return [row.delivery for row in batch.rows] if isinstance(batch, Batch) else []


async def test_it_comes_when_it_is_due_and_not_before(store, finish, clock):
    await finish("a", later(clock, 60))
    clock.forward(59)
    assert await store.inbox.wake() == 0
    assert await store.inbox.claim("me", 60) == Quiet(None)
    clock.forward(1)
    assert await store.inbox.wake() == 1
    assert await deliveries(store) == ["again"]
    assert await store.inbox.wake() == 0


async def test_until_then_it_is_no_backlog_and_in_nobodys_way(store, finish, put, clock):
    await finish("a", later(clock, 60))
    counts = await store.inbox.counts()
    assert (counts.waiting, counts.oldest) == (0, None)
    await put("pr:1:7", "b")
    assert await deliveries(store) == ["b"]


async def test_the_last_of_a_key_stands(store, finish, clock):
    await finish("a", later(clock, 60, "early"))
    await finish("b", later(clock, 90, "late"))
    clock.forward(60)
    assert await store.inbox.wake() == 0
    clock.forward(30)
    assert await store.inbox.wake() == 1
    assert await deliveries(store) == ["late"]


async def test_it_outlives_an_evaluation_that_asks_for_none(store, finish, clock):
    await finish("a", later(clock, 60))
    await finish("b", None)
    clock.forward(60)
    assert await store.inbox.wake() == 1


async def test_each_key_has_its_own(store, finish, put, take, clock):
    await finish("a", later(clock, 60))
    await put("pr:1:8", "b")
    await store.finish(await take(), Outcome(1, 8, (), later(clock, 60, "other", "pr:1:8")))
    clock.forward(60)
    assert await store.inbox.wake() == 2


async def test_who_lost_the_lease_sets_nothing(store, other, put, take, clock):
    await put("pr:1:7", "a")
    lost = await take(lease=1)
    clock.forward(2)
    await other.inbox.claim("another", 600)
    assert not await store.finish(lost, Outcome(1, 7, (), later(clock, 60)))
    clock.forward(60)
    assert await store.inbox.wake() == 0


async def test_two_processes_let_it_in_once(store, other, finish, clock):
    await finish("a", later(clock, 60))
    clock.forward(60)
    assert await store.inbox.wake() + await other.inbox.wake() == 1


async def test_a_time_that_has_come_is_heard_by_who_waits(store, finish, clock):
    await finish("a", later(clock, 60))
    bell = store.inbox.arrivals.next()
    clock.forward(60)
    await store.inbox.wake()
    assert bell.is_set()
