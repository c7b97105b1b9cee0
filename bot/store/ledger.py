"""The ledger: what is remembered of pull requests, added to and never changed."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.model.ledger import Entry, EntryKind
from bot.store.engine import Database
from bot.store.tables import ledger

_add_by_dialect: dict[str, Any] = {
    name: insert(ledger).on_conflict_do_nothing(
        index_elements=[ledger.c.repo_id, ledger.c.number, ledger.c.source, ledger.c.kind]
    )
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
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
    return tuple(_entry(row) for row in connection.execute(_read, {"of_repo": repo_id, "of_number": number}))


def add(connection: sa.Connection, repo_id: int, number: int, entries: Sequence[Entry], now: float) -> None:
    """Insert the entries that are not there yet; ValueError where a time has no zone."""
    if not entries:
        return
    about = {"repo_id": repo_id, "number": number, "recorded_at": now}
    connection.execute(_add_by_dialect[connection.dialect.name], [{**_row(entry), **about} for entry in entries])


def _row(entry: Entry) -> dict[str, object]:
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


def _entry(row: sa.Row[str, float, str, str, str, dict[str, object] | None]) -> Entry:
    kind, at, source, zone, login, data = row
    return Entry(EntryKind(kind), datetime.fromtimestamp(at, UTC), source, zone, login, data)
