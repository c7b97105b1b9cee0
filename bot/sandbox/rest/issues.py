"""Operations on the conversation: comments and reactions."""

from bot.sandbox.model.state import Comment, Issue, PullRequest
from bot.sandbox.rest.bodies import CommentBody, ReactionBody
from bot.sandbox.rest.call import Answer, Call, Route, not_found
from bot.sandbox.shapes import accounts

_REPO = "/repos/{owner}/{repo}"
_ISSUE = f"{_REPO}/issues/{{number}}/comments"
_COMMENT = f"{_REPO}/issues/comments/{{id}}"
# On a pull request's conversation either permission will do.
_READ, _WRITE = ("issues:read", "pull_requests:read"), ("issues:write", "pull_requests:write")


def _about(call: Call) -> PullRequest | Issue:
    """Find the pull request or issue that the path names: they share their numbers."""
    found = call.repo.issues.get(call.number("number"))
    return found or call.pull


def _list(call: Call) -> Answer:
    items, link = call.page_of(_about(call).comments)
    return Answer([call.world.comment_json(one) for one in items], headers=link)


def _create(call: Call) -> Answer:
    made = call.world.comment(_about(call), call.world.bot, call.read(CommentBody).body)
    shape = call.world.comment_json(made)
    return Answer(shape, 201, {"Location": shape["url"]})


def _comment(call: Call) -> Comment:
    wanted = call.number("id")
    conversations: list[PullRequest | Issue] = [*call.repo.pulls.values(), *call.repo.issues.values()]
    for about in conversations:
        for one in about.comments:
            if one.id == wanted:
                return one
    raise not_found()


def _edit(call: Call) -> Answer:
    one = _comment(call)
    call.world.edit_comment(one, call.world.bot, call.read(CommentBody).body)
    return Answer(call.world.comment_json(one))


def _delete(call: Call) -> Answer:
    call.world.delete_comment(_comment(call), call.world.bot)
    return Answer(None, 204)


def _react(call: Call) -> Answer:
    made, new = call.world.react(_comment(call), call.world.bot, call.read(ReactionBody).content)
    return Answer(accounts.reaction(call.world.urls, made), 201 if new else 200)


def _reactions(call: Call) -> Answer:
    items, link = call.page_of(_comment(call).reactions)
    return Answer([accounts.reaction(call.world.urls, one) for one in items], headers=link)


ROUTES = (
    Route("GET", _ISSUE, _list, _READ),
    Route("POST", _ISSUE, _create, _WRITE),
    Route("GET", _COMMENT, lambda call: Answer(call.world.comment_json(_comment(call))), _READ),
    Route("PATCH", _COMMENT, _edit, _WRITE),
    Route("DELETE", _COMMENT, _delete, _WRITE),
    Route("GET", f"{_COMMENT}/reactions", _reactions, _READ),
    Route("POST", f"{_COMMENT}/reactions", _react, _WRITE),
)
