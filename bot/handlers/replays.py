"""Judges the pull requests merged last by a proposed policy and by the present one, apart from everything that people wait for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from cachetools import TTLCache

from bot.analysis.desk import find_out
from bot.core.events import Event, PullRequestTouched, ReplayWanted, Where
from bot.core.matching import AnyMatcher, Sight, matcher_of
from bot.core.model.change import ChangedFile, PullRequest
from bot.core.model.known import NOTHING, GaveUp
from bot.core.model.policy import POLICY_PATH, Policy
from bot.core.model.proposal import Replay
from bot.core.model.verdict import Matches
from bot.core.replay import Replayed, compared, entry, held, proposal_key
from bot.errors import TransientError
from bot.github import GitHubApp, Installation, Reading, RefusedError
from bot.handlers.judges import Judge
from bot.policy import Problems, load
from bot.store import Incoming, Ledger
from bot.store.inbox import Inbox

AT_MOST = 30  # pull requests
MOST_TEXTS = 200  # whole texts that rules ask for, of all pull requests together
SECONDS = 60.0  # for all of it
BUSY_WAIT = 5.0  # seconds until it is tried again, while another replay is being made
# Anybody who can open a pull request can have a replay made, and it takes calls of which there is a limit.
MOST_AN_HOUR = 6  # in one repository

TOO_SLOW = f"it took longer than {SECONDS:.0f} seconds"
TOO_OFTEN = (
    f"{MOST_AN_HOUR} proposals were replayed here within the hour, and more would use up the calls that GitHub allows"
)


async def ask_for_replay(inbox: Inbox, where: Where, number: int, key: str) -> None:
    """Have a proposal replayed, once however often it is asked for."""
    event = ReplayWanted(f"replay/{where.repo_id}/{number}/{key}", where, number, key)
    await inbox.put([Incoming.of(event)])


@dataclass(slots=True)
class Side:
    """A policy made ready."""

    policy: Policy
    matcher: AnyMatcher


@dataclass(slots=True)
class Replays:
    """Makes replays, one at a time in a process: each keeps a second policy in memory for as long as it takes."""

    app: GitHubApp
    inbox: Inbox
    ledger: Ledger
    judge: Callable[[int, Reading], Awaitable[Judge | None]]
    clock: Callable[[], float]
    _made: TTLCache[int, int] = field(default_factory=lambda: TTLCache(4096, 3600))
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def make(self, events: Sequence[Event]) -> None:
        """Make the replay that is wanted last, write it down, and have the pull request judged again to show it."""
        wanted = [event for event in events if isinstance(event, ReplayWanted)][-1]
        if self._lock.locked():  # it must not hold a place that a verdict could have
            raise TransientError("another replay is being made", BUSY_WAIT)
        async with self._lock:
            replay = await self._bounded(wanted)
        if replay is None:
            return
        where, number, now = wanted.where, wanted.number, datetime.fromtimestamp(self.clock(), UTC)
        await self.ledger.append(where.repo_id, number, [entry(wanted.proposal, replay, now)])
        again = PullRequestTouched(f"{wanted.delivery}/made", where, number, "replayed")
        await self.inbox.put([Incoming.of(again)])

    async def _bounded(self, wanted: ReplayWanted) -> Replay | None:
        """Make it within the bounds of time and number, or say why there is none; None: it is wanted no more."""
        made = self._made.get(wanted.where.repo_id, 0)
        if made >= MOST_AN_HOUR:
            return Replay(failed=TOO_OFTEN)
        self._made[wanted.where.repo_id] = made + 1
        try:
            async with asyncio.timeout(SECONDS):
                return await self._made_of(wanted)
        except TimeoutError:
            return Replay(failed=TOO_SLOW)
        except RefusedError as refusal:
            return Replay(failed=f"GitHub said {int(refusal.status)}: {refusal.says}")

    async def _made_of(self, wanted: ReplayWanted) -> Replay | None:
        installation = self.app.installation(wanted.where.installation)
        reading = await installation.read(wanted.where.repo, wanted.number)
        if reading.closed or _key(reading) != wanted.proposal:
            return None
        judge = await self.judge(wanted.where.repo_id, reading)
        text = reading.head_policy.text
        own = await asyncio.to_thread(load, text, POLICY_PATH) if text is not None else None
        if judge is None or isinstance(own, Problems):
            return None
        then = judge.with_own(own)
        merged = await installation.merged(reading.repository, reading.base_ref, AT_MOST)
        sides = (Side(judge.policy, judge.matcher), Side(then, await asyncio.to_thread(matcher_of, then)))
        work = _Work(installation, sides, reading.base_attributes)
        return compared([await work.judged(pull) for pull in merged.pulls], merged.too_large)


def _key(reading: Reading) -> str:
    return proposal_key(reading.base_ref, reading.base_policy, reading.head_policy)


@dataclass(slots=True)
class _Work:
    """One replay."""

    installation: Installation
    sides: tuple[Side, Side]
    attributes: str
    texts_left: int = MOST_TEXTS

    async def judged(self, pull: PullRequest) -> Replayed:
        """Judge one merged pull request by both policies; the base's attributes count as they are now."""
        pull = replace(pull, attributes=self.attributes)
        sights = [await asyncio.to_thread(side.matcher.sight, pull) for side in self.sides]
        texts = await self._texts(pull, {file.path: file for sight in sights for file in sight.unread})
        found = [
            await asyncio.to_thread(_judged, side.matcher, sight, texts)
            for side, sight in zip(self.sides, sights, strict=True)
        ]
        before, after = (held(side.policy, matches) for side, matches in zip(self.sides, found, strict=True))
        return Replayed(pull.number, before, after, any(matches.unseen for matches in found))

    async def _texts(self, pull: PullRequest, files: Mapping[str, ChangedFile]) -> Mapping[str, str | GaveUp]:
        """Read what both ask for; past the bound nothing, and what hangs on it is not known."""
        self.texts_left -= len(files)
        if not files or self.texts_left < 0:
            return {}
        return await self.installation.texts(pull.repository, list(files.values()))


def _judged(matcher: AnyMatcher, sight: Sight, texts: Mapping[str, str | GaveUp]) -> Matches:
    return matcher.judge(sight, find_out(sight, texts) if sight.open else NOTHING)
