"""`POST /webhook`: proves where a delivery comes from, types it, keeps it, and only then says 202."""

import asyncio
import re
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter

import structlog
from aiohttp import web

from bot.core.events import (
    EVENT_NAMES,
    BoxesChanged,
    Event,
    FloorPushed,
    Ignored,
    InstallationGone,
    MalformedEvent,
    PeopleChanged,
    PullRequestTouched,
    RepositoriesAdded,
    parse,
)
from bot.log import about
from bot.metrics import Metrics
from bot.store import Incoming
from bot.store.inbox import Inbox
from bot.web import body as bodies
from bot.web.answers import Refusal, answer
from bot.web.signature import HEADER, Signatures

_EVENT = re.compile(r"[a-z_]{1,60}")
_DELIVERY = re.compile(r"[0-9A-Za-z-]{1,100}")
_STORE_WAIT = 8.0  # seconds: GitHub waits for ten

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class Door:
    """Whose deliveries come in: our App's id, and the secrets that its webhook is signed with, the present one first."""

    app_id: int
    secrets: tuple[str, ...]
    patience: float = bodies.LONGEST  # seconds for a body to arrive


class Webhook:
    """The handler, with all that it needs. Nothing is evaluated here."""

    def __init__(self, door: Door, inbox: Inbox, metrics: Metrics) -> None:
        self._door = door
        self._signatures = Signatures(door.secrets)
        self._inbox = inbox
        self._metrics = metrics

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one delivery: 202 when it is kept, known or of no interest, 4xx when it is not to be trusted."""
        started = perf_counter()
        try:
            response = await self._proven(request)
        except Refusal as refusal:
            self._metrics.webhooks.labels("none", str(refusal.status.value)).inc()
            log.info("webhook refused", status=refusal.status.value, why=refusal.says)
            response = answer(refusal.status, error=refusal.says)
            response.force_close()
            return response
        self._metrics.acknowledged_seconds.observe(perf_counter() - started)
        return response

    async def _proven(self, request: web.Request) -> web.Response:
        """Take in what is proven to come from GitHub."""
        name, delivery, event = await self._typed(request)
        with about(delivery=delivery):
            return await self._take(name, delivery, event)

    async def _typed(self, request: web.Request) -> tuple[str, str, Event | Ignored]:
        """Check what costs nothing first, and nothing of the body before its signature; the body is let go here.

        While events wait for the store, in a flood hundreds of them, they hold no payloads in memory.
        """
        digest = self._signatures.read(request.headers.getall(HEADER, []))
        bodies.check_form(request)
        name = _header(request, "X-GitHub-Event", _EVENT)
        delivery = _header(request, "X-GitHub-Delivery", _DELIVERY)
        body = await bodies.read(request, self._door.patience)
        self._signatures.check(digest, body)
        try:
            return name, delivery, parse(name, bodies.decode(body), delivery, self._door.app_id)
        except MalformedEvent as wrong:
            raise Refusal(HTTPStatus.BAD_REQUEST, f"the payload is malformed: {wrong}") from None

    async def _take(self, name: str, delivery: str, event: Event | Ignored) -> web.Response:
        if isinstance(event, Ignored):
            self._count(name, "ignored")
            log.debug("webhook ignored", name=name, why=event.reason)
            return answer(HTTPStatus.ACCEPTED, ignored=event.reason)
        with about(**_facts(event)):
            new = await self._keep(event)
            log.info("webhook accepted", name=name, kind=type(event).__name__, new=new)
        self._count(name, "accepted" if new else "known")
        return answer(HTTPStatus.ACCEPTED, accepted=delivery, note="new" if new else "known already")

    async def _keep(self, event: Event) -> bool:
        """Make the event durable; whether it was new. GitHub shows a 503 as failed, and it can be asked for again."""
        row = Incoming.of(event)
        try:
            async with asyncio.timeout(_STORE_WAIT):
                return await self._inbox.put([row]) > 0
        except Exception:
            log.exception("an event could not be kept")
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "the event could not be kept; send it again later") from None

    def _count(self, name: str, outcome: str) -> None:
        self._metrics.webhooks.labels(name if name in EVENT_NAMES else "other", outcome).inc()


def _facts(event: Event) -> dict[str, str | int | None]:
    """Say for the log what an event is about."""
    if isinstance(event, FloorPushed | InstallationGone | PeopleChanged | RepositoriesAdded):
        return {"installation": event.installation}
    number = event.number if isinstance(event, PullRequestTouched | BoxesChanged) else None
    return {"installation": event.where.installation, "repository": event.where.repo, "pull_request": number}


def _header(request: web.Request, name: str, form: re.Pattern[str]) -> str:
    values = request.headers.getall(name, [])
    if len(values) != 1 or form.fullmatch(values[0]) is None:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"exactly one {name} header of the usual form is needed")
    return values[0]
