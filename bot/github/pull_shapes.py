"""What GraphQL answers of one pull request and its repository."""

from typing import Literal

from pydantic import Field

from bot.github.graph_shapes import (
    Actor,
    CommitNode,
    Connection,
    GitObject,
    Graph,
    IssueComment,
    Label,
    Named,
    ReviewNode,
    ThreadNode,
)


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
