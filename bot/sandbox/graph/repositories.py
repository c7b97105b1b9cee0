"""Repositories, commits, files and people in GraphQL."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLResolveInfo

from bot.sandbox.graph import queues, reports
from bot.sandbox.graph.nodes import (
    BlobNode,
    CommitNode,
    EntryNode,
    RefNode,
    Resolver,
    TreeNode,
    connect,
    refusal,
    world,
)
from bot.sandbox.model.clock import iso
from bot.sandbox.model.git import SUBMODULE, Entry, Identity, tree_ids
from bot.sandbox.model.patch import is_binary
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.shapes.urls import node_id

_SHOWN = 512_000  # bytes of a blob's text; the rest is cut
Info = GraphQLResolveInfo


def _repository(_root: Any, info: Info, owner: str, name: str, **_: Any) -> Repository:
    found = world(info).repositories.get(f"{owner}/{name}".lower())
    grant = info.context.grant
    mine = found is not None and found.installed and (grant.repos is None or found.id in grant.repos)
    if found is None or (found.private and not mine):  # what is public is shown to anybody
        raise refusal("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return found


def _node(_root: Any, info: Info, id: str) -> Any:  # noqa: A002 - GitHub's name
    found = world(info).nodes.get(id)
    if found is None:
        raise refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{id}'")
    return found


def _object(repo: Repository, info: Info, oid: str | None = None, expression: str | None = None) -> Any:
    info.context.need("contents:read")
    name = oid or expression or ""
    sha = repo.branches.get(name, name)
    if sha in repo.objects.commits:
        return CommitNode(repo, repo.objects.commits[sha])
    if sha in repo.objects.blobs:
        return BlobNode(repo, sha)
    return TreeNode(repo, sha) if sha in repo.objects.trees else None


def _ref(repo: Repository, _info: Info, qualifiedName: str) -> RefNode | None:  # noqa: N803 - GitHub's name
    name = qualifiedName.removeprefix("refs/heads/")
    return RefNode(repo, name) if name in repo.branches else None


_ORDERS: dict[str, Callable[[PullRequest], Any]] = {
    "COMMENTS": lambda pull: len(pull.comments),
    "CREATED_AT": lambda pull: pull.at,
    "UPDATED_AT": lambda pull: pull.updated_at,
}


def _pulls(repo: Repository, info: Info, **args: Any) -> Any:
    info.context.need("pull_requests:read")
    states = args.get("states")
    found = [
        pull
        for pull in repo.pulls.values()
        if (states is None or ("MERGED" if pull.merged_at else pull.state.upper()) in states)
        and args.get("baseRefName") in {None, pull.base_ref}
        and args.get("headRefName") in {None, pull.head_ref}
    ]
    order = args.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
    found.sort(key=_ORDERS[order["field"]], reverse=order["direction"] == "DESC")
    return connect(found, args)


def _pull(repo: Repository, info: Info, number: int) -> Any:
    info.context.need("pull_requests:read")
    if number not in repo.pulls:
        raise refusal("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
    return repo.pulls[number]


def _file(node: CommitNode, info: Info, path: str) -> EntryNode | None:
    info.context.need("contents:read")
    entry = node.commit.files.get(path)
    if entry is not None:
        return EntryNode(node.repo, path, entry)
    folder = tree_ids(node.commit.files).get(path) if any(p.startswith(path + "/") for p in node.commit.files) else None
    return None if folder is None else EntryNode(node.repo, path, Entry("40000", folder))


def _entry_object(node: EntryNode, _info: Info) -> BlobNode | TreeNode | None:
    if node.entry.mode == "40000":
        return TreeNode(node.repo, node.entry.sha)
    return None if node.entry.mode == SUBMODULE else BlobNode(node.repo, node.entry.sha)


def _text(node: BlobNode, _info: Info) -> str | None:
    data = node.repo.objects.blobs[node.oid]
    return None if is_binary(data) else data[:_SHOWN].decode(errors="replace")


def _suites(node: CommitNode, info: Info, filterBy: Any = None, **args: Any) -> Any:  # noqa: N803 - GitHub's name
    info.context.need("checks:read")
    suite = node.repo.suites.get(node.commit.sha)
    wanted = (filterBy or {}).get("appId")
    mine = suite is not None and wanted in {None, world(info).app.id}
    return connect([suite] if mine else [], args)


def _actor(who: Identity, node: CommitNode) -> Any:
    return {"name": who.name, "email": who.email, "date": iso(node.commit.at), "node": node}


def _actor_user(actor: Any, info: Info) -> Account | None:
    found = world(info).by_email(actor["email"])
    return found if found is not None and found.kind == "User" else None


def _authors(node: CommitNode, _info: Info, **args: Any) -> Any:
    return connect([_actor(who, node) for who in node.commit.authors], args)


def _url(node: Any, info: Info) -> str:
    urls = world(info).urls
    name = node.full_name if isinstance(node, Repository) else f"{node.repo.full_name}/commit/{node.commit.sha}"
    return f"{urls.html}/{name}"


def _commit_id(node: CommitNode, _info: Info) -> str:
    return node_id("C", f"{node.repo.id}:{node.commit.sha}")


_ACCOUNT: dict[str, Resolver] = {
    "id": lambda who, _: node_id({"User": "U", "Bot": "BOT"}.get(who.kind, "O"), who.id),
    "databaseId": lambda who, _: who.id,
    "login": lambda who, _: who.login.removesuffix("[bot]"),  # GraphQL names bots without the suffix
    "name": lambda who, _: who.name,
    "url": lambda who, info: f"{world(info).urls.html}/{who.login.removesuffix('[bot]')}",
}

RESOLVERS: dict[str, dict[str, Resolver]] = {
    "Query": {
        "id": lambda _r, _i: "Query",
        "repository": _repository,
        "node": _node,
        "nodes": lambda root, info, ids: [_node(root, info, one) for one in ids],
    },
    "User": _ACCOUNT,
    "Bot": {key: value for key, value in _ACCOUNT.items() if key != "name"},
    "Organization": _ACCOUNT,
    "Team": {
        "id": lambda team, _: node_id("T", team.id),
        "databaseId": lambda team, _: team.id,
        "slug": lambda team, _: team.slug,
        "name": lambda team, _: team.name,
        "combinedSlug": lambda team, _: f"{team.org}/{team.slug}",
    },
    "Repository": {
        "id": lambda repo, _: node_id("R", repo.id),
        "databaseId": lambda repo, _: repo.id,
        "name": lambda repo, _: repo.name,
        "nameWithOwner": lambda repo, _: repo.full_name,
        "isPrivate": lambda repo, _: repo.private,
        "isFork": lambda repo, _: repo.parent is not None,
        "isArchived": lambda _repo, _: False,
        "owner": lambda repo, _: repo.owner,
        "defaultBranchRef": lambda repo, info: _ref(repo, info, repo.default_branch),
        "ref": _ref,
        "mergeQueue": queues.merge_queue,
        "object": _object,
        "pullRequest": _pull,
        "pullRequests": _pulls,
        "url": _url,
        "visibility": lambda repo, _: "PRIVATE" if repo.private else "PUBLIC",
    },
    "Ref": {
        "id": lambda ref, _: node_id("REF", f"{ref.repo.id}:{ref.name}"),
        "name": lambda ref, _: ref.name,
        "prefix": lambda _ref, _: "refs/heads/",
        "target": lambda ref, _: CommitNode(ref.repo, ref.repo.objects.commits[ref.repo.branches[ref.name]]),
    },
    "Commit": {
        "id": _commit_id,
        "oid": lambda node, _: node.commit.sha,
        "abbreviatedOid": lambda node, _: node.commit.sha[:7],
        "message": lambda node, _: node.commit.message,
        "messageHeadline": lambda node, _: node.commit.message.partition("\n")[0],
        "committedDate": lambda node, _: iso(node.commit.at),
        "authoredDate": lambda node, _: iso(node.commit.at),
        "author": lambda node, _: _actor(node.commit.author, node),
        "committer": lambda node, _: _actor(node.commit.committer, node),
        "authors": _authors,
        "file": _file,
        "tree": lambda node, _: TreeNode(node.repo, node.commit.tree),
        "parents": lambda node, _, **args: connect(
            [CommitNode(node.repo, node.repo.objects.commits[sha]) for sha in node.commit.parents], args
        ),
        "checkSuites": _suites,
        "signature": reports.signature,
        "statusCheckRollup": reports.rollup,
        "associatedPullRequests": lambda node, _, **args: connect(
            [pull for pull in node.repo.pulls.values() if pull.head_sha == node.commit.sha], args
        ),
        "url": _url,
    },
    "GitActor": {
        "name": lambda actor, _: actor["name"],
        "email": lambda actor, _: actor["email"],
        "date": lambda actor, _: actor["date"],
        "user": _actor_user,
    },
    "TreeEntry": {
        "mode": lambda node, _: int(node.entry.mode, 8),
        "name": lambda node, _: node.path.rpartition("/")[2],
        "path": lambda node, _: node.path,
        "oid": lambda node, _: node.entry.sha,
        "type": lambda node, _: {"40000": "tree", SUBMODULE: "commit"}.get(node.entry.mode, "blob"),
        "object": _entry_object,
    },
    "Tree": {
        "id": lambda node, _: node_id("T", f"{node.repo.id}:{node.oid}"),
        "oid": lambda node, _: node.oid,
        "abbreviatedOid": lambda node, _: node.oid[:7],
    },
    "Blob": {
        "id": lambda node, _: node_id("B", f"{node.repo.id}:{node.oid}"),
        "oid": lambda node, _: node.oid,
        "abbreviatedOid": lambda node, _: node.oid[:7],
        "byteSize": lambda node, _: len(node.repo.objects.blobs[node.oid]),
        "isBinary": lambda node, _: is_binary(node.repo.objects.blobs[node.oid]),
        "isTruncated": lambda node, _: len(node.repo.objects.blobs[node.oid]) > _SHOWN,
        "text": _text,
    },
}
