"""The REST API: answers as GitHub describes them, limits and refusals as GitHub has them."""

import base64
import time
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import jwt as pyjwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.sandbox import App, Clock, File, Sandbox
from bot.sandbox.model.state import PullRequest
from tests.sandbox.conftest import START, Caller, found

REPO = "/repos/acme/shop"
CHECK: dict[str, Any] = {"name": "Ours", "status": "completed", "conclusion": "success"}


def output(**more: Any) -> dict[str, Any]:
    return {"title": "T", "summary": "S"} | more


def note(**more: Any) -> dict[str, Any]:
    return {"path": "app.py", "start_line": 1, "end_line": 2, "annotation_level": "warning", "message": "m"} | more


# --- every answer is as described ---


async def test_every_answer_is_as_github_describes_it(
    sandbox: Sandbox, pull: PullRequest, call: Caller, checked: list[str]
):
    installation = sandbox.world.installation
    assert installation is not None
    tree = pull.repo.objects.commits[pull.head_sha].tree
    blob = pull.repo.objects.commits[pull.head_sha].files["app.py"].sha
    check = (
        await call(
            "POST", f"{REPO}/check-runs", CHECK | {"head_sha": pull.head_sha, "output": output(annotations=[note()])}
        )
    ).data
    comment = (await call("POST", f"{REPO}/issues/1/comments", {"body": "hello"})).data
    review = {
        "event": "COMMENT",
        "body": "b",
        "commit_id": pull.head_sha,
        "comments": [{"path": "app.py", "line": 19, "side": "RIGHT", "body": "x"}],
    }
    assert (await call("POST", f"{REPO}/pulls/1/reviews", review)).status == 200
    root = pull.threads[0].comments[0].id
    assert (await call("POST", f"{REPO}/pulls/1/comments/{root}/replies", {"body": "y"})).status == 201
    assert (await call("POST", f"{REPO}/pulls/1/requested_reviewers", {"reviewers": ["grace"]})).status == 201
    for path in (f"{REPO}/issues/comments/{comment['id']}", f"{REPO}/pulls/comments/{root}"):
        assert (await call("POST", f"{path}/reactions", {"content": "eyes"})).status == 201
        assert (await call("POST", f"{path}/reactions", {"content": "eyes"})).status == 200
        assert len((await call("GET", f"{path}/reactions")).data) == 1
    assert (await call("PATCH", f"{REPO}/check-runs/{check['id']}", {"output": output(annotations=[note()])})).data[
        "output"
    ]["annotations_count"] == 2
    assert (await call("PATCH", f"{REPO}/issues/comments/{comment['id']}", {"body": "bye"})).data["body"] == "bye"
    for path in (
        f"{REPO}/pulls?state=all",
        f"{REPO}/pulls/1",
        f"{REPO}/pulls/1/files",
        f"{REPO}/pulls/1/commits",
        f"{REPO}/pulls/1/reviews",
        f"{REPO}/pulls/1/comments",
        f"{REPO}/pulls/1/requested_reviewers",
        f"{REPO}/issues/1/comments",
        f"{REPO}/issues/comments/{comment['id']}",
        f"{REPO}/pulls/comments/{root}",
        f"{REPO}/check-runs/{check['id']}",
        f"{REPO}/check-runs/{check['id']}/annotations",
        f"{REPO}/check-suites/{check['check_suite']['id']}",
        f"{REPO}/commits/{pull.head_sha}/check-runs?check_name=Ours&filter=latest",
        f"{REPO}/commits/{pull.head_sha}/pulls",
        f"{REPO}/commits/topic",
        f"{REPO}/compare/main...topic",
        f"{REPO}/git/trees/{tree}?recursive=1",
        f"{REPO}/git/blobs/{blob}",
        f"{REPO}/contents/app.py?ref=topic",
        f"{REPO}/collaborators?permission=maintain",
        f"{REPO}/collaborators/grace/permission",
        "/orgs/acme/teams/platform/members",
        "/installation/repositories",
    ):
        assert (await call("GET", path)).status == 200, path
    for path in (
        "/app",
        "/app/installations",
        f"/app/installations/{installation.id}",
        "/app/hook/deliveries",
    ):
        assert (await call("GET", path, token=None)).status == 200, path
    assert (await call("DELETE", f"{REPO}/issues/comments/{comment['id']}")).status == 204
    assert (await call("GET", f"{REPO}/collaborators/grace")).status == 204
    assert len(set(checked)) > 35


# --- who may ---


