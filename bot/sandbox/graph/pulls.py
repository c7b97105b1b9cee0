"""Pull requests, what is said on them, and their checks in GraphQL."""

from typing import Any

from graphql import GraphQLResolveInfo

from bot.sandbox.graph import reports
from bot.sandbox.graph.nodes import Asked, Assigned, CommitNode, Dismissed, RefNode, Resolver, connect, refusal, world
from bot.sandbox.model.clock import iso, iso_or_none
from bot.sandbox.model.state import CheckRun, CheckSuite, Comment, PullRequest, Repository, Review, Thread
from bot.sandbox.shapes.urls import node_id

Info = GraphQLResolveInfo
_INT = 2**31 - 1


def _small(number: int) -> int | None:
    """Give an id where it fits GraphQL's Int, as GitHub's deprecated `databaseId` must."""
    return number if number <= _INT else None


def _branch(repo: Repository | None, name: str) -> RefNode | None:
    return RefNode(repo, name) if repo is not None and name in repo.branches else None


def _lines(pull: PullRequest, info: Info, side: str) -> int:
    return sum(getattr(change.patch, side) for change in world(info).changes(pull))


def _commits(pull: PullRequest, info: Info, **args: Any) -> Any:
    found = [CommitNode(pull.repo, one) for one in world(info).commits(pull)]
    page = connect(found, args)
    page["nodes"] = [{"commit": node, "pull": pull} for node in page["nodes"]]
    return page


def _reviews(pull: PullRequest, info: Info, **args: Any) -> Any:
    info.context.need("pull_requests:read")
    states, author = args.get("states"), args.get("author")
    found = [
        one
        for one in pull.reviews
        if (states is None or one.state in states) and (author is None or one.author.login.lower() == author.lower())
    ]
    return connect(found, args)


def _requests(pull: PullRequest, _info: Info, **args: Any) -> Any:
    asked = [Asked(node_id("RR", f"{pull.id}:{who.id}"), who) for who in pull.requested]
    return connect(asked, args)


def _timeline(pull: PullRequest, _info: Info, **args: Any) -> Any:
    """List who was assigned and what was dismissed; nothing else of a timeline is known here."""
    found: list[Assigned | Dismissed] = []
    if "ASSIGNED_EVENT" in args.get("itemTypes", ()):
        found += [Assigned(node_id("AE", f"{pull.id}:{at}"), who) for at, who in enumerate(pull.ever_assigned)]
    if "REVIEW_DISMISSED_EVENT" in args.get("itemTypes", ()):
        found += [Dismissed(node_id("RDE", one.id), one, one.dismissal) for one in pull.reviews if one.dismissal]
    return connect(found, args)


def _review_commit(review: Review, _info: Info) -> CommitNode:
    return CommitNode(review.pull.repo, review.pull.repo.objects.commits[review.commit])


def _comment_url(one: Comment, info: Info) -> str:
    return str(world(info).comment_json(one)["html_url"])


def _runs(suite: CheckSuite, _info: Info, filterBy: Any = None, **args: Any) -> Any:  # noqa: N803 - GitHub's name
    wants = filterBy or {}
    name, app = wants.get("checkName"), wants.get("appId")
    found = [run for run in suite.runs if name in {None, run.name} and app in {None, world(_info).app.id}]
    if wants.get("checkType") == "LATEST":
        found = list({run.name: run for run in found}.values())
    return connect(found, args)


def _conclusion(run: CheckRun) -> str | None:
    return run.conclusion.upper() if run.conclusion else None


def _done(suite: CheckSuite) -> bool:
    return bool(suite.runs) and all(run.status == "completed" for run in suite.runs)


def _resolve(_root: Any, info: Info, input: dict[str, Any], *, resolved: bool = True) -> Any:  # noqa: A002 - GitHub's name
    info.context.need("pull_requests:write")
    thread = world(info).nodes.get(input["threadId"])
    if not isinstance(thread, Thread):
        raise refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{input['threadId']}'.")
    world(info).resolve(thread, world(info).bot, resolved=resolved)
    return {"thread": thread, "clientMutationId": input.get("clientMutationId")}


def _text(prefix: str) -> dict[str, Resolver]:
    """Give what all comments and reviews have."""
    return {
        "id": lambda one, _: node_id(prefix, one.id),
        "databaseId": lambda one, _: _small(one.id),
        "fullDatabaseId": lambda one, _: str(one.id),
        "body": lambda one, _: one.body,
        "author": lambda one, _: one.author,
        "createdAt": lambda one, _: iso(one.at),
        "updatedAt": lambda one, _: iso(one.edits[-1].at if one.edits else one.at),
        "lastEditedAt": lambda one, _: iso(one.edits[-1].at) if one.edits else None,
        "viewerDidAuthor": lambda one, info: one.author is world(info).bot,
    }


_COMMENT: dict[str, Resolver] = {
    "editor": lambda one, _: one.edits[-1].by if one.edits else None,
    "url": _comment_url,
}

