"""A request's body as raw bytes and then as JSON, with bounds on its size, its time and its form."""

import asyncio
import json
from http import HTTPStatus
from typing import NoReturn

from aiohttp import web

from bot.web.answers import Refusal

# GitHub sends no payload that is larger: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
LARGEST = 25 * 1024 * 1024
# GitHub hangs up after so long itself: https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
LONGEST = 10.0  # seconds


def check_form(request: web.Request) -> None:
    """Refuse a body that says itself that it is not plain JSON in UTF-8."""
    if request.content_type == "application/x-www-form-urlencoded":
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "choose application/json as the webhook's content type")
    if request.content_type != "application/json":
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the content type must be application/json")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the body must not be compressed")
    if (request.charset or "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refusal(HTTPStatus.BAD_REQUEST, "the charset must be utf-8")


async def read(request: web.Request, patience: float) -> bytes:
    """Read at most `LARGEST` bytes within `patience` seconds."""
    if (request.content_length or 0) > LARGEST:
        _too_large()
    try:
        async with asyncio.timeout(patience):
            return await _read(request)
    except TimeoutError:
        raise Refusal(HTTPStatus.REQUEST_TIMEOUT, f"the body did not arrive within {patience:g} seconds") from None
    except (web.RequestPayloadError, ConnectionError):
        raise Refusal(HTTPStatus.BAD_REQUEST, "the body is broken off") from None


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            _too_large()
    return bytes(body)


def decode(body: bytes) -> object:
    """Read strict JSON; whatever is wrong with it, the refusal says so without showing any of it."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except RecursionError:
        raise Refusal(HTTPStatus.BAD_REQUEST, "the JSON is nested too deeply") from None
    except ValueError:
        raise Refusal(HTTPStatus.BAD_REQUEST, "the body is not valid JSON in UTF-8") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _too_large() -> NoReturn:
    raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than {LARGEST} bytes")
