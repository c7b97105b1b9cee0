"""What GraphQL answers are made of: lists, people, commits and what is said; the counterpart of `queries`."""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

T = TypeVar("T")


class Graph(BaseModel):
    """An answer or a part of one, keys as GitHub spells them (`databaseId`)."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)


def _without_nulls(nodes: Any) -> Any:
    """GitHub's lists may hold nulls where something is not to be shown."""
    return [node for node in nodes if node is not None] if isinstance(nodes, list) else nodes


class PageInfo(Graph):
    """Where a list goes on: at its end, or at its beginning when read backwards."""

    has_next_page: bool = False
    end_cursor: str | None = None
    has_previous_page: bool = False
    start_cursor: str | None = None


class Connection(Graph, Generic[T]):
    """A page of a list."""

    nodes: Annotated[list[T], BeforeValidator(_without_nulls)]
    total_count: int = 0
    page_info: PageInfo = PageInfo()


class Actor(Graph):
    """Who did something; null in GitHub's answer when the account is gone."""

    typename: str = ""
    login: str

    model_config = ConfigDict(alias_generator=lambda name: "__typename" if name == "typename" else name)


class Author(Graph):
    """A name in a commit."""

    name: str | None
    email: str | None
    user: Actor | None


class Signature(Graph):
    """A commit's signature."""

    is_valid: bool
    signer: Actor | None = None  # null where no account is known for the key
    key_id: str | None = None  # of a GPG key
    key_fingerprint: str | None = None  # of an SSH key


class Commit(Graph):
    """A commit of the pull request."""

    oid: str
    signature: Signature | None  # null where there is none
    message: str
    authors: Connection[Author]
    committer: Author | None


class CommitNode(Graph):
    """A commit's place in the pull request."""

    commit: Commit


class IssueComment(Graph):
    """A comment in the conversation or in a thread."""

    database_id: int
    body: str
    created_at: datetime
    updated_at: datetime
    last_edited_at: datetime | None
    viewer_did_author: bool
    author: Actor | None
    editor: Actor | None = None  # of the conversation's comments alone; null also where the account is gone


class Oid(Graph):
    """Something in git."""

    oid: str


class ReviewNode(Graph):
    """A review."""

    database_id: int
    state: str
    body: str
    submitted_at: datetime | None  # null while it is pending
    author: Actor | None
    commit: Oid | None


class FirstComment(Graph):
    """The comment that began a thread."""

    database_id: int
    body: str
    viewer_did_author: bool


class ThreadNode(Graph):
    """A thread on a line."""

    id: str
    is_resolved: bool
    first: Connection[FirstComment]
    last: Connection[IssueComment]


class GitObject(Graph):
    """What a tree entry points to; the last four are known for a blob alone."""

    typename: str
    oid: str
    byte_size: int | None = None
    is_binary: bool | None = None
    is_truncated: bool = False
    text: str | None = None

    model_config = ConfigDict(alias_generator=lambda name: "__typename" if name == "typename" else to_camel(name))


class Label(Graph):
    """A label."""

    name: str


class Named(Graph):
    """A repository by its name."""

    name_with_owner: str


class PageInPull(Graph, Generic[T]):
    """A pull request of which one list alone was asked for."""

    pull_request: dict[str, Connection[T]]


class FurtherPage(Graph, Generic[T]):
    """The answer to MORE_COMMITS and the like."""

    repository: PageInPull[T]


class Done(Graph):
    """The answer to a mutation; that there is one is enough."""
