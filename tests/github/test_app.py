"""The App itself: installations, repositories, deliveries that failed; and the small questions of an installation."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import TransientError
from tests.github.hub import REPO, Reply

NOW = datetime(2026, 1, 10, tzinfo=UTC)
DELIVERIES = "GET /app/hook/deliveries"


def delivery(number: int, guid: str, status_code: int, days_ago: int = 0) -> dict[str, object]:
    at = (NOW - timedelta(days=days_ago)).isoformat()
    word = "OK" if status_code < 400 else "failed"
    return {"id": number, "guid": guid, "delivered_at": at, "status": word, "status_code": status_code, "event": "push"}


async def test_suspended_installations_are_left_out(hub, app):
    hub.on(
        "GET /app/installations",
        [{"id": 1}, {"id": 2, "suspended_at": "2026-01-01T00:00:00Z"}, {"id": 3, "suspended_at": None}],
    )
    assert await app.installations() == [1, 3]


async def test_repositories_are_read_page_by_page_without_archived_ones(hub, app):
    def page(seen):
        number = int(seen.query["page"])
        items = [{"id": number, "full_name": f"acme/r{number}"}, {"id": 9, "full_name": "acme/old", "archived": True}]
        return Reply({"total_count": 250, "repositories": items})

    hub.on("GET /installation/repositories", page)
    found = await app.repositories(7)
    assert [(item.id, item.full_name) for item in found] == [(1, "acme/r1"), (2, "acme/r2"), (3, "acme/r3")]


async def test_deliveries_that_no_attempt_brought_through_are_found_once(hub, app):
    hub.on(
        DELIVERIES,
        [
            delivery(9, "lost", 502),
            delivery(8, "late", 200),
            delivery(7, "lost", 500),
            delivery(6, "late", 502),
            delivery(5, "fine", 202),
            delivery(4, "silent", 0, days_ago=1),
            delivery(3, "old", 502, days_ago=4),
        ],
    )
    found = await app.failed_deliveries(NOW - timedelta(days=3))
    assert len(found) == 2
    assert set(found) <= {7, 9, 4}
    assert 4 in found


async def test_the_log_of_deliveries_is_read_back_as_far_as_asked(hub, app):
    next_page = {"link": f'<{hub.url}/app/hook/deliveries?per_page=100&cursor=c>; rel="next"'}
    hub.on(
        DELIVERIES,
        Reply([delivery(9, "a", 502)], headers=next_page),
        Reply([delivery(8, "b", 502), delivery(7, "c", 502, days_ago=9)], headers=next_page),
    )
    assert await app.failed_deliveries(NOW - timedelta(days=3)) == [8, 9]
    assert [seen.query.get("cursor") for seen in hub.all(DELIVERIES)] == [None, "c"]


async def test_a_delivery_is_asked_for_again(hub, app):
    hub.on("POST /app/hook/deliveries/9/attempts", Reply({}, 502), Reply({}, 202))
    await app.redeliver(9)
    assert hub.all("POST /app/hook/deliveries/9/attempts")[1].headers["authorization"].startswith("bearer ")


async def test_open_pull_requests_and_those_of_a_commit(hub, here):
    head = {"sha": "a" * 40}
    hub.on(f"GET {REPO}/pulls", [{"number": 7, "state": "open", "head": head}])
    both = [{"number": 7, "state": "open", "head": head}, {"number": 6, "state": "closed", "head": head}]
    hub.on(f"GET {REPO}/commits/{'a' * 40}/pulls", both)
    assert await here.open_pull_requests("acme/shop", "release/1 b") == {7: "a" * 40}
    assert await here.pull_requests_of("acme/shop", "a" * 40) == [7]
    assert hub.one(f"GET {REPO}/pulls").query == {"state": "open", "base": "release/1 b", "per_page": "100"}


async def test_a_log_that_makes_no_sense_is_named(hub, app):
    hub.on(DELIVERIES, [{"id": 1}])
    with pytest.raises(TransientError, match="GET /app/hook/deliveries makes no sense"):
        await app.failed_deliveries(NOW)
