"""Pull requests, and the issues that they are too, in JSON."""

from typing import Any

from bot.sandbox.model.clock import iso, iso_or_none
from bot.sandbox.model.state import Label, PullRequest, Repository
from bot.sandbox.shapes.accounts import account, reactions
from bot.sandbox.shapes.repositories import repository
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]


def label(urls: Urls, repo: Repository, one: Label) -> Json:
    """Shape `label`."""
    return {
        "id": one.id,
        "node_id": node_id("LA", one.id),
        "url": f"{urls.repo(repo)}/labels/{one.name}",
        "name": one.name,
        "description": "",
        "color": one.color,
        "default": False,
    }


def simple(urls: Urls, pull: PullRequest, association: str) -> Json:
    """Shape `pull-request-simple`; `association` is what its author is to the repository."""
    api, issue, page = urls.pull(pull), urls.issue(pull), urls.page(pull)
    statuses = f"{urls.repo(pull.repo)}/statuses/{pull.head_sha}"
    comment = f"{urls.repo(pull.repo)}/pulls/comments{{/number}}"
    return {
        "url": api,
        "id": pull.id,
        "node_id": node_id("PR", pull.id),
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": issue,
        "commits_url": f"{api}/commits",
        "review_comments_url": f"{api}/comments",
        "review_comment_url": comment,
        "comments_url": f"{issue}/comments",
        "statuses_url": statuses,
        "number": pull.number,
        "state": pull.state,
        "locked": False,
        "title": pull.title,
        "user": account(urls, pull.author),
        "body": pull.body or None,
        "labels": [label(urls, pull.repo, one) for one in pull.labels],
        "milestone": None,
        "active_lock_reason": None,
        "created_at": iso(pull.at),
        "updated_at": iso(pull.updated_at),
        "closed_at": iso_or_none(pull.closed_at),
        "merged_at": iso_or_none(pull.merged_at),
        "merge_commit_sha": pull.merge_sha,
        "assignee": account(urls, pull.assignees[0]) if pull.assignees else None,
        "assignees": [account(urls, who) for who in pull.assignees],
        "requested_reviewers": [account(urls, who) for who in pull.requested],
        "requested_teams": [],
        "head": _end(urls, pull.head, pull.head_ref, pull.head_sha),
        "base": _end(urls, pull.repo, pull.base_ref, pull.base_sha),
        "_links": {
            "self": {"href": api},
            "html": {"href": page},
            "issue": {"href": issue},
            "comments": {"href": f"{issue}/comments"},
            "review_comments": {"href": f"{api}/comments"},
            "review_comment": {"href": comment},
            "commits": {"href": f"{api}/commits"},
            "statuses": {"href": statuses},
        },
        "author_association": association,
        "auto_merge": None,
        "draft": pull.draft,
    }


def _end(urls: Urls, repo: Repository | None, ref: str, sha: str) -> Json:
    if repo is None:  # the fork was deleted
        return {"label": f"unknown:{ref}", "ref": ref, "sha": sha, "user": None, "repo": None}
    return {
        "label": f"{repo.owner.login}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": account(urls, repo.owner),
        "repo": repository(urls, repo),
    }


def full(urls: Urls, pull: PullRequest, association: str, counts: tuple[int, int, int, int]) -> Json:
    """Shape `pull-request`; `counts` are its commits, files, added and deleted lines."""
    commits, files, additions, deletions = counts
    return simple(urls, pull, association) | {
        "merged": pull.merged_at is not None,
        "mergeable": None,  # GitHub works it out later, and says so
        "rebaseable": None,
        "mergeable_state": "unknown",
        "merged_by": account(urls, pull.merged_by) if pull.merged_by else None,
        "comments": len(pull.comments),
        "review_comments": sum(len(thread.comments) for thread in pull.threads),
        "maintainer_can_modify": False,
        "commits": commits,
        "additions": additions,
        "deletions": deletions,
        "changed_files": files,
    }


def minimal(urls: Urls, pull: PullRequest) -> Json:
    """Shape `pull-request-minimal`, which checks carry."""

    def end(repo: Repository, ref: str, sha: str) -> Json:
        return {"ref": ref, "sha": sha, "repo": {"id": repo.id, "url": urls.repo(repo), "name": repo.name}}

    head = pull.head or pull.repo
    return {
        "id": pull.id,
        "number": pull.number,
        "url": urls.pull(pull),
        "head": end(head, pull.head_ref, pull.head_sha),
        "base": end(pull.repo, pull.base_ref, pull.base_sha),
    }


def issue(urls: Urls, pull: PullRequest, association: str) -> Json:
    """Shape `issue`, as webhooks of comments carry it."""
    api, page = urls.issue(pull), urls.page(pull)
    return {
        "url": api,
        "repository_url": urls.repo(pull.repo),
        "labels_url": f"{api}/labels{{/name}}",
        "comments_url": f"{api}/comments",
        "events_url": f"{api}/events",
        "html_url": page,
        "id": pull.id,
        "node_id": node_id("PR", pull.id),
        "number": pull.number,
        "title": pull.title,
        "user": account(urls, pull.author),
        "labels": [label(urls, pull.repo, one) for one in pull.labels],
        "state": pull.state,
        "locked": False,
        "assignee": account(urls, pull.assignees[0]) if pull.assignees else None,
        "assignees": [account(urls, who) for who in pull.assignees],
        "milestone": None,
        "comments": len(pull.comments),
        "created_at": iso(pull.at),
        "updated_at": iso(pull.updated_at),
        "closed_at": iso_or_none(pull.closed_at),
        "author_association": association,
        "active_lock_reason": None,
        "draft": pull.draft,
        "pull_request": {
            "url": urls.pull(pull),
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "merged_at": iso_or_none(pull.merged_at),
        },
        "body": pull.body or None,
        "reactions": reactions(api, ()),
        "timeline_url": f"{api}/timeline",
        "performed_via_github_app": None,
        "state_reason": None,
    }
