"""What the inbox promises, the same on SQLite and on PostgreSQL."""

import asyncio
from itertools import pairwise
from typing import Any, cast

import pytest

from bot.store import Batch, Incoming, Quiet, open_store
from bot.store.claims import MAX_ATTEMPTS, MAX_INTERRUPTIONS
from bot.store.inbox import LONGEST_WAIT, PATIENCE, Inbox, back_off


def names(batch: Batch) -> list[str]:
    return [row.delivery for row in batch.rows]


async def quiet(inbox: Inbox) -> Any:
    found = await inbox.claim("me", 60)
    assert isinstance(found, Quiet)
    return found.seconds


# --- arriving ------------------------------------------------------------------------------------------------


async def test_an_empty_inbox_is_quiet(store):
    assert await quiet(store.inbox) is None


async def test_what_is_put_comes_out_as_it_was(store, clock):
    body = '{"text": "\\u0000 ü 🐌"}'
    assert await store.inbox.put([Incoming("d-1", "pr:1:7", "BoxesChanged", body)]) == 1
    batch = await store.inbox.claim("me", 60)
    assert isinstance(batch, Batch)
    assert (batch.key, batch.owner) == ("pr:1:7", "me")
    (row,) = batch.rows
    assert (row.delivery, row.kind, row.body) == ("d-1", "BoxesChanged", body)
    assert (row.attempts, row.received_at) == (1, clock.now)


async def test_a_delivery_is_kept_once(put, take):
    assert await put("pr:1:1", "a", "b") == 2
    assert await put("pr:1:1", "b", "c", "c") == 1
    assert await put("pr:1:1") == 0
    assert names(await take()) == ["a", "b", "c"]


async def test_a_delivery_that_is_done_is_still_known(store, put, take, clock):
    await put("pr:1:1", "a")
    assert await store.inbox.done(await take())
    assert await put("pr:1:1", "a") == 0
    clock.forward(7 * 86_400 + 1)
    assert await store.inbox.prune() == 1
    assert await put("pr:1:1", "a") == 1


async def test_puts_at_once_are_each_told_what_was_new(store):
    def item(number: int) -> Incoming:
        return Incoming(f"d-{number % 20}", "pr:1:1", "kind", "{}")

    counted = await asyncio.gather(*(store.inbox.put([item(n), item(n + 1)]) for n in range(40)))
    assert sum(counted) == 20


async def test_one_that_cannot_be_put_does_not_harm_its_neighbours(store):
    broken = Incoming("bad", "pr:1:1", "kind", cast("str", None))
    results = await asyncio.gather(
        *(store.inbox.put([item]) for item in (Incoming("a", "k", "", ""), broken, Incoming("b", "k", "", ""))),
        return_exceptions=True,
    )
    assert (results[0], results[2]) == (1, 1)
    assert isinstance(results[1], Exception)


# --- claiming ------------------------------------------------------------------------------------------------


async def test_a_key_comes_whole_and_in_order_the_oldest_first(store, put, take):
    await put("pr:1:2", "a")
    await put("pr:1:1", "b")
    await put("pr:1:2", "c", "d")
    assert names(await take()) == ["a", "c", "d"]
    assert names(await take()) == ["b"]
    assert await quiet(store.inbox) == 60


async def test_what_comes_while_a_key_is_held_waits_for_it(store, other, put, take):
    await put("pr:1:1", "a")
    held = await take()
    await put("pr:1:1", "b")
    assert await quiet(other.inbox) == 60
    assert await store.inbox.done(held)
    assert names(await take()) == ["b"]


async def test_a_lease_that_ran_out_can_be_taken_over(store, other, put, take, clock):
    await put("pr:1:1", "a")
    first = await take(lease=60)
    clock.forward(59.9)
    assert await quiet(other.inbox) == pytest.approx(0.1, abs=0.001)
    await put("pr:1:1", "b")
    clock.forward(0.2)
    second = await other.inbox.claim("another", 60)
    assert names(second) == ["a", "b"]
    assert [row.attempts for row in second.rows] == [1, 1]  # being interrupted is no failure
    assert not await store.inbox.extend(first, 60)
    assert await other.inbox.extend(second, 60)


async def test_whoever_lost_the_lease_changes_nothing(store, other, put, take, clock):
    await put("pr:1:1", "a")
    lost = await take(lease=10)
    clock.forward(11)
    held = await other.inbox.claim("another", 60)
    assert not await store.inbox.done(lost)
    assert not await store.inbox.fail(lost, "late")
    assert not await store.inbox.put_off(lost, "late", 0)
    assert not await store.inbox.release(lost)
    assert await quiet(store.inbox) == 60
    assert await other.inbox.done(held)
    assert await quiet(store.inbox) is None
    assert not await other.inbox.done(held)


