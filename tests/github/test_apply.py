"""The writes: exact requests, one wave, receipts, and what happens when GitHub will not or can not."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from bot.core.model.change import Account, PullRequest, Side
from bot.core.model.report import (
    Annotation,
    Answer,
    CheckRun,
    Comment,
    CreateCheck,
    EditSummary,
    LineComment,
    PostAnswer,
    PostReview,
    PostSummary,
    RequestReviewers,
    ResolveThread,
    UpdateCheck,
)
from bot.errors import TransientError
from bot.github import ApplyFailedError
from tests.github.hub import HEAD, PULL, REPO, Reply, Seen

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AT = "2026-01-02T03:04:05Z"
CHECKS = f"POST {REPO}/check-runs"
COMMENTS = f"POST {REPO}/issues/7/comments"
REACTIONS = f"POST {REPO}/issues/comments/42/reactions"
NOTE = Annotation("app.py", 3, 4, "warning", "A title", "A message")
CHECK = CheckRun(
    "Don't Delegate", HEAD, "action_required", "T", "S", (NOTE,), (("Again", "Look again", "recheck"),), "X"
)


def command(root: int | None = None) -> Comment:
    return Comment(42, Account("ann"), "/help", NOW, NOW, thread=None if root is None else "T", root=root)


@pytest.fixture
def change() -> PullRequest:
    return PullRequest("acme/shop", 7, "T", "", Account("ann"), "main", "b" * 40, "topic", HEAD, "acme/shop")


async def test_a_check_is_created(hub, here, change):
    hub.on(CHECKS, Reply({"id": 9, "completed_at": AT}, 201))
    (receipt,) = await here.apply(change, [CreateCheck(CHECK, "digest")])
    assert (receipt.id, receipt.at, receipt.refused) == (9, NOW, None)
    assert hub.one(CHECKS).body == {
        "name": "Don't Delegate",
        "head_sha": HEAD,
        "external_id": "digest",
        "status": "completed",
        "conclusion": "action_required",
        "output": {
            "title": "T",
            "summary": "S",
            "text": "X",
            "annotations": [
                {
                    "path": "app.py",
                    "start_line": 3,
                    "end_line": 4,
                    "annotation_level": "warning",
                    "title": "A title",
                    "message": "A message",
                }
            ],
        },
        "actions": [{"label": "Again", "description": "Look again", "identifier": "recheck"}],
    }


async def test_a_check_is_changed_without_adding_annotations_again(hub, here, change):
    hub.on(f"PATCH {REPO}/check-runs/9", {"id": 9, "completed_at": AT})
    await here.apply(change, [UpdateCheck(9, CHECK, "digest")])
    body = hub.one(f"PATCH {REPO}/check-runs/9").body
    assert body["output"] == {"title": "T", "summary": "S", "text": "X"}
    assert (body["external_id"], body["conclusion"], "head_sha" in body) == ("digest", "action_required", False)


async def test_the_summary_is_posted_and_edited(hub, here, change):
    hub.on(COMMENTS, Reply({"id": 5, "created_at": AT, "updated_at": AT}, 201))
    hub.on(f"PATCH {REPO}/issues/comments/5", {"id": 5, "created_at": "2025-01-01T00:00:00Z", "updated_at": AT})
    receipts = await here.apply(change, [PostSummary("one"), EditSummary(5, "two")])
    assert [(receipt.id, receipt.at) for receipt in receipts] == [(5, NOW), (5, NOW)]
    assert hub.one(COMMENTS).body == {"body": "one"}
    assert hub.one(f"PATCH {REPO}/issues/comments/5").body == {"body": "two"}


@pytest.mark.parametrize("body", ["Words", ""])
async def test_a_review_comments_on_lines_of_both_sides(hub, here, change, body):
    hub.on(f"POST {PULL}/reviews", {"id": 3, "submitted_at": AT})
    lines = (LineComment("k", "a b/ü#?.py", 4, Side.ADDED, "new"), LineComment("l", "x", 2, Side.REMOVED, "old"))
    (receipt,) = await here.apply(change, [PostReview(HEAD, body, lines)])
    assert (receipt.id, receipt.at) == (3, NOW)
    sent = hub.one(f"POST {PULL}/reviews").body
    assert sent == {
        "commit_id": HEAD,
        "event": "COMMENT",
        "comments": [
            {"path": "a b/ü#?.py", "line": 4, "side": "RIGHT", "body": "new"},
            {"path": "x", "line": 2, "side": "LEFT", "body": "old"},
        ],
    } | ({"body": body} if body else {})


async def test_a_thread_is_resolved_and_people_are_asked(hub, here, change):
    hub.on("ResolveThread", {"data": {"resolveReviewThread": {"thread": {"id": "T", "isResolved": True}}}})
    hub.on(f"POST {PULL}/requested_reviewers", Reply({"id": 1, "updated_at": AT}, 201))
    receipts = await here.apply(change, [ResolveThread("T"), RequestReviewers(("bea", "cy"))])
    assert [receipt.refused for receipt in receipts] == [None, None]
    assert hub.one("ResolveThread").body["variables"] == {"thread": "T"}
    assert hub.one(f"POST {PULL}/requested_reviewers").body == {"reviewers": ["bea", "cy"]}


async def test_a_command_is_answered_where_it_was_given(hub, here, change):
    hub.on(COMMENTS, Reply({"id": 50, "created_at": AT}, 201))
    hub.on(REACTIONS, Reply({"id": 1}, 201))
    hub.on(f"POST {PULL}/comments/41/replies", Reply({"id": 51, "created_at": AT}, 201))
    hub.on(f"POST {REPO}/pulls/comments/42/reactions", Reply({"id": 1}, 201))
    answers = [PostAnswer(Answer(command(), "A", "+1")), PostAnswer(Answer(command(root=41), "B", "eyes"))]
    receipts = await here.apply(change, answers)
    assert [(receipt.id, receipt.at) for receipt in receipts] == [(50, NOW), (51, NOW)]
    assert hub.one(COMMENTS).body == {"body": "A"}
    assert hub.one(REACTIONS).body == {"content": "+1"}
    assert hub.one(f"POST {PULL}/comments/41/replies").body == {"body": "B"}


@pytest.mark.parametrize("failure", [Reply({"message": "gone"}, 404), Reply({}, 502), Reply([]), Reply(drop=True)])
async def test_a_reaction_that_fails_matters_to_nobody(hub, here, change, failure):
    hub.on(COMMENTS, Reply({"id": 50, "created_at": AT}, 201))
    hub.on(REACTIONS, failure)
    (receipt,) = await here.apply(change, [PostAnswer(Answer(command(), "A", "+1"))])
    assert (receipt.id, receipt.refused) == (50, None)


@pytest.mark.parametrize("status", [400, 403, 404, 410, 422])
async def test_a_refusal_of_one_effect_is_its_receipt(hub, here, change, status):
    hub.on(f"POST {PULL}/reviews", Reply({"message": "Line could not be resolved"}, status))
    hub.on(CHECKS, Reply({"id": 9, "completed_at": AT}, 201))
    receipts = await here.apply(change, [PostReview(HEAD, "B", ()), CreateCheck(CHECK, "d")])
    assert receipts[0].refused == "Line could not be resolved"
    assert (receipts[1].id, receipts[1].refused) == (9, None)


async def test_a_thread_that_is_gone_is_a_refusal(hub, here, change):
    hub.on("ResolveThread", {"data": None, "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a node"}]})
    (receipt,) = await here.apply(change, [ResolveThread("T")])
    assert receipt.refused == "Could not resolve to a node"


@pytest.mark.parametrize("failure", [Reply({}, 500), Reply({}, 502), Reply({}, 503), Reply(drop=True)])
async def test_a_post_with_an_unclear_end_is_not_repeated(hub, here, change, failure):
    hub.on(COMMENTS, failure)
    hub.on(CHECKS, Reply({"id": 9, "completed_at": AT}, 201))
    with pytest.raises(ApplyFailedError, match="whether it was carried out is not known") as caught:
        await here.apply(change, [PostSummary("one"), CreateCheck(CHECK, "d")])
    assert len(hub.all(COMMENTS)) == 1
    assert [receipt.id for receipt in caught.value.receipts] == [9]


async def test_a_post_that_a_limit_turned_away_is_repeated(hub, here, change, slept):
    hub.on(COMMENTS, Reply({"message": "x"}, 429, {"retry-after": "1"}), Reply({"id": 5, "created_at": AT}, 201))
    (receipt,) = await here.apply(change, [PostSummary("one")])
    assert receipt.id == 5
    assert len(slept) == 1


async def test_a_post_that_was_never_sent_is_repeated(app, change, calls):
    await app.installation(7).read("acme/shop", 7)
    calls.clear()
    here = app.installation(7)
    here._client._wire.api_url = "http://127.0.0.1:9/api/v3"
    with pytest.raises(ApplyFailedError, match="the connection failed"):
        await here.apply(change, [PostSummary("one")])
    assert len(calls) == 4


async def test_an_edit_is_repeated(hub, here, change):
    hub.on(f"PATCH {REPO}/issues/comments/5", Reply({}, 502), Reply(drop=True), {"id": 5, "updated_at": AT})
    (receipt,) = await here.apply(change, [EditSummary(5, "x")])
    assert receipt.at == NOW


async def test_a_long_limit_tells_how_long(hub, here, change):
    hub.on(COMMENTS, Reply({"message": "x"}, 429, {"retry-after": "90"}))
    with pytest.raises(ApplyFailedError) as caught:
        await here.apply(change, [PostSummary("one")])
    assert isinstance(caught.value, TransientError)
    assert 85 < (caught.value.retry_after or 0) <= 91


async def test_all_effects_are_in_flight_together(hub, here, change):
    arrived = asyncio.Barrier(5)

    def meet(reply: Reply) -> Callable[[Seen], Awaitable[Reply]]:
        async def answer(_seen: Seen) -> Reply:
            await arrived.wait()  # each waits for all others, so one after the other would never end
            return reply

        return answer

    hub.on(CHECKS, meet(Reply({"id": 1}, 201)))
    hub.on(COMMENTS, meet(Reply({"id": 2}, 201)))
    hub.on(f"POST {PULL}/reviews", meet(Reply({"id": 3})))
    hub.on(f"POST {PULL}/requested_reviewers", meet(Reply({"id": 4}, 201)))
    hub.on("ResolveThread", meet(Reply({"data": {}})))
    effects = [
        CreateCheck(CHECK, "d"),
        PostSummary("s"),
        PostReview(HEAD, "", ()),
        RequestReviewers(("b",)),
        ResolveThread("T"),
    ]
    receipts = await here.apply(change, effects)
    assert [receipt.id for receipt in receipts] == [1, 2, 3, 4, None]
    assert [receipt.effect for receipt in receipts] == effects


async def test_a_second_unauthorized_is_for_later(hub, here, change):
    hub.on(COMMENTS, Reply({"message": "Bad credentials"}, 401))
    with pytest.raises(ApplyFailedError, match="Bad credentials"):
        await here.apply(change, [PostSummary("one")])
