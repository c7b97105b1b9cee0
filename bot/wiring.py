"""Puts the parts of a process together; the only place that sees every room."""

import gc
import json
import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from bot import log
from bot.analysis import desk
from bot.github import Access, Call, GitHubApp
from bot.handlers.evaluate import Evaluator
from bot.handlers.groups import Groups
from bot.handlers.hanging import Hangings
from bot.handlers.judges import Judges
from bot.handlers.merges import Merges
from bot.handlers.payments import Payments
from bot.handlers.replays import Replays
from bot.handlers.spread import Spreader
from bot.handlers.sweep import Sweep
from bot.handlers.table import Handlers
from bot.handlers.worker import Worker
from bot.metrics import Metrics
from bot.policy import json_schema
from bot.settings import Settings
from bot.store import Store, open_store
from bot.web.app import Door, make_app
from bot.web.home import Link
from bot.web.server import Part, Server, until_stopped


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one process, on one store and one session."""

    settings: Settings
    store: Store
    session: aiohttp.ClientSession
    metrics: Metrics
    clock: Callable[[], float] = time.time

    def server(self, links: Sequence[Link] = ()) -> Server:
        """Make what listens for webhooks."""
        settings = self.settings
        door = Door(settings.app_id, tuple(secret.reveal() for secret in settings.webhook_secrets))
        schema = json.dumps(json_schema(), indent=2).encode()
        app = make_app(door, self.store.inbox, self._problems, self.metrics, schema, links)
        return Server(app, settings.host, settings.port)

    def workers(self) -> tuple[Part, ...]:
        """Make what handles events, and what asks for lost ones."""
        access = Access(self.settings.app_id, self.settings.private_key.reveal(), self.settings.github_api_url)
        app = GitHubApp(access, self.session, self._count)
        judges = Judges(self.store.policies, self.store.floors)
        spreader = Spreader(app, self.store.inbox, judges)
        web_url = web_address(self.settings.github_api_url)
        evaluator = Evaluator(
            app,
            self.store.ledger,
            judges,
            self.metrics,
            web_url,
            self.settings.public_url,
            self.clock,
            self.store.inbox,
        )
        replays = Replays(app, self.store.inbox, self.store.ledger, evaluator.judge, self.clock)
        merges = Merges(evaluator)
        payments = Payments(evaluator, self.store.debts, merges)
        hangings = Hangings(app, self.store.inbox, self.store.hanging)
        handlers = Handlers(evaluator, spreader, replays, Groups(evaluator), merges, payments, hangings)
        worker = Worker(self.store, handlers.handle)
        return (Sweep(app, self.store.ledger, self.store.hanging, spreader), worker)

    async def _problems(self) -> list[str]:
        return [] if await self.store.ready() else ["the database does not answer"]

    def _count(self, call: Call) -> None:
        self.metrics.github_calls.labels(call.method, str(call.status or "none")).inc()
        if call.remaining is not None:
            self.metrics.github_rate_remaining.labels(str(call.installation or "app")).set(call.remaining)


def web_address(api_url: str) -> str:
    """Say where people read what the API at `api_url` serves: https://github.com, or the enterprise server's own host."""
    url = urlsplit(api_url)
    return "https://github.com" if url.hostname == "api.github.com" else f"{url.scheme}://{url.netloc}"


@asynccontextmanager
async def opened(settings: Settings, clock: Callable[[], float] = time.time) -> AsyncIterator[Parts]:
    """Open the store and a session; close both at the end."""
    log.configure(settings.log_level, settings.secrets)
    _collect_seldom()
    store = await open_store(settings.database_url.reveal(), clock)
    try:
        async with aiohttp.ClientSession() as session:
            yield Parts(settings, store, session, Metrics(), clock)
    finally:
        desk.close()
        await store.close()


def _collect_seldom() -> None:
    """Look for cyclic garbage less often, and not among what lives as long as the process.

    Python's own pace, every 700 objects, spends a tenth of the CPU of an event on payloads and answers that hold no cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def run_all(settings: Settings) -> None:
    """Serve and handle in one process."""
    async with opened(settings) as parts:
        await until_stopped((parts.server(), *parts.workers()))


async def run_web(settings: Settings) -> None:
    """Take events in; workers elsewhere handle them."""
    async with opened(settings) as parts:
        await until_stopped((parts.server(),))


async def run_worker(settings: Settings) -> None:
    """Handle events that others took in."""
    async with opened(settings) as parts:
        await until_stopped(parts.workers())


def from_environment() -> Settings:
    """Read the settings of this process."""
    return Settings.from_environment(os.environ)
