"""The sweep: asks again for what was lost on the way, since GitHub does not deliver twice by itself."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from bot.core.events import Where
from bot.core.model.ledger import EntryKind
from bot.errors import DontDelegateError
from bot.github import GitHubApp
from bot.handlers.hanging import was_deep
from bot.handlers.spread import Spreader
from bot.store import Hanging, HangingOnPeople, Ledger

EVERY = 3600.0  # seconds
# GitHub gives an attempt ten seconds, so what it was sending while we were not there yet has failed by then:
# https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
SOON = 15.0  # seconds from the first round to the second
LOOK_BACK = timedelta(days=3)  # as long as GitHub keeps deliveries

log = structlog.get_logger()


@dataclass
class Sweep:
    """At start, soon after, and every hour: failed deliveries are asked for again, and heads without a verdict are evaluated."""

    app: GitHubApp
    ledger: Ledger
    hanging: HangingOnPeople
    spreader: Spreader
    every: float = EVERY
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Sweep until `stop`; what is cut short then is left to the next start."""
        rounds = asyncio.create_task(self._rounds())
        try:
            await self._stopping.wait()
        finally:
            rounds.cancel()
            await asyncio.wait([rounds])

    def stop(self) -> None:
        """Begin no more rounds, and end the one under way: nothing is lost by it."""
        self._stopping.set()

    async def _rounds(self) -> None:
        """Do one round after the other; what fails in one is left to the next."""
        pause = SOON
        while True:
            try:
                await self.once()
            except DontDelegateError as error:
                log.warning("the sweep was cut short", why=str(error))
            except Exception:  # a round that fails, whatever by, must not end the process that does the work
                log.exception("the sweep failed")
            await asyncio.sleep(pause)
            pause = self.every

    async def once(self) -> None:
        """Do one round."""
        for delivery in await self.app.failed_deliveries(datetime.now(UTC) - LOOK_BACK):
            await self.app.redeliver(delivery)
        for installation in await self.app.installations():
            for where in await self.spreader.all_of(installation):
                await self._unjudged(where)

    async def _unjudged(self, where: Where) -> None:
        """Have the open pull requests evaluated whose head the ledger knows no verdict of."""
        heads = await self.app.installation(where.installation).open_pull_requests(where.repo)
        deep: list[Hanging] = []
        for number, head in heads.items():
            entries = await self.ledger.entries(where.repo_id, number)
            if was_deep(entries):  # known already but for what an older version judged
                deep.append(Hanging(where.installation, where.repo_id, where.repo, number))
            if not any(e.kind is EntryKind.VERDICT and (e.data or {}).get("head") == head for e in entries):
                await self.spreader.put(where, f"sweep-{int(time.time())}", "no verdict on its head", (number,))
        await self.hanging.note(deep)
