"""Transactions on both databases: none lost, none half done."""

import asyncio
import sys
from contextlib import suppress

import pytest
import sqlalchemy as sa

from bot.errors import UserError
from bot.store.engine import SqliteDatabase, database_of
from bot.store.postgres import PostgresDatabase

COUNT = """
import asyncio, sys
import sqlalchemy as sa
from bot.store.engine import database_of

def increment(connection):
    value = connection.scalar(sa.text("SELECT value FROM counter"))
    connection.execute(sa.text("UPDATE counter SET value = :next"), {"next": value + 1})

async def main():
    database = database_of(sys.argv[1])
    for _ in range(200):
        await database.run(increment)
    await database.close()

asyncio.run(main())
"""


@pytest.fixture
async def database(url):
    opened = database_of(url)
    await opened.run(lambda connection: connection.execute(sa.text("CREATE TABLE counter (value INTEGER)")).rowcount)
    await opened.run(lambda connection: connection.execute(sa.text("INSERT INTO counter VALUES (0)")).rowcount)
    yield opened
    with suppress(RuntimeError):  # a test may have closed it
        await opened.close()


def value(connection: sa.Connection) -> int:
    return int(connection.execute(sa.text("SELECT value FROM counter")).scalar_one())


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_processes_that_write_at_once_lose_nothing(database, url):
    """Reading before writing in one transaction: with the driver's own BEGIN more than half of these got lost."""
    counters = [await asyncio.create_subprocess_exec(sys.executable, "-c", COUNT, url) for _ in range(3)]
    assert [await counter.wait() for counter in counters] == [0, 0, 0]
    assert await database.run(value) == 600


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_sqlite_is_set_for_durability(database):
    def pragmas(connection: sa.Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]

    assert await database.run(pragmas) == ["wal", 2, 1, 10_000]


async def test_what_fails_changes_nothing(database):
    def half(connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE counter SET value = 7"))
        raise LookupError

    with pytest.raises(LookupError):
        await database.run(half)
    assert await database.run(value) == 0


async def test_what_fails_takes_nothing_from_what_runs_beside_it(database):
    def add(connection: sa.Connection, amount: int) -> None:
        connection.execute(sa.text("UPDATE counter SET value = value + :amount"), {"amount": amount})
        if amount == 10:
            raise LookupError

    results = await asyncio.gather(*(database.run(add, n) for n in (1, 10, 100)), return_exceptions=True)
    assert [type(result) for result in results] == [type(None), LookupError, type(None)]
    assert await database.run(value) == 101


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_closing_lets_what_is_queued_run(database):
    running = [asyncio.create_task(database.run(value)) for _ in range(3)]
    await asyncio.sleep(0)
    await database.close()
    assert [await task for task in running] == [0, 0, 0]


async def test_what_is_cancelled_is_whole_or_nothing(database):
    def two(connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE counter SET value = value + 1"))
        connection.execute(sa.text("UPDATE counter SET value = value + 1"))

    for _ in range(20):
        task = asyncio.create_task(database.run(two))
        await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert await database.run(value) % 2 == 0


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_connection_that_the_server_closed_is_replaced(database, url):
    assert await database.run(value) == 0
    killer = database_of(url)
    others = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')
    """
    await killer.run(lambda connection: connection.execute(sa.text(others)).all())
    assert await database.run(value) == 0
    await killer.close()


def test_urls_name_a_database(tmp_path):
    assert isinstance(database_of(f"sqlite:///{tmp_path}/new/folder/store.db"), SqliteDatabase)
    assert (tmp_path / "new" / "folder").is_dir()
    assert isinstance(database_of("postgresql://user:word@host/name?sslmode=require"), PostgresDatabase)
    assert isinstance(database_of("postgres://user:word@host/name"), PostgresDatabase)


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "sqlite:///", "sqlite://file.db", "mysql://host/name", "postgresql://"]
)
def test_other_urls_are_refused(url):
    with pytest.raises(UserError, match="sqlite:///path"):
        database_of(url)
