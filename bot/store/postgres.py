"""PostgreSQL: a server, and as many processes as one likes."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.listen import listen

P = ParamSpec("P")
T = TypeVar("T")

_CONNECT_WAIT = 10.0  # seconds
_STATEMENT_WAIT = 60.0


class PostgresDatabase:
    """A server, and a pool of connections to it."""

    single_process = False

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=self.connect, isolation_level="READ COMMITTED"
        )

    async def connect(self) -> "asyncpg.Connection[Any]":
        """Connect by the URL as asyncpg reads it, so that `sslmode` and the like mean what they mean to libpq."""
        try:
            return await asyncpg.connect(self._url, timeout=_CONNECT_WAIT, command_timeout=_STATEMENT_WAIT)
        except asyncpg.PostgresError as error:
            raise ConnectionError(str(error)) from error

    async def run(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work`; once more where the server had closed a connection that idled in the pool."""
        try:
            return await self._transact(work, *args, **kwargs)
        except sa.exc.DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return await self._transact(work, *args, **kwargs)

    async def _transact(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(work, *args, **kwargs)

    async def hear(self, heard: Callable[[], None]) -> None:
        """Call `heard` for each notification, until cancelled."""
        await listen(self.connect, heard)

    async def close(self) -> None:
        """Give all connections back."""
        await self._engine.dispose()
