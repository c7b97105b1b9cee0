"""The stage of the drills: a sandbox in this process, the bot in others; all of them end with the test."""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from tests.drills.process import Bot, environment, free_port
from tests.drills.town import Town

Start = Callable[..., Bot]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as one:
        yield one
        assert one.unknown_routes == []


@pytest.fixture
def town(sandbox: Sandbox) -> Town:
    return Town(sandbox, random.Random(20261121))


@pytest.fixture
def make_bot(sandbox: Sandbox, tmp_path: Path) -> Iterator[Start]:
    """Make a bot on the sandbox: `make_bot(command="serve", database=...)`; it is started by the test."""
    made: list[Bot] = []
    port = free_port()

    def make(command: str = "serve", database: str = f"sqlite:///{tmp_path / 'bot.db'}") -> Bot:
        bot = Bot(environment(sandbox, database, tmp_path, port), tmp_path / f"{command}-{len(made)}.log", command)
        made.append(bot)
        return bot

    yield make
    for bot in made:
        bot.end()


@pytest.fixture
async def bot(sandbox: Sandbox, make_bot: Start) -> Bot:
    """A bot that runs and gets the sandbox's webhooks."""
    one = make_bot()
    one.start()
    await one.ready()
    sandbox.deliveries.url = f"{one.url}/webhook"
    return one
