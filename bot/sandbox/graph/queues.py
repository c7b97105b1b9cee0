"""Merge queues in GraphQL."""

from typing import Any

from graphql import GraphQLResolveInfo

from bot.sandbox.graph.nodes import CommitNode, Resolver, connect
from bot.sandbox.model.clock import iso
from bot.sandbox.model.state import MergeQueue, QueueEntry, Repository
from bot.sandbox.shapes.urls import node_id

Info = GraphQLResolveInfo


def merge_queue(repo: Repository, info: Info, branch: str | None = None) -> MergeQueue | None:
    """Find the queue of a branch, of the default one where none is named."""
    info.context.need("merge_queues:read")
    return repo.queues.get(branch or repo.default_branch)


def _entries(queue: MergeQueue, _info: Info, **args: Any) -> Any:
    return connect(queue.entries, args)


def _commit(entry: QueueEntry, sha: str) -> CommitNode | None:
    repo = entry.queue.repo
    return CommitNode(repo, repo.objects.commits[sha]) if sha else None


RESOLVERS: dict[str, dict[str, Resolver]] = {
    "MergeQueue": {
        "configuration": lambda queue, _: queue,
        "entries": _entries,
        "id": lambda queue, _: node_id("MQ", queue.id),
        "repository": lambda queue, _: queue.repo,
    },
    "MergeQueueConfiguration": {
        "maximumEntriesToBuild": lambda queue, _: queue.most_built,
        "mergingStrategy": lambda queue, _: queue.strategy,
    },
    "MergeQueueEntry": {
        "baseCommit": lambda entry, _: _commit(entry, entry.base),
        "enqueuedAt": lambda entry, _: iso(entry.at),
        "enqueuer": lambda entry, _: entry.by,
        "headCommit": lambda entry, _: _commit(entry, entry.head),
        "id": lambda entry, _: node_id("MQE", entry.id),
        "mergeQueue": lambda entry, _: entry.queue,
        "position": lambda entry, _: entry.queue.entries.index(entry) + 1,
        "pullRequest": lambda entry, _: entry.pull,
    },
}
