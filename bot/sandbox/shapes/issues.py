"""Issues that are no pull requests, in JSON."""

from typing import Any

from bot.sandbox.model.clock import iso, iso_or_none
from bot.sandbox.model.state import Issue
from bot.sandbox.shapes.accounts import account, reactions
from bot.sandbox.shapes.pulls import label
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]


def issue(urls: Urls, one: Issue, association: str, via: Json | None) -> Json:
    """Shape `issue`; `via` is the App that opened it, in JSON, if one did."""
    api = urls.issue(one)
    assignees = [account(urls, who) for who in one.assignees]
    return {
        "url": api,
        "repository_url": urls.repo(one.repo),
        "labels_url": f"{api}/labels{{/name}}",
        "comments_url": f"{api}/comments",
        "events_url": f"{api}/events",
        "html_url": urls.page(one),
        "id": one.id,
        "node_id": node_id("I", one.id),
        "number": one.number,
        "title": one.title,
        "user": account(urls, one.author),
        "labels": [label(urls, one.repo, found) for found in one.labels],
        "state": one.state,
        "locked": False,
        "assignee": assignees[0] if assignees else None,
        "assignees": assignees,
        "milestone": None,
        "comments": len(one.comments),
        "created_at": iso(one.at),
        "updated_at": iso(one.updated_at),
        "closed_at": iso_or_none(one.closed_at),
        "closed_by": account(urls, one.closed_by) if one.closed_by else None,
        "author_association": association,
        "active_lock_reason": None,
        "body": one.body or None,
        "reactions": reactions(api, ()),
        "timeline_url": f"{api}/timeline",
        "performed_via_github_app": via,
    } | ({"state_reason": one.state_reason} if one.state_reason else {})
