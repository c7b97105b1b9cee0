"""What GraphQL answers hold: the counterpart of `queries`."""

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
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


class PolicyEntry(Graph):
    """The policy file in a commit, its attributes, or its CODEOWNERS. `mode` is a decimal number: 40960 is 120000, a symlink."""

    oid: str
    mode: int
    object: GitObject | None


class HeadOrBase(Graph):
    """A commit with the policy file in it."""

    oid: str
    file: PolicyEntry | None


class AttributedCommit(HeadOrBase):
    """A commit with the policy file in it, and with what it says of its files."""

    attributes: PolicyEntry | None


class BaseCommit(AttributedCommit):
    """The head of the base branch, with who owns its files."""

    owners_in_github: PolicyEntry | None
    owners_at_root: PolicyEntry | None
    owners_in_docs: PolicyEntry | None

    @property
    def owners(self) -> tuple[PolicyEntry | None, ...]:
        """CODEOWNERS in the places where GitHub looks, in its order."""
        return self.owners_in_github, self.owners_at_root, self.owners_in_docs


class FloorCommit(Graph):
    """A commit with the organisation's floor in it."""

    oid: str
    floor: PolicyEntry | None


class FloorRef(Graph):
    """The default branch of the repository that holds the floor."""

    target: FloorCommit


class FloorRepository(Graph):
    """The repository that holds the floor; without a branch while nothing was pushed to it."""

    default_branch_ref: FloorRef | None


class BaseRef(Graph):
    """The base branch."""

    target: BaseCommit


class CheckRunNode(Graph):
    """A check run of ours."""

    name: str
    url: str = Field(pattern=r"/runs/\d{1,18}(\?.*)?$")
    external_id: str | None
    conclusion: str | None
    status: str

    @property
    def database_id(self) -> int:
        """The id by which REST knows it."""
        return int(self.url.partition("?")[0].rpartition("/")[2])


class CheckSuite(Graph):
    """A check suite of ours."""

    check_runs: Connection[CheckRunNode]


class Sibling(Graph):
    """A pull request that holds the same commit."""

    number: int
    state: str
    head_ref_oid: str
    base_ref_name: str


class HeadCommit(HeadOrBase, FloorCommit):
    """The head, with our checks on it."""

    associated_pull_requests: Connection[Sibling] | None
    check_suites: Connection[CheckSuite] | None


class HeadNode(Graph):
    """The head's place in the pull request."""

    commit: HeadCommit


class Label(Graph):
    """A label."""

    name: str


class Assignee(Graph):
    """Who a pull request is assigned to; `login` of users alone."""

    login: str | None = None


class Reviewed(Graph):
    """A review by its number."""

    database_id: int


class DismissedEvent(Graph):
    """That a review was dismissed, once; `actor` is null when the account is gone, `review` when that is."""

    previous_review_state: str
    actor: Actor | None
    review: Reviewed | None


class AssignedEvent(Graph):
    """That somebody was assigned, once; null when the account is gone."""

    assignee: Assignee | None


class Requested(Graph):
    """A review request: to a user, or to something without a login."""

    class Reviewer(Graph):
        """Who was asked; `login` of users alone."""

        login: str | None = None

    requested_reviewer: Reviewer | None


class Named(Graph):
    """A repository by its name."""

    name_with_owner: str


class PullNode(Graph):
    """A pull request, whole but for what its lists leave to further pages."""

    number: int
    title: str
    body: str
    is_draft: bool
    state: Literal["OPEN", "CLOSED", "MERGED"]
    changed_files: int
    author: Actor | None
    base_ref_name: str
    head_ref_name: str
    base_ref_oid: str
    head_ref_oid: str
    head_repository: Named | None
    base_ref: BaseRef | None
    labels: Connection[Label] | None
    assignees: Connection[Assignee]
    assigned: Connection[AssignedEvent]
    dismissed: Connection[DismissedEvent]
    head: Connection[HeadNode]
    commits: Connection[CommitNode]
    comments: Connection[IssueComment]
    reviews: Connection[ReviewNode] | None
    review_threads: Connection[ThreadNode]
    review_requests: Connection[Requested] | None


class DefaultRef(Graph):
    """The default branch."""

    name: str
    target: HeadOrBase


class Owner(Graph):
    """Whose a repository is."""

    id: str  # stays when the login changes
    login: str


class RepositoryNode(Graph):
    """The repository of a pull request."""

    database_id: int
    name_with_owner: str
    visibility: str
    default_branch_ref: DefaultRef | None
    owner: Owner
    pull_request: PullNode


class ReadPullRequest(Graph):
    """The answer to READ_PULL_REQUEST; `floor` None: its repository is not there, or not shown to us."""

    floor: FloorRepository | None
    repository: RepositoryNode


class MergedNode(Graph):
    """A merged pull request in a list."""

    number: int
    title: str
    body: str
    merged_at: datetime
    changed_files: int
    author: Actor | None
    base_ref_name: str
    head_ref_name: str
    base_ref_oid: str
    head_ref_oid: str
    head_repository: Named | None
    labels: Connection[Label] | None
    commits: Connection[CommitNode]


class MergedIn(Graph):
    """A repository with its merged pull requests."""

    name_with_owner: str
    visibility: str
    pull_requests: Connection[MergedNode]


class ReadMerged(Graph):
    """The answer to READ_MERGED."""

    repository: MergedIn


class FileEntry(Graph):
    """A file in a commit. `mode` is a decimal number: 33188 is 100644."""

    mode: int
    oid: str
    object: GitObject | None


class ReadFiles(Graph):
    """The answer to what `read_files` and `read_entries` make: entries by their alias, None where there is no such file."""

    class Sides(Graph):
        """Both commits; None for one that is not there."""

        before: dict[str, FileEntry | None] | None
        after: dict[str, FileEntry | None] | None

    repository: Sides


class ReadBlobs(Graph):
    """The answer to what `read_blobs` makes: blobs by their alias, None where there is no such object."""

    repository: dict[str, GitObject | None]


class PageInPull(Graph, Generic[T]):
    """A pull request of which one list alone was asked for."""

    pull_request: dict[str, Connection[T]]


class FurtherPage(Graph, Generic[T]):
    """The answer to MORE_COMMITS and the like."""

    repository: PageInPull[T]


class Done(Graph):
    """The answer to a mutation; that there is one is enough."""