@pytest.mark.parametrize("token", ["nonsense", "ghs_nonsense"])
async def test_bad_credentials(call: Caller, token: str):
    assert (await call("GET", f"{REPO}/pulls", token=token)).status == 401


async def test_no_credentials(call: Caller):
    answer = await call("GET", f"{REPO}/pulls", headers={"Authorization": ""})
    assert (answer.status, answer.data["message"]) == (401, "Requires authentication")


def signed(sandbox: Sandbox, **claims: Any) -> str:
    now = int(time.time())
    said = {"iat": now - 60, "exp": now + 500, "iss": str(sandbox.world.app.id)} | claims
    return pyjwt.encode({k: v for k, v in said.items() if v is not None}, sandbox.private_key, algorithm="RS256")


@pytest.mark.parametrize(
    ("claims", "status"),
    [({}, 200), ({"iss": "99"}, 401), ({"exp": 1}, 401), ({"exp": 9_999_999_999}, 401), ({"iss": None}, 401)],
)
async def test_the_apps_jwt_is_checked(sandbox: Sandbox, call: Caller, claims: dict[str, Any], status: int):
    assert (await call("GET", "/app", token=signed(sandbox, **claims))).status == status


async def test_a_jwt_of_another_key_is_refused(sandbox: Sandbox, call: Caller):
    forged = pyjwt.encode({"iss": "1", "iat": 1, "exp": int(time.time()) + 60}, "x" * 40, algorithm="HS256")
    assert (await call("GET", "/app", token=forged)).status == 401
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    theirs = pyjwt.encode({"iss": "1", "iat": 1, "exp": int(time.time()) + 60}, other, algorithm="RS256")
    assert (await call("GET", "/app", token=theirs)).status == 401
    assert sandbox.unknown_routes == []


async def test_tokens_end(sandbox: Sandbox, call: Caller):
    sandbox.keys.token_life = timedelta(seconds=-1)
    assert (await call("GET", f"{REPO}/pulls")).status == 401


async def test_a_suspended_installation_gets_nothing(sandbox: Sandbox, call: Caller):
    assert (await call("GET", f"{REPO}/pulls")).status == 200
    sandbox.world.suspend("margaret")
    number = sandbox.world.installation.id  # type: ignore[union-attr]  # installed
    assert (await call("GET", f"{REPO}/pulls")).status == 403
    assert (await call("POST", f"/app/installations/{number}/access_tokens", token=None)).status == 403


async def test_a_token_can_be_narrowed_and_never_widened(sandbox: Sandbox, call: Caller):
    path = f"/app/installations/{sandbox.world.installation.id}/access_tokens"  # type: ignore[union-attr]  # installed
    sandbox.world.add_repository("acme/other")
    narrow = (
        await call(
            "POST",
            path,
            {"repositories": ["other"], "permissions": {"metadata": "read", "pull_requests": "read"}},
            token=None,
        )
    ).data["token"]
    assert (await call("GET", f"{REPO}/pulls", token=narrow)).status == 404
    assert (await call("GET", "/repos/acme/other/pulls", token=narrow)).status == 200
    assert (await call("GET", "/orgs/acme/teams/platform/members", token=narrow)).status == 403
    assert (await call("POST", path, {"permissions": {"administration": "write"}}, token=None)).status == 422
    assert (await call("POST", path, {"repositories": ["nowhere"]}, token=None)).status == 422


@pytest.mark.parametrize(
    ("method", "path", "lost"),
    [
        ("GET", f"{REPO}/pulls/1/files", "pull_requests"),
        ("GET", f"{REPO}/git/trees/main", "contents"),
        ("GET", "/orgs/acme/teams/platform/members", "members"),
        ("POST", f"{REPO}/check-runs", "checks"),
    ],
)
async def test_what_the_app_was_not_granted_is_refused(method: str, path: str, lost: str):
    granted = {key: level for key, level in App().permissions.items() if key != lost}
    async with Sandbox(app=App(permissions=granted), clock=Clock(lambda: START)) as sandbox:
        found(sandbox.world)
        answer = await _once(sandbox, method, path)
        assert answer == (403, "Resource not accessible by integration")


async def _once(sandbox: Sandbox, method: str, path: str) -> tuple[int, str]:
    import aiohttp  # noqa: PLC0415 - the one test that brings its own server

    installation = sandbox.world.installation
    assert installation is not None
    token, _ = sandbox.keys.give(installation, dict(sandbox.world.app.permissions), None)
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"token {token}"}) as session,
        session.request(method, sandbox.api_url + path, json={}) as answer,
    ):
        return answer.status, (await answer.json())["message"]


