"""What stands around every page: who may post, how much, and the headers that keep a stranger's text from running."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.errors import UserError

BODY_LIMIT = 512 * 1024  # bytes of a form: a whole file of the repository fits

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageError(UserError):
    """What the reader asked for can't be done; its text is shown to them."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status
        self.says = says


def protect(response: web.StreamResponse) -> web.StreamResponse:
    """Add the headers that every page carries."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def check_post(request: web.Request) -> None:
    """Refuse a form that another site sent, or one that is too large: the pages listen where any site can reach them.

    A browser always tells one of the two headers; a program that tells neither has no cookies worth stealing.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = site != "same-origin" if site else origin is not None and origin != f"{request.scheme}://{request.host}"
    if foreign:
        raise PageError(403, "This form was sent from another site. Open the page here and send it again.")
    if (request.content_length or 0) > BODY_LIMIT:
        raise PageError(413, f"That is too much text at once: at most {BODY_LIMIT // 1024} KB.")


def capped(request: web.Request) -> web.Request:
    """Give the request with a limit on its body, also for one that doesn't tell its length."""
    clone = request.clone(client_max_size=BODY_LIMIT)
    assert isinstance(clone, web.Request)  # noqa: S101 - aiohttp types `clone` by the base class
    return clone