async def test_a_late_one_may_settle_what_nobody_took_over(store, put, take, clock):
    await put("pr:1:1", "a")
    late = await take(lease=10)
    clock.forward(100)
    assert await store.inbox.done(late)
    assert await quiet(store.inbox) is None


async def test_an_extended_lease_is_not_taken_over(store, other, put, take, clock):
    await put("pr:1:1", "a")
    held = await take(lease=10)
    clock.forward(8)
    assert await store.inbox.extend(held, 10)
    clock.forward(8)
    assert await quiet(other.inbox) == pytest.approx(2)


async def test_released_events_are_as_never_taken(store, put, take):
    await put("pr:1:1", "a")
    assert await store.inbox.release(await take())
    again = await take()
    assert [row.attempts for row in again.rows] == [1]


async def test_many_workers_keep_each_key_to_one_and_in_order(url, store, clock):
    """Eight claimers on four connections of their own, 12 keys, 120 events: each once, in order, one holder a key."""
    stores = [store, *[await open_store(url, clock) for _ in range(3)]]
    keys = [f"pr:1:{n % 12}" for n in range(120)]
    held: set[str] = set()
    handled: dict[str, list[str]] = {}

    async def feed() -> None:
        for n, key in enumerate(keys):
            await stores[n % 4].inbox.put([Incoming(f"d-{n:03}", key, "kind", "{}")])

    async def work(inbox: Inbox, owner: str) -> None:
        while len([name for done in handled.values() for name in done]) < len(keys):
            batch = await inbox.claim(owner, 60)
            if isinstance(batch, Quiet):
                continue
            assert batch.key not in held
            held.add(batch.key)
            await inbox.extend(batch, 60)
            handled.setdefault(batch.key, []).extend(names(batch))
            held.remove(batch.key)
            assert await inbox.done(batch)

    await asyncio.gather(feed(), *(work(stores[n % 4].inbox, f"worker {n}") for n in range(8)))
    assert sorted(name for done in handled.values() for name in done) == [f"d-{n:03}" for n in range(120)]
    assert all(done == sorted(done) for done in handled.values())
    for opened in stores[1:]:
        await opened.close()


# --- failing -------------------------------------------------------------------------------------------------


async def test_a_failed_batch_waits_longer_each_time_and_dies(store, put, take, clock):
    await put("pr:1:1", "a")
    waits = []
    for _ in range(MAX_ATTEMPTS - 1):
        assert await store.inbox.fail(await take(), "ValueError('no')")
        waits.append(await quiet(store.inbox))
        clock.forward(waits[-1])
    assert 1.5 <= waits[0] <= 2.5
    assert all(later > sooner for sooner, later in pairwise(waits))
    assert await store.inbox.fail(await take(), "ValueError('no')")
    assert await quiet(store.inbox) is None
    (letter,) = await store.inbox.dead()
    assert (letter.delivery, letter.key, letter.attempts, letter.error) == ("a", "pr:1:1", 8, "ValueError('no')")


def test_waits_are_bounded_and_never_the_same():
    assert 0.75 * LONGEST_WAIT <= back_off(10_000) <= 1.25 * LONGEST_WAIT
    assert len({back_off(3) for _ in range(20)}) > 1


async def test_only_the_worn_out_of_a_batch_die(store, put, take, clock):
    await put("pr:1:1", "old")
    for _ in range(MAX_ATTEMPTS - 1):
        await store.inbox.fail(await take(), "no")
        clock.forward(1_000)
    await put("pr:1:1", "new")
    await store.inbox.fail(await take(), "no")
    assert [letter.delivery for letter in await store.inbox.dead()] == ["old"]
    clock.forward(1_000)
    assert names(await take()) == ["new"]


async def test_a_failed_event_does_not_hold_up_those_after_it(store, put, take):
    await put("pr:1:1", "a")
    await store.inbox.fail(await take(), "no")
    await put("pr:1:1", "b")
    assert names(await take()) == ["b"]


async def test_what_is_put_off_waits_as_long_as_asked(store, put, take, clock):
    await put("pr:1:1", "a")
    assert await store.inbox.put_off(await take(), "rate limit", 90)
    assert await quiet(store.inbox) == 90
    clock.forward(90)
    await store.inbox.put_off(await take(), "rate limit", 0)
    assert await quiet(store.inbox) == 1
    clock.forward(1)
    await store.inbox.put_off(await take(), "unreachable")
    assert 6 <= await quiet(store.inbox) <= 10


async def test_what_is_put_off_dies_only_when_it_is_old_too(store, put, take, clock):
    await put("pr:1:1", "a")
    for _ in range(3 * MAX_ATTEMPTS):
        await store.inbox.put_off(await take(), "unreachable", 60)
        clock.forward(60)
    assert await store.inbox.dead() == ()
    clock.forward(PATIENCE)
    await store.inbox.put_off(await take(), "unreachable", 60)
    assert len(await store.inbox.dead()) == 1


