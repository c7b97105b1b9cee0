"""Operations on pull requests: reading, files, reviews, reviewers."""

from bot.sandbox.model.base import SandboxError
from bot.sandbox.model.people import ROLES
from bot.sandbox.model.reviewing import Remark
from bot.sandbox.model.state import Comment
from bot.sandbox.rest.bodies import CommentBody, ReactionBody, ReviewBody, ReviewersBody
from bot.sandbox.rest.call import Answer, Call, Refusal, Route, invalid, not_found
from bot.sandbox.rest.changed import changed_rows
from bot.sandbox.shapes import accounts, repositories, talk

MOST_FILES = 3_000  # https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
_REPO = "/repos/{owner}/{repo}"
_PULL = f"{_REPO}/pulls/{{number}}"
_READ, _WRITE = ("pull_requests:read",), ("pull_requests:write",)


def _list(call: Call) -> Answer:
    state = call.query.get("state", "open")
    base, head = call.query.get("base"), call.query.get("head")
    newest = sorted(call.repo.pulls.values(), key=lambda p: p.number, reverse=call.query.get("direction") != "asc")
    found = [
        pull
        for pull in newest
        if state in {"all", pull.state}
        and base in {None, pull.base_ref}
        and (head is None or (pull.head and head == f"{pull.head.owner.login}:{pull.head_ref}"))
    ]
    items, link = call.page_of(found)
    return Answer([call.world.pull_json(pull) for pull in items], headers=link)


def _of_commit(call: Call) -> Answer:
    found = [pull for pull in call.repo.pulls.values() if pull.head_sha == call.path["sha"]]
    items, link = call.page_of(found)
    return Answer([call.world.pull_json(pull) for pull in items], headers=link)


def _files(call: Call) -> Answer:
    pull = call.pull
    items, link = call.page_of(call.world.changes(pull)[:MOST_FILES])
    return Answer(changed_rows(call, pull.head_sha, items, pull.withheld), headers=link)


def _commits(call: Call) -> Answer:
    world = call.world
    items, link = call.page_of(world.commits(call.pull))
    rows = []
    for one in items:
        people = world.by_email(one.author.email), world.by_email(one.committer.email)
        rows.append(repositories.commit(world.urls, call.repo, one, people))
    return Answer(rows, headers=link)


def _reviews(call: Call) -> Answer:
    items, link = call.page_of(call.pull.reviews)
    world, repo = call.world, call.repo
    return Answer([talk.review(world.urls, one, world.association(repo, one.author)) for one in items], headers=link)


def _review(call: Call) -> Answer:
    said, pull = call.read(ReviewBody), call.pull
    if said.commit_id is not None and said.commit_id not in {one.sha for one in call.world.commits(pull)}:
        raise invalid("commit_id is not part of the pull request")
    if not said.body and not said.comments:
        raise invalid("body can't be blank")
    remarks = [Remark(one.path, one.line, one.body, one.side) for one in said.comments]
    try:
        made = call.world.review(pull, call.world.bot, said.event, said.body, remarks, said.commit_id or "")
    except SandboxError as error:
        raise Refusal(422, "Unprocessable Entity", [str(error)]) from None
    return Answer(talk.review(call.world.urls, made, call.world.association(call.repo, made.author)))


def _reviewers(call: Call) -> Answer:
    said, pull, world = call.read(ReviewersBody), call.pull, call.world
    if said.team_reviewers:
        raise invalid("Could not resolve to a node: the sandbox asks no teams.")
    for login in said.reviewers:
        one = world.accounts.get(login.lower())
        if one is pull.author:
            raise Refusal(422, "Review cannot be requested from pull request author.")
        if (
            one is None
            or one.bot
            or ROLES.index(world.role(call.repo, one)) < 1
            or one not in world.people_of(call.repo)
        ):
            raise Refusal(
                422,
                "Reviews may only be requested from collaborators. One or more of the users or teams "
                "you specified is not a collaborator of the " + call.repo.full_name + " repository.",
            )
    for login in said.reviewers:
        world.request_review(pull, login, world.bot)
    return Answer(world.pull_json(pull), 201)


def _requested(call: Call) -> Answer:
    return Answer({"users": [accounts.account(call.world.urls, who) for who in call.pull.requested], "teams": []})


def line_comment(call: Call) -> Comment:
    """Find the line comment that the path names."""
    wanted = call.number("id")
    for pull in call.repo.pulls.values():
        for thread in pull.threads:
            for one in thread.comments:
                if one.id == wanted:
                    return one
    raise not_found()


def _reply(call: Call) -> Answer:
    said, to = call.read(CommentBody), line_comment(call)
    if to.thread is None or to.pull is not call.pull:
        raise not_found()
    if to.thread.comments[0] is not to:
        raise invalid("in_reply_to must be the first comment of a thread")
    made = call.world.reply(to.thread, call.world.bot, said.body)
    return Answer(call.world.comment_json(made), 201)


def _line_comments(call: Call) -> Answer:
    items, link = call.page_of([one for thread in call.pull.threads for one in thread.comments])
    return Answer([call.world.comment_json(one) for one in items], headers=link)


def _react(call: Call) -> Answer:
    made, new = call.world.react(line_comment(call), call.world.bot, call.read(ReactionBody).content)
    return Answer(accounts.reaction(call.world.urls, made), 201 if new else 200)


def _reactions(call: Call) -> Answer:
    items, link = call.page_of(line_comment(call).reactions)
    return Answer([accounts.reaction(call.world.urls, one) for one in items], headers=link)


ROUTES = (
    Route("GET", f"{_REPO}/pulls", _list, _READ),
    Route("GET", _PULL, lambda call: Answer(call.world.full_json(call.pull)), _READ),
    Route("GET", f"{_PULL}/files", _files, _READ),
    Route("GET", f"{_PULL}/commits", _commits, _READ),
    Route("GET", f"{_PULL}/reviews", _reviews, _READ),
    Route("POST", f"{_PULL}/reviews", _review, _WRITE),
    Route("GET", f"{_PULL}/comments", _line_comments, _READ),
    Route("POST", f"{_PULL}/comments/{{id}}/replies", _reply, _WRITE),
    Route("GET", f"{_PULL}/requested_reviewers", _requested, _READ),
    Route("POST", f"{_PULL}/requested_reviewers", _reviewers, _WRITE),
    Route("GET", f"{_REPO}/commits/{{sha}}/pulls", _of_commit, _READ),
    Route(
        "GET", f"{_REPO}/pulls/comments/{{id}}", lambda call: Answer(call.world.comment_json(line_comment(call))), _READ
    ),
    Route("GET", f"{_REPO}/pulls/comments/{{id}}/reactions", _reactions, _READ),
    Route("POST", f"{_REPO}/pulls/comments/{{id}}/reactions", _react, _WRITE),
)
