"""What the `errors` in a GraphQL answer mean."""

from collections.abc import Mapping
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


def failure_in(answer: Any, call: str) -> GraphFailure | None:
    """Find the failure in a decoded answer, None when there is none; one final error outweighs passing ones."""
    if not isinstance(answer, Mapping):
        raise GitHubNonsenseError(f"GitHub's answer to {call} is no JSON object")
    errors = answer.get("errors")
    if errors is None:
        return None
    if not isinstance(errors, list) or not errors or not all(isinstance(error, Mapping) for error in errors):
        raise GitHubNonsenseError(f"GitHub's answer to {call} has errors that say nothing")
    limited = any(error.get("type") in _LIMITED for error in errors)
    statuses = [status for status in map(_status, errors) if status is not None]
    return GraphFailure(
        call, "; ".join(map(_sentence, errors)), limited, None if limited else next(iter(statuses), None)
    )


def _status(error: Mapping[str, Any]) -> int | None:
    final = _FINAL.get(str(error.get("type")))
    if final is None and isinstance(error.get("extensions"), Mapping) and "code" in error["extensions"]:
        return HTTPStatus.UNPROCESSABLE_ENTITY  # the document itself is refused: an older server without a field
    return final


def _sentence(error: Mapping[str, Any]) -> str:
    path = error.get("path")
    place = ".".join(map(str, path)) + ": " if isinstance(path, list) and path else ""
    return f"{place}{error.get('message', 'no reason given')}"[:500]
