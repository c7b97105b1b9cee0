"""The wire: tries, limits, ETags, redirects, and what comes out when nothing helps."""

import asyncio
import json
import time

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.errors import DontDelegateError, TransientError
from bot.github import GitHubNonsenseError, RefusedError, queries
from bot.github.addresses import graphql_url, names, route
from bot.github.app import Access, GitHubApp
from bot.github.files_list import files_page
from bot.github.place import Place
from bot.github.wire import Pace
from tests.github.conftest import TOKENS, token
from tests.github.hub import FILES, REPO, Reply, listed

PULLS = f"GET {REPO}/pulls"
ONE = [{"number": 7, "state": "open", "head": {"sha": "a" * 40}}]
FOUND = {7: "a" * 40}


@pytest.mark.parametrize("failure", [Reply({}, 500), Reply(b"<h1>Bad", 502), Reply(b"{", 503), Reply({}, 520)])
async def test_a_reading_is_tried_again(hub, here, slept, failure):
    hub.on(PULLS, failure, failure, ONE)
    assert await here.open_pull_requests("acme/shop") == FOUND
    assert slept == [0.4, 0.8]


async def test_a_lost_connection_is_tried_again(hub, here, slept):
    hub.on(PULLS, Reply(drop=True), Reply(drop=True), Reply(drop=True), ONE)
    assert await here.open_pull_requests("acme/shop") == FOUND
    assert slept  # aiohttp itself comes back at once where an old connection breaks


async def test_after_four_tries_it_is_left_for_later(hub, here, slept):
    hub.on(PULLS, Reply({}, 502))
    with pytest.raises(TransientError, match="GET /repos/acme/shop/pulls failed: 502"):
        await here.open_pull_requests("acme/shop")
    assert len(hub.all(PULLS)) == 4
    assert slept == [0.4, 0.8, 1.6]


async def test_waits_are_jittered(hub, slept, private_key):
    async def sleep(seconds):
        slept.append(seconds)

    hub.on(PULLS, Reply({}, 502), Reply({}, 502), ONE)
    async with aiohttp.ClientSession() as session:
        app = GitHubApp(Access(1, private_key, hub.url), session, pace=Pace(sleep=sleep, random=lambda: 0.0))
        await app.installation(7).open_pull_requests("acme/shop")
    assert slept == [0.2, 0.4]


async def test_a_timeout_is_tried_again(hub, slept, private_key):
    async def sleep(seconds):
        slept.append(seconds)

    held = asyncio.Event()
    hub.on(PULLS, Reply(ONE, wait=held), ONE)
    async with aiohttp.ClientSession() as session:
        app = GitHubApp(Access(1, private_key, hub.url), session, pace=Pace(timeout=0.05, sleep=sleep))
        assert await app.installation(7).open_pull_requests("acme/shop") == FOUND
    held.set()
    assert len(slept) == 1


async def test_a_server_that_is_not_there_is_left_for_later(app, calls):
    app._access = Access(1, app._access.private_key, "http://127.0.0.1:9/api/v3")
    lonely = app.installation(8)
    app._client._wire.api_url = "http://127.0.0.1:9/api/v3"
    with pytest.raises(TransientError, match="the connection failed"):
        await lonely.open_pull_requests("acme/shop")
    assert [call.status for call in calls] == [None] * 4


async def test_a_refusal_is_final(hub, here):
    hub.on(PULLS, Reply({"message": "Resource not accessible by integration"}, 403))
    with pytest.raises(RefusedError) as caught:
        await here.open_pull_requests("acme/shop")
    assert (caught.value.status, caught.value.says) == (403, "Resource not accessible by integration")
    assert len(hub.all(PULLS)) == 1


@pytest.mark.parametrize(
    "limit",
    [
        Reply({"message": "slow down"}, 429, {"retry-after": "3"}),
        Reply({"message": "You have exceeded a secondary rate limit"}, 403, {"retry-after": "3"}),
        Reply({"message": "abuse detection mechanism"}, 403, {"retry-after": "3"}),
    ],
)
async def test_a_short_limit_is_slept_through(hub, here, slept, limit):
    hub.on(PULLS, limit, ONE)
    assert await here.open_pull_requests("acme/shop") == FOUND
    assert len(slept) == 1
    assert 3 < slept[0] <= 4


def spent(seconds: int) -> dict[str, str]:
    """The primary limit is used up until then."""
    return {
        "x-ratelimit-limit": "5000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": str(int(time.time()) + seconds),
    }


