"""What stands on a pull request: told apart from what others put there."""

from typing import Any

import pytest

from bot.core.model.report import Standing, StandingCheck, Thread
from bot.core.render import SUMMARY_MARK, finding_mark
from bot.github import Installation
from tests.github.hub import HEAD, Hub, comment, connection, head, pull, user
from tests.github.reads import snapshot


async def standing(hub: Hub, here: Installation, **changes: Any) -> Standing:
    hub.on("ReadPullRequest", pull(**changes))
    return (await snapshot(here)).standing


def thread(
    number: int, body: str, *, ours: bool = True, resolved: bool = False, replies: tuple[dict[str, object], ...] = ()
):
    first = comment(number, body, viewerDidAuthor=ours)
    return {
        "id": f"T{number}",
        "isResolved": resolved,
        "first": {"nodes": [first]},
        "last": {"nodes": [first, *replies]},
    }


def run(number: int, **changes: object) -> dict[str, object]:
    url = f"https://github.com/acme/shop/runs/{number}"
    return {
        "name": "Don't Delegate",
        "url": url,
        "externalId": "d",
        "conclusion": "SUCCESS",
        "status": "COMPLETED",
    } | changes


async def test_nothing_stands_on_a_fresh_pull_request(hub, here):
    found = await standing(hub, here)
    assert (found.check, found.summary, found.threads, found.comments, found.reviews) == (None, None, (), (), ())


async def test_our_newest_check_counts(hub, here):
    suites = {
        "nodes": [
            {"checkRuns": {"nodes": [run(5), run(50_000_000_000, conclusion="ACTION_REQUIRED", externalId="e")]}},
            {"checkRuns": {"nodes": [run(6), run(50_000_000_001, name="Don't Delegate (other branches)")]}},
            None,
        ]
    }
    found = await standing(hub, here, head=head(checkSuites=suites))
    assert found.check == StandingCheck(50_000_000_000, "e", "action_required")


@pytest.mark.parametrize("changes", [{"status": "IN_PROGRESS", "conclusion": None}, {"status": "QUEUED"}])
async def test_a_check_that_runs_has_no_conclusion(hub, here, changes):
    suites = {"nodes": [{"checkRuns": {"nodes": [run(5, externalId=None, **changes)]}}]}
    found = await standing(hub, here, head=head(checkSuites=suites))
    assert found.check == StandingCheck(5, "", None)


async def test_the_oldest_summary_of_ours_counts_and_no_forged_one(hub, here):
    mark = f"{SUMMARY_MARK}\nwords"
    said = [
        comment(1, mark),
        comment(2, mark, viewerDidAuthor=True),
        comment(3, mark, viewerDidAuthor=True),
        comment(4, "x", viewerDidAuthor=True),
    ]
    found = await standing(hub, here, comments=connection(*said))
    assert found.summary is not None
    assert found.summary.id == 2
    assert [(one.id, one.ours) for one in found.comments] == [(1, False), (2, True), (3, True), (4, True)]


async def test_comment_ids_may_be_larger_than_32_bits(hub, here):
    found = await standing(
        hub, here, comments=connection(comment(3_000_000_060, "x", lastEditedAt="2026-01-01T00:00:00Z", author=None))
    )
    assert (found.comments[0].id, found.comments[0].edited, found.comments[0].author.login) == (3_000_000_060, True, "")


@pytest.mark.parametrize("key", ["rule:app/x.py", "rule:a--b/-->c%2D.py", "rule:a b/ü\n#.py"])
async def test_our_threads_are_known_by_their_finding(hub, here, key):
    mine = thread(1, f"words\n{finding_mark(key)}", resolved=True)
    forged = thread(2, finding_mark(key), ours=False)
    plain = thread(3, "ours, without a mark")
    empty = {"id": "T4", "isResolved": False, "first": {"nodes": []}, "last": {"nodes": []}}
    found = await standing(hub, here, reviewThreads=connection(mine, forged, plain, empty))
    assert found.threads == (Thread("T1", key, resolved=True),)


async def test_comments_in_threads_stand_among_the_others_in_time(hub, here):
    threads = connection(thread(2, "line", replies=(comment(4, "/help"),)))
    found = await standing(hub, here, comments=connection(comment(1, "a"), comment(3, "b")), reviewThreads=threads)
    assert [(one.id, one.thread, one.root) for one in found.comments] == [
        (1, None, None),
        (2, "T2", 2),
        (3, None, None),
        (4, "T2", 2),
    ]


async def test_reviews_are_taken_over_but_for_pending_ones(hub, here):
    one = {
        "databaseId": "1",
        "state": "APPROVED",
        "body": "ok",
        "submittedAt": "2026-01-01T00:00:00Z",
        "author": user("bea"),
    }
    reviews = [one | {"commit": {"oid": HEAD}}, one | {"databaseId": "2", "state": "DISMISSED", "commit": None}]
    pending = one | {"databaseId": "3", "state": "PENDING", "submittedAt": None, "commit": None}
    event = {"previousReviewState": "CHANGES_REQUESTED", "actor": user("ann"), "review": {"databaseId": "2"}}
    gone = event | {"actor": None, "review": None}
    found = await standing(hub, here, reviews=connection(*reviews, pending), dismissed=connection(gone, event))
    assert [(review.id, review.state, review.commit_sha) for review in found.reviews] == [
        (1, "APPROVED", HEAD),
        (2, "DISMISSED", None),
    ]
    assert [(review.was, review.dismissed_by) for review in found.reviews] == [("", ""), ("CHANGES_REQUESTED", "ann")]


async def test_people_who_are_asked_now(hub, here):
    asked = [
        {"requestedReviewer": {"__typename": "User", "login": "Bea"}},
        {"requestedReviewer": {"__typename": "Team"}},
        {"requestedReviewer": None},
    ]
    found = await standing(hub, here, reviewRequests={"nodes": asked})
    assert found.requested == frozenset({"bea"})


async def test_lists_that_github_leaves_out_are_empty(hub, here):
    found = await standing(hub, here, reviews=None, reviewRequests=None, labels=None)
    assert (found.reviews, found.requested) == ((), frozenset())
