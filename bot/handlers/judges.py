"""The policy that judges a pull request: the one at its base, or the last good one when that can't be used."""

import asyncio
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Protocol

from cachetools import LRUCache

from bot.core.awaited import NOTHING_AWAITED, Awaited, awaited
from bot.core.branches import Branches
from bot.core.matching import Matcher
from bot.core.model.policy import POLICY_PATH, Policy
from bot.core.model.report import PolicyText
from bot.policy import Problems, load
from bot.store import Policies

KEPT = 16  # compiled policies, by text; one with all packs takes some 25 MiB


@dataclass(frozen=True, slots=True)
class Judge:
    """A policy, ready to match; `problems` says why the base branch's own can't be used."""

    policy: Policy
    matcher: Matcher
    problems: tuple[str, ...] = ()
    first: bool = False  # there is no policy on the base branch, and this pull request brings one
    awaits: Awaited = NOTHING_AWAITED  # statuses and workflows that decide
    branches: Branches = Branches("")  # noqa: RUF009 - frozen


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


class Judges:
    """Finds the judge of a pull request; texts that were seen before are not read again."""

    def __init__(self, policies: Policies) -> None:
        """Keep the last good policies in `policies`."""
        self._policies = policies
        self._loaded: LRUCache[str, Judge | Problems] = LRUCache(KEPT)
        self._remembered: LRUCache[tuple[int, str], str] = LRUCache(4096)
        self._awaiting: LRUCache[int, bool] = LRUCache(4096)
        self._loading = asyncio.Lock()  # a policy that many events wait for is compiled once

    def likely_awaits(self, repo_id: int) -> bool:
        """Whether the policy found last for a repository hangs on statuses; false for one that was not seen yet."""
        return self._awaiting.get(repo_id, False)

    async def awaits(self, repo_id: int) -> Awaited:
        """Give what any of a repository's policies waits for; nothing where it was never judged by one."""
        found = [await self._load(PolicyText("", text)) for text in await self._policies.of_repository(repo_id)]
        return reduce(or_, (judge.awaits for judge in found if isinstance(judge, Judge)), NOTHING_AWAITED)

    async def find(self, repo_id: int, branch: str, base: PolicyText) -> Judge | None:
        """Give the judge of pull requests into `branch`; None when the repository has no policy there."""
        if not base.there:
            return None
        found = await self._load(base)
        if isinstance(found, Judge):
            self._awaiting[repo_id] = bool(found.awaits)
            await self._remember(repo_id, branch, base)
            return found
        last = await self._policies.last_good(repo_id, branch)
        fallback = await self._load(PolicyText("", last[1], last[0])) if last else None
        if isinstance(fallback, Judge):
            return replace(fallback, problems=found)
        nothing = Policy(zones={}, rules=(), source="no policy")
        return Judge(nothing, Matcher(nothing), found)

    async def on(self, repo_id: int, ground: Ground) -> tuple[Judge | None, Branches]:
        """Give the judge of what is to be merged there, None where there is no policy, and which branches are guarded."""
        branches = await self.branches(repo_id, ground.default_branch, ground.default_policy)
        base = ground.base_policy
        if branches.guards(ground.base_ref) and not base.there:  # else the check that it requires would never come
            base = ground.default_policy
        return await self.find(repo_id, ground.base_ref, base), branches

    async def branches(self, repo_id: int, default: str, policy: PolicyText) -> Branches:
        """Tell which branches are guarded, by the policy of the default one or the last there that could be used."""
        found = await self.find(repo_id, default, policy)
        return Branches(default, found.policy.branches if found is not None else ())

    async def _load(self, text: PolicyText) -> "Judge | tuple[str, ...]":
        if text.problem or text.text is None:
            return (text.problem or "there is none",)
        async with self._loading:
            found = self._loaded.get(text.text)
            if found is None:
                loaded = await asyncio.to_thread(load, text.text, POLICY_PATH)  # it may ask ast-grep about patterns
                found = loaded if isinstance(loaded, Problems) else _judge(loaded)
                self._loaded[text.text] = found
        if isinstance(found, Problems):
            return tuple(f"line {item.line}: {item.says} {item.instead}" for item in found.items)
        return found

    async def _remember(self, repo_id: int, branch: str, base: PolicyText) -> None:
        blob = base.blob or ""
        if self._remembered.get((repo_id, branch)) != blob:
            await self._policies.remember(repo_id, branch, blob, base.text or "")
            self._remembered[repo_id, branch] = blob


def _judge(policy: Policy) -> Judge:
    return Judge(policy, Matcher(policy), awaits=awaited(policy))
