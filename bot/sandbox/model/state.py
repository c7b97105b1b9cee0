"""What the sandbox holds of repositories and pull requests: values without behaviour of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.model.git import Objects
from bot.sandbox.model.people import Account


@dataclass(eq=False, slots=True)
class Edit:
    """An edit of a text: what it was before, and who changed it when."""

    at: datetime
    by: Account
    before: str


@dataclass(eq=False, slots=True)
class Reaction:
    """A face that someone gave; `content` in GitHub's word: `+1`, `eyes`, ..."""

    id: int
    by: Account
    content: str
    at: datetime


@dataclass(eq=False, slots=True)
class Comment:
    """A comment in the conversation of a pull request or an issue, or in a thread on a line."""

    id: int
    author: Account
    body: str
    at: datetime
    pull: "PullRequest | Issue"
    edits: list[Edit] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    thread: "Thread | None" = None
    review: "Review | None" = None

    @property
    def updated_at(self) -> datetime:
        """When its text changed last."""
        return self.edits[-1].at if self.edits else self.at


@dataclass(eq=False, slots=True)
class Thread:
    """A thread on a line; `line` None: the line is gone from the diff. `side` is `LEFT` or `RIGHT`."""

    id: int
    pull: "PullRequest"
    path: str
    side: str
    line: int | None
    original_line: int
    commit: str
    hunk: str
    comments: list[Comment] = field(default_factory=list)
    resolved_by: Account | None = None


@dataclass(eq=False, slots=True)
class Review:
    """A review; `state` in GitHub's word: `APPROVED`, `CHANGES_REQUESTED`, `COMMENTED`, `DISMISSED`."""

    id: int
    pull: "PullRequest"
    author: Account
    state: str
    body: str
    commit: str
    at: datetime
    edits: list[Edit] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    dismissal: "Dismissal | None" = None


@dataclass(frozen=True, slots=True)
class Dismissal:
    """That a review was dismissed: by whom, and what it had said."""

    by: Account
    was: str


@dataclass(eq=False, slots=True)
class Label:
    """A label of a repository."""

    id: int
    name: str
    color: str = "ededed"


@dataclass(eq=False, slots=True)
class PullRequest:
    """A pull request; `head` None: the fork is gone. `withheld` names paths whose patch is never shown."""

    id: int
    repo: "Repository"
    number: int
    author: Account
    title: str
    body: str
    base_ref: str
    base_sha: str
    head: "Repository | None"
    head_ref: str
    head_sha: str
    at: datetime
    updated_at: datetime
    draft: bool = False
    state: str = "open"
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    merged_by: Account | None = None
    merge_sha: str | None = None
    group_sha: str = ""  # the head of the last merge group that was made for it
    labels: list[Label] = field(default_factory=list)
    requested: list[Account] = field(default_factory=list)
    assignees: list[Account] = field(default_factory=list)
    ever_assigned: list[Account] = field(default_factory=list)  # as the timeline tells it
    edits: list[Edit] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Issue:
    """An issue that is no pull request."""

    id: int
    repo: "Repository"
    number: int
    author: Account
    title: str
    body: str
    at: datetime
    updated_at: datetime
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: Account | None = None
    labels: list[Label] = field(default_factory=list)
    assignees: list[Account] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Status:
    """A commit status; `state` is `success`, `failure`, `error` or `pending`."""

    id: int
    context: str
    state: str
    by: Account
    at: datetime


@dataclass(eq=False, slots=True)
class WorkflowRun:
    """A run of a workflow of GitHub Actions."""

    id: int
    workflow_id: int
    name: str
    path: str
    number: int
    at: datetime


@dataclass(eq=False, slots=True)
class CheckSuite:
    """The checks of one App on one commit; `workflow`: they are a workflow's, and so not our App's."""

    id: int
    repo: "Repository"
    sha: str
    branch: str | None
    at: datetime
    runs: list["CheckRun"] = field(default_factory=list)
    workflow: WorkflowRun | None = None


@dataclass(eq=False, slots=True)
class CheckRun:
    """A check run; `output` holds title, summary and text, `annotations` what was added to it so far."""

    id: int
    suite: CheckSuite
    name: str
    status: str
    started_at: datetime
    conclusion: str | None = None
    completed_at: datetime | None = None
    external_id: str = ""
    details_url: str | None = None
    output: dict[str, str | None] = field(default_factory=dict)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    actions: list[dict[str, str]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class QueueEntry:
    """A pull request in a merge queue; `base` and `head` are the commits of its group, "" while it has none."""

    id: int
    queue: "MergeQueue"
    pull: PullRequest
    by: Account
    at: datetime
    base: str = ""
    head: str = ""

    @property
    def branch(self) -> str:
        """The branch that GitHub keeps its group on."""
        return f"gh-readonly-queue/{self.queue.branch}/pr-{self.pull.number}-{self.base}"


@dataclass(eq=False, slots=True)
class MergeQueue:
    """A branch's merge queue. `required` names the checks and statuses that each group must pass.

    `method` is MERGE, SQUASH or REBASE; `strategy` ALLGREEN, or HEADGREEN where one group that passes carries those
    before it; `most_built`: so many entries have a group at a time.
    """

    id: int
    repo: "Repository"
    branch: str
    method: str = "MERGE"
    strategy: str = "ALLGREEN"
    required: Sequence[str] = ()
    most_built: int = 5
    entries: list[QueueEntry] = field(default_factory=list)

    def entry_of(self, pull: PullRequest) -> QueueEntry | None:
        """Find a pull request's place."""
        return next((entry for entry in self.entries if entry.pull is pull), None)


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature that GitHub verified: whose it is, where an account is known, and the key that made it."""

    by: Account | None
    key: str


@dataclass(eq=False, slots=True)
class Repository:
    """A repository. `branches` are names to commits; roles stand by lower-cased login and by team slug.

    `signed` are commits whose signature GitHub verified; `workflow_suites` and `statuses` stand by commit, the latter by
    context too.

    `tree_limit`: a recursive listing of a tree shows no more entries, and says that it is truncated.
    """

    id: int
    owner: Account
    name: str
    at: datetime
    objects: Objects
    private: bool = True
    installed: bool = True
    default_branch: str = "main"
    parent: "Repository | None" = None
    description: str = ""
    pushed_at: datetime | None = None
    next_number: int = 1
    tree_limit: int = 100_000
    branches: dict[str, str] = field(default_factory=dict)
    collaborators: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    pulls: dict[int, PullRequest] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    has_issues: bool = True
    forks: list["Repository"] = field(default_factory=list)
    suites: dict[str, CheckSuite] = field(default_factory=dict)
    workflow_suites: dict[str, list[CheckSuite]] = field(default_factory=dict)
    statuses: dict[str, dict[str, Status]] = field(default_factory=dict)
    signed: dict[str, Signing] = field(default_factory=dict)
    queues: dict[str, MergeQueue] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner.login}/{self.name}"
