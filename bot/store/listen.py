"""Hears on PostgreSQL that another process has put something into the inbox."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import structlog

from bot.store.letters import CHANNEL

RECONNECT_WAIT = 1.0  # seconds

log = structlog.get_logger(__name__)

Connect = Callable[[], Awaitable["asyncpg.Connection[Any]"]]


async def listen(connect: Connect, heard: Callable[[], None]) -> None:
    """Call `heard` for each notification, and after each reconnection, until cancelled."""
    while True:
        try:
            await _listen_once(connect, heard)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("the database's notifications are out of reach; asking from time to time", error=repr(error))
        await asyncio.sleep(RECONNECT_WAIT)


async def _listen_once(connect: Connect, heard: Callable[[], None]) -> None:
    connection = await connect()
    lost = asyncio.Event()
    try:
        connection.add_termination_listener(lambda _connection: lost.set())
        await connection.add_listener(CHANNEL, lambda *_notification: heard())
        heard()  # for whatever came while nobody listened
        await lost.wait()
    finally:
        connection.terminate()
