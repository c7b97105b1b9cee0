"""GitHub's rate limits as an installation meets them: what was said last, and how long to wait now.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

ANY = "any"  # a secondary limit counts every call, whatever its resource
SECONDARY_WAIT = 60.0  # seconds; what GitHub asks for where it does not say
LONGEST_WAIT = 3_600.0  # the primary limit is reset every hour, so whatever is longer was misread


class Limits:
    """Until when which of GitHub's resources ("core", "graphql") is closed, by the monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._closed: dict[str, float] = {}
        self.remaining: dict[str, int] = {}  # calls left in the present hour, by resource

    def wait(self, resource: str) -> float:
        """How many seconds to wait before the next call; 0 when none."""
        until = max(self._closed.get(resource, 0.0), self._closed.get(ANY, 0.0))
        return max(0.0, until - self._clock())

    def note(self, headers: Mapping[str, str], resource: str) -> None:
        """Take what any answer says of the primary limit, a 304 too (gidgethub would not look at that one)."""
        resource = headers.get("x-ratelimit-resource", resource)
        remaining = _number(headers.get("x-ratelimit-remaining"))
        if remaining is None:
            return
        self.remaining[resource] = int(remaining)
        if remaining > 0:
            self._closed.pop(resource, None)
            return
        reset = _number(headers.get("x-ratelimit-reset"))
        self._close(resource, SECONDARY_WAIT if reset is None else reset - _answered_at(headers))

    def refused(self, status: int, headers: Mapping[str, str], says: str, resource: str) -> bool:
        """Take a refusal; whether it was one of a limit, so that `wait` now says how long."""
        spent = headers.get("x-ratelimit-remaining") == "0"
        asked = _number(headers.get("retry-after"))
        secondary = "secondary rate limit" in says.lower() or "abuse detection" in says.lower()
        limited = spent or asked is not None or secondary
        if status != HTTPStatus.TOO_MANY_REQUESTS and not (status in {HTTPStatus.OK, HTTPStatus.FORBIDDEN} and limited):
            return False
        if asked is not None:
            self._close(ANY, asked)
        elif not spent:
            self._close(ANY, SECONDARY_WAIT)
        elif self.wait(resource) == 0:
            self._close(resource, SECONDARY_WAIT)
        return True

    def _close(self, resource: str, seconds: float) -> None:
        # One more second: GitHub's clock counts whole ones.
        until = self._clock() + min(max(seconds + 1, 1.0), LONGEST_WAIT)
        self._closed[resource] = max(until, self._closed.get(resource, 0.0))


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(int(text))
    except ValueError:
        return None


def _answered_at(headers: Mapping[str, str]) -> float:
    """GitHub's own time of the answer, since our clock may be off."""
    try:
        return parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, ValueError):
        return time.time()
