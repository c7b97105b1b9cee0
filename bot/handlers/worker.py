"""The loop that takes events from the inbox and has them handled: many keys at once, each key in its order."""

import asyncio
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.errors import TransientError
from bot.log import about
from bot.store import Batch, Outcome, Quiet, Store

FAULT_WAIT = 1.0  # seconds until the inbox is asked again after it gave an error
SHORTEST_PAUSE = 0.05
HAND_BACK_WAIT = 5.0  # seconds that cancelled work has to give its events back
WAKE_EVERY = 2.0  # seconds
PRUNE_EVERY = 3_600.0  # seconds

log = structlog.get_logger(__name__)

Handle = Callable[[Batch], Awaitable[Outcome | None]]


def _this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker works; times in seconds."""

    concurrency: int = 16  # batches at once
    lease: float = 60.0  # how long a dead worker's events stay with it
    grace: float = 20.0  # at the end, for what is under way
    poll: float = 2.0  # at most this long between looks, though nothing was heard
    owner: str = field(default_factory=_this_process)


class Worker:
    """Runs `handle` on each batch, and settles it with the outcome, in one transaction.

    TransientError puts the batch off; any other exception is logged and counts as a failure of its events.
    """

    def __init__(self, store: Store, handle: Handle, pace: Pace | None = None) -> None:
        self._store = store
        self._handle = handle
        self._pace = pace or Pace()
        self._stopping = False
        self._running: dict[asyncio.Task[None], _Held] = {}

    def stop(self) -> None:
        """Take nothing more; `run` returns when what is under way has ended or was handed back."""
        self._stopping = True
        self._store.inbox.arrivals.announce()

    async def run(self) -> None:
        """Work until `stop`; whoever cancels this instead has the work under way handed back at once."""
        await self._store.inbox.end_dead_leases()
        chores = [asyncio.create_task(chore()) for chore in (self._keep_leases, self._wake, self._prune)]
        try:
            while not self._stopping:
                await self._step()
            if self._running:
                await asyncio.wait(self._running, timeout=self._pace.grace)
        finally:
            await self._hand_back()
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)

    async def _step(self) -> None:
        """Start one batch, or wait until there may be one, or room for it."""
        bell = self._store.inbox.arrivals.next()
        asked_at = asyncio.get_running_loop().time()
        claimed = await self._claim() if len(self._running) < self._pace.concurrency else Quiet(None)
        if isinstance(claimed, Quiet):
            await self._pause(bell, claimed.seconds)
            return
        task = asyncio.create_task(self._work(claimed))
        self._running[task] = _Held(claimed, asked_at + self._pace.lease)
        task.add_done_callback(self._ended)

    async def _claim(self) -> Batch | Quiet:
        try:
            return await self._store.inbox.claim(self._pace.owner, self._pace.lease)
        except Exception:
            log.exception("the inbox can't be read")
            await asyncio.sleep(FAULT_WAIT)
            return Quiet(0.0)

    async def _pause(self, bell: asyncio.Event, seconds: float | None) -> None:
        if self._stopping:
            return
        wait = self._pace.poll if seconds is None else min(seconds, self._pace.poll)
        try:
            async with asyncio.timeout(max(wait, SHORTEST_PAUSE)):
                await bell.wait()
        except TimeoutError:
            return

    async def _work(self, batch: Batch) -> None:
        """Handle and settle one batch; what goes wrong in the settling is left to `_ended`."""
        with about(key=batch.key, delivery=batch.rows[-1].delivery):
            try:
                outcome = await self._handle(batch)
                if not await self._store.finish(batch, outcome):
                    log.warning("the lease was lost before the work was settled; it will be done again")
            except asyncio.CancelledError:
                await self._store.inbox.release(batch)
                raise
            except TransientError as error:
                log.warning("handling put off", error=str(error), retry_after=error.retry_after)
                await self._store.inbox.put_off(batch, str(error), error.retry_after)
            except Exception as error:
                log.exception(
                    "handling failed", kinds=[row.kind for row in batch.rows], attempts=batch.rows[0].attempts
                )
                await self._store.inbox.fail(batch, repr(error))

    def _ended(self, task: asyncio.Task[None]) -> None:
        held = self._running.pop(task)
        # There is room now, and what came for the same key meanwhile can be claimed.
        self._store.inbox.arrivals.announce()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error(
                "a batch could not be settled; it comes back when its lease runs out",
                key=held.batch.key,
                exc_info=error,
            )

    async def _keep_leases(self) -> None:
        """Extend the lease of all that is under way, and cancel what has lost it: somebody else may do it now."""
        while True:
            await asyncio.sleep(self._pace.lease / 3)
            for task, held in list(self._running.items()):
                if not await self._keeps(held) and not task.done():
                    log.warning("the lease was lost; the work is cancelled", key=held.batch.key)
                    task.cancel()

    async def _keeps(self, held: "_Held") -> bool:
        asked_at = asyncio.get_running_loop().time()
        try:
            kept = await self._store.inbox.extend(held.batch, self._pace.lease)
        except Exception:
            log.exception("a lease could not be extended", key=held.batch.key)
            return asked_at < held.until
        held.until = asked_at + self._pace.lease
        return kept

    async def _hand_back(self) -> None:
        for task in self._running:
            task.cancel()
        if self._running:
            _, stuck = await asyncio.wait(self._running, timeout=HAND_BACK_WAIT)
            if stuck:
                log.error("work does not end; its events come back when their leases run out", batches=len(stuck))

    async def _wake(self) -> None:
        while True:
            try:
                await self._store.inbox.wake()
            except Exception:
                log.exception("events whose time has come could not be let in")
            await asyncio.sleep(WAKE_EVERY)

    async def _prune(self) -> None:
        while True:
            try:
                await self._store.inbox.prune()
            except Exception:
                log.exception("old events could not be forgotten")
            await asyncio.sleep(PRUNE_EVERY)


@dataclass(slots=True)
class _Held:
    """A batch under way, and when its lease runs out by the loop's clock."""

    batch: Batch
    until: float
