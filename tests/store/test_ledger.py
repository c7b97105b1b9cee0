"""What is remembered of pull requests: whole, once, and for good."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.model.ledger import Entry, EntryKind
from bot.store import Outcome

AT = datetime(2026, 11, 21, 10, 30, 5, 123456, tzinfo=UTC)
SIGNED = Entry(EntryKind.SIGNED, AT, "review:7:money", "money", "alice", {"fingerprint": "ab", "via": "review"})


async def test_entries_come_back_as_they_were_in_their_order(store):
    entries = (
        SIGNED,
        Entry(EntryKind.VERDICT, AT - timedelta(days=9), "check:1", data={"zones": {"money": "open"}, "ü": [1, None]}),
        Entry(EntryKind.SHOWN, AT, "review:8"),
    )
    await store.ledger.append(1, 7, entries)
    assert await store.ledger.entries(1, 7) == entries


async def test_a_fact_is_kept_once_as_it_was_first_told(store):
    await store.ledger.append(1, 7, [SIGNED, replace(SIGNED, login="mallory")])
    await store.ledger.append(1, 7, [replace(SIGNED, at=AT + timedelta(days=1))])
    assert await store.ledger.entries(1, 7) == (SIGNED,)


async def test_facts_differ_by_kind_source_and_pull_request(store):
    await store.ledger.append(
        1, 7, [SIGNED, replace(SIGNED, kind=EntryKind.REVOKED), replace(SIGNED, source="review:8:money")]
    )
    await store.ledger.append(1, 8, [SIGNED])
    await store.ledger.append(2, 7, [SIGNED])
    assert len(await store.ledger.entries(1, 7)) == 3
    assert await store.ledger.entries(2, 7) == (SIGNED,)
    assert await store.ledger.entries(3, 7) == ()


async def test_times_come_back_in_utc(store):
    there = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    await store.ledger.append(1, 7, [replace(SIGNED, at=there)])
    (entry,) = await store.ledger.entries(1, 7)
    assert (entry.at, entry.at.tzinfo) == (AT, UTC)


async def test_a_time_without_a_zone_is_refused(store):
    naive = datetime(2026, 11, 21)  # noqa: DTZ001 - that is what is tested
    with pytest.raises(ValueError, match="review:7:money has no zone"):
        await store.ledger.append(1, 7, [SIGNED, replace(SIGNED, at=naive)])
    assert await store.ledger.entries(1, 7) == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.datetimes(datetime(2008, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds it
    login=st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    data=st.none() | st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.booleans())),
)
async def test_any_entry_comes_back_as_it_was(store, at, login, data):
    number = len(drawn)
    drawn.append(number)
    entry = Entry(EntryKind.TICKED, at, "source", login=login, data=data)
    await store.ledger.append(9, number, [entry])
    assert await store.ledger.entries(9, number) == (entry,)


drawn: list[int] = []


@pytest.mark.parametrize("change", ["UPDATE ledger SET login = 'mallory'", "DELETE FROM ledger"])
async def test_the_database_itself_refuses_to_change_the_past(store, change):
    await store.ledger.append(1, 7, [SIGNED])
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        await store._database.run(lambda connection: connection.execute(sa.text(change)).rowcount)
    assert await store.ledger.entries(1, 7) == (SIGNED,)


async def test_finishing_settles_the_batch_and_remembers_at_once(store, put, take):
    await put("pr:1:7", "a")
    batch = await take()
    assert await store.finish(batch, Outcome(1, 7, (SIGNED,)))
    assert await store.ledger.entries(1, 7) == (SIGNED,)
    assert (await store.inbox.counts()).waiting == 0


async def test_finishing_without_the_lease_remembers_nothing(store, other, put, take, clock):
    await put("pr:1:7", "a")
    lost = await take(lease=1)
    clock.forward(2)
    await other.inbox.claim("another", 60)
    assert not await store.finish(lost, Outcome(1, 7, (SIGNED,)))
    assert await store.ledger.entries(1, 7) == ()


async def test_what_cannot_be_remembered_is_not_settled(store, put, take):
    await put("pr:1:7", "a")
    batch = await take()
    naive = replace(SIGNED, at=AT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no zone"):
        await store.finish(batch, Outcome(1, 7, (naive,)))
    assert await store.finish(batch)