async def test_repositories_without_the_app_are_not_there(sandbox: Sandbox, pull: PullRequest, call: Caller):
    sandbox.world.remove_from_installation(pull.repo, "margaret")
    assert (await call("GET", f"{REPO}/pulls")).status == 404
    assert (await call("GET", "/installation/repositories")).data["repositories"] == []


# --- the files of a change ---


async def test_files_name_the_head_they_are_of(pull: PullRequest, call: Caller):
    rows = (await call("GET", f"{REPO}/pulls/1/files")).data
    assert [(row["filename"], row["status"], row["additions"], row["deletions"]) for row in rows] == [
        ("app.py", "modified", 1, 2),
        ("new.py", "added", 1, 0),
    ]
    assert all(row["contents_url"].endswith(f"?ref={pull.head_sha}") for row in rows)
    assert rows[1]["patch"] == "@@ -0,0 +1 @@\n+x = 1"


async def test_a_patch_can_be_withheld(pull: PullRequest, call: Caller):
    pull.withheld.add("app.py")
    row = (await call("GET", f"{REPO}/pulls/1/files")).data[0]
    assert "patch" not in row
    assert row["changes"] == 3


async def test_long_pages_lose_patches_and_short_ones_do_not(sandbox: Sandbox, pull: PullRequest, call: Caller):
    long = "".join(f"{n}\n" for n in range(9_000))
    sandbox.world.push(pull.repo, "topic", {f"z{n}": f"{n}\n{long}" for n in range(3)}, "ada")
    rows = {row["filename"]: row for row in (await call("GET", f"{REPO}/pulls/1/files?per_page=100")).data}
    assert (rows["z1"]["additions"], "patch" in rows["z1"]) == (9_001, True)
    assert (rows["z2"]["additions"], rows["z2"]["changes"], "patch" in rows["z2"]) == (0, 0, False)
    (alone,) = (await call("GET", f"{REPO}/pulls/1/files?per_page=1&page=5")).data
    assert (alone["filename"], alone["additions"], "patch" in alone) == ("z2", 9_001, True)


async def test_no_more_than_3000_files_are_listed(sandbox: Sandbox, pull: PullRequest, call: Caller):
    sandbox.world.push(pull.repo, "topic", {f"many/{n:04}": f"{n}\n" for n in range(3_005)}, "ada")
    last = await call("GET", f"{REPO}/pulls/1/files?per_page=100&page=30")
    assert len(last.data) == 100
    assert 'rel="next"' not in last.headers["link"]
    assert (await call("GET", f"{REPO}/pulls/1")).data["changed_files"] == 3_007


async def test_pages_and_the_links_to_them(sandbox: Sandbox, pull: PullRequest, call: Caller):
    for n in range(5):
        sandbox.world.comment(pull, "ada", f"{n}")
    middle = await call("GET", f"{REPO}/issues/1/comments?per_page=2&page=2")
    assert [one["body"] for one in middle.data] == ["2", "3"]
    base = f"{sandbox.api_url}{REPO}/issues/1/comments?per_page=2&page="
    assert (
        middle.headers["link"]
        == f'<{base}1>; rel="prev", <{base}1>; rel="first", <{base}3>; rel="next", <{base}3>; rel="last"'
    )
    assert (await call("GET", f"{REPO}/issues/1/comments?per_page=2&page=9")).data == []


# --- git ---


async def test_awkward_paths_are_read_quoted_whole(sandbox: Sandbox, pull: PullRequest, call: Caller):
    path = "a b/ü#?%.py"
    sandbox.world.push(pull.repo, "topic", {path: "hi\n"}, "ada")
    answer = await call("GET", f"{REPO}/contents/{quote(path, safe='')}?ref=topic")
    assert base64.b64decode(answer.data["content"]) == b"hi\n"
    assert answer.data["path"] == path


async def test_folders_list_what_is_in_them(sandbox: Sandbox, pull: PullRequest, call: Caller):
    # not held to the description: its discriminator can't tell a list
    sandbox.world.push(pull.repo, "topic", {"docs/deep/b.md": "b\n"}, "ada")
    rows = (await call("GET", f"{REPO}/contents/docs?ref=topic")).data
    assert [(row["name"], row["type"]) for row in rows] == [("a.md", "file"), ("deep", "dir")]