@pytest.mark.parametrize(
    ("limit", "least", "most"),
    [
        (lambda: Reply({"message": "x"}, 429, {"retry-after": "120"}), 115, 121),
        (lambda: Reply({"message": "You have exceeded a secondary rate limit"}, 403), 55, 61),
        (lambda: Reply({"message": "x"}, 429), 55, 61),
        (lambda: Reply({"message": "API rate limit exceeded"}, 403, spent(600)), 590, 602),
        (lambda: Reply({"message": "API rate limit exceeded"}, 429, spent(600)), 590, 602),
        (lambda: Reply({"message": "API rate limit exceeded"}, 403, spent(10**9)), 3_590, 3_600),
    ],
)
async def test_a_long_limit_is_left_for_later_and_heeded_by_all(hub, here, slept, limit, least, most):
    hub.on(PULLS, limit())  # made now, since it may name a time
    with pytest.raises(TransientError, match="rate limit") as caught:
        await here.open_pull_requests("acme/shop")
    assert least < caught.value.retry_after <= most
    with pytest.raises(TransientError, match="rate limit"):
        await here.pull_requests_of("acme/shop", "a" * 40)
    assert len(hub.seen) == 2  # the token, and one call
    assert slept == []


async def test_a_last_call_that_was_answered_closes_the_door_behind_it(hub, here):
    hub.on(PULLS, Reply(ONE, headers=spent(900)))
    assert await here.open_pull_requests("acme/shop") == FOUND
    with pytest.raises(TransientError):
        await here.open_pull_requests("acme/shop")
    assert len(hub.all(PULLS)) == 1


async def test_limits_of_rest_and_graphql_are_apart(hub, here):
    hub.on(PULLS, Reply(ONE, headers=spent(900) | {"x-ratelimit-resource": "core"}))
    await here.open_pull_requests("acme/shop")
    hub.on("ResolveThread", {"data": {"resolveReviewThread": None}})
    await here._client.query("ResolveThread", queries.RESOLVE_THREAD, {"thread": "T"}, dict)
    assert len(hub.all("ResolveThread")) == 1


async def test_the_limit_of_one_installation_is_not_anothers(hub, app):
    hub.on("POST /app/installations/8/access_tokens", token("ghs_other"))
    hub.on(PULLS, Reply({"message": "x"}, 429, {"retry-after": "120"}), ONE)
    with pytest.raises(TransientError):
        await app.installation(7).open_pull_requests("acme/shop")
    assert await app.installation(8).open_pull_requests("acme/shop") == FOUND


async def test_an_unchanged_answer_is_not_sent_again_and_nobody_can_bend_it(hub, here, calls):
    hub.on(
        PULLS,
        Reply(ONE, headers={"etag": 'W/"1"', "x-ratelimit-remaining": "50"}),
        Reply(status=304, headers={"x-ratelimit-remaining": "49"}),
    )
    first = await here.open_pull_requests("acme/shop")
    first.clear()
    assert await here.open_pull_requests("acme/shop") == FOUND
    assert "if-none-match" not in hub.all(PULLS)[0].headers
    assert hub.all(PULLS)[1].headers["if-none-match"] == 'W/"1"'
    assert [(call.status, call.remaining) for call in calls[1:]] == [(200, 50), (304, 49)]


async def test_a_changed_answer_replaces_the_kept_one(hub, here):
    two = [*ONE, {"number": 8, "state": "open", "head": {"sha": "b" * 40}}]
    hub.on(PULLS, Reply(ONE, headers={"etag": "1"}), Reply(two, headers={"etag": "2"}), Reply(status=304))
    results = [await here.open_pull_requests("acme/shop") for _ in range(3)]
    assert [len(found) for found in results] == [1, 2, 2]
    assert hub.all(PULLS)[2].headers["if-none-match"] == "2"


async def test_answers_are_kept_for_one_installation_alone(hub, app):
    hub.on("POST /app/installations/8/access_tokens", token("ghs_other"))
    hub.on(PULLS, Reply(ONE, headers={"etag": "1"}))
    await app.installation(7).open_pull_requests("acme/shop")
    await app.installation(8).open_pull_requests("acme/shop")
    assert all("if-none-match" not in seen.headers for seen in hub.all(PULLS))


async def test_not_modified_out_of_the_blue_is_nonsense(hub, here):
    hub.on(PULLS, Reply(status=304))
    with pytest.raises(GitHubNonsenseError):
        await here.open_pull_requests("acme/shop")


async def test_a_renamed_repository_is_followed_on_the_same_server(hub, here):
    hub.loose = True  # GitHub's description leaves these addresses out
    hub.on(
        PULLS,
        lambda seen: Reply(
            None,
            301,
            {"location": f"{hub.url}/repositories/1/pulls?{'&'.join(f'{k}={v}' for k, v in seen.query.items())}"},
        ),
    )
    hub.on("GET /repositories/1/pulls", ONE)
    assert await here.open_pull_requests("acme/shop") == FOUND
    assert hub.one("GET /repositories/1/pulls").headers["authorization"] == "token ghs_first"


