"""The store, for commands that look into it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.errors import UserError

if TYPE_CHECKING:  # the store takes longer to import than other commands take to run
    from bot.store import Store

T = TypeVar("T")

database_url = click.option(
    "--database-url",
    "url",
    envvar="DATABASE_URL",
    default="sqlite:///var/dont-delegate.db",
    help="Where it is: sqlite:///path or postgresql://... (DATABASE_URL)",
)


def with_store(url: str, act: "Callable[[Store], Awaitable[T]]") -> T:
    """Open the store, do this with it, and close it. One that is not there is not made: there is nothing to see in it."""
    file = url.removeprefix("sqlite:///")
    if file != url and not Path(file).exists():
        raise UserError(f"There is no database at {file}: name it with --database-url.")
    from bot.store import open_store  # noqa: PLC0415 - see above

    async def opened() -> T:
        store = await open_store(url)
        try:
            return await act(store)
        finally:
            await store.close()

    return asyncio.run(opened())
