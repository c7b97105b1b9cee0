"""What GraphQL resolves beyond the world's own objects, and the ways it refuses."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError, GraphQLResolveInfo

from bot.sandbox.model.git import Commit, Entry
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import Dismissal, Repository, Review
from bot.sandbox.model.world import World

if TYPE_CHECKING:
    from bot.sandbox.rest.auth import Grant

Json = dict[str, Any]
Resolver = Callable[..., Any]  # (source, info, **arguments)
_MOST = 100


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, and of which world."""

    world: World
    grant: "Grant"

    def need(self, permission: str) -> None:
        """Refuse what the token does not allow."""
        if not self.grant.allows((permission,)):
            raise refusal("FORBIDDEN", "Resource not accessible by integration")


@dataclass(frozen=True, slots=True)
class CommitNode:
    """A commit, seen in a repository."""

    repo: Repository
    commit: Commit


@dataclass(frozen=True, slots=True)
class EntryNode:
    """A file of a tree."""

    repo: Repository
    path: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class BlobNode:
    """A file's content."""

    repo: Repository
    oid: str


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A folder."""

    repo: Repository
    oid: str


@dataclass(frozen=True, slots=True)
class RefNode:
    """A branch."""

    repo: Repository
    name: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """That somebody was assigned, once."""

    id: str
    who: Account


@dataclass(frozen=True, slots=True)
class Dismissed:
    """That a review was dismissed."""

    id: str
    review: Review
    dismissal: Dismissal


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone who is asked for a review."""

    id: str
    who: Account


def world(info: GraphQLResolveInfo[Any]) -> World:
    """Give the world that is asked."""
    context: Context = info.context
    return context.world


def refusal(kind: str, message: str) -> GraphQLError:
    """Make an error with GitHub's `type`: `NOT_FOUND`, `FORBIDDEN`, ..."""
    return GraphQLError(message, extensions={"type": kind})


def connect(items: Sequence[Any], args: Json) -> Json:
    """Give a page of a connection; GitHub wants `first` or `last`, from 1 to 100."""
    first, last = args.get("first"), args.get("last")
    size = first if first is not None else last
    if size is None:
        raise refusal(
            "MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value to properly paginate."
        )
    if not 1 <= size <= _MOST:
        raise refusal(
            "EXCESSIVE_PAGINATION", f"Requesting {size} records exceeds the `first` limit of {_MOST} records."
        )
    low = _index(args["after"]) + 1 if args.get("after") else 0
    high = _index(args["before"]) if args.get("before") else len(items)
    low, high = (low, min(high, low + size)) if first is not None else (max(low, high - size), high)
    page = list(items[low:high])
    info = {
        "hasNextPage": high < len(items),
        "hasPreviousPage": low > 0,
        "startCursor": _cursor(low) if page else None,
        "endCursor": _cursor(high - 1) if page else None,
    }
    return {"totalCount": len(items), "pageInfo": info, "nodes": page}


def _cursor(index: int) -> str:
    return b64encode(f"cursor:v2:{index}".encode()).decode()


def _index(cursor: str) -> int:
    try:
        return int(b64decode(cursor, validate=True).decode().removeprefix("cursor:v2:"))
    except ValueError:
        raise refusal("INVALID_CURSOR_ARGUMENTS", f"`{cursor}` does not appear to be a valid cursor.") from None
