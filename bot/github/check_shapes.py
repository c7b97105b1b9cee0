"""What READ_CHECKS answers: statuses and check runs of the head, and the workflows behind them."""

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from bot.github.graph_shapes import Connection, Graph


class WorkflowFile(Graph):
    """The file of a workflow."""

    path: str


class Workflow(Graph):
    """A workflow."""

    name: str


class WorkflowRun(Graph):
    """A run of a workflow; `file` is null where it may not be seen."""

    file: WorkflowFile | None
    workflow: Workflow


class Suite(Graph):
    """The check suite of a check run; `workflow_run` for those of GitHub Actions alone."""

    status: str
    conclusion: str | None
    workflow_run: WorkflowRun | None


class Context(Graph):
    """A commit status (`context`, `status_state`) or a check run (all else)."""

    typename: str
    context: str = ""
    status_state: str = ""
    name: str = ""
    status: str = ""
    conclusion: str | None = None
    check_suite: Suite | None = None

    model_config = ConfigDict(alias_generator=lambda name: "__typename" if name == "typename" else to_camel(name))


class Rollup(Graph):
    """All that is said of a commit, the latest of each name."""

    contexts: Connection[Context]


class Head(Graph):
    """The head commit; `status_check_rollup` is null where nothing is said of it."""

    oid: str
    status_check_rollup: Rollup | None


class HeadNode(Graph):
    """The head's place in the pull request."""

    commit: Head


class Pull(Graph):
    """The pull request."""

    head: Connection[HeadNode]


class Repository(Graph):
    """Its repository."""

    pull_request: Pull


class ReadChecks(Graph):
    """The answer to READ_CHECKS."""

    repository: Repository
