"""SIGKILL at 50 random moments while 200 events arrive: nothing that was answered 202 is lost, nothing is doubled."""

import asyncio
import os
import random
import time

import pytest

from tests.drills.judgement import check_all, evaluated, quiet, undelivered
from tests.drills.process import Bot
from tests.drills.town import Town

pytestmark = pytest.mark.drill

SEED = int(os.environ.get("DRILL_SEED", "20261121"))
PULLS = 20
DEEDS = 200
KILLS = 50
LATENCY = 0.02  # seconds a call, so that much is under way at any moment
PATIENCE = 60.0  # seconds


async def test_fifty_kills(town: Town, make_bot):
    print(f"\nseed {SEED}")
    began, chance = time.monotonic(), random.Random(SEED)
    bot = make_bot()
    town.sandbox.faults.latency = LATENCY
    town.sandbox.deliveries.url = f"{bot.url}/webhook"
    done = 0
    for kill in range(KILLS):
        bot.start()
        due = DEEDS * (kill + 1) // KILLS
        await _live_and_die(town, bot, chance, due - done)
        done = due
    print(f"{KILLS} kills in {time.monotonic() - began:.0f} s, {len(undelivered(town))} deliveries to be asked for")
    await _recover(town, bot)
    check_all(town)
    before = _standing(town)
    assert await bot.stop() == 0

    # A bot that remembers nothing finds all of it standing, and adds nothing.
    fresh = make_bot(database=f"sqlite:///{bot.log.parent / 'fresh.db'}")
    fresh.start()
    await fresh.ready()
    await evaluated(fresh, PULLS)
    await quiet(town, fresh)
    assert _standing(town) == before
    print(f"{time.monotonic() - began:.0f} s in all, {len(town.sandbox.calls)} calls")


async def _live_and_die(town: Town, bot: Bot, chance: random.Random, deeds: int) -> None:
    """Let people work while the bot lives; it dies while it starts (one time in five), or within a second of work."""
    if chance.random() < 0.2:
        ending = asyncio.create_task(asyncio.sleep(chance.uniform(0.1, 1.5)))
    else:
        await bot.ready()
        ending = asyncio.create_task(asyncio.sleep(chance.uniform(0.0, 1.0)))
    for _ in range(deeds):
        if len(town.works) < PULLS:
            town.open()
        else:
            town.do_something()
        await asyncio.sleep(chance.uniform(0.0, 0.2))
    await ending
    bot.kill()


async def _recover(town: Town, bot: Bot) -> None:
    """Start once more; by itself the bot has every delivery that failed sent again."""
    bot.start()
    await bot.ready()
    deadline = time.monotonic() + PATIENCE
    while missing := undelivered(town):
        assert time.monotonic() < deadline, f"never answered 202: {missing}\n{bot.told()}"
        await asyncio.sleep(0.05)
    await quiet(town, bot)


def _standing(town: Town) -> list[tuple[object, ...]]:
    """What a new evaluation must leave as it is: the covers shown, and how many of everything there are."""
    return [
        (
            work.pull.number,
            town.shown(work),
            len(work.pull.comments),
            sum(len(thread.comments) for thread in work.pull.threads),
            len(work.pull.reviews),
            [run.id for run in town.repo.suites[work.pull.head_sha].runs],
        )
        for work in town.works
    ]
