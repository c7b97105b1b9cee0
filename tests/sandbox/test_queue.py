"""The merge queue: who stands on whom, what merges, what is dropped, and what is told."""

import gzip
import json
import os
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, SandboxError
from bot.sandbox.model.state import MergeQueue, PullRequest
from tests.front.watch import _lacking
from tests.sandbox.conftest import LINES, Caller, Place

CHECK = "Don't Delegate"


def say(place: Place, sha: str, conclusion: str) -> None:
    place.world.create_check(place.repo, sha, CHECK, {"conclusion": conclusion})


def lined_up(place: Place, **rules: str) -> tuple[MergeQueue, PullRequest]:
    """Two pull requests in the queue, the second on top of the first."""
    world, repo, pull, events = place
    queue = world.require_queue(repo, "main", **rules)  # type: ignore[arg-type]  # the rules that are texts
    world.push(repo, "second", {"app.py": LINES.replace("line 30\n", "line thirty\n")}, "grace")
    other = world.open_pull_request(repo, "second", "grace", title="Second")
    for one in (pull, other):
        say(place, one.head_sha, "success")
    events.clear()
    world.enqueue(pull, "ada")
    world.enqueue(other, "grace")
    return queue, other


def test_each_stands_on_the_one_before_and_asks_for_checks(place: Place):
    queue, _ = lined_up(place)
    first, second = queue.entries
    assert (first.base, second.base) == (place.repo.branches["main"], first.head)
    assert place.repo.branches[f"gh-readonly-queue/main/pr-2-{first.head}"] == second.head
    text = place.repo.objects.blobs[place.repo.objects.commits[second.head].files["app.py"].sha].decode()
    assert "line twenty" in text
    assert "line thirty" in text
    asked = [payload["merge_group"] for name, payload in place.events if name == "merge_group"]
    assert [(group["head_sha"], group["base_sha"]) for group in asked] == [
        (first.head, first.base),
        (second.head, second.base),
    ]
    told = [name for name, _ in place.heard()]
    assert told == ["pull_request", "push", "check_suite", "merge_group"] * 2


def test_what_passes_is_merged_in_order(place: Place):
    queue, other = lined_up(place)
    first, second = queue.entries
    say(place, second.head, "success")
    assert queue.entries == [first, second]
    say(place, first.head, "success")
    assert queue.entries == []
    assert place.repo.branches["main"] == second.head
    assert place.pull.merged_at
    assert other.merge_sha == second.head
    assert not [name for name in place.repo.branches if name.startswith("gh-readonly-queue/")]
    gone = [payload["reason"] for name, payload in place.events if (name, payload.get("action"))[1] == "destroyed"]
    assert gone == ["merged", "merged"]


def test_what_fails_is_dropped_and_the_rest_put_together_anew(place: Place):
    queue, other = lined_up(place)
    first, second = queue.entries
    before = second.head
    say(place, first.head, "failure")
    assert queue.entries == [second]
    assert second.base == place.repo.branches["main"]
    assert second.head != before
    assert place.pull.state == other.state == "open"
    dequeued = [payload for name, payload in place.events if payload.get("action") == "dequeued"]
    assert [(one["number"], one["reason"]) for one in dequeued] == [(1, "CI_FAILURE")]


def test_where_heads_alone_count_a_head_that_passes_carries_those_before_it(place: Place):
    queue, other = lined_up(place, strategy="HEADGREEN")
    first, second = queue.entries
    say(place, first.head, "failure")
    assert queue.entries == [first, second]
    say(place, second.head, "success")
    assert place.pull.merged_at
    assert other.merged_at


@pytest.mark.parametrize(("method", "parents"), [("MERGE", 2), ("SQUASH", 1), ("REBASE", 1)])
def test_the_ways_to_merge(place: Place, method, parents):
    queue, _ = lined_up(place, method=method)
    for entry in queue.entries:
        commit = place.repo.objects.commits[entry.head]
        assert len(commit.parents) == parents
        assert commit.parents[0] == entry.base


