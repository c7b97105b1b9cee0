"""SIGTERM during work: what is under way ends or is handed back, and nothing is lost."""

import asyncio
import time

import pytest

from tests.drills.judgement import check_all, quiet, undelivered
from tests.drills.process import Bot
from tests.drills.town import Town

pytestmark = pytest.mark.drill

PULLS = 12


@pytest.mark.parametrize("latency", [0.3, 15.0], ids=["ends", "is handed back"])
async def test_stopped_during_work(town: Town, bot: Bot, latency: float):
    town.sandbox.faults.latency = latency
    for _ in range(PULLS):
        town.open()
    await town.sandbox.settle()
    assert (await bot.figures())["dont_delegate_inbox_waiting"] > 0
    began = time.monotonic()
    assert await bot.stop() == 0, bot.told()
    print(f"\nended after {time.monotonic() - began:.1f} s, {latency} s a call")
    assert "Traceback" not in bot.told()
    town.sandbox.faults.latency = 0
    bot.start()
    await bot.ready()
    await quiet(town, bot)
    while undelivered(town):  # noqa: ASYNC110 - the bot asks for them by itself, and nothing of ours says when
        await asyncio.sleep(0.05)
    check_all(town)