@pytest.mark.parametrize("target", ["https://evil.example/x", "http://127.0.0.1:9/x", "//evil.example/"])
async def test_a_redirect_elsewhere_is_nonsense_and_gets_no_token(hub, here, target):
    hub.on(PULLS, Reply(None, 302, {"location": target}))
    with pytest.raises(GitHubNonsenseError, match="302"):
        await here.open_pull_requests("acme/shop")


async def test_a_circle_of_redirects_ends(hub, here):
    hub.on(PULLS, lambda _seen: Reply(None, 302, {"location": f"{hub.url}/repos/acme/shop/pulls"}))
    with pytest.raises(GitHubNonsenseError):
        await here.open_pull_requests("acme/shop")
    assert len(hub.all(PULLS)) == 3


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"\xff\xfe", headers={"content-type": "application/json"}),
        Reply(b"{", headers={"content-type": "application/json"}),
        Reply(b"hello", headers={"content-type": "text/plain"}),
        Reply(b"[]", headers={"content-type": "application/json; charset=no"}),
        Reply(b"[" * 50_000, headers={"content-type": "application/json"}),
        Reply([], headers={"x-ratelimit-limit": "x", "x-ratelimit-remaining": "y", "x-ratelimit-reset": "z"}),
        Reply({"errors": []}, 422),
        Reply({}, 299),
        Reply({}, 499),
        Reply([{"number": "seven"}]),
        Reply(None, 204),
    ],
)
async def test_nonsense_never_shows_as_a_fault_of_ours(hub, here, reply):
    hub.on(PULLS, reply)
    with pytest.raises(GitHubNonsenseError, match="GET /repos/acme/shop/pulls"):
        await here.open_pull_requests("acme/shop")


@pytest.mark.parametrize("errors", ["no", ["no"], [{"message": "no"}], [{"field": "x", "code": "invalid"}]])
async def test_validation_errors_of_all_shapes_are_told(hub, here, errors):
    hub.on(PULLS, Reply({"message": "Validation Failed", "errors": errors}, 422))
    with pytest.raises(RefusedError, match="Validation Failed"):
        await here.open_pull_requests("acme/shop")


async def test_pages_are_read_in_parallel_where_the_last_is_named(hub, here):
    def page(seen):
        number = int(seen.query.get("page", 1))
        link = f'<{hub.url}/x?page=2>; rel="next", <{hub.url}/x?per_page=100&page=4>; rel="last"'
        return Reply([{"number": number, "state": "open", "head": {"sha": "a"}}], headers={"link": link})

    hub.on(PULLS, page)
    assert list(await here.open_pull_requests("acme/shop", "main")) == [1, 2, 3, 4]
    assert [seen.query.get("base") for seen in hub.all(PULLS)] == ["main"] * 4


async def test_pages_are_followed_where_only_the_next_is_named(hub, here):
    hub.on(
        PULLS,
        Reply(ONE, headers={"link": f'<{hub.url}/repos/acme/shop/pulls?page=2>; rel="next"'}),
        Reply([{**ONE[0], "number": 8}]),
    )
    assert list(await here.open_pull_requests("acme/shop")) == [7, 8]


async def test_a_next_page_elsewhere_gets_no_token(hub, here):
    hub.on(PULLS, Reply(ONE, headers={"link": '<https://evil.example/x>; rel="next"'}))
    with pytest.raises(GitHubNonsenseError, match=r"evil\.example"):
        await here.open_pull_requests("acme/shop")


async def test_a_list_of_too_many_pages_is_refused(hub, here):
    hub.on(PULLS, Reply(ONE, headers={"link": f'<{hub.url}/x?page=999>; rel="last"'}))
    with pytest.raises(RefusedError, match="999 pages"):
        await here.open_pull_requests("acme/shop")


async def test_graphql_limits_and_failures(hub, here, slept):
    hub.on("ReadPullRequest", {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]})
    with pytest.raises(TransientError, match="rate limit") as caught:
        await here.read("acme/shop", 7)
    assert 55 < (caught.value.retry_after or 0) <= 61
    assert slept == []


async def test_graphql_failures_that_pass_are_tried_again(hub, here):
    good = hub._answers["ReadPullRequest"][0]
    hub.on("ReadPullRequest", {"data": None, "errors": [{"message": "Something went wrong"}]}, Reply({}, 502), good)
    await here.read("acme/shop", 7)
    assert len(hub.all("ReadPullRequest")) == 3


