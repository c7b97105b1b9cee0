"""The ledger: what is remembered of pull requests, added to and never changed."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.model.ledger import Entry, EntryKind
from bot.store.chain import NOTHING_BEFORE, entry_hash
from bot.store.engine import Database
from bot.store.tables import ledger, ledger_heads
from bot.store.values import Head

Fields = dict[str, Any]

_known = sa.select(ledger.c.source, ledger.c.kind).where(
    ledger.c.repo_id == sa.bindparam("of_repo"),
    ledger.c.number == sa.bindparam("of_number"),
    ledger.c.source.in_(sa.bindparam("sources", expanding=True)),
)
_forward = (
    sa.update(ledger_heads)
    .where(ledger_heads.c.repo_id == sa.bindparam("of_repo"))
    .values(entries=sa.bindparam("length"), hash=sa.bindparam("last"), name=sa.bindparam("called"))
)
_read = (
    sa.select(ledger.c.kind, ledger.c.at, ledger.c.source, ledger.c.zone, ledger.c.login, ledger.c.data)
    .where(ledger.c.repo_id == sa.bindparam("of_repo"), ledger.c.number == sa.bindparam("of_number"))
    .order_by(ledger.c.id)
)


class Ledger:
    """Facts about pull requests. Two entries of one pull request with the same source and kind are one fact."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def entries(self, repo_id: int, number: int) -> tuple[Entry, ...]:
        """All that is remembered of a pull request, in the order in which it was recorded."""
        return await self._database.run(read, repo_id, number)

    async def append(self, repo_id: int, number: int, entries: Sequence[Entry]) -> None:
        """Remember these facts; the ones that are known already stay as they were."""
        await self._database.run(add, repo_id, number, entries, self._clock())


def read(connection: sa.Connection, repo_id: int, number: int) -> tuple[Entry, ...]:
    """All entries of a pull request, oldest record first."""
    return tuple(entry_of(row) for row in connection.execute(_read, {"of_repo": repo_id, "of_number": number}))


def add(connection: sa.Connection, repo_id: int, number: int, entries: Sequence[Entry], now: float) -> Head | None:
    """Add the entries that are not there yet to the repository's chain; ValueError where a time has no zone.

    Gives the chain's new end; None where nothing was new.
    """
    if not entries:
        return None
    about = {"repo_id": repo_id, "number": number, "recorded_at": now}
    given = [{**_row(entry), **about} for entry in entries]
    head = connection.execute(_lock_by_dialect[connection.dialect.name], {"repo_id": repo_id}).one()
    rows = _chained(_fresh(connection, given), head.entries, head.hash)
    if not rows:
        return None
    connection.execute(sa.insert(ledger), rows)
    end = Head(repo_id, _name(entries) or head.name, head.entries + len(rows), rows[-1]["hash"])
    connection.execute(_forward, {"of_repo": repo_id, "length": end.entries, "last": end.hash, "called": end.name})
    return end


def _lock(insert: Any) -> Any:
    """Take the head's row until the transaction ends, and make it where it is the repository's first."""
    statement = insert(ledger_heads).values(repo_id=sa.bindparam("repo_id"), name="", entries=0, hash=NOTHING_BEFORE)
    same = {"entries": ledger_heads.c.entries}
    return statement.on_conflict_do_update(index_elements=[ledger_heads.c.repo_id], set_=same).returning(ledger_heads)


_lock_by_dialect = {"sqlite": _lock(sqlite.insert), "postgresql": _lock(postgresql.insert)}


def _fresh(connection: sa.Connection, given: Sequence[Fields]) -> list[Fields]:
    """Pick the facts of one pull request that are not known yet, each once, as it was first told."""
    told: dict[tuple[object, object], Fields] = {}
    for row in given:
        told.setdefault((row["source"], row["kind"]), row)
    sources = sorted({row["source"] for row in given})
    about = {"of_repo": given[0]["repo_id"], "of_number": given[0]["number"]}
    for known in connection.execute(_known, {**about, "sources": sources}):
        told.pop((known.source, known.kind), None)
    return list(told.values())


def _chained(rows: Sequence[Fields], length: int, last: str) -> list[Fields]:
    """Put numbers and links to the entries that follow a chain of this length, with this last hash."""
    chained = []
    for position, row in enumerate(rows, length + 1):
        linked = {**row, "position": position, "previous": last}
        last = entry_hash(linked)
        chained.append({**linked, "hash": last})
    return chained


def _name(entries: Sequence[Entry]) -> str:
    """Give the repository's name as the newest of these entries tell it; "" where none does."""
    told = (entry.data.get("repository") for entry in reversed(entries) if entry.data)
    return next((name for name in told if isinstance(name, str)), "")


def _row(entry: Entry) -> Fields:
    if entry.at.tzinfo is None:
        raise ValueError(f"the time of {entry.source} has no zone")
    return {
        "kind": entry.kind.value,
        "at": entry.at.timestamp(),
        "source": entry.source,
        "zone": entry.zone,
        "login": entry.login,
        "data": entry.data,
    }


def entry_of(row: Sequence[Any]) -> Entry:
    """Read an entry from its columns: kind, at, source, zone, login, data."""
    kind, at, source, zone, login, data = row
    return Entry(EntryKind(kind), datetime.fromtimestamp(at, UTC), source, zone, login, data)
