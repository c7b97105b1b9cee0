"""What went between the sandbox and the bot: webhooks one way, API calls the other."""

import re
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from bot.sandbox.deliveries import Delivery
from bot.sandbox.pages.desk import Desk
from bot.sandbox.pages.guard import PageError
from bot.sandbox.pages.views import Line
from bot.sandbox.rest.front import Exchange

SHOWN = 200


def deliveries(desk: Desk) -> dict[str, Any]:
    """Show the latest webhooks, newest first."""
    latest = islice(reversed(desk.deliveries.log), SHOWN)
    return {"deliveries": [_delivery(one) for one in latest], "place": "deliveries", "watch": "/deliveries/version"}


def redeliver(desk: Desk) -> str:
    """Send a webhook again."""
    if desk.deliveries.redeliver(int(desk.path["delivery"])) is None:
        raise PageError(404, "There is no such delivery.")
    return "/deliveries"


def requests(desk: Desk) -> dict[str, Any]:
    """Show the latest API calls, newest first."""
    latest = islice(reversed(desk.calls), SHOWN)
    return {"requests": [_call(one) for one in latest], "place": "requests", "watch": "/requests/version"}


def calls_version(desk: Desk) -> str:
    """Name the state of the log of API calls."""
    return str(desk.calls[-1].id if desk.calls else 0)


def deliveries_version(desk: Desk) -> str:
    """Name the state of the log of webhooks: it changes with every delivery and every answer."""
    log = desk.deliveries.log
    pending = sum(one.code is None for one in islice(reversed(log), SHOWN))
    return f"{log[-1].id if log else 0}-{pending}"


def _delivery(one: Delivery) -> Line:
    code = one.code
    tone = "" if code is None else "good" if 200 <= code < 300 else "bad"  # noqa: PLR2004 - HTTP's own ranges
    answer = "pending" if code is None else str(code or "no answer")
    took = "" if code is None else _took(one.seconds)
    return Line(f"{one.id}", one.at, tone, one.event, one.action, answer, took, again=one.redelivery, name=one.guid)


def _call(one: Exchange) -> Line:
    status = one.status or 0
    tone = "good" if 200 <= status < 400 else "bad"  # noqa: PLR2004 - HTTP's own ranges
    at = datetime.fromtimestamp(one.at, UTC)
    query = f"?{urlencode(one.query)}" if one.query else ""
    detail = one.path + query + _operation(one)
    return Line(f"{one.id}", at, tone, one.method, detail, str(status or "cut off"), _took(one.ended - one.started))


def _operation(one: Exchange) -> str:
    """Name what a GraphQL call asks for."""
    text = one.body.get("query") if isinstance(one.body, dict) else None
    named = re.search(r"\b(?:query|mutation)\s+\w+", text) if isinstance(text, str) else None
    return f" {named[0]}" if named else ""


def _took(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"
