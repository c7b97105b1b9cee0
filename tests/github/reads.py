"""Reads a pull request whole, for the tests of what comes of it."""

from bot.core.matching.wanted import Wanted
from bot.core.model.report import Snapshot
from bot.github import Installation
from bot.github.contents import Wants


def everything(_path: str, _old_path: str | None) -> Wanted:
    return Wanted.CHANGES


async def snapshot(here: Installation, expect: int = 1, wants: Wants = everything) -> Snapshot:
    return await here.complete(await here.read("acme/shop", 7, expect), wants)
