"""What operators' machines ask: does it live, can it work, what are its figures."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.metrics import Metrics
from bot.store.inbox import Inbox
from bot.web.answers import answer

# What stands in the way of working, in sentences; none: ready.
Ready = Callable[[], Awaitable[Sequence[str]]]

_WAIT = 5.0  # seconds

log = structlog.get_logger(__name__)


async def healthz(_request: web.Request) -> web.Response:
    """Say that the process lives."""
    return answer(HTTPStatus.OK, alive=True)


class Readiness:
    """`GET /readyz`: 200 when events can be taken and handled, else 503 with what is wrong."""

    def __init__(self, ready: Ready) -> None:
        self._ready = ready

    async def show(self, _request: web.Request) -> web.Response:
        """Ask, and take no answer for a bad one."""
        problems = await self._problems()
        return answer(
            HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK, ready=not problems, problems=problems
        )

    async def _problems(self) -> list[str]:
        try:
            async with asyncio.timeout(_WAIT):
                return list(await self._ready())
        except Exception:
            log.exception("readiness could not be told")
            return ["readiness could not be told; the log says why"]


class Figures:
    """`GET /metrics`: all figures for Prometheus; those of the inbox are read when asked for."""

    def __init__(self, metrics: Metrics, inbox: Inbox) -> None:
        self._metrics = metrics
        self._inbox = inbox

    async def show(self, _request: web.Request) -> web.Response:
        """Measure the inbox, then show everything; without its database the inbox's figures are not a number."""
        waiting, dead, age = await self._measure()
        self._metrics.inbox_waiting.set(waiting)
        self._metrics.dead_letters.set(dead)
        self._metrics.inbox_oldest_seconds.set(age)
        return web.Response(body=self._metrics.exposition(), headers={"Content-Type": self._metrics.content_type})

    async def _measure(self) -> tuple[float, float, float]:
        try:
            async with asyncio.timeout(_WAIT):
                counts = await self._inbox.counts()
        except Exception:
            log.exception("the inbox can't be counted")
            return (float("nan"),) * 3
        return counts.waiting, counts.dead, 0.0 if counts.oldest is None else max(0.0, time.time() - counts.oldest)
