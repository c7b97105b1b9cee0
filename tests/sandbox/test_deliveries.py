"""Webhooks on their way: signed, in order, logged, held back, doubled, lost."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox import Clock, Sandbox
from bot.sandbox.model.state import PullRequest
from tests.sandbox.conftest import START, Caller, found

SECRET = "a secret"


class Receiver:
    """Keeps what arrives; answers with `status`."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 202

    async def take(self, request: web.Request) -> web.Response:
        headers = {key.lower(): value for key, value in request.headers.items()}
        self.got.append((headers, await request.read()))
        return web.Response(status=self.status, text="thanks")

    def bodies(self) -> list[str]:
        return [
            json.loads(body)["comment"]["body"]
            for headers, body in self.got
            if headers["x-github-event"] == "issue_comment"
        ]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def sandbox(receiver: Receiver) -> AsyncIterator[Sandbox]:
    app = web.Application()
    app.router.add_post("/webhook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    async with Sandbox(url, SECRET, clock=Clock(lambda: START)) as made:
        with made.deliveries.off():
            found(made.world)
        yield made
    await runner.cleanup()


def say(sandbox: Sandbox, *words: str) -> None:
    for word in words:
        sandbox.world.comment(sandbox.world.pull("acme/shop", 1), "ada", word)


async def test_what_arrives_is_signed_and_named(sandbox: Sandbox, receiver: Receiver):
    say(sandbox, "grüß dich")
    await sandbox.settle()
    ((headers, body),) = receiver.got
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["x-hub-signature-256"] == f"sha256={expected}"
    assert headers["x-github-event"] == "issue_comment"
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith("GitHub-Hookshot/")
    assert headers["x-github-hook-installation-target-id"] == str(sandbox.world.app.id)
    assert len(headers["x-github-delivery"]) == 36
    assert json.loads(body)["installation"]["id"] == sandbox.world.installation.id  # type: ignore[union-attr]  # installed


async def test_they_arrive_in_order(sandbox: Sandbox, receiver: Receiver):
    say(sandbox, *"abcdef")
    await sandbox.settle()
    assert receiver.bodies() == list("abcdef")
    assert [one.status for one in sandbox.deliveries.log] == ["OK"] * 6


async def test_they_can_be_held_reordered_doubled_and_lost(sandbox: Sandbox, receiver: Receiver):
    sandbox.deliveries.hold()
    say(sandbox, *"abcd")
    await sandbox.settle()
    assert receiver.got == []
    sandbox.deliveries.release([2, 0, 0])
    say(sandbox, "e")
    await sandbox.settle()
    assert receiver.bodies() == ["c", "a", "a", "e"]
    assert receiver.got[1][0]["x-github-delivery"] == receiver.got[2][0]["x-github-delivery"]


async def test_what_is_done_while_they_are_off_is_never_told(sandbox: Sandbox, receiver: Receiver):
    with sandbox.deliveries.off():
        say(sandbox, "a")
    say(sandbox, "b")
    await sandbox.settle()
    assert receiver.bodies() == ["b"]


async def test_failures_are_logged_and_come_again_on_request_alone(sandbox: Sandbox, receiver: Receiver, call: Caller):
    receiver.status = 503
    say(sandbox, "a")
    await sandbox.settle()
    assert len(receiver.got) == 1
    (item,) = (await call("GET", "/app/hook/deliveries", token=None)).data
    assert (item["status_code"], item["event"], item["action"], item["redelivery"]) == (
        503,
        "issue_comment",
        "created",
        False,
    )
    receiver.status = 202
    assert (await call("POST", f"/app/hook/deliveries/{item['id']}/attempts", token=None)).status == 202
    await sandbox.settle()
    newest, oldest = (await call("GET", "/app/hook/deliveries", token=None)).data
    assert (newest["guid"], newest["redelivery"], newest["status"]) == (oldest["guid"], True, "OK")
    whole = (await call("GET", f"/app/hook/deliveries/{newest['id']}", token=None)).data
    assert whole["request"]["payload"]["comment"]["body"] == "a"
    assert whole["response"]["payload"] == "thanks"
    assert (await call("POST", "/app/hook/deliveries/1/attempts", token=None)).status == 422


async def test_the_log_is_paged_by_cursor(sandbox: Sandbox, call: Caller):
    say(sandbox, *"abcde")
    await sandbox.settle()
    first = await call("GET", "/app/hook/deliveries?per_page=3", token=None)
    link = first.headers["link"]
    assert link.endswith('rel="next"')
    rest = await call("GET", link[1 : link.index(">")].removeprefix(sandbox.api_url), token=None)
    assert len({one["id"] for one in [*first.data, *rest.data]}) == 5
    assert "link" not in rest.headers


async def test_nobody_at_home_is_a_failure_like_others(pull_of_nobody: tuple[Sandbox, PullRequest]):
    sandbox, pull = pull_of_nobody
    sandbox.world.comment(pull, "ada", "hello?")
    await sandbox.settle()
    assert [(one.code, one.status) for one in sandbox.deliveries.log] == [(0, "failed to connect to host")]


@pytest.fixture
async def pull_of_nobody() -> AsyncIterator[tuple[Sandbox, PullRequest]]:
    async with Sandbox("http://127.0.0.1:1/webhook", clock=Clock(lambda: START)) as made:
        with made.deliveries.off():
            _, pull = found(made.world)
        yield made, pull


async def test_observers_see_every_event(sandbox: Sandbox):
    seen: list[tuple[str, str, Any]] = []
    sandbox.deliveries.observers.append(
        lambda name, headers, payload: seen.append((name, headers["X-GitHub-Event"], payload["action"]))
    )
    say(sandbox, "a")
    assert seen == [("issue_comment", "issue_comment", "created")]


async def test_the_company_is_announced(receiver: Receiver, sandbox: Sandbox):
    await sandbox.announce()
    told = [(headers["x-github-event"], json.loads(body)["action"]) for headers, body in receiver.got]
    assert told == [("installation", "created"), ("pull_request", "opened")]
