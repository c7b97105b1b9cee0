"""What the forms of the conversation do, each as the person who sends it and within their rights."""

from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.model.state import Comment, PullRequest
from bot.sandbox.pages import checks, talk
from bot.sandbox.pages.desk import Desk
from bot.sandbox.pages.guard import PageError
from bot.sandbox.pages.markdown import with_box

T = TypeVar("T")


def comment(desk: Desk) -> str:
    """Comment in the conversation."""
    made = desk.world.comment(desk.pull, desk.me, desk.text("body"))
    return f"{_page(desk)}#issuecomment-{made.id}"


def review(desk: Desk) -> str:
    """Approve, request changes or only comment, by a review."""
    event = desk.text("event")
    body = desk.optional("body") if event == "APPROVE" else desk.text("body")
    made = desk.world.review(desk.pull, desk.me, event, body)
    return f"{_page(desk)}#pullrequestreview-{made.id}"


def dismiss(desk: Desk) -> str:
    """Dismiss a review."""
    desk.needs("write")
    found = _first([one for one in desk.pull.reviews if one.id == _number(desk, "review")], "review")
    desk.world.dismiss_review(found, desk.me)
    return _page(desk)


def reply(desk: Desk) -> str:
    """Reply in the thread that begins with a comment."""
    root = _number(desk, "comment")
    found = _first([one for one in desk.pull.threads if one.comments and one.comments[0].id == root], "thread")
    made = desk.world.reply(found, desk.me, desk.text("body"))
    return f"{desk.back(_page(desk))}#discussion_r{made.id}"


def resolve(desk: Desk) -> str:
    """Resolve the thread that begins with a comment, or open it again."""
    desk.needs("write", also=desk.pull.author)
    root = _number(desk, "comment")
    found = _first([one for one in desk.pull.threads if one.comments and one.comments[0].id == root], "thread")
    desk.world.resolve(found, desk.me, resolved=found.resolved_by is None)
    return f"{desk.back(_page(desk))}#discussion_r{root}"


def tick(desk: Desk) -> str:
    """Tick boxes of a comment or take ticks back, as one edit of its text."""
    found = _comment(desk)
    desk.needs("write", also=found.author)
    changed = talk.changed_boxes(found.body, desk.form.get("shown", ""), desk.boxes)
    if changed is None:
        raise PageError(409, "The comment has changed meanwhile. Look at it again, then tick.")
    body = found.body
    for box, checked in changed.items():
        body = with_box(body, box, checked=checked)
    if body != found.body:
        desk.world.edit_comment(found, desk.me, body)
    return desk.back(_page(desk))


def edit(desk: Desk) -> str:
    """Change the text of one's own comment."""
    found = _own(desk)
    desk.world.edit_comment(found, desk.me, desk.text("body"))
    return desk.back(_page(desk))


def delete(desk: Desk) -> str:
    """Delete one's own comment."""
    desk.world.delete_comment(_own(desk), desk.me)
    return desk.back(_page(desk))


def label(desk: Desk) -> str:
    """Put a label on the pull request."""
    desk.needs("triage")
    desk.world.label(desk.pull, desk.text("label").strip()[:50], desk.me)
    return _page(desk)


def unlabel(desk: Desk) -> str:
    """Take a label away."""
    desk.needs("triage")
    desk.world.unlabel(desk.pull, desk.text("label"), desk.me)
    return _page(desk)


def state(desk: Desk) -> str:
    """Close or reopen it, make it a draft or mark it ready."""
    desk.needs("write", also=desk.pull.author)
    deeds: dict[str, Callable[[PullRequest, str], None]] = {
        "close": desk.world.close,
        "reopen": desk.world.reopen,
        "draft": desk.world.convert_to_draft,
        "ready": desk.world.mark_ready,
    }
    wanted = deeds.get(desk.text("state"))
    if wanted is None:
        raise PageError(400, "A pull request can't be in that state.")
    wanted(desk.pull, desk.me.login)
    return _page(desk)


def merge(desk: Desk) -> str:
    """Merge it at once; past a check that has not passed it takes an admin, as where a branch lets them by."""
    passed = checks.merge(desk.pull, checks.of_head(desk.pull)).tone == "good"
    desk.needs("write" if passed else "admin")
    desk.world.merge(desk.pull, desk.me)
    return f"{_page(desk)}#merge"


def queue(desk: Desk) -> str:
    """Put it into the merge queue, or take it out."""
    desk.needs("write")
    if desk.text("queue") == "out":
        desk.world.dequeue(desk.pull, desk.me)
    else:
        desk.world.enqueue(desk.pull, desk.me)
    return f"{_page(desk)}#merge"


def check(desk: Desk) -> str:
    """Run a check again, or press one of the buttons that it offers."""
    desk.needs("write", also=desk.pull.author)
    runs = (*checks.latest(desk.pull), *checks.of_group(desk.pull))
    run = _first([one for one in runs if one.id == _number(desk, "check")], "check")
    action = desk.optional("action")
    if not action:
        desk.world.rerequest_check(run, desk.me)
    elif action in {offered["identifier"] for offered in run.actions}:
        desk.world.request_action(run, action, desk.me)
    else:
        raise PageError(400, "The check offers no such action.")
    return f"{_page(desk)}/checks"


def _page(desk: Desk) -> str:
    return f"/pull/{desk.pull.number}"


def _number(desk: Desk, name: str) -> int:
    return int(desk.path[name])


def _first(found: list[T], what: str) -> T:
    if not found:
        raise PageError(404, f"There is no such {what} on this pull request.")
    return found[0]


def _comment(desk: Desk) -> Comment:
    pull = desk.pull
    said = [*pull.comments, *(one for thread in pull.threads for one in thread.comments)]
    return _first([one for one in said if one.id == _number(desk, "comment")], "comment")


def _own(desk: Desk) -> Comment:
    found = _comment(desk)
    if found.author is not desk.me:
        raise PageError(403, f"This comment is {found.author.login}'s, and you act as {desk.me.login}.")
    return found
