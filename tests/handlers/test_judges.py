"""Policies are read once, however many events wait for them."""

import asyncio

from bot.core.model.report import PolicyText
from bot.handlers.judges import Judge, Judges
from bot.store import Policies


class NothingKept(Policies):
    """A store that keeps nothing: what is looked at is what stays in memory."""

    def __init__(self) -> None:
        pass

    async def remember(self, repo_id: int, branch: str, blob: str, text: str) -> None:
        pass


async def test_a_policy_that_many_wait_for_is_compiled_once():
    judges, text = Judges(NothingKept()), PolicyText("a1", "version: 1\nextends: [schema]\n")
    found = await asyncio.gather(*(judges.find(1, "main", text) for _ in range(5)))
    assert isinstance(found[0], Judge)
    assert {id(judge) for judge in found} == {id(found[0])}
