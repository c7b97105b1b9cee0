"""Events around one pull request: itself, its reviews, its comments."""

from bot.core.commands import commands
from bot.core.events.boxes import switched
from bot.core.events.delivery import Delivery, account, is_bot
from bot.core.events.issues import issue_comment
from bot.core.events.payload import Payload
from bot.core.events.values import (
    BoxesChanged,
    Event,
    Ignored,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestTouched,
)

_MARKER = "<!-- dont-delegate:"
_VERDICT_ACTIONS = (
    "opened",
    "reopened",
    "synchronize",
    "edited",
    "ready_for_review",
    "converted_to_draft",
    "labeled",
    "unlabeled",
    "assigned",  # to whom an assistant works for, who then had a hand in it
    "unassigned",
    "unlocked",  # what could not be said in a locked conversation is said now
)


def pull_request(given: Delivery) -> Event | Ignored:
    """Read `pull_request`: the actions that can change a verdict, and the end that settles it."""
    if given.action == "closed":
        return _closed(given, given.payload.part("pull_request"))
    if given.action not in _VERDICT_ACTIONS:
        return given.unneeded()
    pull = given.payload.part("pull_request")
    changed = None if pull.value.get("changed_files") is None else pull.number("changed_files")
    return PullRequestTouched(given.id, given.where, pull.number("number"), given.action, changed)


def _closed(given: Delivery, pull: Payload) -> PullRequestMerged | PullRequestClosed:
    return (
        _merged(given, pull) if pull.flag("merged") else PullRequestClosed(given.id, given.where, pull.number("number"))
    )


def _merged(given: Delivery, pull: Payload) -> PullRequestMerged:
    by = pull.maybe("merged_by")
    return PullRequestMerged(
        given.id,
        given.where,
        pull.number("number"),
        head=pull.part("head").text("sha"),
        sha=pull.text("merge_commit_sha"),
        base=pull.part("base").text("ref"),
        by=account(by).login if by is not None else "",
        at=pull.moment("merged_at"),
    )


def review(given: Delivery) -> Event | Ignored:
    """Read `pull_request_review`: a person's review signs, vetoes or takes back."""
    if given.action not in ("submitted", "edited", "dismissed"):
        return given.unneeded()
    if is_bot(given.payload.part("review").maybe("user")):
        return Ignored("a bot's review is no sign-off, ours among them")
    return given.touched(given.payload.part("pull_request").number("number"), f"review {given.action}")


def line_comment(given: Delivery) -> Event | Ignored:
    """Read `pull_request_review_comment`: a command given in a thread."""
    if given.action != "created":
        return given.unneeded()
    comment = given.payload.part("comment")
    if is_bot(comment.maybe("user")):
        return Ignored("a bot's comment on a line gives no command")
    if not commands(comment.text_or_none("body")):
        return Ignored("the comment holds no command")
    return given.touched(
        given.payload.part("pull_request").number("number"), "line comment created", comment.number("id")
    )


def comment(given: Delivery) -> Event | Ignored:
    """Read `issue_comment`: a command, a tick in our summary, or a hand in what we wrote."""
    if given.action not in ("created", "edited", "deleted"):
        return given.unneeded()
    issue, comment = given.payload.part("issue"), given.payload.part("comment")
    if issue.maybe("pull_request") is None:
        return issue_comment(given)
    touched = given.touched(issue.number("number"), f"comment {given.action}", comment.number("id"))
    if _is_ours(comment, given.app_id):
        return _our_comment(given, touched)
    return touched if _commanding(given, comment) else Ignored("the comment holds no command")


def _our_comment(given: Delivery, touched: PullRequestTouched) -> Event | Ignored:
    """Somebody's hand in a comment of ours counts; our own does not, or we would answer ourselves for ever."""
    comment = given.payload.part("comment")
    sender = account(given.payload.part("sender"))
    writer = comment.maybe("user")
    if given.action == "created" or (writer is not None and account(writer) == sender):
        return Ignored("we did this ourselves")
    changed = switched(_before(given), comment.text_or_none("body")) if given.action == "edited" else ()
    if not changed:
        return touched
    at = comment.moment("updated_at")
    return BoxesChanged(given.id, touched.where, touched.number, comment.number("id"), sender, changed, at)


def _commanding(given: Delivery, comment: Payload) -> bool:
    """Whether the comment gives a command, or gave one before it was edited."""
    return bool(commands(comment.text_or_none("body")) or commands(_before(given)))


def _before(given: Delivery) -> str:
    changes = given.payload.maybe("changes")
    body = changes and changes.maybe("body")
    return body.text_or_none("from") if body else ""


def _is_ours(comment: Payload, app_id: int) -> bool:
    """Whether the App wrote it: GitHub says through which App; where it does not, a bot's comment with our marker."""
    app = comment.maybe("performed_via_github_app")
    if app is not None:
        return app.number("id") == app_id and is_bot(comment.maybe("user"))
    return is_bot(comment.maybe("user")) and _MARKER in comment.text_or_none("body")
