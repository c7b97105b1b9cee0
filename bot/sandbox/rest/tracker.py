"""Operations on issues themselves."""

from datetime import datetime

from bot.sandbox.model.people import ROLES, Account
from bot.sandbox.model.state import Issue, PullRequest
from bot.sandbox.rest.bodies import IssueBody, IssueChange
from bot.sandbox.rest.call import Answer, Call, Refusal, Route, not_found
from bot.sandbox.shapes.accounts import Json

_ISSUES = "/repos/{owner}/{repo}/issues"
_ISSUE = f"{_ISSUES}/{{number}}"
_READ, _WRITE = ("issues:read",), ("issues:write",)


def _list(call: Call) -> Answer:
    """List issues and pull requests, newest first, as GitHub does."""
    state, since = call.query.get("state", "open"), call.query.get("since")
    wanted = {name.lower() for name in call.query.get("labels", "").split(",") if name}
    after = datetime.fromisoformat(since) if since else None
    both: list[Issue | PullRequest] = [*call.repo.issues.values(), *call.repo.pulls.values()]
    every = sorted(both, key=lambda one: -one.number)
    found = [
        one
        for one in every
        if state in {"all", one.state}
        and wanted <= {label.name.lower() for label in one.labels}
        and (after is None or one.updated_at >= after)
    ]
    items, link = call.page_of(found)
    return Answer([_row(call, one) for one in items], headers=link)


def _row(call: Call, one: Issue | PullRequest) -> Json:
    """Shape one of the list; GitHub's description of it knows a reason for the state, but no null there."""
    return {key: value for key, value in call.world.issue_json(one).items() if (key, value) != ("state_reason", None)}


def _create(call: Call) -> Answer:
    said, world = call.read(IssueBody), call.world
    if not call.repo.has_issues:
        raise Refusal(410, "Issues has been disabled in this repository.")
    for login in said.assignees:
        if not _assignable(call, world.accounts.get(login.lower())):
            fault = {"value": login, "resource": "Issue", "field": "assignees", "code": "invalid"}
            raise Refusal(422, "Validation Failed", [fault])
    made = world.open_issue(
        call.repo, world.bot, said.title, body=said.body, labels=said.labels, assignees=said.assignees
    )
    shape = world.issue_json(made)
    return Answer(shape, 201, {"Location": shape["url"]})


def _assignable(call: Call, who: Account | None) -> bool:
    """Whether someone can be assigned: who has a role of their own here, of at least `read`."""
    if who is None or who.bot or who not in call.world.people_of(call.repo):
        return False
    return ROLES.index(call.world.role(call.repo, who)) >= 1


def _issue(call: Call) -> Issue:
    found = call.repo.issues.get(call.number("number"))
    if found is None:
        raise not_found()
    return found


def _change(call: Call) -> Answer:
    said, one, world = call.read(IssueChange), _issue(call), call.world
    if said.state == "closed":
        world.close_issue(one, world.bot, said.state_reason or "completed")
    else:
        world.reopen_issue(one, world.bot)
    return Answer(world.issue_json(one))


ROUTES = (
    Route("GET", _ISSUES, _list, _READ),
    Route("POST", _ISSUES, _create, _WRITE),
    Route("GET", _ISSUE, lambda call: Answer(call.world.issue_json(_issue(call))), _READ),
    Route("PATCH", _ISSUE, _change, _WRITE),
)
