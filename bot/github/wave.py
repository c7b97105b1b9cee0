"""Calls in flight together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")


@asynccontextmanager
async def wave() -> AsyncIterator[asyncio.TaskGroup]:
    """Run tasks together; the first failure ends the others and is raised by itself, not in a group."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except ExceptionGroup as several:
        raise several.exceptions[0] from None


async def each(keys: Iterable[K], work: Callable[[K], Awaitable[T]]) -> list[T]:
    """Do the same for every key in one wave; results in the keys' order."""

    async def one(key: K) -> T:
        return await work(key)

    async with wave() as group:
        tasks = [group.create_task(one(key)) for key in keys]
    return [task.result() for task in tasks]
