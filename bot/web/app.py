"""The application: its routes, the headers on every answer, and what an error may show."""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.metrics import Metrics
from bot.policy import shipped_rules, shipped_zones
from bot.store.inbox import Inbox
from bot.web.answers import answer
from bot.web.health import Figures, Readiness, Ready, healthz
from bot.web.home import Link, home_page, style
from bot.web.paper import environment
from bot.web.rules import RulePages
from bot.web.webhook import Door, Webhook

__all__ = ["Door", "make_app"]

_POLICY = "Content-Security-Policy"
_HEADERS = {
    _POLICY: "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Server": "dont-delegate",  # not which versions of what
}

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(
    door: Door, inbox: Inbox, ready: Ready, metrics: Metrics, schema: bytes, links: Sequence[Link] = ()
) -> web.Application:
    """Make the application. `schema` is the policy's JSON Schema; `links` are more pages to name on the front page."""
    app = web.Application(middlewares=[_contain])
    app.on_response_prepare.append(_add_headers)
    paper = environment()
    rules = RulePages(shipped_zones(), shipped_rules(), paper)
    app.add_routes(
        [
            web.get("/", home_page(links, paper)),
            web.get("/rules", rules.index),
            web.get("/rules/{name}", rules.one),
            web.get("/style.css", style),
            web.post("/webhook", Webhook(door, inbox, metrics).receive),
            web.get("/healthz", healthz),
            web.get("/readyz", Readiness(ready).show),
            web.get("/metrics", Figures(metrics, inbox).show),
            web.get("/schema.json", _fixed(schema, "application/schema+json")),
            *(web.get(link.path, link.show) for link in links if link.show is not None),
        ]
    )
    return app


def _fixed(body: bytes, content_type: str) -> Handler:
    async def give(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=content_type)

    return give


@web.middleware
async def _contain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every error in the same small form; what went wrong inside is for the log alone."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        response = answer(HTTPStatus(error.status), error=error.reason)
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Exception:
        log.exception("a request failed", method=request.method)
        return answer(HTTPStatus.INTERNAL_SERVER_ERROR, error="this went wrong; the log says why")


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    own = response.headers.get(_POLICY)  # a page that carries its style in itself says so
    response.headers.update(_HEADERS if own is None else {**_HEADERS, _POLICY: own})
