"""The GraphQL API: GitHub's names and types, pages, refusals, and the time it takes."""

import gzip
import os
import time
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, build_schema

from bot.sandbox import File, Remark, Sandbox
from bot.sandbox.graph import pulls, queues, reports, repositories
from bot.sandbox.graph.execute import schema
from bot.sandbox.model.state import PullRequest
from tests.sandbox.conftest import Caller

HEAD = 'query($n: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $n) { %s } } }'


async def ask(call: Caller, fields: str, number: int = 1) -> Any:
    answer = await call("POST", "/graphql", {"query": HEAD % fields, "variables": {"n": number}})
    assert answer.status == 200
    return answer.data


async def read(call: Caller, fields: str) -> Any:
    answer = await ask(call, fields)
    assert "errors" not in answer, answer
    return answer["data"]["repository"]["pullRequest"]


# --- the schema ---


def test_every_field_has_a_resolver():
    resolved = repositories.RESOLVERS | pulls.RESOLVERS | reports.RESOLVERS | queues.RESOLVERS
    plain = ("Connection", "Payload", "PageInfo")
    for name, kind in schema().type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and not name.endswith(plain):
            assert set(kind.fields) == set(resolved[name]), name


def test_names_and_types_are_githubs():
    shared = os.environ.get("DONT_DELEGATE_SHARED")
    if not shared:
        pytest.skip("GitHub's schema is not at hand")
    text = gzip.decompress((Path(shared) / "contract/github.graphql.gz").read_bytes()).decode()
    theirs = build_schema(text, assume_valid=True, assume_valid_sdl=True).type_map
    for name, kind in schema().type_map.items():
        if isinstance(kind, GraphQLEnumType):
            assert kind.values.keys() == theirs[name].values.keys()  # type: ignore[attr-defined]  # the same kind
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType) and not name.startswith(
            "__"
        ):
            for field, ours in kind.fields.items():
                other = theirs[name].fields[field]  # type: ignore[attr-defined]  # the same kind
                assert str(ours.type) == str(other.type), (name, field)
                assert set(getattr(ours, "args", {})) <= set(getattr(other, "args", {}))


# --- reading ---


async def test_a_pull_request_is_read(sandbox: Sandbox, pull: PullRequest, call: Caller, checked: list[str]):
    assert checked == []
    sandbox.world.label(pull, "bug", "ada")
    found = await read(
        call,
        """
            number title isDraft state changedFiles baseRefOid headRefOid author { __typename login }
            labels(first: 9) { nodes { name } }
        """,
    )
    assert found == {
        "number": 1,
        "title": "Change things",
        "isDraft": False,
        "state": "OPEN",
        "changedFiles": 2,
        "baseRefOid": pull.base_sha,
        "headRefOid": pull.head_sha,
        "author": {"__typename": "User", "login": "ada"},
        "labels": {"nodes": [{"name": "bug"}]},
    }


async def test_commits_name_all_their_authors(sandbox: Sandbox, pull: PullRequest, call: Caller):
    message = "Do\n\nCo-authored-by: Grace <grace@acme.example>\nCo-authored-by: Who <who@nowhere>"
    sandbox.world.push(pull.repo, "topic", {"x": "1\n"}, "ada", message)
    last = await read(
        call,
        """
            commits(last: 1) { totalCount nodes { commit { oid message authors(first: 9) { nodes {
            email user { login } } } committer { name } } } }
        """,
    )
    assert last["commits"]["totalCount"] == 2
    (node,) = last["commits"]["nodes"]
    assert [(who["email"], who["user"] and who["user"]["login"]) for who in node["commit"]["authors"]["nodes"]] == [
        ("ada@acme.example", "ada"),
        ("grace@acme.example", "grace"),
        ("who@nowhere", None),
    ]


