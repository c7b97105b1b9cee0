"""`dont-delegate serve`, `web`, `worker` and `release`: the processes of a deployment."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

import click

from bot import wiring
from bot.errors import DontDelegateError
from bot.settings import Settings, database_url
from bot.store import migrate


@click.command()
def serve() -> None:
    """Serve the App in one process; without GitHub credentials in the environment, serve the sandbox."""
    if Settings.credentials_present(os.environ):
        _run(lambda: wiring.run_all(wiring.from_environment()))
    else:
        from bot.sandbox_wiring import run_sandbox  # noqa: PLC0415 - a deployment carries no GitHub of its own in memory

        _run(lambda: run_sandbox(os.environ))


@click.command()
def web() -> None:
    """Take webhooks in, and leave their handling to `worker` processes on the same database."""
    _run(lambda: wiring.run_web(wiring.from_environment()))


@click.command()
def worker() -> None:
    """Handle the events that `web` processes took in."""
    _run(lambda: wiring.run_worker(wiring.from_environment()))


@click.command()
def release() -> None:
    """Bring the database up to date, before new processes start."""

    async def bring_up() -> None:
        await migrate(database_url(os.environ))
        click.echo("The database is up to date.")

    _run(bring_up)


def _run(main: Callable[[], Awaitable[None]]) -> None:
    """Run until it ends; an error that a person can mend is one sentence, not a traceback."""

    async def whole() -> None:
        await main()

    try:
        asyncio.run(whole())
    except DontDelegateError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
