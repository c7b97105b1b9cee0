"""The last policy of each base branch that could be used, for the day when the one that stands there can't."""

import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Database
from bot.store.tables import policies

_here = sa.and_(policies.c.repo_id == sa.bindparam("of_repo"), policies.c.branch == sa.bindparam("of_branch"))
_read = sa.select(policies.c.blob, policies.c.text).where(_here)
_all = sa.select(policies.c.text).where(policies.c.repo_id == sa.bindparam("of_repo"))
_blob = sa.select(policies.c.blob).where(_here)


def _write(insert: Any) -> Any:
    statement = insert(policies)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[policies.c.repo_id, policies.c.branch],
        set_={"blob": new.blob, "text": new.text, "seen_at": new.seen_at},
    )


_write_by_dialect = {"sqlite": _write(sqlite.insert), "postgresql": _write(postgresql.insert)}


class Policies:
    """Policy texts by repository and branch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def last_good(self, repo_id: int, branch: str) -> tuple[str, str] | None:
        """Find the git object id and the text of the last policy that could be used, if there was one."""
        return await self._database.run(_last_good, repo_id, branch)

    async def of_repository(self, repo_id: int) -> list[str]:
        """Give the texts of the last policies that could be used, of every branch."""
        return await self._database.run(_of_repository, repo_id)

    async def remember(self, repo_id: int, branch: str, blob: str, text: str) -> None:
        """Note that this policy, with this git object id, stands on the branch and can be used."""
        await self._database.run(_remember, (repo_id, branch), (blob, text), self._clock())


def _last_good(connection: sa.Connection, repo_id: int, branch: str) -> tuple[str, str] | None:
    row = connection.execute(_read, {"of_repo": repo_id, "of_branch": branch}).one_or_none()
    return None if row is None else (row.blob, row.text)


def _of_repository(connection: sa.Connection, repo_id: int) -> list[str]:
    return list(connection.scalars(_all, {"of_repo": repo_id}))


def _remember(connection: sa.Connection, where: tuple[int, str], what: tuple[str, str], now: float) -> None:
    # Always compared with the table, not with a copy in memory: another process may have seen a policy in between.
    if connection.scalar(_blob, {"of_repo": where[0], "of_branch": where[1]}) == what[0]:
        return
    row = dict(zip(("repo_id", "branch", "blob", "text", "seen_at"), (*where, *what, now), strict=True))
    connection.execute(_write_by_dialect[connection.dialect.name], row)
