"""The App's manifest asks for what the code needs, and for nothing else."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from bot.core.events import EVENT_NAMES

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "app.yml").read_text("utf-8")
MANIFEST = yaml.safe_load(TEXT)

# Sent to every App, and not to be chosen: https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation
ALWAYS_SENT = {"installation", "installation_repositories", "ping"}

# Each kind of request that the client makes, by its method and the constant parts of its address, with what it needs.
# https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
NEEDED_BY_REQUEST = {
    ("POST", "check-runs"): ("checks", "write"),
    ("PATCH", "check-runs"): ("checks", "write"),
    ("POST", "issues comments"): ("pull_requests", "write"),  # the target is a pull request, or an issue of ours
    ("POST", "issues"): ("issues", "write"),
    ("PATCH", "issues"): ("issues", "write"),
    ("GET", "issues"): ("issues", "read"),
    ("PATCH", "issues comments"): ("pull_requests", "write"),
    # Of all that an App does to a pull request's conversation, only this is listed under Issues alone.
    ("POST", "comments reactions"): ("issues", "write"),
    ("POST", "reviews"): ("pull_requests", "write"),
    ("POST", "requested_reviewers"): ("pull_requests", "write"),
    ("POST", "comments replies"): ("pull_requests", "write"),
    ("GET", "files"): ("pull_requests", "read"),
    ("GET", "pulls"): ("pull_requests", "read"),
    ("GET", "commits pulls"): ("pull_requests", "read"),
    ("GET", "compare"): ("contents", "read"),
    ("GET", "git trees"): ("contents", "read"),
    ("GET", "git blobs"): ("contents", "read"),
    ("GET", "orgs teams members"): ("members", "read"),
    ("GET", "users"): None,  # whoever asks may know whether an account is there
    ("GET", "orgs members"): ("members", "read"),
    ("GET", "orgs organization-roles"): ("organization_custom_org_roles", "read"),
    ("GET", "orgs organization-roles users"): ("members", "read"),
    ("GET", "orgs organization-roles teams"): ("members", "read"),
    ("GET", "collaborators"): ("metadata", "read"),
    ("GET", "collaborators permission"): ("metadata", "read"),
    ("GET", "installation repositories"): ("metadata", "read"),
    # As the App itself, which needs no permission:
    ("GET", "app installations"): None,
    ("POST", "app installations access_tokens"): None,
    ("GET", "app hook deliveries"): None,
    ("POST", "app hook deliveries attempts"): None,
}

# What each GraphQL document reads or writes.
NEEDED_BY_DOCUMENT = {
    "ReadPullRequest": {("pull_requests", "read"), ("contents", "read"), ("checks", "read")},
    "ReadChecks": {("checks", "read"), ("statuses", "read"), ("actions", "read"), ("pull_requests", "read")},
    "MoreCommits": {("pull_requests", "read")},
    "MoreComments": {("pull_requests", "read")},
    "MoreReviews": {("pull_requests", "read")},
    "MoreThreads": {("pull_requests", "read")},
    "ReadMerged": {("pull_requests", "read")},
    "ReadGroup": {("merge_queues", "read"), ("contents", "read"), ("checks", "read")},
    "ResolveThread": {("pull_requests", "write")},
    "ReadFiles": {("contents", "read")},
    "ReadBlobs": {("contents", "read")},
    "ReadEntries": {("contents", "read")},
}

# Without the permission GitHub refuses the whole manifest: "Default events are not supported by permissions".
NEEDED_BY_EVENT = {
    "pull_request": "pull_requests",
    "pull_request_review": "pull_requests",
    "pull_request_review_comment": "pull_requests",
    "issue_comment": "issues",
    "issues": "issues",
    "check_run": "checks",
    "check_suite": "checks",
    "status": "statuses",
    "workflow_run": "actions",
    "merge_group": "merge_queues",
    "push": "contents",
    "member": "members",
    "membership": "members",
    "team": "members",
    "organization": "members",
}
STRENGTH = ("read", "write")


def test_the_events_are_those_that_the_table_reads():
    assert set(MANIFEST["default_events"]) == set(EVENT_NAMES) - ALWAYS_SENT
    assert len(MANIFEST["default_events"]) == len(set(MANIFEST["default_events"]))


def test_the_permissions_are_the_least_that_requests_and_events_need():
    needs = [need for need in NEEDED_BY_REQUEST.values() if need]
    needs += [need for document in NEEDED_BY_DOCUMENT.values() for need in document]
    needs += [(NEEDED_BY_EVENT[event], "read") for event in MANIFEST["default_events"]]
    least = {name: max((level for need, level in needs if need == name), key=STRENGTH.index) for name, _ in needs}
    assert MANIFEST["default_permissions"] == least


def addresses() -> set[tuple[str, ...]]:
    """The constant parts of every address that the client builds, whether by `route` or as a tuple of parts."""
    found = set()
    for path in (ROOT / "bot" / "github").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = node.args if isinstance(node, ast.Call) and ast.unparse(node.func) == "route" else None
            if isinstance(node, ast.Tuple) and _begins_an_address(node):
                parts = node.elts
            if parts is not None:
                found.add(tuple(_constants(parts)))
    return found


def _begins_an_address(node: ast.Tuple) -> bool:
    first = node.elts[0] if node.elts else None
    return isinstance(first, ast.Constant) and first.value in {"repos", "orgs", "app", "installation"}


def _constants(parts: list[ast.expr]) -> list[str]:
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [text for text in texts if text != "repos"]


def test_every_address_that_the_client_builds_is_accounted_for():
    known = {tuple(address.split()) for _, address in NEEDED_BY_REQUEST}
    built = addresses() - {(), ("repos",)}
    assert {"check-runs", "reviews", "members"} <= {part for address in built for part in address}
    assert built - known == set()
    assert known - built == set()


def test_every_graphql_document_is_accounted_for():
    text = "".join(path.read_text("utf-8") for path in (ROOT / "bot" / "github").glob("*queries.py"))
    names = re.findall(r"^(?:query|mutation) (\w+)|\"([A-Z]\w+)\"", text, re.MULTILINE)
    assert {written or built for written, built in names} == set(NEEDED_BY_DOCUMENT)


@pytest.mark.parametrize(
    "begins",
    [*(f"{name}:" for name in MANIFEST["default_permissions"]), *(f"- {name}" for name in MANIFEST["default_events"])],
)
def test_each_says_what_needs_it(begins):
    lines = TEXT.splitlines()
    [at] = [number for number, line in enumerate(lines) if re.match(rf"\s+{begins}(\s|$)", line)]
    assert " # " in lines[at] or lines[at - 1].strip().startswith("# ")


def test_the_webhook_is_where_the_server_takes_it():
    assert MANIFEST["hook_attributes"]["url"].endswith("/webhook")


def test_the_processes_are_commands():
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text("utf-8").splitlines())
    assert lines == {name: f"dont-delegate {name}" for name in ("release", "web", "worker")}
