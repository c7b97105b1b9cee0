"""Policies are read once, however many events wait for them."""

import asyncio
from dataclasses import dataclass

from bot.core.model.report import FloorText, PolicyText
from bot.handlers.judges import Judge, Judges
from bot.store import Floors, KeptFloor, Policies


class NothingKept(Policies):
    """A store that keeps nothing: what is looked at is what stays in memory."""

    def __init__(self) -> None:
        pass

    async def remember(self, repo_id: int, branch: str, blob: str, text: str) -> None:
        pass


class NoFloorKept(Floors):
    """A store that knows of no floor."""

    def __init__(self) -> None:
        pass

    async def last_good(self, _owner: str) -> KeptFloor | None:
        return None


NO_FLOOR = FloorText("O_1", "acme", PolicyText(""))


@dataclass(frozen=True)
class Read:
    """What a change goes into, as it was read."""

    base_policy: PolicyText
    floor: FloorText = NO_FLOOR
    base_ref: str = "main"
    default_branch: str = "main"

    @property
    def default_policy(self) -> PolicyText:
        return self.base_policy


async def test_a_policy_that_many_wait_for_is_compiled_once():
    judges = Judges(NothingKept(), NoFloorKept())
    ground = Read(PolicyText("a1", "version: 1\nextends: [schema]\n"))
    found = [judge for judge, _ in await asyncio.gather(*(judges.on(1, ground) for _ in range(5)))]
    assert isinstance(found[0], Judge)
    assert {id(judge.matcher) for judge in found if judge} == {id(found[0].matcher)}
