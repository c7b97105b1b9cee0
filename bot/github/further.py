"""The further pages of a pull request's GraphQL lists."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.github import queries
from bot.github.client import Client
from bot.github.failures import GitHubNonsenseError
from bot.github.graph_shapes import CommitNode, Connection, FurtherPage, IssueComment, ReviewNode, ThreadNode
from bot.github.place import Place

T = TypeVar("T")

MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One of a pull request's lists: how to ask for more of it; `backwards` where the newest come first."""

    key: str
    operation: str
    document: str
    shape: Any  # of a further page
    backwards: bool


COMMITS: Listing[CommitNode] = Listing(
    "commits", "MoreCommits", queries.MORE_COMMITS, FurtherPage[CommitNode], backwards=False
)
COMMENTS: Listing[IssueComment] = Listing(
    "comments", "MoreComments", queries.MORE_COMMENTS, FurtherPage[IssueComment], backwards=True
)
REVIEWS: Listing[ReviewNode] = Listing(
    "reviews", "MoreReviews", queries.MORE_REVIEWS, FurtherPage[ReviewNode], backwards=True
)
THREADS: Listing[ThreadNode] = Listing(
    "reviewThreads", "MoreThreads", queries.MORE_THREADS, FurtherPage[ThreadNode], backwards=True
)


async def whole(client: Client, place: Place, listing: Listing[T], first: Connection[T] | None) -> list[T]:
    """Give the list from its first entry to its last, as far as `MOST_PAGES` further pages reach."""
    page = first
    nodes = list(first.nodes) if first is not None else []
    for _ in range(MOST_PAGES):
        cursor = _cursor(page, backwards=listing.backwards)
        if cursor is None:
            break
        answer: FurtherPage[T] = await client.query(
            listing.operation, listing.document, {**place.variables, "cursor": cursor}, listing.shape
        )
        page = answer.repository.pull_request.get(listing.key)
        if page is None:
            raise GitHubNonsenseError(f"GitHub's answer to {listing.operation} has no {listing.key}")
        nodes = [*page.nodes, *nodes] if listing.backwards else [*nodes, *page.nodes]
    return nodes


def _cursor(page: Connection[Any] | None, *, backwards: bool) -> str | None:
    if page is None:
        return None
    info = page.page_info
    if backwards:
        return info.start_cursor if info.has_previous_page else None
    return info.end_cursor if info.has_next_page else None
