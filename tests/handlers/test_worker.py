"""The worker: many keys at once, each in its order, and every end of a handler is settled."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from bot.core.model.ledger import Entry, EntryKind
from bot.errors import TransientError
from bot.handlers.worker import Handle, Pace, Worker
from bot.store import Batch, Incoming, Outcome, Quiet, open_store
from bot.store.tables import leases

FACT = Entry(EntryKind.SHOWN, datetime(2026, 11, 21, tzinfo=UTC), "check:1")


@pytest.fixture
async def store(tmp_path):
    opened = await open_store(f"sqlite:///{tmp_path}/store.db")
    yield opened
    await opened.close()


@pytest.fixture
async def other(tmp_path, store):
    """The same file, opened a second time."""
    assert store
    opened = await open_store(f"sqlite:///{tmp_path}/store.db")
    yield opened
    await opened.close()


@pytest.fixture
def put(store):
    async def put(*events: str) -> None:
        """Each event is `key/delivery`."""
        await store.inbox.put([Incoming(event, event.split("/")[0], "PullRequestTouched", "{}") for event in events])

    return put


@pytest.fixture
async def work(store):
    """Starts workers, and ends them with the test."""
    tasks = []

    def work(handle, **pace) -> Worker:
        worker = Worker(store, handle, Pace(**{"grace": 0.02, "poll": 1_000.0, **pace}))
        tasks.append((worker, asyncio.create_task(worker.run())))
        return worker

    yield work
    for worker, task in tasks:
        worker.stop()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def until(store):
    """Waits for the inbox to be in a state."""

    async def until(**wanted: int) -> None:
        async with asyncio.timeout(10):
            while True:
                counts = await store.inbox.counts()
                if all(getattr(counts, name) == count for name, count in wanted.items()):
                    return
                await asyncio.sleep(0.005)

    return until


@pytest.fixture
def run_through(store):
    """Runs a worker until what it took first is settled; what it logged comes back."""

    async def run_through(handle: Handle) -> list[Any]:
        begun = asyncio.Event()

        async def watched(batch: Batch) -> Outcome | None:
            begun.set()
            return await handle(batch)

        worker = Worker(store, watched, Pace(grace=10.0))
        with structlog.testing.capture_logs() as logs:
            run = asyncio.create_task(worker.run())
            async with asyncio.timeout(10):
                await begun.wait()
                worker.stop()
                await run
        return list(logs)

    return run_through


async def nothing(_batch: Batch) -> None:
    """Handle a batch that has no outcome."""


def names(batch: Batch) -> list[str]:
    return [row.delivery for row in batch.rows]


async def test_events_are_handled_and_their_outcome_is_remembered(store, put, work, until):
    async def handle(batch):
        return Outcome(1, 7, (FACT,)) if batch.key == "a" else None

    work(handle)
    await put("a/1", "b/1")
    await until(waiting=0)
    assert await store.ledger.entries(1, 7) == (FACT,)


async def test_what_comes_while_a_key_is_handled_becomes_the_next_batch(put, work, until):
    batches, begun, gate = [], asyncio.Event(), asyncio.Event()

    async def handle(batch):
        batches.append(names(batch))
        begun.set()
        await gate.wait()

    work(handle)
    await put("a/1")
    await begun.wait()
    await put("a/2", "a/3")
    gate.set()
    await until(waiting=0)
    assert batches == [["a/1"], ["a/2", "a/3"]]


async def test_keys_are_handled_at_once_up_to_a_limit(put, work, until):
    running: Counter[str] = Counter()
    most, full, gate = [], asyncio.Event(), asyncio.Event()

    async def handle(batch):
        running[batch.key] += 1
        most.append(running.total())
        if running.total() == 3:
            full.set()
        await gate.wait()
        running[batch.key] -= 1

    work(handle, concurrency=3)
    await put(*(f"{key}/{n}" for key in "abcdefg" for n in range(2)))
    async with asyncio.timeout(10):
        await full.wait()
    gate.set()
    await until(waiting=0)
    assert max(most) == 3
    assert len(most) == 7


async def test_a_failing_handler_stops_nobody(put, work, until):
    async def handle(batch):
        if batch.key == "bad":
            raise ZeroDivisionError("no such luck")

    with structlog.testing.capture_logs() as logs:
        work(handle)
        await put("bad/1", "good/1")
        await until(waiting=1)
    assert [line["event"] for line in logs] == ["handling failed"]


async def test_a_failure_is_logged_and_waits(store, put, run_through):
    async def handle(_batch):
        raise ZeroDivisionError("no such luck")

    await put("bad/1")
    (line,) = await run_through(handle)
    assert (line["event"], line["log_level"], line["exc_info"]) == ("handling failed", "error", True)
    pause = await store.inbox.claim("test", 60)
    assert isinstance(pause, Quiet)
    assert pause.seconds is not None
    assert 1 < pause.seconds < 2.6


@pytest.mark.parametrize(("error", "wait"), [(TransientError("limit", 500), 500), (TransientError("down"), 2)])
async def test_what_is_nobodys_fault_is_put_off_for_as_long_as_asked(store, put, run_through, error, wait):
    async def handle(_batch):
        raise error

    await put("a/1")
    (line,) = await run_through(handle)
    assert (line["event"], line["log_level"]) == ("handling put off", "warning")
    pause = await store.inbox.claim("test", 60)
    assert isinstance(pause, Quiet)
    assert pause.seconds is not None
    assert wait * 0.75 - 1 < pause.seconds <= wait * 1.25


async def test_an_outcome_that_cannot_be_kept_counts_as_a_failure(store, put, run_through):
    async def handle(_batch):
        return Outcome(1, 7, (Entry(EntryKind.SHOWN, datetime(2026, 1, 1), "x"),))  # noqa: DTZ001 - it is refused

    await put("a/1")
    (line,) = await run_through(handle)
    assert line["event"] == "handling failed"
    assert (await store.inbox.counts()).waiting == 1
    assert await store.ledger.entries(1, 7) == ()


async def test_work_that_was_settled_too_late_is_said(store, other, put, run_through):
    async def handle(_batch):
        await other.inbox.end_dead_leases()

    await put("a/1")
    assert "lease was lost" in (await run_through(handle))[0]["event"]
    assert (await store.inbox.counts()).waiting == 1


async def test_at_the_end_what_is_under_way_may_end(put, work, until):
    begun, gate, ended = asyncio.Event(), asyncio.Event(), []

    async def handle(batch):
        begun.set()
        await gate.wait()
        ended.append(batch.key)

    worker = work(handle, grace=10.0)
    await put("a/1")
    await begun.wait()
    worker.stop()
    await put("b/1")
    gate.set()
    await until(waiting=1)
    assert ended == ["a"]


async def test_at_the_end_what_takes_too_long_is_handed_back(store, put):
    begun, seen = asyncio.Event(), []

    async def handle(_batch):
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    worker = Worker(store, handle, Pace(grace=0.01))
    run = asyncio.create_task(worker.run())
    await put("a/1")
    await begun.wait()
    worker.stop()
    await run
    assert seen == ["cancelled"]
    batch = await store.inbox.claim("test", 60)
    assert isinstance(batch, Batch)
    assert [row.attempts for row in batch.rows] == [1]


async def test_cancelling_the_loop_hands_back_at_once(store, put):
    begun = asyncio.Event()

    async def handle(_batch):
        begun.set()
        await asyncio.Event().wait()

    run = asyncio.create_task(Worker(store, handle, Pace(grace=1_000.0)).run())
    await put("a/1")
    await begun.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert isinstance(await store.inbox.claim("test", 60), Batch)


async def test_leases_are_kept_while_work_goes_on(store, put, work):
    begun, gate = asyncio.Event(), asyncio.Event()

    async def handle(_batch):
        begun.set()
        await gate.wait()

    def lease(connection: sa.Connection) -> tuple[str, float]:
        token, until = connection.execute(sa.select(leases.c.token, leases.c.until)).one()
        return token, until

    work(handle, lease=1.0)
    await put("a/1")
    await begun.wait()
    token, first = await store._database.run(lease)
    async with asyncio.timeout(10):
        while True:
            same, latest = await store._database.run(lease)
            if latest != first:
                break
            await asyncio.sleep(0.01)
    assert (same, latest > first) == (token, True)
    gate.set()


async def test_work_whose_lease_is_lost_is_cancelled(store, put, work):
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def handle(_batch):
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    def steal(connection: sa.Connection) -> None:
        connection.execute(sa.update(leases).values(token="another", until=time.time() + 60))

    work(handle, lease=0.15)
    await put("a/1")
    await begun.wait()
    await store._database.run(steal)
    async with asyncio.timeout(10):
        await cancelled.wait()
    assert isinstance(await store.inbox.claim("test", 60), Quiet)  # the thief's lease was left alone


async def test_a_worker_takes_what_the_one_before_it_left(store, put, work, until):
    await put("a/1")
    assert isinstance(await store.inbox.claim("killed:1:abc", 3_600), Batch)

    work(nothing)
    await until(waiting=0)


async def test_a_broken_inbox_is_asked_again(store, put, work, until, monkeypatch):
    monkeypatch.setattr("bot.handlers.worker.FAULT_WAIT", 0.01)
    claim, faults = store.inbox.claim, [OSError("disk"), OSError("disk")]

    async def broken(owner, seconds):
        if faults:
            raise faults.pop()
        return await claim(owner, seconds)

    monkeypatch.setattr(store.inbox, "claim", broken)

    with structlog.testing.capture_logs() as logs:
        work(nothing)
        await put("a/1")
        await until(waiting=0)
    assert [line["event"] for line in logs] == ["the inbox can't be read"] * 2


async def test_a_batch_that_cannot_be_settled_is_said_loudly(store, put, run_through, monkeypatch):
    async def broken(*_):
        raise OSError("disk full")

    monkeypatch.setattr(store, "finish", broken)
    monkeypatch.setattr(store.inbox, "fail", broken)
    await put("a/1")
    logs = await run_through(nothing)
    assert {line["log_level"] for line in logs} == {"error"}
    assert "could not be settled" in logs[-1]["event"]


async def test_old_events_are_forgotten_as_it_goes(store, work, monkeypatch):
    pruned = asyncio.Event()

    async def prune():
        pruned.set()
        return 0

    monkeypatch.setattr(store.inbox, "prune", prune)

    work(nothing)
    async with asyncio.timeout(10):
        await pruned.wait()


def test_each_process_has_an_owner_of_its_own():
    assert Pace().owner != Pace().owner
    assert len(Pace().owner.split(":")) == 3
