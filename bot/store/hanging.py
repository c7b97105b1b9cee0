"""Open pull requests whose verdict hangs on who people are: which to judge again when somebody comes or goes.

A pull request stands here from its evaluation until it is closed, or until nothing of it hangs on people any more.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Database
from bot.store.tables import hanging
from bot.store.values import Hanging

_COLUMNS = (hanging.c.installation, hanging.c.repo_id, hanging.c.repo, hanging.c.number)
_of = (
    sa.select(*_COLUMNS)
    .where(hanging.c.installation == sa.bindparam("of_installation"))
    .order_by(hanging.c.repo_id, hanging.c.number.desc())
)
_drop = sa.delete(hanging).where(
    hanging.c.repo_id == sa.bindparam("of_repo"), hanging.c.number == sa.bindparam("of_number")
)
_forget = sa.delete(hanging).where(hanging.c.installation == sa.bindparam("of_installation"))


def _put(insert: Any) -> Any:
    """Note a pull request; where it is known already, by its repository's present name."""
    statement = insert(hanging)
    new = {"installation": statement.excluded.installation, "repo": statement.excluded.repo}
    return statement.on_conflict_do_update(index_elements=[hanging.c.repo_id, hanging.c.number], set_=new)


_put_by_dialect = {"sqlite": _put(sqlite.insert), "postgresql": _put(postgresql.insert)}


class HangingOnPeople:
    """Which open pull requests hang on people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, installation: int) -> tuple[Hanging, ...]:
        """Give those that an installation sees, the newest of each repository first."""
        return await self._database.run(_read, installation)

    async def note(self, found: Iterable[Hanging]) -> None:
        """Note pull requests."""
        await self._database.run(_note_all, tuple(found))

    async def drop(self, repo_id: int, number: int) -> None:
        """Leave a pull request out from now on."""
        await self._database.run(drop, repo_id, number)

    async def forget(self, installation: int) -> None:
        """Leave out all that an installation saw."""
        await self._database.run(_forget_all, installation)


def note(connection: sa.Connection, one: Hanging) -> None:
    """Note one pull request."""
    row = {"installation": one.installation, "repo_id": one.repo_id, "repo": one.repo, "number": one.number}
    connection.execute(_put_by_dialect[connection.dialect.name], row)


def drop(connection: sa.Connection, repo_id: int, number: int) -> None:
    """Leave one pull request out."""
    connection.execute(_drop, {"of_repo": repo_id, "of_number": number})


def _read(connection: sa.Connection, installation: int) -> tuple[Hanging, ...]:
    return tuple(Hanging(*row) for row in connection.execute(_of, {"of_installation": installation}))


def _note_all(connection: sa.Connection, found: Iterable[Hanging]) -> None:
    for one in found:
        note(connection, one)


def _forget_all(connection: sa.Connection, installation: int) -> None:
    connection.execute(_forget, {"of_installation": installation})