def test_a_push_takes_a_pull_request_out(place: Place):
    queue, other = lined_up(place)
    place.world.push(place.repo, "topic", {"new.py": "x = 3\n"}, "ada")
    assert [entry.pull for entry in queue.entries] == [other]


def test_a_push_to_the_branch_puts_the_groups_together_anew(place: Place):
    queue, _ = lined_up(place)
    tip = place.world.push(place.repo, "main", {"elsewhere.py": "1\n"}, "margaret")
    assert queue.entries[0].base == tip
    assert queue.entries[1].base == queue.entries[0].head


def test_what_conflicts_is_dropped(place: Place):
    queue, _ = lined_up(place)
    place.world.push(place.repo, "third", {"app.py": LINES.replace("line 20\n", "line XX\n")}, "ada")
    third = place.world.open_pull_request(place.repo, "third", "ada")
    say(place, third.head_sha, "success")
    place.world.enqueue(third, "ada")
    assert queue.entry_of(third) is None
    assert place.events[-1][1]["reason"] == "MERGE_CONFLICT"


def test_what_is_not_ready_does_not_get_in(place: Place):
    with pytest.raises(SandboxError, match="main has no merge queue"):
        place.world.enqueue(place.pull, "ada")
    place.world.require_queue(place.repo, "main")
    with pytest.raises(SandboxError, match="Required and not passed: Don't Delegate"):
        place.world.enqueue(place.pull, "ada")
    say(place, place.pull.head_sha, "success")
    place.world.enqueue(place.pull, "ada")
    with pytest.raises(SandboxError, match="in the queue already"):
        place.world.enqueue(place.pull, "ada")


def test_github_tells_of_groups_in_the_same_shape(place: Place):
    shared = os.environ.get("DONT_DELEGATE_SHARED")
    if not shared:
        pytest.skip("GitHub's examples are not at hand")
    lined_up(place)
    lines = gzip.decompress((Path(shared) / "contract/webhooks.jsonl.gz").read_bytes()).splitlines()
    [example] = [one["payload"] for one in map(json.loads, lines) if one["event"] == "merge_group"]
    [*_, ours] = [payload for name, payload in place.events if name == "merge_group"]
    assert [fault for fault in _lacking(example, ours) if ".owner." not in fault] == []


QUEUE = """
query { repository(owner: "acme", name: "shop") { mergeQueue(branch: "main") {
  configuration { mergingStrategy }
  entries(first: 10) { nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } } }
} } }
"""


async def test_the_queue_is_read(sandbox: Sandbox, pull: PullRequest, call: Caller, checked: list[str]):
    assert checked == []
    world, repo = sandbox.world, pull.repo
    world.require_queue(repo, "main", strategy="HEADGREEN")
    world.create_check(repo, pull.head_sha, CHECK, {"conclusion": "success"})
    entry = world.enqueue(pull, "ada")
    answer = await call("POST", "/graphql", {"query": QUEUE})
    assert answer.data["data"]["repository"]["mergeQueue"] == {
        "configuration": {"mergingStrategy": "HEADGREEN"},
        "entries": {
            "nodes": [
                {
                    "position": 1,
                    "headCommit": {"oid": entry.head},
                    "baseCommit": {"oid": entry.base},
                    "pullRequest": {"number": 1},
                }
            ]
        },
    }


async def test_a_comparison_lists_files_on_its_first_page_alone(sandbox: Sandbox, call: Caller, checked: list[str]):
    world, repo = sandbox.world, sandbox.world.repository("acme/shop")
    world.push(repo, "topic", {f"many/{n}.py": "x\n" for n in range(310)}, "ada")
    path = "/repos/acme/shop/compare/main...topic"
    first = await call("GET", f"{path}?per_page=1")
    assert len(first.data["files"]) == 300
    assert first.data["files"][0]["patch"].startswith("@@ ")
    assert [len(first.data["commits"]), first.data["total_commits"]] == [1, 2]
    assert 'rel="next"' in first.headers["link"]
    second = await call("GET", f"{path}?per_page=1&page=2")
    assert "files" not in second.data
    assert second.data["commits"][0]["sha"] == repo.branches["topic"]
    assert checked[-2:] == ["repos/compare-commits-with-basehead"] * 2
