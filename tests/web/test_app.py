"""The other pages: health, readiness, figures, schema, front page, and what errors show."""

import asyncio
import json

import pytest

from bot.web import Link


async def test_health_is_that_the_process_lives(client):
    response = await client.get("/healthz")
    assert (response.status, await response.json()) == (200, {"alive": True})


async def test_ready_when_nothing_stands_in_the_way(client):
    response = await client.get("/readyz")
    assert (response.status, await response.json()) == (200, {"ready": True, "problems": []})


async def test_not_ready_says_what_is_wrong(serve):
    async def ready():
        return ["the database does not answer", "the worker has stopped"]

    response = await (await serve(ready=ready)).get("/readyz")
    assert response.status == 503
    assert await response.json() == {
        "ready": False,
        "problems": ["the database does not answer", "the worker has stopped"],
    }


async def test_readiness_that_fails_is_none_and_shows_nothing(serve, logged):
    async def ready():
        raise OSError("password of 10.0.0.7")

    response = await (await serve(ready=ready)).get("/readyz")
    assert (response.status, (await response.json())["ready"]) == (503, False)
    assert "10.0.0.7" not in await response.text()
    assert "10.0.0.7" in logged()


async def test_readiness_that_takes_too_long_is_none(serve, monkeypatch):
    monkeypatch.setattr("bot.web.health._WAIT", 0.01)
    response = await (await serve(ready=asyncio.Event().wait)).get("/readyz")
    assert response.status == 503


async def test_the_figures_hold_the_inbox_as_it_is(client, post):
    await post()
    await post(X_GitHub_Delivery="another")
    text = await (await client.get("/metrics")).text()
    assert "dont_delegate_inbox_waiting 2.0" in text
    assert "dont_delegate_dead_letters 0.0" in text
    [oldest] = [line for line in text.splitlines() if line.startswith("dont_delegate_inbox_oldest_seconds ")]
    assert 0 <= float(oldest.split()[1]) < 60


class UncountableInbox:
    """An inbox whose database is gone."""

    async def counts(self):
        raise ConnectionRefusedError


async def test_without_the_database_there_are_figures_still(serve):
    response = await (await serve(inbox=UncountableInbox())).get("/metrics")
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert "dont_delegate_inbox_waiting NaN" in await response.text()


async def test_the_schema_is_served_as_it_was_given(serve):
    response = await (await serve(schema=b'{"type": "object"}')).get("/schema.json")
    assert response.content_type == "application/schema+json"
    assert await response.json(content_type=None) == {"type": "object"}


async def test_the_front_page_says_what_this_is_and_leads_on(serve):
    client = await serve(links=[Link("/<sandbox>", "Sandbox & more", "Try it.")])
    response = await client.get("/")
    text = await response.text()
    assert response.content_type == "text/html"
    assert "Some changes need a senior's eyes" in text
    for path in ("/schema.json", "/healthz", "/readyz", "/metrics", "/style.css"):
        assert f'href="{path}"' in text
        assert (await client.get(path)).status == 200
    assert '<a href="/&lt;sandbox&gt;">Sandbox &amp; more</a>' in text


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/webhook", "/style.css"])
async def test_every_answer_carries_the_safe_headers(client, path):
    headers = (await client.get(path)).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"] == "dont-delegate"


async def test_an_unknown_page_is_a_small_404(client):
    response = await client.get("/nowhere?<script>")
    assert (response.status, await response.json()) == (404, {"error": "Not Found"})


class FaultyInbox:
    """An inbox with a bug."""

    async def counts(self):
        return None


async def test_a_fault_of_ours_shows_nothing_and_is_logged(serve, logged):
    response = await (await serve(inbox=FaultyInbox())).get("/metrics")
    assert (response.status, await response.json()) == (500, {"error": "this went wrong; the log says why"})
    line = json.loads(logged().splitlines()[-1])
    assert (line["event"], line["exception"][0]["exc_type"]) == ("a request failed", "AttributeError")
