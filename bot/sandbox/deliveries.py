"""The App's webhook: signed deliveries in order, a log of them, and redelivery on request only, as at GitHub."""

import asyncio
import hashlib
import hmac
import io
import json
import time
import uuid
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp

from bot.sandbox.model.clock import Clock

Json = dict[str, Any]
Observer = Callable[[str, dict[str, str], Json], None]  # the event's name, the headers, the payload
_TIMEOUT = aiohttp.ClientTimeout(total=10)  # GitHub waits no longer for an answer
_MOST_KEPT = 20_000
_OK, _MOVED = 200, 300


@dataclass(eq=False, slots=True)
class Delivery:
    """One attempt to deliver one event; `code` None: not made yet, 0: nobody answered."""

    id: int
    guid: str
    event: str
    action: str
    packed: bytes  # the body, compressed: a log of thousands would fill the memory else
    at: datetime
    redelivery: bool = False
    logged: bool = False
    code: int | None = None
    seconds: float = 0.0
    answer: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """What is sent, byte for byte."""
        return zlib.decompress(self.packed)

    @property
    def payload(self) -> Json:
        """What is sent, decoded anew for each reader."""
        decoded: Json = json.loads(self.body)
        return decoded

    @property
    def status(self) -> str:
        """GitHub's words for how it went."""
        if self.code is None:
            return "Pending"
        if self.code == 0:
            return "failed to connect to host"
        return "OK" if _OK <= self.code < _MOVED else "Invalid HTTP Response"


class Deliveries:
    """Delivers one event after the other to `url`; with `url` None everything is kept and nothing sent."""

    def __init__(self, clock: Clock, secret: str, url: str | None, app_id: int) -> None:
        self.url = url
        self.log: deque[Delivery] = deque(maxlen=_MOST_KEPT)
        self.held: list[Delivery] = []
        self.observers: list[Observer] = []
        self._clock = clock
        self._secret = secret.encode()
        self._app_id = app_id
        self._queue: asyncio.Queue[Delivery] = asyncio.Queue()
        self._holding = False
        self._off = False
        self._worker: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None
        self._next = 9_000_000_000

    async def start(self) -> None:
        """Begin to deliver, what has gathered first."""
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        self._worker = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Stop delivering; what is waiting is lost, as at an outage."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    # --- from the world ---

    def __call__(self, event: str, payload: Json) -> None:
        """Take an event of the world."""
        if self._off:
            return
        one = self._make(event, payload, str(uuid.uuid4()))
        for observer in self.observers:
            observer(event, one.headers, payload)
        if self._holding:
            self.held.append(one)
        else:
            self._send(one)

    @contextmanager
    def off(self) -> Iterator[None]:
        """Lose every event of what is done inside: GitHub never sends it."""
        self._off = True
        try:
            yield
        finally:
            self._off = False

    def hold(self) -> None:
        """Keep events back from now on, in `held`."""
        self._holding = True

    def release(self, order: Sequence[int] | None = None) -> None:
        """Send what was held and hold no longer. `order` has indexes into `held`: left out ones are lost, doubled ones doubled."""
        self._holding = False
        held, self.held = self.held, []
        for index in range(len(held)) if order is None else order:
            self._send(held[index])

    def redeliver(self, number: int) -> Delivery | None:
        """Deliver again what the log has under this id, with the same guid."""
        found = self.find(number)
        if found is None:
            return None
        again = self._make(found.event, found.payload, found.guid)
        again.redelivery = True
        self._send(again)
        return again

    def find(self, number: int) -> Delivery | None:
        """Find a delivery by its id."""
        return next((one for one in self.log if one.id == number), None)

    async def settle(self) -> None:
        """Wait until everything that is not held has been answered, or has failed."""
        await self._queue.join()

    # --- to the App ---

    def _make(self, event: str, payload: Json, guid: str) -> Delivery:
        self._next += 1
        body = json.dumps(payload, separators=(",", ":")).encode()
        action = str(payload.get("action", payload.get("ref", "")))
        one = Delivery(self._next, guid, event, action, zlib.compress(body, 1), self._clock.now())
        one.headers = {
            "Accept": "*/*",
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/0000000",
            "X-GitHub-Delivery": guid,
            "X-GitHub-Event": event,
            "X-GitHub-Hook-ID": "1",
            "X-GitHub-Hook-Installation-Target-ID": str(self._app_id),
            "X-GitHub-Hook-Installation-Target-Type": "integration",
            "X-Hub-Signature": "sha1=" + hmac.new(self._secret, body, hashlib.sha1).hexdigest(),
            "X-Hub-Signature-256": "sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest(),
        }
        return one

    def _send(self, one: Delivery) -> None:
        if not one.logged:
            one.logged = True
            self.log.append(one)
        if self.url is not None:
            self._queue.put_nowait(one)

    async def _work(self) -> None:
        while True:
            one = await self._queue.get()
            try:
                await self._deliver(one)
            finally:
                self._queue.task_done()

    async def _deliver(self, one: Delivery) -> None:
        if self._session is None or self.url is None:
            return
        started = time.monotonic()
        try:
            async with self._session.post(self.url, data=io.BytesIO(one.body), headers=one.headers) as answer:
                one.code, one.answer = answer.status, await answer.text(errors="replace")
        except (aiohttp.ClientError, TimeoutError):
            one.code = 0
        one.seconds = time.monotonic() - started