async def test_blobs_come_raw_too(sandbox: Sandbox, pull: PullRequest, call: Caller):
    sandbox.world.push(pull.repo, "topic", {"odd": File(b"\xff\x00\r")}, "ada")
    sha = pull.repo.objects.commits[pull.head_sha].files["odd"].sha
    raw = await call("GET", f"{REPO}/git/blobs/{sha}", headers={"Accept": "application/vnd.github.raw+json"})
    assert raw.raw == b"\xff\x00\r"
    assert base64.b64decode((await call("GET", f"{REPO}/git/blobs/{sha}")).data["content"]) == raw.raw


async def test_trees_list_folders_and_can_be_cut(pull: PullRequest, call: Caller):
    path = f"{REPO}/git/trees/{pull.head_sha}?recursive=1"
    whole = (await call("GET", path)).data
    assert [(row["path"], row["type"], row["mode"]) for row in whole["tree"]] == [
        ("app.py", "blob", "100644"),
        ("docs", "tree", "040000"),
        ("docs/a.md", "blob", "100644"),
        ("new.py", "blob", "100644"),
    ]
    assert [row["path"] for row in (await call("GET", f"{REPO}/git/trees/topic")).data["tree"]] == [
        "app.py",
        "docs",
        "new.py",
    ]
    pull.repo.tree_limit = 2
    cut = (await call("GET", path)).data
    assert (cut["truncated"], len(cut["tree"])) == (True, 2)


async def test_comparing_names_the_merge_base(sandbox: Sandbox, pull: PullRequest, call: Caller):
    base = pull.base_sha
    sandbox.world.push(pull.repo, "main", {"m": "1\n"}, "grace")
    answer = (await call("GET", f"{REPO}/compare/main...{pull.head_sha}")).data
    assert (answer["merge_base_commit"]["sha"], answer["status"]) == (base, "diverged")
    assert (answer["ahead_by"], answer["behind_by"]) == (1, 1)
    assert answer["commits"][0]["author"]["login"] == "ada"


@pytest.mark.parametrize(
    "path",
    ["/pulls/9", "/pulls/x", "/git/blobs/" + "0" * 40, "/git/trees/none", "/contents/none", "/compare/main...none",
     "/compare/main", "/check-runs/1", "/issues/comments/1", "/pulls/comments/1", "/collaborators/nobody/permission"],
)  # fmt: skip
async def test_what_is_not_there_is_404(call: Caller, path: str):
    assert (await call("GET", REPO + path)).status == 404


# --- people ---


async def test_a_team_has_the_members_of_its_children(sandbox: Sandbox, call: Caller):
    people = (await call("GET", "/orgs/acme/teams/platform/members")).data
    assert [one["login"] for one in people] == ["barbara", "grace"]
    sandbox.world.installation.hidden_teams.add("platform")  # type: ignore[union-attr]  # installed
    assert (await call("GET", "/orgs/acme/teams/platform/members")).status == 404


async def test_collaborators_are_those_with_enough_rights(call: Caller):
    rows = (await call("GET", f"{REPO}/collaborators?permission=maintain")).data
    assert {row["login"]: row["role_name"] for row in rows} == {
        "barbara": "maintain",
        "grace": "maintain",
        "margaret": "admin",
    }
    grace = (await call("GET", f"{REPO}/collaborators/GRACE/permission")).data
    assert (grace["permission"], grace["role_name"]) == ("write", "maintain")


# --- what GitHub refuses ---


@pytest.mark.parametrize(
    "change",
    [
        {"conclusion": None, "status": "completed"},
        {"unknown": 1},
        {"conclusion": "great"},
        {"output": {"title": "T"}},
        {"output": output(summary="x" * 65_536)},
        {"output": output(text="x" * 65_536)},
        {"output": output(annotations=[note()] * 51)},
        {"output": output(annotations=[note(message="")])},
        {"output": output(annotations=[note(message="é" * 40_000)])},
        {"output": output(annotations=[note(title="x" * 256)])},
        {"output": output(annotations=[note(start_line=3)])},
        {"actions": [{"label": "x" * 21, "description": "d", "identifier": "i"}]},
        {"actions": [{"label": "l", "description": "x" * 41, "identifier": "i"}]},
        {"actions": [{"label": "l", "description": "d", "identifier": "x" * 21}]},
        {"actions": [{"label": "l", "description": "d", "identifier": "i"}] * 4},
        {"head_sha": "0" * 40},
        {"head_sha": "main"},
        {"name": ""},
    ],
)
async def test_bad_checks_are_refused(pull: PullRequest, call: Caller, change: dict[str, Any]):
    body = {key: value for key, value in (CHECK | {"head_sha": pull.head_sha} | change).items() if value is not None}
    assert (await call("POST", f"{REPO}/check-runs", body)).status == 422
    assert all(not suite.runs for suite in pull.repo.suites.values())


