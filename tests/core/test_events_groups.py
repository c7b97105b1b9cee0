"""The merge queue's groups as events."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.core.events import CommitTouched, Event, Ignored, MalformedEvent, MergeGroupAsked, Where, parse

OURS = 4711
HERE = Where(5, 99, "acme/shop")
HEAD, BASE = "a" * 40, "b" * 40
QUEUE = f"gh-readonly-queue/release/2/pr-12-{BASE}"
AROUND: dict[str, Any] = {
    "installation": {"id": 5},
    "repository": {"id": 99, "full_name": "acme/shop"},
    "sender": {"login": "ann", "type": "User"},
}


def read(name: str, **payload: object) -> Event | Ignored:
    return parse(name, {**AROUND, **payload}, "d", OURS)


def group(**other: object) -> dict[str, object]:
    return {
        "head_sha": HEAD,
        "head_ref": f"refs/heads/{QUEUE}",
        "base_sha": BASE,
        "base_ref": "refs/heads/release/2",
        **other,
    }


def test_github_asks_for_checks_on_a_group():
    found = read("merge_group", action="checks_requested", merge_group=group())
    assert found == MergeGroupAsked("d", HERE, HEAD, "release/2", QUEUE, "checks requested", BASE)
    assert not isinstance(found, Ignored)
    assert found.key == f"group:99:{HEAD}"


def test_a_group_that_is_gone_asks_for_nothing():
    found = read("merge_group", action="destroyed", reason="invalidated", merge_group=group())
    assert found == Ignored("the merge group is gone: it was merged, or will be put together anew")


def test_an_action_of_the_future_is_ignored():
    assert read("merge_group", action="mused_over") == Ignored("merge_group: `mused_over` changes no verdict")


@pytest.mark.parametrize("wrong", [{"head_sha": "main"}, {"base_sha": None}, {"base_ref": 7}, {"head_ref": None}])
def test_a_group_without_its_commits_is_malformed(wrong):
    with pytest.raises(MalformedEvent, match=f"merge_group.{next(iter(wrong))}` should be a text of the usual form"):
        read("merge_group", action="checks_requested", merge_group=group(**wrong))


@pytest.mark.parametrize(
    ("name", "action"),
    [("check_run", "rerequested"), ("check_run", "requested_action"), ("check_suite", "rerequested")],
)
def test_our_check_on_a_group_asked_for_again_is_the_group_asked_for_again(name, action):
    suite = {"head_branch": QUEUE, "head_sha": HEAD, "pull_requests": [], "app": {"id": OURS}}
    payload = suite if name == "check_suite" else {**suite, "check_suite": suite}
    found = read(name, action=action, **{name: payload})
    assert found == MergeGroupAsked("d", HERE, HEAD, "release/2", QUEUE, f"{name.replace('_', ' ')} {action}")


@pytest.mark.parametrize("branch", ["work", None, "gh-readonly-queue/main", "gh-readonly-queue/main/pr-x-1"])
def test_any_other_branch_is_none_of_a_queues(branch):
    suite = {"head_branch": branch, "head_sha": HEAD, "pull_requests": [], "app": {"id": OURS}}
    found = read("check_suite", action="rerequested", check_suite=suite)
    assert found == CommitTouched("d", HERE, HEAD, "check suite rerequested")


def test_the_queues_own_branches_bring_no_policy():
    found = read("push", ref=f"refs/heads/{QUEUE}", created=True, deleted=False, forced=False, commits=[])
    assert found == Ignored("the push is to a branch of the merge queue, which tells of its groups by itself")


@pytest.mark.skipif("DONT_DELEGATE_SHARED" not in os.environ, reason="GitHub's examples are not at hand")
def test_githubs_own_example_is_read():
    file = Path(os.environ["DONT_DELEGATE_SHARED"]) / "contract" / "webhooks.jsonl.gz"
    examples = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    [payload] = [one["payload"] for one in examples if one["event"] == "merge_group"]
    found = parse("merge_group", payload, "d", OURS)
    assert isinstance(found, MergeGroupAsked)
    assert (found.sha, found.branch) == (payload["merge_group"]["head_sha"], "main")
    assert found.base_sha == payload["merge_group"]["base_sha"]
