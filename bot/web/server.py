"""Running: the parts of a process side by side until a signal, and their orderly end."""

import asyncio
import logging
import signal
from collections.abc import Sequence
from typing import Protocol

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.errors import DontDelegateError, UserError

_KEEPALIVE = 75.0  # seconds

log = structlog.get_logger(__name__)


class Part(Protocol):
    """Something that runs until it is told to stop: the server, a worker, a timer."""

    async def run(self) -> None:
        """Work until `stop`, and end what is under way."""

    def stop(self) -> None:
        """Begin nothing more."""


class Server:
    """Serves an application; told to stop, it takes no more and lets requests end within `grace` seconds."""

    def __init__(self, app: web.Application, host: str, port: int, grace: float = 10.0) -> None:
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=_http_log(),
            auto_decompress=False,  # a signature is over the raw bytes, and nothing small may become large
            keepalive_timeout=_KEEPALIVE,
            shutdown_timeout=grace,
        )
        self._host, self._port = host, port
        self._stopping = asyncio.Event()
        self.started = asyncio.Event()
        self.port = 0  # the true one, once `started`

    async def run(self) -> None:
        """Serve until `stop`; UserError when the address can't be had."""
        await self._runner.setup()
        try:
            site = web.TCPSite(self._runner, self._host, self._port)
            try:
                await site.start()
            except OSError as error:
                raise UserError(f"can't listen on {self._host} port {self._port}: {error.strerror}") from None
            self.port = self._runner.addresses[0][1]
            self.started.set()
            log.info("listening", host=self._host, port=self.port)
            await self._stopping.wait()
        finally:
            await self._runner.cleanup()

    def stop(self) -> None:
        """Accept no more."""
        self._stopping.set()


async def until_stopped(parts: Sequence[Part]) -> None:
    """Run the parts until SIGTERM or SIGINT, or until one ends; then stop them one after the other, in their order.

    So the server, first, has answered everything before the worker stops. A second signal ends all at once.
    When a part fails, the others are stopped, and its error is raised.
    """
    told = asyncio.Event()
    tasks = [asyncio.create_task(part.run()) for part in parts]
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, _on_signal, told, tasks)
    try:
        await _first(told, tasks)
        await _stop_in_order(parts, tasks)
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
        for task in tasks:
            task.cancel()
    for error in filter(None, (task.exception() for task in tasks if not task.cancelled())):
        raise error
    if not told.is_set():
        raise DontDelegateError("a part of the process ended by itself")


def _on_signal(told: asyncio.Event, tasks: Sequence[asyncio.Task[None]]) -> None:
    if told.is_set():
        log.warning("told twice to stop; ending at once")
        for task in tasks:
            task.cancel()
        return
    log.info("told to stop; ending what is under way")
    told.set()


async def _first(told: asyncio.Event, tasks: Sequence[asyncio.Task[None]]) -> None:
    waiting = asyncio.create_task(told.wait())
    try:
        await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


async def _stop_in_order(parts: Sequence[Part], tasks: Sequence[asyncio.Task[None]]) -> None:
    for part, task in zip(parts, tasks, strict=True):
        part.stop()
        await asyncio.wait([task])


def _http_log() -> logging.Logger:
    """Give aiohttp a logger that keeps quiet about strangers who speak broken HTTP; they get their 400."""
    logger = logging.getLogger(__name__ + ".http")
    logger.addFilter(_is_ours)
    return logger


def _is_ours(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | ConnectionError)
