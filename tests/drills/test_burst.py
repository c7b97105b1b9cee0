"""A flood of webhooks at once, and one delivery again and again."""

import asyncio
from collections import Counter

import aiohttp
import pytest

from bot.sandbox.deliveries import Delivery
from tests.drills.judgement import check_all, evaluated, quiet
from tests.drills.process import Bot
from tests.drills.town import Town

pytestmark = pytest.mark.drill

FLOOD = 500
MOST_MIB = 165  # 157 and 158 were seen; the patterns of 183 rules take some 25 MiB of it, those of 33 took few


async def post(session: aiohttp.ClientSession, bot: Bot, one: Delivery) -> int:
    async with session.post(f"{bot.url}/webhook", data=one.body, headers=one.headers) as answer:
        return answer.status


def readings(town: Town) -> int:
    """How often a pull request was read."""
    asked = [call.body["query"] for call in town.sandbox.calls if call.path == "/graphql" and call.body]
    return sum("query ReadPullRequest" in query for query in asked)


async def test_five_hundred_webhooks_at_once(town: Town, bot: Bot):
    bot.kill()
    bot.start()  # on a database that is up to date, as after `release`: who migrates one keeps the tools for it in memory
    await bot.ready()
    print(f"\nat the start {bot.memory():.0f} MiB")
    deliveries = town.sandbox.deliveries
    deliveries.hold()
    for _ in range(FLOOD):
        town.open()
    opened = [one for one in deliveries.held if one.event == "pull_request"]
    deliveries.release([])
    assert len(opened) == FLOOD
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        answers = await asyncio.gather(*(post(session, bot, one) for one in opened))
    assert Counter(answers) == {202: FLOOD}
    print(f"acknowledged: {bot.memory():.0f} MiB")
    await evaluated(bot, FLOOD, patience=180)
    await quiet(town, bot)
    check_all(town)
    print(f"\n{FLOOD} webhooks at once: peak memory {bot.peak_memory():.0f} MiB")
    assert bot.peak_memory() < MOST_MIB


async def test_one_delivery_three_times_is_evaluated_once(town: Town, bot: Bot):
    while not any(call.path == "/repos/acme/shop/pulls" for call in town.sandbox.calls):  # noqa: ASYNC110
        await asyncio.sleep(0.01)  # the first sweep looks for what has no verdict; this pull request comes after it
    deliveries = town.sandbox.deliveries
    deliveries.hold()
    town.open()
    (one,) = [one for one in deliveries.held if one.event == "pull_request"]
    deliveries.release([])
    async with aiohttp.ClientSession() as session:
        assert set(await asyncio.gather(post(session, bot, one), post(session, bot, one))) == {202}
        await quiet(town, bot)
        assert await post(session, bot, one) == 202
    await quiet(town, bot)
    check_all(town)
    assert readings(town) == 1
