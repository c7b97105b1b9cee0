"""The floor under a repository: the one that stands, or the last good one when that can't be used or can't be seen."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from cachetools import TTLCache

from bot.core import floor_words
from bot.core.model.report import FloorText
from bot.handlers.shelf import Shelf
from bot.store import Floors, KeptFloor

OWNERS = 4096
# How long what the store said of an owner's floor is believed: another process may have seen another.
BELIEVED = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Floor:
    """What judges as the floor. `text` None: nothing does; `trouble`, in Markdown, why that is not what should."""

    text: str | None = None
    source: str = ""  # for people
    trouble: str = ""


NO_FLOOR = Floor()


class FloorKeeper:
    """Finds floors, and remembers the last good one of each owner."""

    def __init__(self, floors: Floors, shelf: Shelf, clock: Callable[[], float] = monotonic) -> None:
        self._floors = floors
        self._shelf = shelf
        self._remembered: TTLCache[str, str] = TTLCache(OWNERS, BELIEVED, clock)  # owner -> blob
        self._without: TTLCache[str, bool] = TTLCache(OWNERS, BELIEVED, clock)

    async def find(self, seen: FloorText) -> Floor:
        """Give the floor that judges.

        A repository that can be seen and holds no floor ends it: whoever may push there has said so. One that can't be seen
        says nothing, since GitHub answers alike for what is not there and for what is hidden.
        """
        if seen.file is None:
            return await self._instead(seen, lambda kept: floor_words.hidden(seen.login, kept=kept), doubt=False)
        if seen.file.text is None and seen.file.problem is None:
            return await self._gone(seen.owner)
        problems = await self._shelf.problems_of(seen.file)
        if problems:
            return await self._instead(seen, lambda kept: floor_words.unusable(problems, kept=kept), doubt=True)
        return await self._stands(seen, KeptFloor(seen.file.blob or "", seen.file.text or ""))

    async def _stands(self, seen: FloorText, floor: KeptFloor) -> Floor:
        self._without.pop(seen.owner, None)
        if self._remembered.get(seen.owner) != floor.blob:
            await self._floors.remember(seen.owner, seen.login, floor)
            self._remembered[seen.owner] = floor.blob
        return Floor(floor.text, floor_words.source(seen.login, floor.blob))

    async def _gone(self, owner: str) -> Floor:
        if await self._kept(owner) is not None:
            await self._floors.forget(owner)
            self._remembered.pop(owner, None)
            self._without[owner] = True
        return NO_FLOOR

    async def _instead(self, seen: FloorText, says: Callable[[bool], str], *, doubt: bool) -> Floor:
        """Give the last good floor, and say why it judges; `doubt`: there should be one even if none was ever seen."""
        kept = await self._kept(seen.owner)
        usable = kept is not None and not await self._shelf.problems(kept.text)
        if kept is not None and usable:
            return Floor(kept.text, floor_words.source(seen.login, kept.blob), says(True))
        return Floor(trouble=says(False)) if doubt or kept is not None else NO_FLOOR

    async def _kept(self, owner: str) -> KeptFloor | None:
        if owner in self._without:
            return None
        kept = await self._floors.last_good(owner)
        if kept is None:
            self._without[owner] = True
        return kept
