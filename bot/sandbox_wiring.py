"""`make run` without credentials: the sandbox and the bot in one process, talking over HTTP."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click
from aiohttp import web

from bot.cli.ledger_rows import Wanted, rows
from bot.cli.report.ledger_lines import Stories
from bot.cli.report.ledger_page import page
from bot.errors import SettingsError
from bot.sandbox.seed import plant
from bot.sandbox.server import Sandbox
from bot.settings import Secret, Settings
from bot.store import Store
from bot.web.home import Link
from bot.web.server import Server, until_stopped
from bot.wiring import opened

HOST = "127.0.0.1"  # nobody else is to play here
PORT = 8000
FREE = 0


@dataclass
class Announcement:
    """Tells the bot of the bundled pull requests once it listens, and people where to look."""

    sandbox: Sandbox
    server: Server
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Announce once, then wait for the end."""
        await self.server.started.wait()
        self.sandbox.deliveries.url = f"http://{HOST}:{self.server.port}/webhook"
        click.echo(
            "\nNo GitHub credentials in the environment, so this is the sandbox: a GitHub of its own on this machine.\n"
            f"\n    Open {self.sandbox.html_url}/\n\n"
            f"The bot itself listens on http://{HOST}:{self.server.port}/. Nothing is kept after Ctrl-C.\n"
        )
        await self.sandbox.announce()
        await self._stopping.wait()

    def stop(self) -> None:
        """End."""
        self._stopping.set()


async def run_sandbox(environ: Mapping[str, str]) -> None:
    """Serve the sandbox on PORT + 1 and the bot on PORT, until a signal."""
    port = _port(environ)
    with tempfile.TemporaryDirectory(prefix="dont-delegate-") as folder:
        async with (
            _github(port + 1 if port else FREE) as sandbox,
            opened(_settings(sandbox, Path(folder), port, environ)) as parts,
        ):
            link = Link(f"{sandbox.html_url}/", "The sandbox", "A GitHub on this machine, to try the bot in.")
            server = parts.server([link, ledger_link(parts.store)])
            await until_stopped((Announcement(sandbox, server), server, *parts.workers()))


def ledger_link(store: Store) -> Link:
    """Show the whole ledger to whoever asks: only here, where it holds nothing but what was played."""

    async def show(_request: web.Request) -> web.Response:
        stories = Stories()
        async for head, record in rows(store, Wanted()):
            stories.add(head, record)
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return web.Response(text=page(stories, datetime.now(UTC)), content_type="text/html", headers=policy)

    return Link("/ledger", "Ledger", "Who signed what here, by which right, and when; as an auditor gets it.", show)


@asynccontextmanager
async def _github(port: int) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(host=HOST, port=port)
    with sandbox.deliveries.off():
        plant(sandbox.world)
    async with sandbox:
        yield sandbox


def _settings(sandbox: Sandbox, folder: Path, port: int, environ: Mapping[str, str]) -> Settings:
    return Settings(
        app_id=sandbox.world.app.id,
        private_key=Secret(sandbox.private_key),
        webhook_secrets=(Secret(sandbox.secret),),
        github_api_url=sandbox.api_url,
        database_url=Secret(f"sqlite:///{folder / 'sandbox.db'}"),
        host=HOST,
        port=port,
        log_level=environ.get("LOG_LEVEL", "") or "warning",
        public_url=f"http://{HOST}:{port}" if port else "",
    )


def _port(environ: Mapping[str, str]) -> int:
    text = environ.get("PORT", "").strip() or str(PORT)
    if not (text.isascii() and text.isdigit() and int(text[:6]) < 65_535):  # noqa: PLR2004 - the sandbox takes the next one
        raise SettingsError(["PORT: write a port from 1 to 65534, or 0 for any free one"])
    return int(text)