async def test_checks_at_their_limits_are_taken(pull: PullRequest, call: Caller):
    full = output(summary="x" * 65_535, annotations=[note()] * 50)
    actions = [{"label": "l" * 20, "description": "d" * 40, "identifier": "i" * 20}] * 3
    body = CHECK | {"head_sha": pull.head_sha, "output": full, "actions": actions}
    assert (await call("POST", f"{REPO}/check-runs", body)).status == 201


@pytest.mark.parametrize("body", [{}, {"body": ""}, {"body": "x" * 65_537}, {"body": 7}, {"body": "x", "more": 1}, []])
async def test_bad_comments_are_refused(pull: PullRequest, call: Caller, body: Any):
    assert (await call("POST", f"{REPO}/issues/1/comments", body)).status == 422
    assert pull.comments == []


@pytest.mark.parametrize(
    "change",
    [
        {"comments": [{"path": "app.py", "line": 39, "side": "RIGHT", "body": "far"}]},
        {"comments": [{"path": "none.py", "line": 1, "side": "RIGHT", "body": "?"}]},
        {"comments": [{"path": "app.py", "line": 19, "side": "MIDDLE", "body": "?"}]},
        {"comments": [], "body": ""},
        {"commit_id": "0" * 40},
        {"event": "SHRUG"},
        {"unknown": True},
    ],
)
async def test_bad_reviews_are_refused_whole(pull: PullRequest, call: Caller, change: dict[str, Any]):
    good = {"path": "app.py", "line": 19, "side": "RIGHT", "body": "x"}
    body: dict[str, Any] = {"event": "COMMENT", "body": "b", "comments": [good]} | change
    assert (await call("POST", f"{REPO}/pulls/1/reviews", body)).status == 422
    assert pull.threads == []


@pytest.mark.parametrize("who", ["ada", "nobody", "dont-delegate[bot]"])
async def test_some_can_not_be_asked_for_a_review(pull: PullRequest, call: Caller, who: str):
    assert (await call("POST", f"{REPO}/pulls/1/requested_reviewers", {"reviewers": ["grace", who]})).status == 422
    assert pull.requested == []


async def test_a_reply_goes_to_the_first_comment_of_a_thread(pull: PullRequest, call: Caller):
    review = {"event": "COMMENT", "body": "b", "comments": [{"path": "app.py", "line": 19, "body": "x"}]}
    await call("POST", f"{REPO}/pulls/1/reviews", review)
    root = pull.threads[0].comments[0].id
    reply = (await call("POST", f"{REPO}/pulls/1/comments/{root}/replies", {"body": "y"})).data
    assert (await call("POST", f"{REPO}/pulls/1/comments/{reply['id']}/replies", {"body": "z"})).status == 422
    assert (await call("POST", f"{REPO}/pulls/1/comments/7/replies", {"body": "z"})).status == 404


# --- around every answer ---


async def test_what_has_not_changed_is_304(sandbox: Sandbox, pull: PullRequest, call: Caller):
    first = await call("GET", f"{REPO}/pulls/1")
    again = await call("GET", f"{REPO}/pulls/1", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.raw) == (304, b"")
    sandbox.world.label(pull, "x", "ada")
    assert (await call("GET", f"{REPO}/pulls/1", headers={"If-None-Match": first.headers["etag"]})).status == 200


async def test_every_answer_says_what_is_left(call: Caller):
    headers = (await call("GET", f"{REPO}/pulls/1")).headers
    assert int(headers["x-ratelimit-remaining"]) > 0
    assert int(headers["x-ratelimit-reset"]) > START.timestamp()  # by the clock that its other times go by
    assert headers["date"].startswith("Sun, 01 Mar 2026 09:")
    assert headers["x-github-request-id"]


async def test_the_log_tells_of_every_call(sandbox: Sandbox, call: Caller):
    await call("GET", f"{REPO}/pulls/1/files?per_page=2")
    last = sandbox.calls[-1]
    assert (last.method, last.path, last.query, last.status) == ("GET", f"{REPO}/pulls/1/files", {"per_page": "2"}, 200)
    assert last.started <= last.ended


async def test_unknown_routes_are_404_and_remembered(sandbox: Sandbox, call: Caller):
    assert (await call("GET", f"{REPO}/stargazers")).status == 404
    assert (await call("DELETE", f"{REPO}/pulls/1")).status == 404
    assert sandbox.unknown_routes == [f"GET {REPO}/stargazers", f"DELETE {REPO}/pulls/1"]
    sandbox.unknown_routes.clear()
