"""From GitHub's answer to what stands on the pull request: our check, comments and threads, and what people said."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from bot.core.model.report import Comment, Standing, StandingCheck, Thread
from bot.core.model.verdict import Review
from bot.core.render import SUMMARY_MARK
from bot.github.graph_shapes import IssueComment, ReviewNode, ThreadNode
from bot.github.pull import Lists, account
from bot.github.pull_shapes import CheckSuite, DismissedEvent, PullNode

_FINDING = re.compile(r"<!-- dont-delegate:finding (\S.*?) -->", re.DOTALL)


def standing(node: PullNode, lists: Lists, check_name: str) -> Standing:
    """Put it together; all lists oldest first."""
    comments = [_comment(comment, None) for comment in lists.comments]
    said = [said for thread in lists.threads for said in _thread_comments(thread)]
    return Standing(
        check=_check(node, check_name),
        summary=next((comment for comment in comments if comment.ours and SUMMARY_MARK in comment.body), None),
        threads=tuple(thread for thread in map(_thread, lists.threads) if thread is not None),
        comments=tuple(sorted([*comments, *said], key=lambda comment: (comment.created_at, comment.id))),
        reviews=tuple(_reviews(node, lists)),
        requested=frozenset(_requested(node)),
    )


def _check(node: PullNode, name: str) -> StandingCheck | None:
    """Find the newest check run of ours on the head that goes by this name."""
    suites = [suite for head in node.head.nodes if head.commit.check_suites for suite in head.commit.check_suites.nodes]
    return newest_check(suites, name)


def newest_check(suites: Iterable[CheckSuite], name: str) -> StandingCheck | None:
    """Find the newest check run of ours in suites of ours that goes by this name."""
    runs = [run for suite in suites for run in suite.check_runs.nodes if run.name == name]
    if not runs:
        return None
    newest = max(runs, key=lambda run: run.database_id)
    done = newest.status == "COMPLETED" and newest.conclusion is not None
    return StandingCheck(
        newest.database_id, newest.external_id or "", (newest.conclusion or "").lower() if done else None
    )


def _comment(node: IssueComment, thread: ThreadNode | None) -> Comment:
    first = thread.first.nodes[0].database_id if thread is not None and thread.first.nodes else None
    return Comment(
        id=node.database_id,
        author=account(node.author),
        body=node.body,
        created_at=node.created_at,
        updated_at=node.updated_at,
        edited=node.last_edited_at is not None,
        ours=node.viewer_did_author,
        thread=thread.id if thread is not None else None,
        root=first,
        edited_by=account(node.editor) if node.editor is not None else None,
    )


def _thread_comments(thread: ThreadNode) -> Iterable[Comment]:
    for node in thread.last.nodes:
        yield _comment(node, thread)


def _thread(node: ThreadNode) -> Thread | None:
    """Take a thread for ours if we began it and its first comment names a finding."""
    first = node.first.nodes[0] if node.first.nodes else None
    if first is None or not first.viewer_did_author:
        return None
    found = _FINDING.search(first.body)
    return Thread(node.id, unquote(found[1]), node.is_resolved) if found else None


def _reviews(node: PullNode, lists: Lists) -> Iterable[Review]:
    """Read the reviews; of dismissed ones GitHub tells in the timeline alone what they had said, and who dismissed them."""
    dismissed = {event.review.database_id: event for event in node.dismissed.nodes if event.review is not None}
    for review in lists.reviews:
        if review.submitted_at is not None:
            yield _review(review, dismissed.get(review.database_id))


def _review(node: ReviewNode, dismissed: DismissedEvent | None) -> Review:
    return Review(
        id=node.database_id,
        author=account(node.author),
        state=node.state,
        commit_sha=node.commit.oid if node.commit else None,
        submitted_at=node.submitted_at,  # type: ignore[arg-type]  # those that are pending were left out
        body=node.body,
        was=dismissed.previous_review_state if dismissed else "",
        dismissed_by=dismissed.actor.login if dismissed and dismissed.actor else "",
    )


def _requested(node: PullNode) -> Iterable[str]:
    requests = node.review_requests.nodes if node.review_requests else []
    for request in requests:
        if request.requested_reviewer is not None and request.requested_reviewer.login:
            yield request.requested_reviewer.login.lower()
