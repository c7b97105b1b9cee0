"""Requests that come while one is under way share the next."""

import asyncio

import pytest

from bot.store.gather import Gathering


async def test_what_comes_meanwhile_goes_together():
    begun, gate, groups = asyncio.Event(), asyncio.Event(), []

    async def act(requests):
        groups.append(list(requests))
        begun.set()
        await gate.wait()
        return [number * 10 for number in requests]

    gathering = Gathering(act)
    first = asyncio.create_task(gathering.add(1))
    await begun.wait()
    rest = [asyncio.create_task(gathering.add(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(first, *rest) == [10, 20, 30]
    assert groups == [[1], [2, 3]]
    assert await gathering.add(4) == 40


async def test_the_error_goes_to_the_one_who_caused_it():
    async def act(requests):
        return [100 // number for number in requests]

    gathering = Gathering(act)
    results = await asyncio.gather(*(gathering.add(number) for number in (5, 0, 4)), return_exceptions=True)
    assert (results[0], results[2]) == (20, 25)
    assert isinstance(results[1], ZeroDivisionError)


async def test_one_who_gave_up_does_not_disturb_the_others():
    gate = asyncio.Event()

    async def act(requests):
        await gate.wait()
        if 0 in requests:
            raise LookupError
        return requests

    gathering = Gathering(act)
    tasks = [asyncio.create_task(gathering.add(number)) for number in (0, 1, 2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    tasks[1].cancel()
    await asyncio.sleep(0)
    gate.set()
    assert await tasks[2] == 2
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
