"""One request on the wire: timeouts, retries, limits, ETags and redirects around gidgethub's request and answer."""

import time
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from gidgethub import HTTPException
from gidgethub.abc import GitHubAPI
from yarl import URL

from bot import __version__
from bot.errors import TransientError
from bot.github.wire import RAW, Ask, Call, Kept, Wire

API_VERSION = {"x-github-api-version": "2022-11-28"}
MOVED = frozenset({301, 302, 307, 308})
MOST_MOVES = 3
NO_ANSWER = 504  # what is told to gidgethub where no answer came: from there on the two are the same
KNOWN_FAILURES = frozenset({500, 501, 502, 503, 504})
SERVER_FAILURE = 500
OK = 200
NOT_MODIFIED = 304

_log = structlog.get_logger("bot.github")


class Exchange(GitHubAPI):
    """One request with all its tries, on gidgethub's request building and answer reading."""

    def __init__(self, wire: Wire, ask: Ask) -> None:
        super().__init__(f"dont-delegate/{__version__}", base_url=wire.api_url)
        self._wire = wire
        self._ask = ask
        self._unsent = False
        self._kept: Kept | None = None
        self.lost = ""  # why the last try got no answer
        self.headers: Mapping[str, str] = {}  # of the last answer
        self.body = b""  # of a raw answer

    async def run(self, credential: Mapping[str, str]) -> Any:
        """Give the decoded answer; `credential` is `{"jwt": ...}` or `{"oauth_token": ...}`."""
        data, _, _ = await self._make_request(
            self._ask.method,
            self._ask.url,
            None,
            b"" if self._ask.body is None else self._ask.body,
            self._ask.accept,
            jwt=credential.get("jwt"),
            oauth_token=credential.get("oauth_token"),
            extra_headers=dict(API_VERSION),
        )
        return data

    async def sleep(self, seconds: float) -> None:
        """Wait by the injected clock."""
        await self._wire.pace.sleep(seconds)

    async def manage_rate_limit(self, *, method: str, url: str) -> None:  # noqa: ARG002 - gidgethub's signature
        """Sleep through a short limit, raise for a long one."""
        wait = self._wire.limits.wait(self._ask.resource)
        if wait > self._wire.pace.patience:
            raise TransientError(f"GitHub's rate limit holds back {self._ask}", wait)
        if wait > 0:
            await self.sleep(wait)

    async def handle_rate_limit_error(
        self,
        *,
        method: str,  # noqa: ARG002 - gidgethub's signature
        url: str,  # noqa: ARG002 - gidgethub's signature
        exception: HTTPException,
        attempt: int,
    ) -> bool:
        """Decide whether a failed try is followed by another, after the wait that it takes."""
        status = int(exception.status_code)
        if self._wire.limits.refused(status, exception.headers, str(exception), self._ask.resource):
            if attempt >= self._wire.pace.tries:
                wait = self._wire.limits.wait(self._ask.resource)
                raise TransientError(f"GitHub's rate limit holds back {self._ask}", wait)
            return True  # the next try waits in `manage_rate_limit`
        may_repeat = self._ask.repeatable or self._unsent
        if status < SERVER_FAILURE or attempt >= self._wire.pace.tries or not may_repeat:
            return False
        await self.back_off(attempt)
        return True

    async def back_off(self, attempt: int) -> None:
        """Wait for half to all of a time that doubles with each attempt, so that many clients don't come back as one."""
        longest = self._wire.pace.backoff * 2 ** (attempt - 1)
        await self.sleep(longest * (1 + self._wire.pace.random()) / 2)

    async def _request(
        self,
        method: str,  # noqa: ARG002 - the ask knows
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
    ) -> tuple[int, Mapping[str, str], bytes]:
        async with self._wire.slots:
            began = time.monotonic()
            try:
                status, answer_headers, content = await self._follow(url, dict(headers), body)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                self._observe(None, began)
                self._unsent = isinstance(error, aiohttp.ClientConnectorError)
                self.lost = "no answer in time" if isinstance(error, TimeoutError) else "the connection failed"
                return NO_ANSWER, {}, b""
            self.lost, self._unsent, self.headers = "", False, answer_headers
            self._wire.limits.note(answer_headers, self._ask.resource)
            self._observe(status, began)
        return self._settle(url, (status, answer_headers, content))

    async def _follow(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        """Send, and go where a renamed repository went, as long as that is on the same server."""
        self._kept = self._wire.etags.find(self._wire.installation, self._ask, url)
        if self._kept is not None:
            headers["if-none-match"] = self._kept.headers["etag"]
        at = URL(url, encoded=True)
        for _ in range(MOST_MOVES):
            answer = await self._send(at, headers, body)
            target = self._moved(at, answer)
            if target is None:
                break
            at = target
        return answer

    async def _send(self, url: URL, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        timeout = aiohttp.ClientTimeout(total=self._wire.pace.timeout)
        async with self._wire.session.request(
            self._ask.method, url, headers=headers, data=body, allow_redirects=False, timeout=timeout
        ) as response:
            return response.status, response.headers, await response.read()

    def _moved(self, at: URL, answer: tuple[int, Mapping[str, str], bytes]) -> URL | None:
        status, headers, _ = answer
        if status not in MOVED or self._ask.method != "GET" or "location" not in headers:
            return None
        target = at.join(URL(headers["location"], encoded=True))
        return target if target.origin() == at.origin() else None

    def _settle(self, url: str, answer: tuple[int, Mapping[str, str], bytes]) -> tuple[int, Mapping[str, str], bytes]:
        """Make the answer one that gidgethub can read, with what was kept in place of "not modified"."""
        status, headers, content = answer
        if status >= SERVER_FAILURE:
            return status if status in KNOWN_FAILURES else 502, headers, b""
        if status == NOT_MODIFIED and self._kept is not None:
            status, (headers, content) = OK, self._kept
            self.headers = headers
        elif status == OK:
            self._wire.etags.keep(self._wire.installation, self._ask, url, Kept(headers, content))
        if status == OK and self._ask.accept == RAW:
            self.body = content
            return status, {}, b""
        return status, headers, content

    def _observe(self, status: int | None, began: float) -> None:
        call = Call(
            installation=self._wire.installation,
            method=self._ask.method,
            path="/graphql" if self._ask.operation else self._ask.url.partition("?")[0],
            operation=self._ask.operation,
            status=status,
            seconds=time.monotonic() - began,
            remaining=self._wire.limits.remaining.get(self._ask.resource),
        )
        _log.debug("called GitHub", **{name: getattr(call, name) for name in call.__slots__})
        self._wire.on_call(call)
