import re

import pytest


def shown(html: str, comment: int) -> str:
    """Read the state that the page keeps for the boxes of a comment."""
    form = re.search(rf'<form id="boxes-{comment}".*?name="shown" value="([^"]*)"', html, re.DOTALL)
    assert form
    return form[1]


async def test_a_comment_is_made_as_the_acting_person(browser, shop):
    await browser.act_as("grace")
    where = await browser.post("/pull/1/comment", body="/explain\r\nplease")
    made = shop.pull.comments[-1]
    assert (made.author.login, made.body) == ("grace", "/explain\nplease")
    assert where == f"/pull/1#issuecomment-{made.id}"
    assert shop.told("issue_comment")[-1] == ("created", "grace")


async def test_an_empty_comment_is_refused(browser, shop):
    assert "The field “body” is empty." in await browser.post("/pull/1/comment", 400, body=" \r\n")
    assert len(shop.pull.comments) == 1


@pytest.mark.parametrize(
    ("event", "state"),
    [("APPROVE", "APPROVED"), ("REQUEST_CHANGES", "CHANGES_REQUESTED"), ("COMMENT", "COMMENTED")],
)
async def test_a_review_is_given(browser, shop, event, state):
    await browser.act_as("grace")
    await browser.post("/pull/1/review", event=event, body="Looked at.")
    assert [(one.author.login, one.state) for one in shop.pull.reviews[1:]] == [("grace", state)]
    assert shop.told("pull_request_review")[-1] == ("submitted", "grace")


async def test_the_model_s_refusal_is_shown(browser):
    assert "own pull request" in await browser.post("/pull/1/review", 422, event="APPROVE")


async def test_a_review_is_dismissed_by_someone_who_may(browser, shop):
    review = shop.world.approve(shop.pull, "grace")
    await browser.act_as("mallory")
    assert "mallory has the role read here." in await browser.post(f"/pull/1/reviews/{review.id}/dismiss", 403)
    await browser.act_as("ada")
    await browser.post(f"/pull/1/reviews/{review.id}/dismiss")
    assert review.state == "DISMISSED"
    assert "There is no such review" in await browser.post("/pull/1/reviews/1/dismiss", 404)


async def test_a_thread_is_answered_and_resolved(browser, shop):
    root = shop.thread.comments[0].id
    where = await browser.post(f"/pull/1/threads/{root}/reply", body="It is safe.", tab="files")
    assert where == f"/pull/1/files#discussion_r{shop.thread.comments[1].id}"
    assert shop.thread.comments[1].body == "It is safe."
    await browser.post(f"/pull/1/threads/{root}/resolve")
    assert shop.thread.resolved_by is shop.world.account("ada")
    assert '<span class="tag good">resolved</span>' in await browser.get("/pull/1")
    await browser.post(f"/pull/1/threads/{root}/resolve")
    assert shop.thread.resolved_by is None


async def test_a_tick_is_an_edit_by_the_one_who_ticks(browser, shop):
    state = shown(await browser.get("/pull/1"), shop.summary.id)
    await browser.act_as("grace")
    await browser.post(f"/pull/1/comments/{shop.summary.id}/boxes", shown=state, box="1")
    assert "- [x] Is the charge made once? <!-- dont-delegate:box money lock/once" in shop.summary.body
    assert "- [ ] Is the lock still held?" in shop.summary.body
    sent = shop.deliveries.log[-1]
    assert (sent.event, sent.payload["action"]) == ("issue_comment", "edited")
    assert sent.payload["sender"]["login"] == "grace"
    assert "- [ ] Is the charge made once?" in sent.payload["changes"]["body"]["from"]
    assert "- [x] Is the charge made once?" in sent.payload["comment"]["body"]


async def test_a_tick_is_taken_back(browser, shop):
    shop.world.edit_comment(shop.summary, shop.world.bot, shop.summary.body.replace("[ ]", "[x]"))
    state = shown(await browser.get("/pull/1"), shop.summary.id)
    await browser.post(f"/pull/1/comments/{shop.summary.id}/boxes", shown=state, box="0")
    assert "- [x] Is the lock still held?" in shop.summary.body
    assert "- [ ] Is the charge made once?" in shop.summary.body