async def test_comments_say_who_wrote_and_whether_they_were_edited(sandbox: Sandbox, pull: PullRequest, call: Caller):
    ours = sandbox.world.comment(pull, sandbox.world.bot, "ours")
    sandbox.world.comment(pull, "ada", "theirs")
    sandbox.world.edit_comment(ours, "ada", "forged")
    nodes = (
        await read(
            call,
            """
                comments(last: 9) { nodes { databaseId fullDatabaseId body viewerDidAuthor lastEditedAt
                editor { login } author { __typename login } } }
            """,
        )
    )["comments"]["nodes"]
    assert [(n["body"], n["viewerDidAuthor"], n["author"]["login"], n["author"]["__typename"]) for n in nodes] == [
        ("forged", True, "dont-delegate", "Bot"),
        ("theirs", False, "ada", "User"),
    ]
    assert (nodes[0]["editor"]["login"], nodes[1]["lastEditedAt"]) == ("ada", None)
    assert (nodes[0]["databaseId"], nodes[0]["fullDatabaseId"]) == (None, str(ours.id))


async def test_connections_are_paged_both_ways(sandbox: Sandbox, pull: PullRequest, call: Caller):
    for n in range(5):
        sandbox.world.comment(pull, "ada", f"{n}")
    fields = "comments(%s) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { body } }"
    last = (await read(call, fields % "last: 2"))["comments"]
    assert ([n["body"] for n in last["nodes"]], last["totalCount"]) == (["3", "4"], 5)
    assert (last["pageInfo"]["hasPreviousPage"], last["pageInfo"]["hasNextPage"]) == (True, False)
    cursor = last["pageInfo"]["startCursor"]
    before = (await read(call, fields % f'last: 9, before: "{cursor}"'))["comments"]
    assert [n["body"] for n in before["nodes"]] == ["0", "1", "2"]
    assert before["pageInfo"]["hasPreviousPage"] is False
    first = (await read(call, fields % "first: 2"))["comments"]["pageInfo"]
    after = (await read(call, fields % f'first: 2, after: "{first["endCursor"]}"'))["comments"]
    assert ([n["body"] for n in after["nodes"]], after["pageInfo"]["hasNextPage"]) == (["2", "3"], True)


async def test_checks_are_filtered(sandbox: Sandbox, pull: PullRequest, call: Caller):
    done = {"status": "completed", "conclusion": "action_required", "external_id": "e1"}
    for name in ("Ours", "Other", "Ours"):
        run = sandbox.world.create_check(pull.repo, pull.head_sha, name, done)
    fields = """
        commits(last: 1) { nodes { commit { checkSuites(first: 9, filterBy: {appId: %d}) { nodes {
        checkRuns(first: 9, filterBy: {%s}) { nodes { fullDatabaseId: databaseId externalId
        conclusion status } } } } } } }
    """

    async def runs(app: int, wanted: str) -> list[Any]:
        commit = (await read(call, fields % (app, wanted)))["commits"]["nodes"][0]["commit"]
        return [node for suite in commit["checkSuites"]["nodes"] for node in suite["checkRuns"]["nodes"]]

    assert len(await runs(1, 'checkName: "Ours", checkType: ALL')) == 2
    (latest,) = await runs(1, 'checkName: "Ours", checkType: LATEST')
    assert (latest["externalId"], latest["conclusion"], latest["status"]) == (
        run.external_id,
        "ACTION_REQUIRED",
        "COMPLETED",
    )
    assert await runs(2, "checkType: ALL") == []


async def test_files_have_modes_and_text(sandbox: Sandbox, pull: PullRequest, call: Caller):
    files = {
        "run": File(b"#!\n", "100755"),
        "bin": File(b"\x00\x01"),
        "link": File(b"run", "120000"),
        "lib": File(b"1" * 40, "160000"),
        "big": File(b"x" * 600_000),
    }
    sandbox.world.push(pull.repo, "topic", files, "ada")
    aliases = " ".join(f'{name}: file(path: "{name}") {{ ...f }}' for name in [*files, "none", "docs"])
    query = """
        query { repository(owner: "acme", name: "shop") { object(expression: "topic") { ... on Commit { %s } } } }
        fragment f on TreeEntry {
            mode type oid object { __typename ... on Blob { byteSize isBinary isTruncated text } }
        }
    """
    found = (await call("POST", "/graphql", {"query": query % aliases})).data["data"]["repository"]["object"]
    assert {name: entry and oct(entry["mode"]) for name, entry in found.items()} == {
        "run": "0o100755",
        "bin": "0o100644",
        "link": "0o120000",
        "lib": "0o160000",
        "big": "0o100644",
        "none": None,
        "docs": "0o40000",
    }
    assert found["bin"]["object"] == {
        "__typename": "Blob",
        "byteSize": 2,
        "isBinary": True,
        "isTruncated": False,
        "text": None,
    }
    assert (found["big"]["object"]["isTruncated"], len(found["big"]["object"]["text"])) == (True, 512_000)
    assert (found["lib"]["object"], found["docs"]["object"]["__typename"]) == (None, "Tree")


