"""What a call is, and what all calls of one installation share."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import aiohttp
from cachetools import LRUCache
from gidgethub import sansio

from bot.github.limits import Limits

JSON = sansio.accept_format()
RAW = "application/vnd.github.raw+json"  # the bytes of a blob instead of JSON around them
KEPT_BYTES = 6 * 1024 * 1024  # of answers with an ETag, of all installations together


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient and how pushing the client is; times in seconds."""

    timeout: float = 20.0  # for one answer; GitHub itself gives up after ten
    tries: int = 4  # in all
    backoff: float = 0.4  # before the second try at most, doubled for each further one
    patience: float = 5.0  # the longest wait for a limit that is slept through
    in_flight: int = 48  # calls of one installation at a time; GitHub bears a hundred, of all together
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random  # in [0, 1)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was made, for the trace and the metrics."""

    installation: int | None  # None: as the App itself
    method: str
    path: str  # without the query
    operation: str  # of GraphQL: "ReadPullRequest"; "" for REST
    status: int | None  # as it came, 304 too; None: no answer came
    seconds: float
    remaining: int | None  # calls left in the present hour


@dataclass(frozen=True, slots=True)
class Ask:
    """What to request. `repeatable`: doing it twice is doing it once, so it may be tried again blindly."""

    method: str
    url: str
    body: Mapping[str, Any] | None = None
    accept: str = JSON
    repeatable: bool = True
    operation: str = ""

    @property
    def resource(self) -> str:
        """Which of GitHub's primary limits it counts for."""
        return "graphql" if self.operation else "core"

    def __str__(self) -> str:
        """Name it in an error: without the query, which may be long."""
        return f"the GraphQL call {self.operation}" if self.operation else f"{self.method} {self.url.partition('?')[0]}"


class Kept(NamedTuple):
    """An answer that is asked for again only if it changed."""

    headers: Mapping[str, str]
    body: bytes


class Etags:
    """Answers of one process, kept for each installation apart: what one may see is not for another.

    They are kept as bytes, so no reader can change what the next one gets.
    """

    def __init__(self) -> None:
        self._kept: LRUCache[tuple[int | None, str, str], Kept] = LRUCache(
            KEPT_BYTES, getsizeof=lambda kept: len(kept.body) + 1_000
        )

    def find(self, installation: int | None, ask: Ask, url: str) -> Kept | None:
        """Give what is kept of the same request."""
        return self._kept.get((installation, url, ask.accept)) if ask.method == "GET" else None

    def keep(self, installation: int | None, ask: Ask, url: str, kept: Kept) -> None:
        """Keep an answer that can be asked for again by its ETag, unless it would push out all others."""
        if ask.method == "GET" and "etag" in kept.headers and len(kept.body) < KEPT_BYTES // 8:
            self._kept[installation, url, ask.accept] = kept


@dataclass(slots=True)
class Wire:
    """What all calls of one installation share; the ETags are those of all."""

    session: aiohttp.ClientSession
    api_url: str
    pace: Pace
    on_call: Callable[[Call], None]
    etags: Etags
    installation: int | None = None
    limits: Limits = field(default_factory=Limits)
    slots: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Open as many slots as calls may be in flight."""
        self.slots = asyncio.Semaphore(self.pace.in_flight)