async def test_graphql_failures_that_stay_are_left_for_later(hub, here):
    hub.on("ReadPullRequest", {"errors": [{"message": "Something went wrong", "path": ["a", 1]}]})
    with pytest.raises(TransientError, match=r"a\.1: Something went wrong"):
        await here.read("acme/shop", 7)
    assert len(hub.all("ReadPullRequest")) == 4


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ({"type": "FORBIDDEN", "message": "no"}, 403),
        ({"type": "INSUFFICIENT_SCOPES", "message": "no"}, 403),
        ({"extensions": {"code": "undefinedField"}, "message": "no"}, 422),
    ],
)
async def test_part_of_the_data_is_not_taken_for_all(hub, here, error, status):
    good = hub._answers["ReadPullRequest"][0].body
    hub.on("ReadPullRequest", good | {"errors": [error]})
    with pytest.raises(RefusedError) as caught:
        await here.read("acme/shop", 7)
    assert caught.value.status == status


async def test_so_many_calls_at_a_time_and_no_more(hub, here):
    open_now, most, gate = 0, 0, asyncio.Event()

    async def answer(_seen):
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        if most >= 16:
            gate.set()
        await gate.wait()
        open_now -= 1
        return Reply(ONE)

    hub.on(PULLS, answer)
    await asyncio.gather(*(here.open_pull_requests("acme/shop") for _ in range(60)))
    assert most == 16


async def test_the_trace_and_the_log_know_each_call_and_no_secret(hub, here, calls):
    hub.on(PULLS, Reply({}, 502), Reply(ONE, headers={"x-ratelimit-remaining": "42"}))
    with capture_logs() as lines:
        await here.open_pull_requests("acme/shop", "main")
        await here.read("acme/shop", 7)
    told = [(call.installation, call.method, call.path, call.operation, call.status) for call in calls]
    assert told[:3] == [
        (None, "POST", "/app/installations/7/access_tokens", "", 201),
        (7, "GET", "/repos/acme/shop/pulls", "", 502),
        (7, "GET", "/repos/acme/shop/pulls", "", 200),
    ]
    assert set(told[3:]) == {
        (7, "POST", "/graphql", "ReadPullRequest", 200),
        (7, "GET", "/repos/acme/shop/pulls/7/files", "", 200),
    }
    assert len(lines) == len(calls)
    assert calls[2].remaining == 42
    assert all(call.seconds > 0 for call in calls)
    assert "ghs_" not in json.dumps(lines)
    assert "base" not in json.dumps(lines)


async def test_every_request_says_who_asks_and_which_version_it_speaks(hub, here):
    await here.read("acme/shop", 7)
    for seen in hub.seen:
        assert seen.headers["user-agent"].startswith("dont-delegate/")
        assert seen.headers["x-github-api-version"] == "2022-11-28"
    assert hub.one(f"GET {FILES}").headers["accept"] == "application/vnd.github.v3+json"


@pytest.mark.parametrize(
    ("api", "graphql"),
    [
        ("https://api.github.com", "https://api.github.com/graphql"),
        ("https://api.github.com/", "https://api.github.com/graphql"),
        ("https://ghe.example/api/v3", "https://ghe.example/api/graphql"),
        ("http://127.0.0.1:1234/api/v3/", "http://127.0.0.1:1234/api/graphql"),
    ],
)
def test_where_graphql_is(api, graphql):
    assert graphql_url(api) == graphql


def test_addresses_are_quoted_whole():
    assert route("a b", "ü#?%/{x}", 7) == "/a%20b/%C3%BC%23%3F%25%2F%7Bx%7D/7"
    assert route("x", base="a&b", page=2) == "/x?base=a%26b&page=2"


@pytest.mark.parametrize("part", ["", ".", ".."])
def test_parts_that_would_climb_are_refused(part):
    with pytest.raises(DontDelegateError, match="no address"):
        route("orgs", part, "members")


@pytest.mark.parametrize("repo", ["", "shop", "/shop", "acme/", "a/b/c"])
def test_names_that_are_no_repositorys_are_refused(repo):
    with pytest.raises(DontDelegateError, match="owner/name"):
        names(repo)


async def test_large_answers_are_not_kept(hub, here):
    hub.on(f"GET {FILES}", Reply([listed("a", "@@ -1 +1 @@\n-a\n+" + "x" * 3_000_000)], headers={"etag": "1"}))
    await here.read("acme/shop", 7)
    await here.read("acme/shop", 7)
    assert all("if-none-match" not in seen.headers for seen in hub.all(f"GET {FILES}"))
    assert len(hub.all(TOKENS)) == 1


async def test_what_is_kept_is_bounded(hub, here, app):
    hub.on(
        f"GET {FILES}",
        lambda seen: Reply([listed("a", "@@ -1 +1 @@\n-a\n+" + "x" * 600_000)], headers={"etag": seen.query["page"]}),
    )
    for page in range(1, 14):
        await files_page(here._client, Place("acme/shop", 7), page)
    assert len(app._etags._kept) < 13
    await files_page(here._client, Place("acme/shop", 7), 13)
    assert hub.all(f"GET {FILES}")[-1].headers["if-none-match"] == "13"
