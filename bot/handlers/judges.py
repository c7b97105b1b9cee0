"""The policy that judges a pull request: the floor and the base's own, each the last good one when it can't be used."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Protocol

from cachetools import LRUCache

from bot.core.awaited import NOTHING_AWAITED, Awaited, awaited
from bot.core.branches import Branches
from bot.core.events import Where
from bot.core.floor import combine
from bot.core.matching import AnyMatcher
from bot.core.model.policy import POLICY_PATH, Policy
from bot.core.model.report import FloorText, PolicyText
from bot.handlers.floors import NO_FLOOR, Floor, FloorKeeper
from bot.handlers.shelf import NOBODYS, READ, Shelf
from bot.store import Floors, Policies

SEEN = 4096


@dataclass(frozen=True, slots=True)
class Judge:
    """A policy, ready to match; `problems` says why the base branch's own can't be used, `floor_trouble` why the floor can't."""

    policy: Policy
    matcher: AnyMatcher
    problems: tuple[str, ...] = ()
    floor_trouble: str = ""
    floor: Policy | None = None  # alone
    first: bool = False  # there is no policy on the base branch, and this pull request brings one
    awaits: Awaited = NOTHING_AWAITED  # statuses and workflows that decide
    branches: Branches = Branches("")  # noqa: RUF009 - frozen

    def with_own(self, own: Policy | None) -> Policy:
        """Give the policy that would judge here with another of the repository's own; None: with none."""
        if self.floor is not None:
            return combine(self.floor, own)
        return own or NOBODYS


@dataclass(frozen=True, slots=True)
class Own:
    """What judges of a repository's own. `text` None: nothing does."""

    text: str | None = None
    blob: str = ""
    problems: tuple[str, ...] = ()


NOTHING_OWN = Own()


class Ground(Protocol):
    """What a change is to be merged into, as it was read."""

    @property
    def base_ref(self) -> str:
        """The branch."""

    @property
    def base_policy(self) -> PolicyText:
        """The policy at its head."""

    @property
    def default_branch(self) -> str:
        """The repository's default branch."""

    @property
    def default_policy(self) -> PolicyText:
        """The policy at that one's head."""

    @property
    def floor(self) -> FloorText:
        """The floor under the repository."""


class Judges:
    """Finds the judge of a pull request; texts that were seen before are not read again."""

    def __init__(self, policies: Policies, floors: Floors) -> None:
        """Keep the last good policies in `policies`, and the last good floors in `floors`."""
        self._policies, self._kept_floors = policies, floors
        self._shelf = Shelf()
        self._floors = FloorKeeper(floors, self._shelf)
        self._remembered: LRUCache[tuple[int, str], str] = LRUCache(SEEN)
        self._awaiting: LRUCache[int, bool] = LRUCache(SEEN)
        self._awaited: LRUCache[str, Awaited] = LRUCache(READ)

    def likely_awaits(self, repo_id: int) -> bool:
        """Whether the policy found last for a repository hangs on statuses; false for one that was not seen yet."""
        return self._awaiting.get(repo_id, False)

    async def awaits(self, where: Where) -> Awaited:
        """Give what any policy of a repository waits for, or the floor under it; nothing where it was never judged by one."""
        login = where.repo.partition("/")[0]
        found = [*await self._policies.of_repository(where.repo_id), *await self._kept_floors.of_login(login)]
        return reduce(or_, [await self._awaits(text) for text in found], NOTHING_AWAITED)

    async def on(self, repo_id: int, ground: Ground) -> tuple[Judge | None, Branches]:
        """Give the judge of what is to be merged there, None where there is no policy, and which branches are guarded."""
        floor, base = await self._floors.find(ground.floor), ground.base_policy
        default = await self._own(repo_id, ground.default_branch, ground.default_policy)
        branches = await self._guarded(ground.default_branch, floor, default)
        if branches.guards(ground.base_ref) and not base.there:  # else the check that it requires would never come
            base = ground.default_policy
        return await self._judge(repo_id, floor, await self._own(repo_id, ground.base_ref, base)), branches

    async def _judge(self, repo_id: int, floor: Floor, own: Own) -> Judge | None:
        """Give the judge; None when the repository has no policy there, and no floor."""
        if (floor, own) == (NO_FLOOR, NOTHING_OWN):
            return None
        awaits = reduce(or_, [await self._awaits(text) for text in _texts(floor, own)], NOTHING_AWAITED)
        self._awaiting[repo_id] = bool(awaits)
        ready = await self._shelf.ready(floor.text, own.text, _source(floor, own))
        alone = (await self._shelf.ready(floor.text, None, floor.source)).policy if floor.text is not None else None
        return Judge(ready.policy, ready.matcher, own.problems, floor.trouble, alone, awaits=awaits)

    async def _guarded(self, default: str, floor: Floor, own: Own) -> Branches:
        """Tell which branches are guarded, by the floor and the policy of the default branch."""
        found = [await self._shelf.read(text) for text in _texts(floor, own)]
        return Branches(default, tuple(glob for one in found if isinstance(one, Policy) for glob in one.branches))

    async def _own(self, repo_id: int, branch: str, base: PolicyText) -> Own:
        """Give the base branch's own policy, or the last good one with what is wrong with it."""
        if not base.there:
            return NOTHING_OWN
        problems = await self._shelf.problems_of(base)
        if not problems:
            await self._remember(repo_id, branch, base)
            return Own(base.text, base.blob or "")
        last = await self._policies.last_good(repo_id, branch)
        usable = last is not None and not await self._shelf.problems(last[1])
        return Own(last[1], last[0], problems) if last is not None and usable else Own(problems=problems)

    async def _awaits(self, text: str) -> Awaited:
        if text not in self._awaited:
            found = await self._shelf.read(text)
            self._awaited[text] = awaited(found) if isinstance(found, Policy) else NOTHING_AWAITED
        return self._awaited[text]

    async def _remember(self, repo_id: int, branch: str, base: PolicyText) -> None:
        blob = base.blob or ""
        if self._remembered.get((repo_id, branch)) != blob:
            await self._policies.remember(repo_id, branch, blob, base.text or "")
            self._remembered[repo_id, branch] = blob


def _texts(floor: Floor, own: Own) -> list[str]:
    return [text for text in (floor.text, own.text) if text is not None]


def _source(floor: Floor, own: Own) -> str:
    """Name who judges, for people; under a floor each file with git's id of it, since there are two."""
    if floor.text is None:
        return POLICY_PATH if own.text is not None else "no policy"
    return floor.source if own.text is None else f"{floor.source} and {POLICY_PATH} at {own.blob[:7]}"
