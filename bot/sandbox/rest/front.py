"""From an HTTP request to its answer: routes, credentials, permissions, faults, headers, the log of calls."""

import asyncio
import hashlib
import json
import re
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from inspect import isawaitable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox.rest.auth import credential
from bot.sandbox.rest.call import DOCS, Answer, Call, Refusal, Route

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

_WIDE = {"path", "basehead", "ref"}  # these parts of a path may hold slashes
_LIMIT = 15_000
_READS = {"GET", "HEAD"}


@dataclass(slots=True)
class Exchange:
    """One call as the log has it; times by `time.monotonic`. `status` None: the connection was cut."""

    id: int
    method: str
    path: str  # without the prefix, as it was sent
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    started: float
    at: float  # by `time.time`
    status: int | None = None
    answer: Any = None  # for observers; the log keeps none
    kind: str = ""
    ended: float = 0.0


class Front:
    """Answers calls with the routes given; what no route knows is kept in `unknown`."""

    def __init__(self, sandbox: "Sandbox", routes: Iterable[Route]) -> None:
        self._sandbox = sandbox
        self._routes = [(_pattern(route.template), route) for route in sorted(routes, key=_width)]
        self._count = 0

    async def __call__(self, request: web.Request, prefix: str) -> web.StreamResponse:
        """Answer one request; `prefix` is what stands before the paths of the routes."""
        address = request.rel_url.raw_path.removeprefix(prefix)
        exchange = await self._note(request, address)
        faults = self._sandbox.faults
        if faults.latency:
            await asyncio.sleep(faults.latency)
        broken = faults.strikes(faults.broken_every)
        answer = Answer({"message": "Server Error"}, 502) if broken else await self._answer(request, exchange)
        if faults.strikes(faults.dropped_every):
            self._close(exchange, None)
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        if faults.strikes(faults.nonsense_every):
            answer = Answer(status=answer.status, raw=b"<html>Unicorn!")
        return self._respond(request, exchange, answer)

    async def _note(self, request: web.Request, address: str) -> Exchange:
        self._count += 1
        raw = await request.read()
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            body = Refusal(400, "Problems parsing JSON")
        return Exchange(
            self._count,
            request.method,
            address,
            dict(request.query),
            {key.lower(): value for key, value in request.headers.items()},
            body,
            time.monotonic(),
            time.time(),
        )

    async def _answer(self, request: web.Request, exchange: Exchange) -> Answer:
        try:
            if isinstance(exchange.body, Refusal):
                raise exchange.body
            route, parts = self._find(exchange)
            call = Call(
                self._sandbox,
                exchange.method,
                exchange.path,
                parts,
                exchange.query,
                exchange.body,
                request.headers.get("Accept", ""),
            )
            self._admit(call, route, request.headers.get("Authorization", ""))
            limited = self._sandbox.faults.limit(self._sandbox.world.clock.now().timestamp())
            if limited is not None:
                return _limited(limited)
            found = route.handler(call)
            return await found if isawaitable(found) else found
        except Refusal as refusal:
            said = {"message": refusal.message, "documentation_url": DOCS, "status": str(refusal.status)}
            return Answer(said | ({"errors": refusal.errors} if refusal.errors else {}), refusal.status)

    def _find(self, exchange: Exchange) -> tuple[Route, dict[str, str]]:
        for pattern, route in self._routes:
            found = pattern.fullmatch(exchange.path) if route.method == exchange.method else None
            if found:
                return route, {name: unquote(part) for name, part in found.groupdict().items()}
        self._sandbox.unknown_routes.append(f"{exchange.method} {exchange.path}")
        raise Refusal(404, "Not Found")

    def _admit(self, call: Call, route: Route, header: str) -> None:
        """Check the credential, what it allows, and which repositories it is for."""
        if not route.needs:
            self._sandbox.keys.check_jwt(credential(header))
            return
        grant = self._sandbox.keys.grant(credential(header))
        call.grant = grant
        if not grant.allows(route.needs) or call.address in self._sandbox.faults.forbidden:
            raise Refusal(403, "Resource not accessible by integration")
        if grant.repos is not None and "repo" in call.path and call.repo.id not in grant.repos:
            raise Refusal(404, "Not Found")

    def _respond(self, request: web.Request, exchange: Exchange, answer: Answer) -> web.Response:
        body = answer.body()
        headers = self._headers(exchange, answer)
        if exchange.method in _READS and answer.status == 200:  # noqa: PLR2004 - the one status that is cached
            headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                self._close(exchange, 304)
                return web.Response(status=304, headers=headers)
        exchange.answer, exchange.kind = answer.data, answer.kind
        self._close(exchange, answer.status)
        if body:
            headers["Content-Type"] = answer.kind
        return web.Response(status=answer.status, body=body, headers=headers)

    def _headers(self, exchange: Exchange, answer: Answer) -> dict[str, str]:
        left, now = self._sandbox.faults.remaining, self._sandbox.world.clock.now()
        return {
            "Date": format_datetime(now, usegmt=True),
            "X-GitHub-Request-Id": uuid.uuid4().hex.upper()[:20],
            "X-GitHub-Media-Type": "github.v3; format=json",
            "X-RateLimit-Limit": str(_LIMIT),
            "X-RateLimit-Remaining": str(_LIMIT - 1 if left is None else left),
            "X-RateLimit-Reset": str(int(now.timestamp()) + self._sandbox.faults.resets_in),
            "X-RateLimit-Resource": "graphql" if exchange.path == "/graphql" else "core",
            **answer.headers,
        }

    def _close(self, exchange: Exchange, status: int | None) -> None:
        exchange.status, exchange.ended = status, time.monotonic()
        self._sandbox.calls.append(exchange)
        for observer in self._sandbox.observers:
            observer(exchange)
        exchange.answer = None  # answers are large, and the log is long


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(
            f"(?P<{part}>{'.+' if part in _WIDE else '[^/]+'})" if index % 2 else re.escape(part)
            for index, part in enumerate(parts)
        )
    )


def _limited(headers: dict[str, str]) -> Answer:
    secondary = "Retry-After" in headers
    message = "You have exceeded a secondary rate limit." if secondary else "API rate limit exceeded for installation."
    return Answer({"message": message, "documentation_url": f"{DOCS}/using-the-rest-api/rate-limits"}, 403, headers)


def _width(route: Route) -> tuple[int, int]:
    """Order routes so that the narrower comes first: `{ref}` alone would take `{ref}/check-runs` too."""
    return route.template.count("{"), -len(route.template)
