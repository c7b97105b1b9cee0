"""The store as a whole: opening, closing, and what touches the inbox and the ledger in one transaction."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

import sqlalchemy as sa
import structlog

from bot.store import claims, hanging, ledger
from bot.store.debts import Debts
from bot.store.engine import Database
from bot.store.floors import Floors
from bot.store.inbox import Inbox
from bot.store.later import put_later
from bot.store.ledger import Ledger
from bot.store.migrate import open_database
from bot.store.policies import Policies
from bot.store.records import Records
from bot.store.values import Batch, Head, Outcome

READY_WAIT = 3.0  # seconds

log = structlog.get_logger(__name__)


class Store:
    """All that is kept: `inbox`, `ledger` (and `records`, the same as it stands in the table), `policies`. Made by `open_store`."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self.inbox = Inbox(database, clock)
        self.ledger = Ledger(database, clock)
        self.records = Records(database)
        self.policies = Policies(database, clock)
        self.debts = Debts(database)
        self.hanging = hanging.HangingOnPeople(database)
        self.floors = Floors(database, clock)
        self._listener = asyncio.create_task(database.hear(self.inbox.arrivals.announce))

    async def finish(self, batch: Batch, outcome: Outcome | None = None) -> bool:
        """Settle the batch and remember its outcome, both or neither; False: the lease was lost."""
        settled, end = await self._database.run(_finish, batch, outcome, self._clock())
        if end is not None:  # a note of it in another place: `ledger verify --expect` holds a chain against it
            log.info("ledger", repository=end.title, entries=end.entries, hash=end.hash)
        return settled

    async def ready(self) -> bool:
        """Whether the database answers."""
        try:
            async with asyncio.timeout(READY_WAIT):
                await self._database.run(_ask)
        except (OSError, sa.exc.SQLAlchemyError) as error:
            log.warning("the database does not answer", error=repr(error))
            return False
        return True

    async def close(self) -> None:
        """Let what runs end, and give all connections back."""
        self._listener.cancel()
        with suppress(asyncio.CancelledError):
            await self._listener
        await self._database.close()


async def open_store(url: str, clock: Callable[[], float] = time.time) -> Store:
    """Open `sqlite:///path` or `postgresql://...` and bring it up to date; UserError where that can't be.

    `clock` gives seconds since 1970.
    """
    return Store(await open_database(url), clock)


def _finish(connection: sa.Connection, batch: Batch, outcome: Outcome | None, now: float) -> tuple[bool, Head | None]:
    """Settle and remember; whether the lease was still held, and the end of the chain if it grew."""
    if not claims.done(connection, batch, now):
        return False, None
    if outcome is None:
        return True, None
    if outcome.again is not None:
        put_later(connection, outcome.again)
    if outcome.hanging is not None:
        hanging.note(connection, outcome.hanging)
    elif outcome.settled:
        hanging.drop(connection, outcome.repo_id, outcome.number)
    return True, ledger.add(connection, outcome.repo_id, outcome.number, outcome.entries, now)


def _ask(connection: sa.Connection) -> None:
    connection.execute(sa.text("SELECT 1 FROM alembic_version"))
