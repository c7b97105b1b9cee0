"""Faults come when they are asked for, in the same order every time."""

from email.utils import parsedate_to_datetime

import aiohttp
import pytest

from bot.sandbox import Faults, Sandbox
from bot.sandbox.model.state import PullRequest
from tests.sandbox.conftest import Caller

REPO = "/repos/acme/shop"


async def test_a_broken_call_is_not_carried_out(sandbox: Sandbox, pull: PullRequest, call: Caller):
    await call("GET", f"{REPO}/pulls")
    sandbox.faults.broken_every = 1
    assert (await call("POST", f"{REPO}/issues/1/comments", {"body": "x"})).status == 502
    assert pull.comments == []


async def test_a_dropped_call_is_carried_out(sandbox: Sandbox, pull: PullRequest, call: Caller):
    await call("GET", f"{REPO}/pulls")
    sandbox.faults.dropped_every = 1
    with pytest.raises(aiohttp.ClientError):
        await call("POST", f"{REPO}/issues/1/comments", {"body": "x"})
    assert len(pull.comments) == 1
    assert sandbox.calls[-1].status is None


async def test_nonsense_is_no_json(sandbox: Sandbox, call: Caller):
    await call("GET", f"{REPO}/pulls")
    sandbox.faults.nonsense_every = 1
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.api_url}/app") as answer:
        assert (await answer.read()).startswith(b"<html>")


async def test_limits_say_when_to_come_again(sandbox: Sandbox, call: Caller):
    await call("GET", f"{REPO}/pulls")
    sandbox.faults.secondary, sandbox.faults.retry_after = 1, 7
    refused = await call("GET", f"{REPO}/pulls")
    assert (refused.status, refused.headers["retry-after"]) == (403, "7")
    assert "secondary rate limit" in refused.data["message"]
    assert (await call("GET", f"{REPO}/pulls")).status == 200
    sandbox.faults.remaining, sandbox.faults.resets_in = 1, 60
    assert (await call("GET", f"{REPO}/pulls")).headers["x-ratelimit-remaining"] == "0"
    spent = await call("GET", f"{REPO}/pulls")
    assert (spent.status, spent.headers["x-ratelimit-remaining"]) == (403, "0")
    answered = parsedate_to_datetime(spent.headers["date"]).timestamp()
    assert int(spent.headers["x-ratelimit-reset"]) == answered + 60


async def test_latency_is_waited(sandbox: Sandbox, call: Caller):
    sandbox.faults.latency = 0.05
    await call("GET", f"{REPO}/pulls")
    last = sandbox.calls[-1]
    assert last.ended - last.started >= 0.05


def test_the_draw_is_the_same_every_time():
    def drawn(seed: int) -> list[bool]:
        faults = Faults(seed=seed)
        return [faults.strikes(5) for _ in range(200)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert 20 < sum(drawn(1)) < 60
    assert not any(Faults().strikes(0) for _ in range(10))
