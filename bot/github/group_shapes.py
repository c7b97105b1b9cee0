"""What GitHub's answers about a merge group hold: the counterpart of READ_GROUP, and comparisons."""

from bot.github.graph_shapes import Connection, Graph, Oid
from bot.github.pull_shapes import AttributedCommit, CheckSuite, DefaultRef, FloorRepository, Owner, Sibling
from bot.github.rest_shapes import ListedFile, Ref, Rest


class GroupCommit(Graph):
    """The head of a group, with our checks on it."""

    oid: str
    associated_pull_requests: Connection[Sibling] | None
    check_suites: Connection[CheckSuite] | None


class GroupBase(Graph):
    """The branch that a group is to be merged into."""

    target: AttributedCommit


class GroupRef(Graph):
    """The branch that GitHub keeps a group on."""

    target: GroupCommit


class Numbered(Graph):
    """A pull request by its number."""

    number: int


class Entry(Graph):
    """A place in the queue; `head_commit` is null while it has no group."""

    head_commit: Oid | None
    pull_request: Numbered | None


class Configuration(Graph):
    """How the queue merges; "ALLGREEN": each entry's own group has to pass."""

    merging_strategy: str | None


class Queue(Graph):
    """A merge queue."""

    configuration: Configuration | None
    entries: Connection[Entry] | None


class GroupRepository(Graph):
    """The repository of a group; `group` and `base` are null when the branch is gone, `merge_queue` where there is none."""

    name_with_owner: str
    owner: Owner
    default_branch_ref: DefaultRef | None
    base: GroupBase | None
    group: GroupRef | None
    merge_queue: Queue | None


class ReadGroup(Graph):
    """The answer to READ_GROUP; `floor` as in that to READ_PULL_REQUEST."""

    floor: FloorRepository | None
    repository: GroupRepository


class ComparedCommit(Rest):
    """A commit that one side has and the other has not."""

    sha: str
    parents: list[Ref]


class Span(Rest):
    """Two commits compared: what lies between them; `files` on the first page alone, and 300 at most."""

    merge_base_commit: Ref
    total_commits: int
    commits: list[ComparedCommit]
    files: tuple[ListedFile, ...] = ()