async def test_an_event_that_kills_its_process_each_time_dies_alone(store, put, take, clock):
    await put("pr:1:1", "killer")
    for _ in range(MAX_INTERRUPTIONS):
        await take(lease=1)
        clock.forward(600)
    await put("pr:1:1", "innocent")
    await put("pr:1:2", "bystander")
    assert names(await take()) == ["innocent"]
    assert names(await take()) == ["bystander"]
    (letter,) = await store.inbox.dead()
    assert letter.delivery == "killer"
    assert "interrupted" in letter.error


async def test_what_is_interrupted_again_and_again_lets_others_go_first(store, put, take, clock):
    await put("pr:1:1", "killer")
    for wait in (1, 1, 1, 1, 4, 9):
        assert names(await take(lease=1)) == ["killer"]
        clock.forward(wait - 0.5)
        assert await quiet(store.inbox) == pytest.approx(0.5, abs=0.001)
        clock.forward(0.6)

    batch = await take()
    assert await store.inbox.release(batch)  # handed back: it had no part in the process's end
    assert names(await take()) == ["killer"]


async def test_a_key_left_empty_by_the_dead_is_free(store, put, take, clock):
    await put("pr:1:1", "killer")
    for _ in range(MAX_INTERRUPTIONS):
        await take(lease=1)
        clock.forward(600)
    assert await quiet(store.inbox) is None
    await put("pr:1:1", "next")
    assert names(await take()) == ["next"]


async def test_any_error_can_be_stored(store, put, take):
    await put("pr:1:1", "a")
    assert await store.inbox.fail(await take(), "\0 \ud800 " + "x" * 10_000)
    await store.inbox.retry()
    counts = await store.inbox.counts()
    assert (counts.waiting, counts.dead) == (1, 0)


# --- the operator --------------------------------------------------------------------------------------------


@pytest.fixture
def bury(store, put, take, clock):
    """Makes dead events by these names."""

    async def bury(*deliveries: str) -> None:
        for name in deliveries:
            await put(f"pr:1:{name}", name)
            for _ in range(MAX_ATTEMPTS):
                await store.inbox.fail(await take(), f"no {name}")
                clock.forward(1_000)

    return bury


async def test_dead_events_can_be_tried_again_one_or_all(store, take, bury):
    await bury("a", "b", "c")
    dead = await store.inbox.dead()
    assert [letter.error for letter in dead] == ["no a", "no b", "no c"]
    assert await store.inbox.retry([dead[1].id]) == 1
    retried = await take()
    assert (names(retried), retried.rows[0].attempts) == (["b"], 1)
    assert await store.inbox.retry([dead[1].id, 999]) == 0
    assert await store.inbox.retry() == 2
    assert await store.inbox.dead() == ()


async def test_counts_say_how_full_the_inbox_is(store, put, bury, clock):
    assert (await store.inbox.counts()).oldest is None
    await bury("a")
    await put("pr:1:8", "b", "c")
    since = clock.now
    clock.forward(5)
    await put("pr:1:9", "d")
    counts = await store.inbox.counts()
    assert (counts.waiting, counts.dead, counts.oldest) == (3, 1, since)


async def test_done_events_keep_no_body_and_only_the_old_are_forgotten(store, put, take, clock):
    await put("pr:1:1", "a")
    await store.inbox.done(await take())
    clock.forward(60)
    await put("pr:1:1", "b")
    await store.inbox.done(await take())
    clock.forward(10)
    bodies = await store._database.run(lambda connection: connection.exec_driver_sql("SELECT body FROM inbox").all())
    assert [tuple(row) for row in bodies] == [("",), ("",)]
    assert await store.inbox.prune(older_than=30) == 1
    assert await put("pr:1:1", "a", "b") == 1


# --- waking --------------------------------------------------------------------------------------------------


async def test_a_put_wakes_who_waits_even_if_it_comes_first(store, put):
    bell = store.inbox.arrivals.next()
    await put("pr:1:1", "a")
    async with asyncio.timeout(5):
        await bell.wait()
    assert not store.inbox.arrivals.next().is_set()


async def test_a_put_of_known_events_wakes_nobody(url, store, put):
    await put("pr:1:1", "a")
    bell = store.inbox.arrivals.next()
    assert await put("pr:1:1", "a") == 0
    assert url.startswith("postgresql") or not bell.is_set()


# --- the whole store -----------------------------------------------------------------------------------------


async def test_a_store_is_ready_until_it_is_not(store):
    assert await store.ready()
    await store._database.run(lambda connection: connection.exec_driver_sql("DROP TABLE alembic_version"))
    assert not await store.ready()
