"""Running GraphQL documents: the schema with its resolvers, documents kept once validated, errors in GitHub's shape."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    execute,
    is_abstract_type,
    parse,
    validate,
)

from bot.sandbox.graph import pulls, queues, reports, repositories
from bot.sandbox.graph.nodes import (
    Asked,
    Assigned,
    BlobNode,
    CommitNode,
    Context,
    Dismissed,
    EntryNode,
    Json,
    RefNode,
    TreeNode,
)
from bot.sandbox.model.people import Account, Team
from bot.sandbox.model.state import (
    CheckRun,
    Comment,
    MergeQueue,
    PullRequest,
    QueueEntry,
    Repository,
    Signing,
    Status,
    Thread,
)
from bot.sandbox.rest.call import Answer, Call, Refusal, Route

_TYPES = {
    Asked: "ReviewRequest",
    Assigned: "AssignedEvent",
    Dismissed: "ReviewDismissedEvent",
    BlobNode: "Blob",
    CommitNode: "Commit",
    EntryNode: "TreeEntry",
    MergeQueue: "MergeQueue",
    PullRequest: "PullRequest",
    QueueEntry: "MergeQueueEntry",
    RefNode: "Ref",
    CheckRun: "CheckRun",
    Repository: "Repository",
    Status: "StatusContext",
    Team: "Team",
    Thread: "PullRequestReviewThread",
    TreeNode: "Tree",
}


def _type_of(value: Any, _info: Any, _type: Any) -> str:
    if isinstance(value, Account):
        return value.kind
    if isinstance(value, Comment):
        return "PullRequestReviewComment" if value.thread else "IssueComment"
    if isinstance(value, Signing):
        return "SshSignature" if value.key.startswith("SHA256:") else "GpgSignature"
    return _TYPES[type(value)]


@lru_cache(maxsize=1)
def schema() -> GraphQLSchema:
    """Build the schema; every field of an object has its resolver, but those of pages, which are plain values."""
    built = build_schema(files("bot.sandbox.graph").joinpath("schema.graphql").read_text(encoding="utf-8"))
    resolvers = repositories.RESOLVERS | pulls.RESOLVERS | reports.RESOLVERS | queues.RESOLVERS
    for name, kind in built.type_map.items():
        if is_abstract_type(kind):
            kind.resolve_type = _type_of
        elif isinstance(kind, GraphQLObjectType) and name in resolvers:
            for field, resolver in resolvers[name].items():
                kind.fields[field].resolve = resolver
    return built


@lru_cache(maxsize=512)
def _document(text: str) -> DocumentNode | tuple[GraphQLError, ...]:
    try:
        parsed = parse(text)
    except GraphQLError as error:
        return (error,)
    return tuple(validate(schema(), parsed)) or parsed


def run(text: str, variables: Json, context: Context) -> Json:
    """Answer one document: `data`, and `errors` where there are any."""
    document = _document(text)
    if isinstance(document, tuple):
        return {"errors": [_shape(error) for error in document]}
    result = execute(schema(), document, None, context, variables)
    if not isinstance(result, ExecutionResult):
        raise TypeError("A resolver of the sandbox is not synchronous")
    answer: Json = {"data": result.data}
    if result.errors:
        answer["errors"] = [_shape(error) for error in result.errors]
    return answer


def _shape(error: GraphQLError) -> Json:
    if error.original_error is not None and not isinstance(error.original_error, GraphQLError):
        raise error.original_error
    kind = (error.extensions or {}).get("type")
    shape: Json = {"type": kind} if kind else {}
    if error.path:
        shape["path"] = error.path
    if error.locations:
        shape["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    return shape | {"message": error.message}


def _graphql(call: Call) -> Answer:
    body = call.body
    if not isinstance(body, dict) or not isinstance(body.get("query"), str) or call.grant is None:
        raise Refusal(400, "A query attribute must be specified and must be a string.")
    variables = body.get("variables") or {}
    answer = run(body["query"], variables, Context(call.world, call.grant))
    return Answer(answer, headers={"X-RateLimit-Resource": "graphql"})


ROUTES = (Route("POST", "/graphql", _graphql, ("metadata:read",)),)
