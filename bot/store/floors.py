"""The last floor of each owner that could be used, for the day when the one that stands can't, or can't be seen."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Database
from bot.store.tables import floors

_here = floors.c.owner == sa.bindparam("of_owner")
_read = sa.select(floors.c.blob, floors.c.text).where(_here)
_of_login = sa.select(floors.c.text).where(floors.c.login == sa.bindparam("of_login"))
_forget = sa.delete(floors).where(_here)


class KeptFloor(NamedTuple):
    """A floor that could be used; `blob` is its git object id."""

    blob: str
    text: str


def _write(insert: Any) -> Any:
    statement = insert(floors)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[floors.c.owner],
        set_={"login": new.login, "blob": new.blob, "text": new.text, "seen_at": new.seen_at},
    )


_write_by_dialect = {"sqlite": _write(sqlite.insert), "postgresql": _write(postgresql.insert)}


class Floors:
    """Texts of floors by their owners; `owner` is an id of GitHub's."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def last_good(self, owner: str) -> KeptFloor | None:
        """Find the last floor that could be used, if there was one."""
        return await self._database.run(_last_good, owner)

    async def of_login(self, login: str) -> list[str]:
        """Give the text of the floor of whoever had this login when it was seen last."""
        return await self._database.run(_texts, login.lower())

    async def remember(self, owner: str, login: str, floor: KeptFloor) -> None:
        """Note that this floor stands and can be used."""
        row = {"owner": owner, "login": login.lower(), **floor._asdict(), "seen_at": self._clock()}
        await self._database.run(_remember, row)

    async def forget(self, owner: str) -> None:
        """Note that the owner has a floor no more."""
        await self._database.run(_forgotten, owner)


def _last_good(connection: sa.Connection, owner: str) -> KeptFloor | None:
    row = connection.execute(_read, {"of_owner": owner}).one_or_none()
    return None if row is None else KeptFloor(row.blob, row.text)


def _texts(connection: sa.Connection, login: str) -> list[str]:
    return list(connection.scalars(_of_login, {"of_login": login}))


def _remember(connection: sa.Connection, row: dict[str, Any]) -> None:
    # Always compared with the table, not with a copy in memory: another process may have seen a floor in between.
    kept = _last_good(connection, row["owner"])
    if kept is None or kept.blob != row["blob"]:
        connection.execute(_write_by_dialect[connection.dialect.name], row)


def _forgotten(connection: sa.Connection, owner: str) -> None:
    connection.execute(_forget, {"of_owner": owner})
