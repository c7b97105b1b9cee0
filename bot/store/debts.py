"""What is owed over all pull requests, read from the ledger."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from bot.core.debts import debt_of
from bot.core.model.debts import Debt
from bot.core.model.ledger import Entry, EntryKind
from bot.store.engine import Database
from bot.store.ledger import entry_of
from bot.store.tables import ledger

_KINDS = (EntryKind.DEBT.value, EntryKind.PAID.value)
_COLUMNS = (
    ledger.c.repo_id,
    ledger.c.number,
    ledger.c.kind,
    ledger.c.at,
    ledger.c.source,
    ledger.c.zone,
    ledger.c.login,
    ledger.c.data,
)
_all = sa.select(*_COLUMNS).where(ledger.c.kind.in_(_KINDS)).order_by(ledger.c.repo_id, ledger.c.number, ledger.c.id)
_whose = sa.select(ledger.c.number).where(
    ledger.c.repo_id == sa.bindparam("of_repo"),
    ledger.c.kind == EntryKind.DEBT.value,
    ledger.c.source == sa.bindparam("of_source"),
)
_one = _all.where(ledger.c.repo_id == sa.bindparam("of_repo"), ledger.c.number == sa.bindparam("of_number"))


class Debts:
    """Reviews that are owed for what was merged unsigned."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def every(self) -> tuple[Debt, ...]:
        """Give all debts ever made, paid ones too, by repository and pull request."""
        return await self._database.run(_every)

    async def of_issue(self, repo_id: int, issue: int) -> Debt | None:
        """Find the debt that an issue stands for now; None where it stands for none, or for none any more."""
        return await self._database.run(_of_issue, repo_id, issue)


def _every(connection: sa.Connection) -> tuple[Debt, ...]:
    return _debts(connection.execute(_all))


def _of_issue(connection: sa.Connection, repo_id: int, issue: int) -> Debt | None:
    number = connection.scalar(_whose, {"of_repo": repo_id, "of_source": f"debt:{issue}"})
    if number is None:
        return None
    found = _debts(connection.execute(_one, {"of_repo": repo_id, "of_number": number}))
    return next((debt for debt in found if debt.issue == issue), None)


def _debts(rows: Iterable[Any]) -> tuple[Debt, ...]:
    told: dict[tuple[int, int], list[Entry]] = {}
    for repo_id, number, *row in rows:
        told.setdefault((repo_id, number), []).append(entry_of(row))
    found = (debt_of(repo_id, number, entries) for (repo_id, number), entries in told.items())
    return tuple(debt for debt in found if debt is not None)
