"""The sandbox shows its ledger; a process that serves a real App does not."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.sandbox_wiring import ledger_link
from bot.web.home import Link
from bot.web.server import Server
from tests.front.stage import Stage, database, staged


@asynccontextmanager
async def served(stage: Stage, links: Sequence[Link]) -> AsyncIterator[Server]:
    server = stage.parts.server(links)
    running = asyncio.create_task(server.run())
    await server.started.wait()
    yield server
    server.stop()
    await running


async def read(stage: Stage, server: Server, path: str) -> tuple[int, str, str]:
    async with stage.parts.session.get(f"http://127.0.0.1:{server.port}{path}") as response:
        return response.status, await response.text(), response.headers.get("Content-Security-Policy", "")


async def test_the_sandbox_shows_who_signed_what(tmp_path):
    async with staged(database(tmp_path)) as stage:
        pull = await stage.deep()
        await stage.say(pull, "grace", "/sign-off money")
        async with served(stage, [ledger_link(stage.parts.store)]) as server:
            status, text, policy = await read(stage, server, "/ledger")
            assert (status, policy) == (200, "default-src 'none'; style-src 'unsafe-inline'")
            assert "acme/shop #1" in text
            assert "member of acme/payments, by command, 5 points answered" in text
            assert 'href="/ledger"' in (await read(stage, server, "/"))[1]


async def test_nobody_else_does(tmp_path):
    async with staged(database(tmp_path)) as stage, served(stage, []) as server:
        assert (await read(stage, server, "/ledger"))[0] == 404
        assert "style-src 'self'" in (await read(stage, server, "/"))[2]
