"""The inbox: every event, from before it is acknowledged until it is handled."""

import random
import time
from collections.abc import Callable, Sequence

from bot.store import claims, later, letters
from bot.store.arrivals import Arrivals
from bot.store.claims import MAX_ATTEMPTS, Fate
from bot.store.engine import Database
from bot.store.gather import Gathering
from bot.store.values import Batch, Counts, DeadLetter, Incoming, Quiet, Row

FIRST_WAIT = 2.0  # seconds until the second attempt; each further wait is twice as long
LONGEST_WAIT = 600.0
SHORTEST_WAIT = 1.0
PATIENCE = 86_400.0  # seconds for which a failure that nobody made is tried again
REMEMBERED = 7 * 86_400.0  # seconds for which a done delivery id is known again; GitHub redelivers for three days
LONGEST_ERROR = 2_000  # characters


class Inbox:
    """Events with leases: one holder a key at a time, each event until it is done or dead.

    `clock` gives seconds since 1970. With several processes their clocks must agree to well within a lease.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._puts = Gathering(self._put_groups)
        self.arrivals = Arrivals()

    async def put(self, items: Sequence[Incoming]) -> int:
        """Keep the events whose delivery id is new; how many that were. They are durable when this returns."""
        return await self._puts.add(tuple(items))

    async def _put_groups(self, groups: Sequence[Sequence[Incoming]]) -> list[int]:
        new = await self._database.run(letters.put, groups, self._clock())
        if any(new):
            self.arrivals.announce()
        return new

    async def wake(self) -> int:
        """Let in what was due at a time that has come; how many events that were."""
        count = await self._database.run(later.wake, self._clock())
        if count:
            self.arrivals.announce()
        return count

    async def claim(self, owner: str, lease_seconds: float) -> Batch | Quiet:
        """Take all available events of the oldest key that nobody holds, or learn when to ask again."""
        claimed = None
        while claimed is None:
            now = self._clock()
            claimed = await self._database.run(claims.claim, owner, now, now + lease_seconds)
        return claimed

    async def extend(self, batch: Batch, lease_seconds: float) -> bool:
        """Keep the batch so many seconds from now; False: the lease is lost."""
        return await self._database.run(claims.extend, batch, self._clock() + lease_seconds)

    async def done(self, batch: Batch) -> bool:
        """Settle the batch; False: the lease was lost, and nothing has changed."""
        return await self._database.run(claims.done, batch, self._clock())

    async def fail(self, batch: Batch, error: str) -> bool:
        """Put the batch back to wait longer each time, or after `MAX_ATTEMPTS` among the dead; False: lease lost."""
        now = self._clock()
        fates = [
            Fate(row.id, None if row.attempts >= MAX_ATTEMPTS else now + back_off(row.attempts)) for row in batch.rows
        ]
        return await self._database.run(claims.fail, batch, fates, _storable(error))

    async def put_off(self, batch: Batch, error: str, retry_after: float | None = None) -> bool:
        """Put the batch back for so many seconds, as nobody made the failure; False: the lease was lost.

        However often it fails, an event is dead only when it is older than `PATIENCE` as well.
        """
        now = self._clock()
        fates = [Fate(row.id, _next_try(row, now, retry_after)) for row in batch.rows]
        return await self._database.run(claims.fail, batch, fates, _storable(error))

    async def release(self, batch: Batch) -> bool:
        """Put the batch back as if it had never been taken; False: the lease was lost."""
        return await self._database.run(claims.release, batch)

    async def end_dead_leases(self) -> None:
        """Where only one process works on the database, end the leases of those before it."""
        # A SQLite file has one process by design, so at its start whoever held a lease is no more; on PostgreSQL
        # other workers are alive, and a dead one's leases run out by themselves.
        if self._database.single_process:
            await self._database.run(claims.end_all_leases)

    async def dead(self) -> tuple[DeadLetter, ...]:
        """All dead events, oldest first."""
        return await self._database.run(letters.dead)

    async def retry(self, ids: Sequence[int] | None = None) -> int:
        """Let these dead events, or all of them, wait again as if new; how many there were."""
        count = await self._database.run(letters.retry, ids, self._clock())
        self.arrivals.announce()
        return count

    async def prune(self, older_than: float = REMEMBERED) -> int:
        """Forget the events that were done more than so many seconds ago; how many there were."""
        return await self._database.run(letters.prune, self._clock() - older_than)

    async def counts(self) -> Counts:
        """How full the inbox is."""
        return await self._database.run(letters.counts)


def back_off(attempts: int) -> float:
    """Seconds to wait after so many attempts: doubling, and never quite the same, so that crowds disperse."""
    wait = min(FIRST_WAIT * 2.0 ** min(attempts - 1, 32), LONGEST_WAIT)
    return wait * random.uniform(0.75, 1.25)  # noqa: S311 - nothing secret about it


def _next_try(row: Row, now: float, retry_after: float | None) -> float | None:
    if row.attempts >= MAX_ATTEMPTS and now - row.received_at > PATIENCE:
        return None
    return now + max(back_off(row.attempts) if retry_after is None else retry_after, SHORTEST_WAIT)


def _storable(error: str) -> str:
    """Make the text such as both databases take: PostgreSQL knows no NUL, and neither knows half a surrogate pair."""
    return error[:LONGEST_ERROR].replace("\0", "").encode(errors="replace").decode()
