"""The difference between what should stand on the pull request and what does."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from bot.core.memory import Memory
from bot.core.model.report import (
    CheckRun,
    CreateCheck,
    EditSummary,
    Effect,
    PostAnswer,
    PostReview,
    PostSummary,
    Report,
    RequestReviewers,
    ResolveThread,
    Standing,
    StandingCheck,
    UpdateCheck,
)
from bot.core.render import ANSWER


def plan(report: Report, standing: Standing, memory: Memory) -> tuple[Effect, ...]:
    """List what is left to do; nothing, when all stands as it should."""
    return (
        *plan_check(report.check, standing.check),
        *_summary(report.summary, standing, memory),
        *_review(report, standing, memory),
        *_threads(report, standing),
        *_reviewers(report, standing, memory),
        *_answers(report, standing, memory),
    )


def external_id(check: CheckRun) -> str:
    """Name what a check shows: a digest of its annotations, then one of all of it."""
    return f"{_digest([asdict(note) for note in check.annotations])}:{_digest(asdict(check))}"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def plan_check(check: CheckRun, stands: StandingCheck | None) -> Iterable[Effect]:
    """Update our check in place, but begin a new one when its annotations differ, since GitHub only ever adds to those.

    https://docs.github.com/rest/checks/runs#update-a-check-run
    """
    wanted = external_id(check)
    if stands is None or stands.external_id.split(":")[0] != wanted.split(":")[0]:
        yield CreateCheck(check, wanted)
    elif stands.external_id != wanted or stands.conclusion != check.conclusion:
        yield UpdateCheck(stands.id, check, wanted)


def _summary(body: str | None, standing: Standing, memory: Memory) -> Iterable[Effect]:
    if body is None:
        return
    if standing.summary is not None:
        if standing.summary.body.replace("\r\n", "\n") != body:
            yield EditSummary(standing.summary.id, body)
    elif memory.summary is not None:
        # Posted before, but not in this reading: GitHub may be behind. If it was deleted, the edit is refused and it is posted anew.
        yield EditSummary(memory.summary, body)
    else:
        yield PostSummary(body)


def _review(report: Report, standing: Standing, memory: Memory) -> Iterable[Effect]:
    known = memory.shown | {thread.key for thread in standing.threads}
    fresh = tuple(line for line in report.lines if line.key not in known)
    if fresh:
        yield PostReview(report.check.head_sha, report.review_body, fresh)


def _threads(report: Report, standing: Standing) -> Iterable[Effect]:
    for thread in standing.threads:
        if not thread.resolved and thread.key not in report.keys:
            yield ResolveThread(thread.id)


def _reviewers(report: Report, standing: Standing, memory: Memory) -> Iterable[Effect]:
    """Ask whom we never asked before: someone who was taken off the list stays off it."""
    reviewed = {review.author.login.lower() for review in standing.reviews}
    fresh = tuple(login for login in report.reviewers if login not in standing.requested | memory.asked | reviewed)
    if fresh:
        yield RequestReviewers(fresh)


def _answers(report: Report, standing: Standing, memory: Memory) -> Iterable[Effect]:
    given = answered(standing, memory)
    return [PostAnswer(answer) for answer in report.answers if answer.to.id not in given]


def answered(standing: Standing, memory: Memory) -> frozenset[int]:
    """Ids of the comments that have their reply, by the ledger or by the marks that our replies begin with."""
    marks = (ANSWER.match(comment.body) for comment in standing.comments if comment.ours)
    return memory.answered | {int(mark[1]) for mark in marks if mark}