RESOLVERS: dict[str, dict[str, Resolver]] = {
    "Mutation": {
        "resolveReviewThread": _resolve,
        "unresolveReviewThread": lambda root, info, input: _resolve(root, info, input, resolved=False),  # noqa: A006
    },
    "PullRequest": _text("PR")
    | {
        "updatedAt": lambda pull, _: iso(pull.updated_at),
        "number": lambda pull, _: pull.number,
        "title": lambda pull, _: pull.title,
        "isDraft": lambda pull, _: pull.draft,
        "state": lambda pull, _: "MERGED" if pull.merged_at else pull.state.upper(),
        "closed": lambda pull, _: pull.state == "closed",
        "merged": lambda pull, _: pull.merged_at is not None,
        "closedAt": lambda pull, _: iso_or_none(pull.closed_at),
        "mergedAt": lambda pull, _: iso_or_none(pull.merged_at),
        "changedFiles": lambda pull, info: len(world(info).changes(pull)),
        "additions": lambda pull, info: _lines(pull, info, "additions"),
        "deletions": lambda pull, info: _lines(pull, info, "deletions"),
        "baseRefName": lambda pull, _: pull.base_ref,
        "headRefName": lambda pull, _: pull.head_ref,
        "baseRefOid": lambda pull, _: pull.base_sha,
        "headRefOid": lambda pull, _: pull.head_sha,
        "baseRef": lambda pull, _: _branch(pull.repo, pull.base_ref),
        "headRef": lambda pull, _: _branch(pull.head, pull.head_ref),
        "headRepository": lambda pull, _: pull.head,
        "baseRepository": lambda pull, _: pull.repo,
        "isCrossRepository": lambda pull, _: pull.head is not pull.repo,
        "labels": lambda pull, _, **args: connect(pull.labels, args),
        "timelineItems": _timeline,
        "assignees": lambda pull, _, **args: connect(pull.assignees, args),
        "commits": _commits,
        "comments": lambda pull, _, **args: connect(pull.comments, args),
        "reviews": _reviews,
        "reviewThreads": lambda pull, _, **args: connect(pull.threads, args),
        "reviewRequests": _requests,
        "url": lambda pull, info: world(info).urls.page(pull),
    },
    "Label": {
        "id": lambda one, _: node_id("LA", one.id),
        "name": lambda one, _: one.name,
        "color": lambda one, _: one.color,
    },
    "PullRequestCommit": {
        "id": lambda one, _: node_id("PURC", f"{one['pull'].id}:{one['commit'].commit.sha}"),
        "commit": lambda one, _: one["commit"],
    },
    "IssueComment": _text("IC") | _COMMENT,
    "PullRequestReview": _text("PRR")
    | {
        "state": lambda one, _: one.state,
        "submittedAt": lambda one, _: iso(one.at),
        "commit": _review_commit,
        "url": lambda one, info: f"{world(info).urls.page(one.pull)}#pullrequestreview-{one.id}",
    },
    "PullRequestReviewThread": {
        "id": lambda one, _: node_id("PRRT", one.id),
        "isResolved": lambda one, _: one.resolved_by is not None,
        "isOutdated": lambda one, _: one.line is None,
        "path": lambda one, _: one.path,
        "line": lambda one, _: one.line,
        "originalLine": lambda one, _: one.original_line,
        "diffSide": lambda one, _: one.side,
        "resolvedBy": lambda one, _: one.resolved_by if one.resolved_by and not one.resolved_by.bot else None,
        "comments": lambda one, _, **args: connect(one.comments, args),
    },
    "PullRequestReviewComment": _text("PRRC")
    | _COMMENT
    | {
        "path": lambda one, _: one.thread.path,
        "line": lambda one, _: one.thread.line,
        "outdated": lambda one, _: one.thread.line is None,
    },
    "ReviewDismissedEvent": {
        "id": lambda one, _: one.id,
        "actor": lambda one, _: one.dismissal.by,
        "previousReviewState": lambda one, _: one.dismissal.was,
        "review": lambda one, _: one.review,
    },
    "AssignedEvent": {"id": lambda one, _: one.id, "assignee": lambda one, _: one.who},
    "ReviewRequest": {"id": lambda one, _: one.id, "requestedReviewer": lambda one, _: one.who},
    "CheckSuite": {
        "id": lambda one, _: node_id("CS", one.id),
        "databaseId": lambda one, _: _small(one.id),
        "app": lambda _one, info: world(info).app,
        "branch": lambda one, _: _branch(one.repo, one.branch or ""),
        "status": lambda one, _: "COMPLETED" if _done(one) else "QUEUED",
        "conclusion": lambda one, _: _conclusion(one.runs[-1]) if _done(one) else None,
        "checkRuns": _runs,
        "workflowRun": reports.workflow_run,
    },
    "CheckRun": {
        "id": lambda one, _: node_id("CR", one.id),
        "databaseId": lambda one, _: _small(one.id),
        "checkSuite": lambda one, _: one.suite,
        "name": lambda one, _: one.name,
        "status": lambda one, _: one.status.upper(),
        "conclusion": lambda one, _: _conclusion(one),
        "externalId": lambda one, _: one.external_id,
        "title": lambda one, _: one.output.get("title"),
        "summary": lambda one, _: one.output.get("summary"),
        "text": lambda one, _: one.output.get("text"),
        "startedAt": lambda one, _: iso(one.started_at),
        "completedAt": lambda one, _: iso_or_none(one.completed_at),
        "detailsUrl": lambda one, info: one.details_url or f"{world(info).urls.html}/runs/{one.id}",
        "url": lambda one, info: f"{world(info).urls.html}/{one.suite.repo.full_name}/runs/{one.id}",
    },
    "App": {
        "id": lambda app, _: node_id("A", app.id),
        "databaseId": lambda app, _: app.id,
        "name": lambda app, _: app.name,
        "slug": lambda app, _: app.slug,
    },
}
