"""Comments, reviews, threads in JSON."""

from typing import Any

from bot.sandbox.model.clock import iso
from bot.sandbox.model.state import Comment, Review, Thread
from bot.sandbox.shapes.accounts import account, reactions
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]


def issue_comment(urls: Urls, one: Comment, association: str, via: Json | None) -> Json:
    """Shape `issue-comment`; `via` is the App that wrote it, in JSON, if one did."""
    url = f"{urls.repo(one.pull.repo)}/issues/comments/{one.id}"
    return {
        "url": url,
        "html_url": f"{urls.page(one.pull)}#issuecomment-{one.id}",
        "issue_url": urls.issue(one.pull),
        "id": one.id,
        "node_id": node_id("IC", one.id),
        "user": account(urls, one.author),
        "created_at": iso(one.at),
        "updated_at": iso(one.updated_at),
        "author_association": association,
        "body": one.body,
        "reactions": reactions(url, one.reactions),
        "performed_via_github_app": via,
    }


def review(urls: Urls, one: Review, association: str) -> Json:
    """Shape `pull-request-review`, its state in capitals."""
    page = f"{urls.page(one.pull)}#pullrequestreview-{one.id}"
    return {
        "id": one.id,
        "node_id": node_id("PRR", one.id),
        "user": account(urls, one.author),
        "body": one.body,
        "state": one.state,
        "html_url": page,
        "pull_request_url": urls.pull(one.pull),
        "author_association": association,
        "_links": {"html": {"href": page}, "pull_request": {"href": urls.pull(one.pull)}},
        "submitted_at": iso(one.at),
        "commit_id": one.commit,
    }


def hook_review(urls: Urls, one: Review, association: str) -> Json:
    """Shape a review as webhooks carry it: its state in small letters, no text as null."""
    return review(urls, one, association) | {"state": one.state.lower(), "body": one.body or None}


def line_comment(urls: Urls, one: Comment, thread: Thread, association: str) -> Json:
    """Shape `pull-request-review-comment`."""
    url = f"{urls.repo(thread.pull.repo)}/pulls/comments/{one.id}"
    page = f"{urls.page(thread.pull)}#discussion_r{one.id}"
    first = thread.comments[0] if thread.comments else one
    shape = {
        "url": url,
        "pull_request_review_id": one.review.id if one.review else None,
        "id": one.id,
        "node_id": node_id("PRRC", one.id),
        "diff_hunk": thread.hunk,
        "path": thread.path,
        "commit_id": thread.pull.head_sha,
        "original_commit_id": thread.commit,
        "user": account(urls, one.author),
        "body": one.body,
        "created_at": iso(one.at),
        "updated_at": iso(one.updated_at),
        "html_url": page,
        "pull_request_url": urls.pull(thread.pull),
        "author_association": association,
        "_links": {"self": {"href": url}, "html": {"href": page}, "pull_request": {"href": urls.pull(thread.pull)}},
        "reactions": reactions(url, one.reactions),
        "line": thread.line,
        "original_line": thread.original_line,
        "side": thread.side,
        "position": thread.line and 1,
        "original_position": 1,
        "subject_type": "line",
    }
    return shape if first is one else shape | {"in_reply_to_id": first.id}


def hook_line_comment(urls: Urls, one: Comment, thread: Thread, association: str) -> Json:
    """Shape a line comment as webhooks carry it: the start of several lines is there, and null for one line."""
    nothing = dict.fromkeys(("start_line", "original_start_line", "start_side"))
    return line_comment(urls, one, thread, association) | nothing
