"""What GraphQL answers of merged pull requests."""

from datetime import datetime

from bot.github.graph_shapes import Actor, CommitNode, Connection, Graph, Label, Named


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
