"""Runs transactions, written once as plain functions of a connection, on SQLite or on PostgreSQL."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import UserError
from bot.store.gather import Gathering

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[[sa.Connection], Any]

_LOCK_WAIT = 10.0  # seconds


class Database(Protocol):
    """Where transactions run. `single_process`: only one process at a time is meant to work on it."""

    single_process: bool

    async def run(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one transaction; what it returns is durable when it comes back."""
        ...

    async def hear(self, heard: Callable[[], None]) -> None:
        """Call `heard` whenever another process may have put something in, until cancelled."""
        ...

    async def close(self) -> None:
        """Let what runs end, and give all connections back."""
        ...


class SqliteDatabase:
    """A file, and one thread that alone touches it.

    One trip to the thread a transaction costs a third of the CPU of a driver that makes one for each call; and what is
    asked for while one transaction reaches the disk goes into the next one together.
    """

    single_process = True

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        url = sa.URL.create("sqlite", database=str(path))
        self._engine = sa.create_engine(url, connect_args={"timeout": _LOCK_WAIT, "check_same_thread": False})
        sa.event.listen(self._engine, "connect", _prepare_sqlite)
        sa.event.listen(self._engine, "begin", _begin_immediate)
        self._thread = ThreadPoolExecutor(1, "store")
        self._works: Gathering[Work, Any] = Gathering(self._transact)

    async def run(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in the file's thread; once begun it ends, even when the caller is cancelled."""
        done: T = await self._works.add(lambda connection: work(connection, *args, **kwargs))
        return done

    async def _transact(self, works: Sequence[Work]) -> list[Any]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._in_one_transaction, works)

    def _in_one_transaction(self, works: Sequence[Work]) -> list[Any]:
        with self._engine.begin() as connection:
            return [work(connection) for work in works]

    async def hear(self, heard: Callable[[], None]) -> None:
        """Return at once: no other process puts anything in."""

    async def close(self) -> None:
        """Close the file once what is queued has run."""
        await self._works.rest()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()


def database_of(url: str) -> Database:
    """Give the database that `sqlite:///path` or `postgresql://...` names; UserError on anything else."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
        return SqliteDatabase(Path(rest[1:]))
    if scheme in ("postgresql", "postgres") and rest:
        from bot.store.postgres import PostgresDatabase  # noqa: PLC0415 - its driver takes 9 MiB that a file can do without

        return PostgresDatabase(f"postgresql://{rest}")
    raise UserError("The database URL must be sqlite:///path/to/file.db or postgresql://user:password@host/name.")


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Make the driver leave transactions alone, and commits outlive a loss of power."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    """Take the write lock at once: the driver's own BEGIN comes only at the first write, and loses updates.

    https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#enabling-non-legacy-sqlite-transactional-modes-with-the-sqlite3-or-aiosqlite-driver
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE")
