"""What the `errors` in a GraphQL answer mean."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bot.github.failures import GitHubNonsenseError

# https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api names the first; the
# others are what GitHub is seen to answer.
_LIMITED = frozenset({"RATE_LIMITED", "RATE_LIMIT"})
_FINAL = {
    "NOT_FOUND": HTTPStatus.NOT_FOUND,
    "FORBIDDEN": HTTPStatus.FORBIDDEN,
    "INSUFFICIENT_SCOPES": HTTPStatus.FORBIDDEN,
    "UNPROCESSABLE": HTTPStatus.UNPROCESSABLE_ENTITY,
}


@dataclass(frozen=True, slots=True)
class GraphFailure:
    """Why a GraphQL call has no whole answer; `status` is that of the same refusal in REST, None where it may pass."""

    call: str
    says: str
    limited: bool
    status: int | None


def failure_in(answer: Any, call: str, may_lack: Collection[str] = ()) -> GraphFailure | None:
    """Find the failure in a decoded answer, None when there is none; one final error outweighs passing ones.

    That a part named in `may_lack` is not shown to us is no failure.
    """
    if not isinstance(answer, Mapping):
        raise GitHubNonsenseError(f"GitHub's answer to {call} is no JSON object")
    errors = answer.get("errors")
    if errors is None:
        return None
    if not isinstance(errors, list) or not errors or not all(isinstance(error, Mapping) for error in errors):
        raise GitHubNonsenseError(f"GitHub's answer to {call} has errors that say nothing")
    errors = [error for error in errors if _withheld(error) not in may_lack]
    if not errors:
        return None
    limited = any(error.get("type") in _LIMITED for error in errors)
    statuses = [status for status in map(_status, errors) if status is not None]
    return GraphFailure(
        call, "; ".join(map(_sentence, errors)), limited, None if limited else next(iter(statuses), None)
    )


def without_withheld(answer: Mapping[str, Any], may_lack: Collection[str]) -> Any:
    """Give the data of an answer, None for each part of `may_lack` that is not shown to us, be it only in some field."""
    data = answer.get("data")
    withheld = {_withheld(error) for error in answer.get("errors") or ()} & set(may_lack)
    return {**data, **dict.fromkeys(withheld)} if withheld and isinstance(data, Mapping) else data


def _withheld(error: Mapping[str, Any]) -> str | None:
    """Name the part at the top of an answer that an error says we are not shown; None where it says something else.

    GitHub answers NOT_FOUND alike for what is not there and for what is hidden from us.
    """
    path = error.get("path")
    hidden = error.get("type") in ("NOT_FOUND", "FORBIDDEN")
    return path[0] if hidden and isinstance(path, list) and path and isinstance(path[0], str) else None


def _status(error: Mapping[str, Any]) -> int | None:
    final = _FINAL.get(str(error.get("type")))
    if final is None and isinstance(error.get("extensions"), Mapping) and "code" in error["extensions"]:
        return HTTPStatus.UNPROCESSABLE_ENTITY  # the document itself is refused: an older server without a field
    return final


def _sentence(error: Mapping[str, Any]) -> str:
    path = error.get("path")
    place = ".".join(map(str, path)) + ": " if isinstance(path, list) and path else ""
    return f"{place}{error.get('message', 'no reason given')}"[:500]
