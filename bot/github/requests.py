"""Effects as requests: what is sent to GitHub for each."""

from functools import singledispatch
from typing import Any

from bot.core.model.change import Side
from bot.core.model.report import (
    Annotation,
    CheckRun,
    CreateCheck,
    EditSummary,
    LineComment,
    PostAnswer,
    PostReview,
    PostSummary,
    RequestReviewers,
    UpdateCheck,
)
from bot.github.addresses import route
from bot.github.place import Place
from bot.github.wire import Ask


@singledispatch
def request(effect: object, place: Place) -> Ask:
    """Give the request that carries an effect out; what replaces a state is repeatable, what adds to it is not."""
    raise TypeError(f"{type(effect).__name__} is no effect with a request of its own on {place}")


@request.register
def _(effect: CreateCheck, place: Place) -> Ask:
    body = {**_check(effect.check), "head_sha": effect.check.head_sha, "external_id": effect.external_id}
    body["output"]["annotations"] = [_annotation(note) for note in effect.check.annotations]
    return Ask("POST", route(*place.repos, "check-runs"), body, repeatable=False)


@request.register
def _(effect: UpdateCheck, place: Place) -> Ask:
    body = {**_check(effect.check), "external_id": effect.external_id}
    return Ask("PATCH", route(*place.repos, "check-runs", effect.id), body)


@request.register
def _(effect: PostSummary, place: Place) -> Ask:
    address = route(*place.repos, "issues", place.number, "comments")
    return Ask("POST", address, {"body": effect.body}, repeatable=False)


@request.register
def _(effect: EditSummary, place: Place) -> Ask:
    return Ask("PATCH", route(*place.repos, "issues", "comments", effect.id), {"body": effect.body})


@request.register
def _(effect: PostReview, place: Place) -> Ask:
    body: dict[str, Any] = {
        "commit_id": effect.head_sha,
        "event": "COMMENT",
        "comments": [_line(comment) for comment in effect.comments],
    }
    if effect.body:
        body["body"] = effect.body
    return Ask("POST", route(*place.pulls, "reviews"), body, repeatable=False)


@request.register
def _(effect: RequestReviewers, place: Place) -> Ask:
    address = route(*place.pulls, "requested_reviewers")
    return Ask("POST", address, {"reviewers": list(effect.logins)}, repeatable=False)


@request.register
def _(effect: PostAnswer, place: Place) -> Ask:
    """Answer where the command was given; in a thread GitHub takes replies to its first comment alone."""
    root = effect.answer.to.root
    if root is None:
        return request(PostSummary(effect.answer.body), place)
    address = route(*place.pulls, "comments", root, "replies")
    return Ask("POST", address, {"body": effect.answer.body}, repeatable=False)


def reaction(effect: PostAnswer, place: Place) -> Ask:
    """Give the request for the reaction; GitHub answers a second one like it with the first, so it is repeatable."""
    kind = "issues" if effect.answer.to.root is None else "pulls"
    address = route(*place.repos, kind, "comments", effect.answer.to.id, "reactions")
    return Ask("POST", address, {"content": effect.answer.reaction})


def _check(check: CheckRun) -> dict[str, Any]:
    output: dict[str, Any] = {"title": check.title, "summary": check.summary}
    if check.text:
        output["text"] = check.text
    return {
        "name": check.name,
        "status": "completed",
        "conclusion": check.conclusion,
        "output": output,
        "actions": [
            {"label": label, "description": description, "identifier": identifier}
            for label, description, identifier in check.actions
        ],
    }


def _annotation(note: Annotation) -> dict[str, Any]:
    return {
        "path": note.path,
        "start_line": note.start_line,
        "end_line": note.end_line,
        "annotation_level": note.level,
        "title": note.title,
        "message": note.message,
    }


def _line(comment: LineComment) -> dict[str, Any]:
    side = "LEFT" if comment.side is Side.REMOVED else "RIGHT"
    return {"path": comment.path, "line": comment.line, "side": side, "body": comment.body}
