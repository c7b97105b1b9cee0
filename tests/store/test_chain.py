"""Each repository's ledger is one chain, whoever adds to it, and old ledgers become one."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config

from bot.core.model.ledger import Entry, EntryKind
from bot.store import Outcome, audit, open_store
from bot.store.chain import entry_hash
from bot.store.engine import database_of
from bot.store.migrate import FOLDER
from bot.store.tables import ledger, ledger_heads

AT = datetime(2026, 11, 21, 10, 30, 5, 123456, tzinfo=UTC)
SIGNED = Entry(EntryKind.SIGNED, AT, "review:7:money", "money", "alice", {"fingerprint": "ab", "via": "review"})
ROW = {
    "repo_id": 1296269,
    "number": 7,
    "kind": "signed",
    "at": 1795257005.123456,
    "source": "review:7:money",
    "zone": "money",
    "login": "alice",
    "data": {"via": "review", "fingerprint": "ab", "ü": [1, None]},
    "recorded_at": 1795257006.0,
    "previous": "",
}


async def rows(store, table=ledger):
    order = table.c.id if table is ledger else table.c.repo_id
    return await store._database.run(lambda c: c.execute(sa.select(table).order_by(order)).mappings().all())


def test_the_hash_of_an_entry_is_the_same_for_ever():
    text = (
        '{"at":"1795257005.123456","data":{"fingerprint":"ab","via":"review","\\u00fc":[1,null]},"kind":"signed",'
        '"login":"alice","number":7,"previous":"","recorded_at":"1795257006.000000","repo_id":1296269,'
        '"source":"review:7:money","zone":"money"}'
    )
    assert entry_hash(ROW) == hashlib.sha256(text.encode()).hexdigest()
    assert entry_hash(ROW) == "a73c9a79af693d602ed6963de5ed31aa747ae7f4517abff50d5f98bfa59aaa70"


def test_order_of_keys_tuples_and_numbers_as_keys_make_no_difference():
    assert entry_hash({**ROW, "data": {"b": (1, 2), "a": {10: 1, 9: 2}}}) == entry_hash(
        {**ROW, "data": {"a": {"9": 2, "10": 1}, "b": [1, 2]}}
    )


@pytest.mark.parametrize("name", ROW)
def test_every_part_counts(name):
    other = 3.0 if isinstance(ROW[name], float) else 8 if isinstance(ROW[name], int) else "other"
    assert entry_hash({**ROW, name: other}) != entry_hash(ROW)


async def test_entries_of_a_repository_are_one_chain_over_all_its_pull_requests(store):
    await store.ledger.append(1, 7, [SIGNED, replace(SIGNED, source="b")])
    await store.ledger.append(2, 7, [SIGNED])
    await store.ledger.append(1, 8, [SIGNED])
    found = await rows(store)
    first = [row for row in found if row["repo_id"] == 1]
    assert [row["position"] for row in first] == [1, 2, 3]
    assert [row["previous"] for row in first] == ["", first[0]["hash"], first[1]["hash"]]
    heads = await rows(store, ledger_heads)
    assert [(one["repo_id"], one["entries"], one["hash"]) for one in heads] == [
        (1, 3, first[2]["hash"]),
        (2, 1, found[2]["hash"]),
    ]


async def test_what_is_known_already_leaves_the_chain_as_it_is(store):
    await store.ledger.append(1, 7, [SIGNED])
    before = await rows(store, ledger_heads)
    await store.ledger.append(1, 7, [SIGNED, replace(SIGNED, login="mallory")])
    assert await rows(store, ledger_heads) == before
    await store.ledger.append(1, 7, [SIGNED, replace(SIGNED, source="b"), replace(SIGNED, source="b", zone="auth")])
    assert [row["position"] for row in await rows(store)] == [1, 2]


async def test_many_at_once_make_one_chain(store, other):
    """The same facts from both, and facts of their own, on two repositories."""
    calls = [
        one.ledger.append(repo, number, [replace(SIGNED, source=f"shared:{number}"), replace(SIGNED, source=f"{who}")])
        for who, one in enumerate((store, other))
        for repo in (1, 2)
        for number in range(12)
    ]
    await asyncio.gather(*calls)
    for repo in (1, 2):
        chain = [row for row in await rows(store) if row["repo_id"] == repo]
        chain.sort(key=lambda row: row["position"])
        assert [row["position"] for row in chain] == list(range(1, 37))
        assert [row["previous"] for row in chain[1:]] == [row["hash"] for row in chain[:-1]]


async def test_the_repositorys_name_is_kept_as_last_heard(store):
    told = Entry(EntryKind.VERDICT, AT, "verdict:1", data={"repository": "acme/shop"})
    await store.ledger.append(1, 7, [told])
    await store.ledger.append(1, 7, [SIGNED])
    assert (await rows(store, ledger_heads))[0]["name"] == "acme/shop"


# --- from before there were chains ---


async def old_store(url, facts):
    """Make a database of the first version and put facts into it as that did."""

    def begin(connection: sa.Connection) -> None:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER))
        command.upgrade(config, "0001")
        names = ("repo_id", "number", "kind", "at", "source", "zone", "login", "data", "recorded_at")
        connection.execute(sa.insert(ledger), [dict(zip(names, fact, strict=True)) for fact in facts])

    database = database_of(url)
    await database.run(begin)
    await database.close()


async def test_an_old_ledger_is_chained_in_the_order_in_which_it_was_recorded(url):
    facts = [
        (n % 3, n % 7, "signed", 1_700_000_000.25 + n, f"s:{n}", "money", "alice", {"n": n, "ü": None}, 1_700_000_001.0)
        for n in range(2_500)
    ]
    await old_store(url, facts)
    store = await open_store(url)
    await store.ledger.append(0, 1, [SIGNED])
    found = await rows(store)
    for repo in range(3):
        chain = [row for row in found if row["repo_id"] == repo]
        assert [row["position"] for row in chain] == list(range(1, len(chain) + 1))
        last = ""
        for row in chain:
            assert (row["previous"], row["hash"]) == (last, entry_hash(row))
            last = row["hash"]
    assert [one["entries"] for one in await rows(store, ledger_heads)] == [835, 833, 833]
    await store.close()


@pytest.mark.parametrize("change", ["UPDATE ledger SET login = 'mallory'", "DELETE FROM ledger"])
async def test_an_old_ledger_still_refuses_to_change(url, change):
    await old_store(url, [(1, 7, "signed", 1.0, "s", "money", "alice", None, 2.0)])
    store = await open_store(url)
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        await store._database.run(lambda connection: connection.execute(sa.text(change)).rowcount)
    assert len(await store.ledger.entries(1, 7)) == 1
    await store.close()


async def test_the_log_tells_where_the_chain_ends(store, put, take):
    await put("pr:1:7", "a")
    with structlog.testing.capture_logs() as told:
        assert await store.finish(await take(), Outcome(1, 7, (SIGNED,)))
    (head,) = await rows(store, ledger_heads)
    assert told == [
        {"event": "ledger", "log_level": "info", "repository": "repository 1", "entries": 1, "hash": head["hash"]}
    ]


async def test_an_audit_beside_those_who_write_finds_nothing_wrong(store, other):
    async def write(who: int) -> None:
        for n in range(40):
            one = (store, other)[who % 2]
            await one.ledger.append(1 + n % 2, who, [replace(SIGNED, source=f"{n}:{part}") for part in range(3)])

    writers = [asyncio.create_task(write(who)) for who in range(4)]
    faults = []
    while not all(writer.done() for writer in writers):
        faults += (await audit(other.records)).faults
    await asyncio.gather(*writers)
    found = await audit(store.records)
    assert (faults, found.faults, found.entries) == ([], [], 4 * 40 * 3)


async def test_an_audit_reads_page_by_page(store):
    facts = [replace(SIGNED, source=f"s:{n}") for n in range(1_300)]
    await store.ledger.append(1, 7, facts)
    found = await audit(store.records)
    assert (found.entries, found.whole) == (1_300, True)
