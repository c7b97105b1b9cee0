"""SIGKILL right after each kind of write was carried out, before the bot hears of it: nothing is doubled, nothing forgotten."""

import asyncio
import re

import pytest

from bot.sandbox.rest.front import Exchange
from tests.drills.judgement import check_all, quiet, undelivered
from tests.drills.process import Bot
from tests.drills.town import Town

pytestmark = pytest.mark.drill

WRITES = {
    "check": r"POST /repos/acme/shop/check-runs",
    "summary": r"POST /repos/acme/shop/issues/\d+/comments",
    "review": r"POST /repos/acme/shop/pulls/\d+/reviews",
    "reviewers": r"POST /repos/acme/shop/pulls/\d+/requested_reviewers",
}


def kill_after(town: Town, bot: Bot, write: str) -> list[str]:
    """Kill the bot in the moment in which such a call is carried out; the list says when it has happened."""
    killed: list[str] = []

    def look(exchange: Exchange) -> None:
        call = f"{exchange.method} {exchange.path}"
        if not killed and re.fullmatch(write, call):
            killed.append(call)
            bot.kill()

    town.sandbox.observers.append(look)
    return killed


async def gone(bot: Bot, killed: list[str]) -> None:
    await bot.ended()
    assert killed


@pytest.mark.parametrize("write", WRITES)
async def test_a_pull_request_is_opened(town: Town, bot: Bot, write: str):
    killed = kill_after(town, bot, WRITES[write])
    work = town.open()
    await gone(bot, killed)
    await again(town, bot)
    check_all(town)
    town.sign(work)
    await quiet(town, bot)
    check_all(town)


async def test_a_senior_signs_before_it_is_known_what_was_shown(town: Town, bot: Bot):
    killed = kill_after(town, bot, WRITES["summary"])
    work = town.open()
    await gone(bot, killed)
    town.sign(work)
    assert work.said["money"].signed
    await again(town, bot)
    check_all(town)


async def test_a_senior_ticks_before_it_is_known_what_was_shown(town: Town, bot: Bot):
    killed = kill_after(town, bot, WRITES["summary"])
    work = town.open()
    await gone(bot, killed)
    town.tick(work)
    assert work.said["money"].ticked
    await again(town, bot)
    check_all(town)


async def test_a_push_follows_before_it_is_known_what_was_shown(town: Town, bot: Bot):
    killed = kill_after(town, bot, WRITES["summary"])
    work = town.open()
    await gone(bot, killed)
    town.sign(work)
    town.push_beside(work)
    await again(town, bot)
    check_all(town)
    town.push_covered(work)
    await quiet(town, bot)
    check_all(town)


async def test_an_answer_is_given(town: Town, bot: Bot):
    work = town.open()
    await quiet(town, bot)
    killed = kill_after(town, bot, WRITES["summary"])  # a reply goes the same way
    town.ask(work)
    town.sign(work)
    await gone(bot, killed)
    await again(town, bot)
    check_all(town)


async def again(town: Town, bot: Bot) -> None:
    """Start anew and wait until nothing is left to do."""
    bot.start()
    await bot.ready()
    while undelivered(town):  # noqa: ASYNC110 - the bot asks for them by itself, and nothing of ours says when
        await asyncio.sleep(0.05)
    await quiet(town, bot)
