"""Issues as the pages show them, and what their forms do."""

import hashlib
from dataclasses import replace
from typing import Any

from bot.sandbox.model.state import Comment, Issue
from bot.sandbox.pages import talk
from bot.sandbox.pages.desk import Desk
from bot.sandbox.pages.guard import PageError
from bot.sandbox.pages.markdown import render
from bot.sandbox.pages.views import IssueRow, Said

Values = dict[str, Any]


def page(desk: Desk) -> Values:
    """Show an issue and what was said there."""
    one = desk.issue
    opened = Said("description", talk.person(one.author), one.at, render(one.body))
    return {
        "issue": row(one),
        "opened": opened,
        "said": [_said(comment) for comment in one.comments],
        "watch": f"/issues/{one.number}/version",
    }


def row(one: Issue) -> IssueRow:
    """Show an issue in a list, and at the head of its page."""
    return IssueRow(
        one.number,
        one.title,
        one.state,
        talk.person(one.author),
        one.at,
        [label.name for label in one.labels],
        [talk.person(who) for who in one.assignees],
    )


def comment(desk: Desk) -> str:
    """Comment on an issue."""
    made = desk.world.comment(desk.issue, desk.me, desk.text("body"))
    return f"/issues/{desk.issue.number}#issuecomment-{made.id}"


def state(desk: Desk) -> str:
    """Close an issue, or open it again."""
    desk.needs("triage", also=desk.issue.author)
    wanted = desk.text("state")
    if wanted not in {"close", "reopen"}:
        raise PageError(400, "An issue can't be in that state.")
    if wanted == "close":
        desk.world.close_issue(desk.issue, desk.me)
    else:
        desk.world.reopen_issue(desk.issue, desk.me)
    return f"/issues/{desk.issue.number}"


def version(desk: Desk) -> str:
    """Name the present state of an issue."""
    one = desk.issue
    now = (one.state, one.updated_at, [(c.id, c.body, len(c.reactions)) for c in one.comments])
    return hashlib.sha256(repr(now).encode(errors="replace")).hexdigest()[:16]


def _said(one: Comment) -> Said:
    """Show a comment; boxes in it are only looked at here."""
    return replace(talk.comment(one, ""), html=render(one.body), form="")
