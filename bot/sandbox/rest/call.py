"""One call and its answer, and the ways in which GitHub says no."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.model.world import World

if TYPE_CHECKING:
    from bot.sandbox.rest.auth import Grant
    from bot.sandbox.server import Sandbox

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
DOCS = "https://docs.github.com/rest"
PER_PAGE, MOST_PER_PAGE = 30, 100


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of ours
    """GitHub says no: a status, a message, and for 422 the errors."""

    def __init__(self, status: int, message: str, errors: Sequence[Any] = ()) -> None:
        self.status = status
        self.message = message
        self.errors = list(errors)
        super().__init__(message)


def invalid(*errors: str) -> Refusal:
    """Make the refusal of a request that GitHub understood and would not have."""
    return Refusal(422, "Validation Failed", errors)


def not_found() -> Refusal:
    """Make the refusal for what is not there, or may not be seen."""
    return Refusal(404, "Not Found")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: JSON, or bytes as they are."""

    data: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    kind: str = "application/json; charset=utf-8"

    def body(self) -> bytes:
        """Give the bytes to send."""
        if self.raw is not None:
            return self.raw
        return b"" if self.data is None else json.dumps(self.data, separators=(",", ":")).encode()


@dataclass(slots=True)
class Call:
    """A request after its route was found and its sender is known. `path` holds the route's parts, unquoted."""

    sandbox: "Sandbox"
    method: str
    address: str  # the path without the prefix, as it was sent
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    accept: str
    grant: "Grant | None" = None  # None: it comes from the App itself

    @property
    def world(self) -> World:
        """Where it is carried out."""
        return self.sandbox.world

    @property
    def repo(self) -> Repository:
        """The repository that the path names; 404 where the App may not see it."""
        found = self.world.repositories.get(f"{self.path['owner']}/{self.path['repo']}".lower())
        if found is None or not found.installed:
            raise not_found()
        return found

    @property
    def pull(self) -> PullRequest:
        """The pull request that the path names."""
        found = self.repo.pulls.get(self.number("number"))
        if found is None:
            raise not_found()
        return found

    def number(self, part: str) -> int:
        """Read a part of the path as a number."""
        if not self.path[part].isdecimal():
            raise not_found()
        return int(self.path[part])

    def read(self, shape: type[M]) -> M:
        """Take the body for what it should be; unknown keys, wrong types and missing keys are refused."""
        try:
            return shape.model_validate(self.body)
        except ValidationError as error:
            faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)]
            raise Refusal(422, "Invalid request.\n\n" + "\n".join(faults), faults) from None

    def page_of(self, items: Sequence[T]) -> tuple[Sequence[T], dict[str, str]]:
        """Give the page that was asked for, and the Link header that leads to the others."""
        size = min(self._positive("per_page", PER_PAGE), MOST_PER_PAGE)
        page = self._positive("page", 1)
        last = max(1, -(-len(items) // size))
        links = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
        wanted = (["prev", "first"] if page > 1 else []) + (["next", "last"] if page < last else [])
        link = ", ".join(f'<{self._at(page=links[name], per_page=size)}>; rel="{name}"' for name in wanted)
        return items[(page - 1) * size : page * size], ({"Link": link} if link else {})

    def next_link(self, **query: str | int) -> dict[str, str]:
        """Give a Link header that names only the next page."""
        return {"Link": f'<{self._at(**query)}>; rel="next"'}

    def _positive(self, name: str, default: int) -> int:
        text = self.query.get(name, "")
        return max(1, int(text)) if text.isdecimal() else default

    def _at(self, **query: str | int) -> str:
        joined = "&".join(f"{key}={value}" for key, value in (dict(self.query) | query).items())
        return f"{self.world.urls.api}{self.address}?{joined}"


Handler = Callable[[Call], Awaitable[Answer] | Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """An operation: `needs` has the permissions of which one suffices (`checks:write`); none: as the App, by JWT."""

    method: str
    template: str
    handler: Handler
    needs: tuple[str, ...] = ()
