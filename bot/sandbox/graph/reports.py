"""What others say of a commit, in GraphQL: signatures, statuses, check runs and the workflows behind them."""

from graphql import GraphQLResolveInfo

from bot.sandbox.graph.nodes import CommitNode, Resolver, connect
from bot.sandbox.model.state import CheckRun, CheckSuite, Signing, Status, WorkflowRun
from bot.sandbox.shapes.urls import node_id

Info = GraphQLResolveInfo


def signature(node: CommitNode, _info: Info) -> Signing | None:
    """Give a commit's signature, where it has one."""
    return node.repo.signed.get(node.commit.sha)


def rollup(node: CommitNode, info: Info) -> CommitNode | None:
    """Give the commit itself where anything is said of it."""
    info.context.need("checks:read")
    info.context.need("statuses:read")
    return node if _contexts(node) else None


def _contexts(node: CommitNode) -> list[CheckRun | Status]:
    """List the latest check run of each name and suite's App or workflow, and each status."""
    repo, sha = node.repo, node.commit.sha
    own = [repo.suites[sha]] if sha in repo.suites else []
    latest: dict[tuple[str, str], CheckRun] = {}
    for suite in (*own, *repo.workflow_suites.get(sha, ())):
        source = suite.workflow.path if suite.workflow else ""
        latest.update({(source, run.name): run for run in suite.runs})
    return [*latest.values(), *repo.statuses.get(sha, {}).values()]


def workflow_run(suite: CheckSuite, info: Info) -> WorkflowRun | None:
    """Give the workflow behind a check suite."""
    if suite.workflow is not None:
        info.context.need("actions:read")
    return suite.workflow


_SIGNATURE: dict[str, Resolver] = {"isValid": lambda _signing, _info: True, "signer": lambda signing, _: signing.by}

RESOLVERS: dict[str, dict[str, Resolver]] = {
    "GpgSignature": _SIGNATURE | {"keyId": lambda signing, _: signing.key},
    "SshSignature": _SIGNATURE | {"keyFingerprint": lambda signing, _: signing.key},
    "StatusCheckRollup": {
        "id": lambda node, _: node_id("SCR", f"{node.repo.id}:{node.commit.sha}"),
        "contexts": lambda node, _, **args: connect(_contexts(node), args),
    },
    "StatusContext": {
        "id": lambda one, _: node_id("SC", one.id),
        "context": lambda one, _: one.context,
        "state": lambda one, _: one.state.upper(),
    },
    "WorkflowRun": {
        "id": lambda run, _: node_id("WFR", run.id),
        "file": lambda run, _: run,
        "workflow": lambda run, _: run,
    },
    "WorkflowRunFile": {"id": lambda run, _: node_id("WFRF", run.id), "path": lambda run, _: run.path},
    "Workflow": {"id": lambda run, _: node_id("W", run.workflow_id), "name": lambda run, _: run.name},
}
