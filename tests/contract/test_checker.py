"""The judge itself: what it lets pass and what it must not."""

import os
from pathlib import Path

import pytest

from bot.github import file_queries, queries
from tests.contract.checker import Contract, ContractBrokenError

SHARED = os.environ.get("DONT_DELEGATE_SHARED", "")
pytestmark = pytest.mark.skipif(not SHARED, reason="DONT_DELEGATE_SHARED names no folder with GitHub's contract")
CHECK = {"name": "x", "head_sha": "a" * 40, "status": "completed", "conclusion": "success"}
RUNS = "/repos/o/r/check-runs"
FILES = "/repos/o/r/pulls/1/files"
ODD_LINE = {"event": "COMMENT", "comments": [{"path": "a", "body": "b", "lines": 1}]}


@pytest.fixture(scope="module", params=["github", "ghes-3.19"])
def contract(request):
    return Contract(Path(SHARED), request.param)


def test_a_good_request_passes(contract):
    assert contract.check_request("POST", RUNS, {}, CHECK) == "checks/create"
    assert contract.check_request("GET", FILES, {"per_page": "100", "page": "2"}) == "pulls/list-files"
    assert contract.check_request("GET", "/repos/o/r/compare/a...b", {}).endswith("compare-commits-with-basehead")


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "says"),
    [
        ("GET", "/repos/o/r/nothing", {}, None, "knows no"),
        ("POST", RUNS, {}, CHECK | {"colour": "red"}, "colour"),
        ("POST", RUNS, {}, {"name": "x", "head_sha": "a" * 40, "status": "completed"}, "conclusion"),
        ("POST", RUNS, {}, CHECK | {"conclusion": "lovely"}, "lovely"),
        ("POST", RUNS, {}, CHECK | {"head_sha": "main"}, "40 hex"),
        ("POST", RUNS, {}, CHECK | {"output": {"title": "t", "summary": "s" * 65_536}}, "65535"),
        ("POST", RUNS, {}, CHECK | {"output": {"title": "t", "summary": "s", "shade": 1}}, "shade"),
        ("POST", RUNS, {}, None, "missing"),
        ("POST", "/repos/o/r/issues/1/comments", {}, {"body": "x" * 65_536}, "65536 characters"),
        (
            "POST",
            "/repos/o/r/pulls/1/reviews",
            {},
            {"event": "COMMENT", "comments": [{"path": "a", "body": "b", "lines": 1}]},
            "lines",
        ),
        ("GET", FILES, {"per_page": "101"}, None, "over 100"),
        ("GET", FILES, {"pages": "1"}, None, "not known"),
        ("GET", "/repos/o/r/pulls", {"state": "ajar"}, None, "ajar"),
    ],
)
def test_a_bad_request_is_named(contract, method, path, query, body, says):
    with pytest.raises(ContractBrokenError, match=says):
        contract.check_request(method, path, query, body)


def test_fifty_one_annotations_are_one_too_many(contract):
    note = {"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}
    body = CHECK | {"output": {"title": "t", "summary": "s", "annotations": [note] * 51}}
    with pytest.raises(ContractBrokenError, match="51 entries"):
        contract.check_request("POST", RUNS, {}, body)


def test_answers_are_judged_too(contract):
    member = {"permission": "admin", "role_name": "admin", "user": None}
    path = "/repos/o/r/collaborators/alice/permission"
    contract.check_response("GET", path, 200, member)
    with pytest.raises(ContractBrokenError, match="role_name"):
        contract.check_response("GET", path, 200, {"permission": "admin", "user": None})
    with pytest.raises(ContractBrokenError, match="418"):
        contract.check_response("GET", path, 418, {})


def test_graphql_documents_are_judged_with_their_variables(contract):
    contract.check_graphql(queries.MORE_COMMITS, {"owner": "o", "name": "n", "number": 1, "cursor": "c"})
    with pytest.raises(ContractBrokenError, match="declared"):
        contract.check_graphql("query { viewer { login } }", {"owner": "o"})
    with pytest.raises(ContractBrokenError, match="number"):
        contract.check_graphql(queries.MORE_COMMITS, {"owner": "o", "name": "n", "cursor": "c"})
    with pytest.raises(ContractBrokenError, match="shoe"):
        contract.check_graphql("query { viewer { shoe } }")


@pytest.mark.parametrize(
    "document",
    [
        queries.READ_PULL_REQUEST,
        queries.MORE_COMMITS,
        queries.MORE_COMMENTS,
        queries.MORE_REVIEWS,
        queries.MORE_THREADS,
        queries.RESOLVE_THREAD,
        file_queries.read_entries(2),
        file_queries.read_blobs(2),
        file_queries.read_files(1),
        file_queries.read_files(20),
    ],
)
def test_our_documents_keep_the_contract(contract, document):
    contract.check_graphql(document)
