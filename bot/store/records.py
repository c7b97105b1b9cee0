"""Reads the ledger as it stands in the table, page by page, for who audits it."""

import json
from collections.abc import AsyncIterator, Sequence

import sqlalchemy as sa

from bot.store.engine import Database
from bot.store.tables import ledger, ledger_heads
from bot.store.values import Head, Record

PAGE = 500  # entries in memory at once

_COLUMNS = [
    sa.cast(ledger.c[name], sa.Text).label(name) if name == "data" else ledger.c[name]
    for name in Record.__dataclass_fields__
]
_page = (
    sa.select(*_COLUMNS)
    .where(ledger.c.repo_id == sa.bindparam("of_repo"), ledger.c.position > sa.bindparam("after"))
    .order_by(ledger.c.position)
    .limit(PAGE)
)
_heads = sa.select(*[ledger_heads.c[name] for name in Head.__dataclass_fields__]).order_by(ledger_heads.c.repo_id)
_one_head = _heads.where(ledger_heads.c.repo_id == sa.bindparam("of_repo"))
_headless = sa.select(ledger.c.repo_id).distinct().where(ledger.c.repo_id.not_in(sa.select(ledger_heads.c.repo_id)))


class Records:
    """The ledger of all repositories, in the order of their chains."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def heads(self) -> tuple[Head, ...]:
        """Give the end of every repository's chain."""
        return await self._database.run(_read_heads)

    async def head(self, repo_id: int) -> Head | None:
        """Give the end of one repository's chain; None where nothing was ever noted of it."""
        return await self._database.run(_read_head, repo_id)

    async def headless(self) -> tuple[int, ...]:
        """Give the repositories that have entries though no end of their chain is noted."""
        return await self._database.run(_read_headless)

    async def of(self, repo_id: int) -> AsyncIterator[Record]:
        """Give the entries of a repository, first to last, those that come meanwhile too."""
        after = -1
        while page := await self._database.run(_read_page, repo_id, after):
            for record in page:
                yield record
            after = page[-1].position


def _read_heads(connection: sa.Connection) -> tuple[Head, ...]:
    return tuple(Head(*row) for row in connection.execute(_heads))


def _read_head(connection: sa.Connection, repo_id: int) -> Head | None:
    row = connection.execute(_one_head, {"of_repo": repo_id}).one_or_none()
    return None if row is None else Head(*row)


def _read_headless(connection: sa.Connection) -> tuple[int, ...]:
    return tuple(sorted(connection.scalars(_headless)))


def _read_page(connection: sa.Connection, repo_id: int, after: int) -> Sequence[Record]:
    found = connection.execute(_page, {"of_repo": repo_id, "after": after}).mappings()
    return [Record(**{**row, "data": _parsed(row["data"])}) for row in found]


def _parsed(text: str | None) -> object:
    """Read JSON; what is none was not written by us, and stays as it is, so that its hash tells."""
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text
