"""Calls to GitHub as typed answers or one of few errors; every answer is checked for its shape."""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from http import HTTPStatus
from itertools import takewhile
from typing import Any, TypeVar
from urllib.parse import urlsplit

from gidgethub import BadRequest, GitHubBroken, HTTPException
from pydantic import TypeAdapter, ValidationError

from bot.errors import TransientError
from bot.github.addresses import graphql_url, route
from bot.github.auth import Signer
from bot.github.exchange import Exchange
from bot.github.failures import GitHubNonsenseError, RefusedError
from bot.github.graph_errors import GraphFailure, failure_in, without_withheld
from bot.github.wave import each
from bot.github.wire import RAW, Ask, Wire

T = TypeVar("T")

MOST_PAGES = 200
PER_PAGE = 100
_LAST = re.compile(r"<[^>]*[?&]page=(\d+)[^>]*>;\s*rel=\"last\"")
_NEXT = re.compile(r"<([^>]+)>;\s*rel=\"next\"")


class Client:
    """Calls as one installation, or as the App. Raises `RefusedError` for good, `TransientError` to try again later."""

    def __init__(self, wire: Wire, signer: Signer) -> None:
        self._wire = wire
        self._signer = signer
        self._graphql = graphql_url(wire.api_url)

    async def get(self, address: str, shape: type[T]) -> T:
        """GET one item; `address` as `route` makes it."""
        ask = Ask("GET", address)
        _, data = await self._run(ask)
        return fit(data, shape, str(ask))

    async def get_bytes(self, address: str) -> bytes:
        """GET a blob's own bytes."""
        exchange, _ = await self._run(Ask("GET", address, accept=RAW))
        return exchange.body

    async def get_all(self, parts: tuple[str | int, ...], item: type[T], **query: str | int) -> list[T]:
        """GET all pages of a list, those after the first in parallel where GitHub says how many there are."""

        async def page(number: int) -> list[T]:
            return await self.get(route(*parts, **query, per_page=PER_PAGE, page=number), list[item])  # type: ignore[valid-type]  # a type made at run time

        ask = Ask("GET", route(*parts, **query, per_page=PER_PAGE))
        exchange, data = await self._run(ask)
        found = fit(data, list[item], str(ask))  # type: ignore[valid-type]  # a type made at run time
        last = _LAST.search(exchange.headers.get("link", ""))
        if last is None:
            return found + await self._follow(exchange, item)
        if int(last[1]) > MOST_PAGES:
            raise RefusedError(str(ask), HTTPStatus.OK, f"the list has {last[1]} pages, more than can be read")
        for more in await each(range(2, int(last[1]) + 1), page):
            found += more
        return found

    async def send(self, ask: Ask, shape: type[T]) -> T:
        """Carry out a write. One that is not repeatable and got no clear answer raises: look first, then try again."""
        _, data = await self._run(ask)
        return fit(data, shape, str(ask))

    async def query(
        self,
        operation: str,
        document: str,
        variables: Mapping[str, Any],
        shape: type[T],
        *,
        may_lack: Collection[str] = (),
    ) -> T:
        """Carry out a GraphQL call that may be repeated; its data whole, since data beside errors has holes.

        `may_lack`: names of parts that are None instead where GitHub will not show them to us.
        """
        body = {"query": document, "variables": dict(variables)}
        ask = Ask("POST", self._graphql, body, operation=operation)
        says = ""
        for attempt in range(1, self._wire.pace.tries + 1):
            exchange, answer = await self._run(ask)
            failure = failure_in(answer, str(ask), may_lack)
            if failure is None:
                return fit(without_withheld(answer, may_lack), shape, str(ask))
            says = failure.says
            await self._bear(failure, exchange, attempt)
        raise TransientError(f"{ask} failed: {says}", self._wire.limits.wait(ask.resource) or None)

    async def _bear(self, failure: GraphFailure, exchange: Exchange, attempt: int) -> None:
        """Wait before another try where one may help, raise where none does."""
        says = "rate limit" if failure.limited else failure.says
        headers = {**exchange.headers, "x-ratelimit-remaining": "0"} if failure.limited else exchange.headers
        if self._wire.limits.refused(HTTPStatus.OK, headers, says, "graphql"):
            return  # the next try waits for it
        if failure.status is not None:
            raise RefusedError(failure.call, failure.status, failure.says)
        if attempt < self._wire.pace.tries:
            await exchange.back_off(attempt)

    async def get_until(self, parts: tuple[str | int, ...], item: type[T], enough: Callable[[T], bool]) -> list[T]:
        """GET a list that is newest first, page after page, up to the first entry of which `enough` is true."""
        ask = Ask("GET", route(*parts, per_page=PER_PAGE))
        exchange, data = await self._run(ask)
        found = fit(data, list[item], str(ask))  # type: ignore[valid-type]  # a type made at run time
        if not any(map(enough, found)):
            found += await self._follow(exchange, item, enough)
        return list(takewhile(lambda entry: not enough(entry), found))

    async def _follow(
        self, exchange: Exchange, item: type[T], enough: Callable[[T], bool] = lambda _entry: False
    ) -> list[T]:
        """Read on, page after page, where a list names only its next one (as those with a cursor do)."""
        found: list[T] = []
        for _ in range(MOST_PAGES):
            after = _NEXT.search(exchange.headers.get("link", ""))
            if after is None or any(map(enough, found)):
                return found
            ask = Ask("GET", self._own(after[1]))
            exchange, data = await self._run(ask)
            found += fit(data, list[item], str(ask))  # type: ignore[valid-type]  # a type made at run time
        raise RefusedError(str(ask), HTTPStatus.OK, "the list has more pages than can be read")

    def _own(self, url: str) -> str:
        """Keep our token on the server that it is for."""
        if not url.startswith(self._wire.api_url.rstrip("/") + "/"):
            raise GitHubNonsenseError(f"GitHub names {urlsplit(url).netloc!r} as the place of a list's next page")
        return url

    async def _run(self, ask: Ask) -> tuple[Exchange, Any]:
        credential = await self._signer.sign()
        try:
            return await self._once(ask, credential)
        except RefusedError as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED:
                raise
        self._signer.distrust(credential)
        return await self._once(ask, await self._signer.sign())

    async def _once(self, ask: Ask, credential: Mapping[str, str]) -> tuple[Exchange, Any]:
        exchange = Exchange(self._wire, ask)
        try:
            return exchange, await exchange.run(credential)
        except GitHubBroken as error:
            unknown = "" if ask.repeatable else "; whether it was carried out is not known"
            raise TransientError(f"{ask} failed: {exchange.lost or int(error.status_code)}{unknown}") from None
        except BadRequest as error:
            raise RefusedError(str(ask), int(error.status_code), str(error)) from None
        except HTTPException as error:
            raise GitHubNonsenseError(f"GitHub answered {ask} with {int(error.status_code)}") from None
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            # All of them come out of gidgethub's reading of the answer: charset, JSON, numbers in headers.
            raise GitHubNonsenseError(f"GitHub's answer to {ask} can't be read: {type(error).__name__}") from None


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def fit(data: Any, shape: type[T], call: str) -> T:
    """Take data for what it should be, or raise what is wrong with it in one sentence."""
    try:
        fitting: T = _adapter(shape).validate_python(data)  # type: ignore[arg-type]  # a type can be hashed
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise GitHubNonsenseError(f"GitHub's answer to {call} makes no sense: {place}: {first['msg']}") from None
    return fitting
