"""Events around the issues that we opened; all others are left alone."""

from bot.core.commands import commands
from bot.core.events.delivery import Delivery, account, is_bot
from bot.core.events.payload import Payload
from bot.core.events.values import Event, Ignored, IssueTouched


def issue(given: Delivery) -> Event | Ignored:
    """Read `issues`: somebody closed one of ours, or took it away."""
    if given.action not in ("closed", "deleted", "transferred"):
        return given.unneeded()
    one = given.payload.part("issue")
    if not _is_ours(one, given.app_id):
        return Ignored("the issue is not one of ours")
    writer = one.maybe("user")
    if writer is not None and account(writer) == account(given.payload.part("sender")):
        return Ignored("we did this ourselves")
    return IssueTouched(given.id, given.where, one.number("number"), f"issue {given.action}")


def issue_comment(given: Delivery) -> Event | Ignored:
    """Read `issue_comment` on an issue that is no pull request: a command on one of ours."""
    one, comment = given.payload.part("issue"), given.payload.part("comment")
    if not _is_ours(one, given.app_id):
        return Ignored("the comment is on an issue, not on a pull request")
    if given.action != "created" or is_bot(comment.maybe("user")) or not commands(comment.text_or_none("body")):
        return Ignored("the comment holds no command")
    return IssueTouched(given.id, given.where, one.number("number"), "comment created")


def _is_ours(one: Payload, app_id: int) -> bool:
    app = one.maybe("performed_via_github_app")
    return app is not None and app.number("id") == app_id and is_bot(one.maybe("user"))