async def test_threads_reviews_and_requests(sandbox: Sandbox, pull: PullRequest, call: Caller):
    sandbox.world.review(pull, "grace", "COMMENT", "hm", [Remark("app.py", 19, "why")])
    sandbox.world.request_review(pull, "barbara", "ada")
    fields = """
        reviews(last: 9) { nodes { state body submittedAt commit { oid } author { login } } }
        reviewThreads(last: 9) { nodes { id isResolved comments(first: 1) { nodes { body } } } }
        reviewRequests(first: 9) { nodes { requestedReviewer { __typename ... on User { login } } }
        }
    """
    found = await read(call, fields)
    assert found["reviews"]["nodes"][0]["commit"] == {"oid": pull.head_sha}
    assert found["reviewRequests"]["nodes"] == [{"requestedReviewer": {"__typename": "User", "login": "barbara"}}]
    (thread,) = found["reviewThreads"]["nodes"]
    change = "mutation($t: ID!) { %s(input: {threadId: $t}) { thread { id isResolved } } }"
    for deed, resolved in (("resolveReviewThread", True), ("unresolveReviewThread", False)):
        body = {"query": change % deed, "variables": {"t": thread["id"]}}
        answer = (await call("POST", "/graphql", body)).data
        assert answer["data"][deed]["thread"] == {"id": thread["id"], "isResolved": resolved}
    missing = (
        await call("POST", "/graphql", {"query": change % "resolveReviewThread", "variables": {"t": "PRRT_x"}})
    ).data
    assert missing["errors"][0]["type"] == "NOT_FOUND"


# --- refusals ---


async def test_what_is_not_there_is_said_in_githubs_shape(call: Caller):
    answer = await ask(call, "title", 99)
    assert answer["data"] == {"repository": {"pullRequest": None}}
    (error,) = answer["errors"]
    assert (error["type"], error["path"]) == ("NOT_FOUND", ["repository", "pullRequest"])
    assert "99" in error["message"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ("comments { totalCount }", "first"),
        ("comments(first: 101) { totalCount }", "101"),
        ('comments(first: 1, after: "nonsense") { totalCount }', "cursor"),
        ("nonsense", "nonsense"),
        ("title {", "Syntax"),
    ],
)
async def test_bad_queries_are_refused(call: Caller, fields: str, says: str):
    assert says in (await ask(call, fields))["errors"][0]["message"]


async def test_a_body_without_a_query_is_refused(call: Caller):
    assert (await call("POST", "/graphql", {"text": "x"})).status == 400


async def test_a_token_without_the_right_is_refused(sandbox: Sandbox, call: Caller):
    installation = sandbox.world.installation
    assert installation is not None
    token, _ = sandbox.keys.give(installation, {"metadata": "read"}, None)
    answer = await call("POST", "/graphql", {"query": HEAD % "title", "variables": {"n": 1}}, token=token)
    assert answer.data["errors"][0]["type"] == "FORBIDDEN"


async def test_a_reading_takes_milliseconds(sandbox: Sandbox, pull: PullRequest, call: Caller):
    sandbox.world.push(pull.repo, "topic", {f"f{n}.py": "x = 1\n" * 40 for n in range(30)}, "ada")
    fields = """
        title commits(first: 100) { nodes { commit { oid authors(first: 20) { nodes { email } } } }
        } comments(last: 100) { nodes { body } } reviewThreads(last: 50) { nodes { id } }
    """
    await read(call, fields)
    started = time.process_time()
    for _ in range(20):
        await read(call, fields)
        await call("GET", "/repos/acme/shop/pulls/1/files?per_page=100")
    assert (time.process_time() - started) / 20 < 0.05
