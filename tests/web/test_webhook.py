"""What a well-meant delivery comes to."""

import asyncio
import hmac
import json

import pytest

from bot.core.events import PullRequestTouched, Where, from_json
from bot.metrics import Metrics
from bot.store import Batch
from bot.web import Door

OLD, NEW = "the-secret-before", "the-present-secret"


def signature(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()


async def test_an_event_is_one_row_before_the_202(post, rows, store):
    response = await post()
    assert response.status == 202
    assert await response.json() == {"accepted": "72d3162e-cc78-11e3-81ab-4c9367dc0958", "note": "new"}
    assert await rows() == [("72d3162e-cc78-11e3-81ab-4c9367dc0958", "pr:99:7", "PullRequestTouched")]
    batch = await store.inbox.claim("a worker", 60)
    assert isinstance(batch, Batch)
    expected = PullRequestTouched(
        "72d3162e-cc78-11e3-81ab-4c9367dc0958", Where(5, 99, "acme/shop"), 7, "opened", changed_files=3
    )
    assert from_json(batch.rows[0].body) == expected


async def test_a_delivery_sent_again_is_known(post, rows):
    await post()
    response = await post()
    assert (response.status, (await response.json())["note"]) == (202, "known already")
    assert len(await rows()) == 1


async def test_the_same_delivery_twice_at_once_is_one_row(post, rows):
    responses = await asyncio.gather(*(post() for _ in range(8)))
    notes = [(await response.json())["note"] for response in responses]
    assert sorted(notes) == ["known already"] * 7 + ["new"]
    assert len(await rows()) == 1


async def test_an_ignored_event_says_why_and_leaves_no_row(post, rows, opened_payload):
    response = await post(opened_payload(action="milestoned"))
    assert response.status == 202
    assert await response.json() == {"ignored": "pull_request: `milestoned` changes no verdict"}
    assert await rows() == []


async def test_a_ping_is_answered(post, rows):
    response = await post({"zen": "Keep it logically awesome.", "hook_id": 1}, X_GitHub_Event="ping")
    assert (response.status, await response.json()) == (202, {"ignored": "pong"})
    assert await rows() == []


@pytest.mark.parametrize(("secret", "status"), [(NEW, 202), (OLD, 202), ("some other", 401), ("", 401)])
async def test_two_secrets_count_while_one_is_being_changed(serve, post, opened_payload, secret, status):
    client = await serve(Door(4711, (NEW, OLD)))
    body = json.dumps(opened_payload()).encode()
    response = await post(body, to=client, X_Hub_Signature_256=signature(body, secret))
    assert response.status == status


async def test_the_old_secret_is_nothing_once_it_is_gone(serve, post, opened_payload):
    client = await serve(Door(4711, (NEW,)))
    body = json.dumps(opened_payload()).encode()
    response = await post(body, to=client, X_Hub_Signature_256=signature(body, OLD))
    assert response.status == 401


async def test_the_figures_tell_what_came_of_them(serve, post, opened_payload):
    metrics = Metrics()
    client = await serve(metrics=metrics)
    await post(to=client)
    await post(to=client)
    await post(opened_payload(action="milestoned"), to=client)
    await post({"installation": {"id": 1}}, to=client, X_GitHub_Event="gollum")
    await post(to=client, X_Hub_Signature_256=None)

    def count(event: str, outcome: str) -> float | None:
        return metrics.registry.get_sample_value("dont_delegate_webhooks_total", {"event": event, "outcome": outcome})

    assert count("pull_request", "accepted") == 1
    assert count("pull_request", "known") == 1
    assert count("pull_request", "ignored") == 1
    assert count("other", "ignored") == 1
    assert count("none", "401") == 1
    assert metrics.registry.get_sample_value("dont_delegate_webhook_acknowledged_seconds_count") == 4


async def test_the_log_names_what_it_is_about_and_nothing_of_the_payload(post, logged, opened_payload):
    await post(
        opened_payload(pull_request={"number": 7, "title": "the title of a stranger", "body": "ghs_sixteen0letters"})
    )
    [line] = [json.loads(line) for line in logged().splitlines() if "webhook accepted" in line]
    facts = {name: line[name] for name in ("delivery", "installation", "repository", "pull_request")}
    assert facts == {
        "delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "installation": 5,
        "repository": "acme/shop",
        "pull_request": 7,
    }
    for secret in (NEW, "stranger", "ghs_", "sha256="):
        assert secret not in logged()


class BrokenInbox:
    """An inbox whose database is gone."""

    async def put(self, _items):
        raise ConnectionRefusedError("no database at 10.0.0.7")


async def test_without_the_store_github_is_told_to_come_again(serve, post, logged):
    client = await serve(inbox=BrokenInbox())
    response = await post(to=client)
    assert response.status == 503
    assert await response.json() == {"error": "the event could not be kept; send it again later"}
    assert "no database at 10.0.0.7" in logged()


class SlowInbox:
    """An inbox whose database does not answer."""

    async def put(self, _items):
        await asyncio.Event().wait()


async def test_a_store_that_does_not_answer_is_as_good_as_none(serve, post, monkeypatch):
    monkeypatch.setattr("bot.web.webhook._STORE_WAIT", 0.01)
    client = await serve(inbox=SlowInbox())
    assert (await post(to=client)).status == 503
