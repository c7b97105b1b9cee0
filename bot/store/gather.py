"""Gathers what is asked for while a transaction runs into the next one: a group commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Gathering(Generic[T, R]):
    """`act` takes a list of requests and gives a list of answers; each `add` is one request, answered when it is done.

    When a list fails, its requests are tried one by one, so that none suffers for its neighbour.
    """

    def __init__(self, act: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._act = act
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    async def add(self, request: T) -> R:
        """Wait for the answer to one request, or its error. Cancelling does not undo what is under way."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await answer

    async def rest(self) -> None:
        """Wait until nothing is asked for."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _work(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                await self._answer(group)
        finally:
            self._task = None

    async def _answer(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._act([request for request, _ in group])
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to those who asked
            if len(group) > 1:
                for one in group:
                    await self._answer([one])
            else:
                _refuse(group[0][1], error)
            return
        for (_, answer), result in zip(group, results, strict=True):
            if not answer.done():
                answer.set_result(result)


def _refuse(answer: "asyncio.Future[R]", error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)
