"""Policies by their texts: each is read once and made ready once, however many events wait for it."""

import asyncio
from dataclasses import replace
from typing import NamedTuple

from cachetools import LRUCache

from bot.core.floor import as_floor, combine
from bot.core.matching import AnyMatcher, Matcher, matcher_of
from bot.core.model.policy import FLOOR_PATH, POLICY_PATH, Policy
from bot.core.model.report import PolicyText
from bot.policy import Problems, load

KEPT = 16  # ready ones; one with all packs takes some 25 MiB, one beside a floor that has them takes little
READ = 64  # that were only read: the shipped rules in them are there once


NOBODYS = Policy(zones={}, rules=(), source="no policy")


class Ready(NamedTuple):
    """A policy and what matches by it."""

    policy: Policy
    matcher: AnyMatcher


class Shelf:
    """Keeps what was read and made ready last; one thing at a time, so that nothing is done twice."""

    def __init__(self) -> None:
        self._read: LRUCache[str, Policy | Problems] = LRUCache(READ)
        self._ready: LRUCache[tuple[str | None, str | None], Ready] = LRUCache(KEPT)
        self._working = asyncio.Lock()

    async def read(self, text: str) -> Policy | Problems:
        """Read a policy's text."""
        async with self._working:
            return await self._policy(text)

    async def problems(self, text: str) -> tuple[str, ...]:
        """Say what is wrong with a policy's text; nothing where it can be used."""
        found = await self.read(text)
        if not isinstance(found, Problems):
            return ()
        return tuple(f"line {item.line}: {item.says} {item.instead}" for item in found.items)

    async def problems_of(self, file: PolicyText) -> tuple[str, ...]:
        """Say what is wrong with a policy as it was read from GitHub."""
        if file.problem is not None or file.text is None:
            return (file.problem or "there is none",)
        return await self.problems(file.text)

    async def ready(self, floor: str | None, own: str | None, source: str) -> Ready:
        """Make ready what a floor's text and a repository's own ask for together; both can be used where they are there.

        The same texts under the same name, which is for people, give the very same policy.
        """
        async with self._working:
            found = await self._made(floor, own)
            if found.policy.source != source:
                found = self._ready[floor, own] = Ready(replace(found.policy, source=source), found.matcher)
            return found

    async def _policy(self, text: str) -> Policy | Problems:
        found = self._read.get(text)
        if found is None:
            found = await asyncio.to_thread(load, text, POLICY_PATH)  # it may ask ast-grep about patterns
            self._read[text] = found
        return found

    async def _made(self, floor: str | None, own: str | None) -> Ready:
        found = self._ready.get((floor, own))
        if found is None:
            under = await self._made(floor, None) if floor is not None and own is not None else None
            found = await asyncio.to_thread(_compiled, await self._joined(floor, own), under)
            self._ready[floor, own] = found
        return found

    async def _joined(self, floor: str | None, own: str | None) -> Policy:
        mine = await self._sound(own) if own is not None else None
        if floor is None:
            return mine or NOBODYS
        return combine(as_floor(await self._sound(floor), FLOOR_PATH), mine)

    async def _sound(self, text: str) -> Policy:
        found = await self._policy(text)
        if isinstance(found, Problems):
            raise TypeError(f"A policy with problems can't be made ready: {found}")
        return found


def _compiled(policy: Policy, under: Ready | None) -> Ready:
    """Compile a policy; its floor is ready already, as far as it judges as it does alone."""

    def compiled(layer: Policy) -> Matcher:
        alone = under.matcher if under is not None else None
        same = isinstance(alone, Matcher) and (alone.policy.rules, alone.policy.exclude) == (layer.rules, layer.exclude)
        return alone if isinstance(alone, Matcher) and same else Matcher(layer)

    return Ready(policy, matcher_of(policy, compiled))