async def test_a_tick_reaches_its_box_when_the_rest_of_the_comment_changed(browser, shop):
    state = shown(await browser.get("/pull/1"), shop.summary.id)
    body = "A new line.\n\n" + shop.summary.body.replace("- [ ] Is the lock", "- [x] Is the lock")
    shop.world.edit_comment(shop.summary, shop.world.bot, body)
    await browser.post(f"/pull/1/comments/{shop.summary.id}/boxes", shown=state, box="1")
    assert shop.summary.body.count("- [x]") == 2


@pytest.mark.parametrize("state", ["", ":", "0123456789abcdef:00", "x"])
async def test_a_tick_on_other_boxes_is_refused(browser, shop, state):
    before = shop.summary.body
    path = f"/pull/1/comments/{shop.summary.id}/boxes"
    assert "has changed meanwhile" in await browser.post(path, 409, shown=state, box="0")
    assert shop.summary.body == before


async def test_a_tick_of_a_box_that_is_not_there_changes_nothing(browser, shop):
    state, before = shown(await browser.get("/pull/1"), shop.summary.id), len(shop.deliveries.log)
    await browser.post(f"/pull/1/comments/{shop.summary.id}/boxes", shown=state, box=["7", "-1", "x"])
    assert len(shop.deliveries.log) == before


async def test_a_reader_may_not_tick(browser, shop):
    state = shown(await browser.get("/pull/1"), shop.summary.id)
    await browser.act_as("mallory")
    await browser.post(f"/pull/1/comments/{shop.summary.id}/boxes", 403, shown=state, box="0")
    assert not shop.summary.edits


async def test_one_s_own_comment_is_edited_and_deleted_and_nobody_else_s(browser, shop):
    made = shop.world.comment(shop.pull, "ada", "Frist")
    await browser.post(f"/pull/1/comments/{made.id}/edit", body="First")
    assert made.body == "First"
    await browser.act_as("grace")
    assert "is ada&#39;s, and you act as grace" in await browser.post(f"/pull/1/comments/{made.id}/delete", 403)
    await browser.act_as("ada")
    await browser.post(f"/pull/1/comments/{made.id}/delete")
    assert made not in shop.pull.comments
    assert [action for action, _ in shop.told("issue_comment")] == ["created", "created", "edited", "deleted"]


async def test_labels_come_and_go(browser, shop):
    await browser.post("/pull/1/label", label=" urgent ")
    assert [one.name for one in shop.pull.labels] == ["urgent"]
    await browser.post("/pull/1/unlabel", label="urgent")
    assert shop.pull.labels == []
    await browser.act_as("mallory")
    await browser.post("/pull/1/label", 403, label="x")


async def test_the_state_changes(browser, shop):
    seen = []
    for state in ("draft", "ready", "close", "reopen"):
        await browser.post("/pull/1/state", state=state)
        seen.append((shop.pull.draft, shop.pull.state))
    assert seen == [(True, "open"), (False, "open"), (False, "closed"), (False, "open")]
    assert "can&#39;t be in that state" in await browser.post("/pull/1/state", 400, state="merged")
    await browser.act_as("mallory")
    await browser.post("/pull/1/state", 403, state="close")


async def test_a_check_is_run_again_and_its_buttons_pressed(browser, shop):
    await browser.post(f"/pull/1/checks/{shop.run.id}", rerun="1")
    await browser.post(f"/pull/1/checks/{shop.run.id}", action="recheck")
    assert shop.told("check_run")[-2:] == [("rerequested", "ada"), ("requested_action", "ada")]
    assert shop.deliveries.log[-1].payload["requested_action"] == {"identifier": "recheck"}
    assert "offers no such action" in await browser.post(f"/pull/1/checks/{shop.run.id}", 400, action="other")
    assert "There is no such check" in await browser.post("/pull/1/checks/1", 404, rerun="1")


async def test_a_webhook_is_sent_again(browser, shop):
    first = shop.deliveries.log[0]
    assert await browser.post(f"/deliveries/{first.id}/redeliver") == "/deliveries"
    again = shop.deliveries.log[-1]
    assert (again.guid, again.redelivery) == (first.guid, True)
    assert '<span class="tag">again</span>' in await browser.get("/deliveries")
    await browser.post("/deliveries/1/redeliver", 404)
