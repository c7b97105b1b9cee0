"""What people do, what changes by it, and which events go out."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import File, Remark, SandboxError
from bot.sandbox.model.merge import ConflictError
from tests.sandbox.conftest import LINES, Place

# --- branches ---


def test_a_push_moves_the_branch_and_its_pull_requests(place: Place):
    world, repo, pull, events = place
    before = pull.head_sha
    after = world.push(repo, "topic", {"new.py": "x = 2\n"}, "ada", "More")
    assert (repo.branches["topic"], pull.head_sha) == (after, after)
    names = [(name, payload.get("action")) for name, payload in events]
    assert names == [("push", None), ("pull_request", "synchronize"), ("check_suite", "requested")]
    push, synchronize, suite = (payload for _, payload in events)
    assert (push["before"], push["after"], push["forced"], push["created"]) == (before, after, False, False)
    assert [c["modified"] for c in push["commits"]] == [["new.py"]]
    assert (synchronize["before"], synchronize["after"]) == (before, after)
    assert [p["number"] for p in suite["check_suite"]["pull_requests"]] == [1]


def test_files_may_be_removed_and_have_modes(place: Place):
    world, repo, pull, _ = place
    world.push(repo, "topic", {"docs/a.md": None, "run.sh": File(b"#!/bin/sh\n", "100755")}, "ada")
    assert {c.path: c.status for c in world.changes(pull)}["docs/a.md"] == "removed"
    assert repo.objects.commits[pull.head_sha].files["run.sh"].mode == "100755"


def test_a_forced_push_is_called_so(place: Place):
    world, repo, pull, events = place
    world.force_push(repo, "topic", repo.branches["main"], {"only.py": "1\n"}, "ada")
    assert [c.path for c in world.changes(pull)] == ["only.py"]
    assert events[0][1]["forced"] is True


def test_the_diff_starts_where_the_branches_parted(place: Place):
    world, repo, pull, _ = place
    world.push(repo, "main", {"elsewhere.py": "1\n"}, "grace")
    assert [c.path for c in world.changes(pull)] == ["app.py", "new.py"]
    world.merge_base_into_head(pull, "ada")
    assert [c.path for c in world.changes(pull)] == ["app.py", "new.py"]
    merge = repo.objects.commits[pull.head_sha]
    assert len(merge.parents) == 2
    assert [c.sha for c in world.commits(pull)][-1] == merge.sha
    assert len(world.commits(pull)) == 2


def test_a_base_that_is_all_there_can_not_be_merged_again(place: Place):
    with pytest.raises(SandboxError, match="already"):
        place.world.merge_base_into_head(place.pull, "ada")


def test_a_conflict_is_said_and_changes_nothing(place: Place):
    world, repo, pull, _ = place
    head = pull.head_sha
    world.push(repo, "main", {"app.py": LINES.replace("line 20\n", "line XX\n")}, "grace")
    with pytest.raises(ConflictError, match=r"app\.py"):
        world.merge_base_into_head(pull, "ada")
    assert pull.head_sha == head


def test_a_rebase_replays_the_commits_on_the_base(place: Place):
    world, repo, pull, _ = place
    before = [c.patch.text for c in world.changes(pull)]
    tip = world.push(repo, "main", {"app.py": LINES + "line 41\n"}, "grace")
    world.rebase(pull, "ada")
    assert repo.objects.commits[pull.head_sha].parents == (tip,)
    assert [c.patch.text for c in world.changes(pull)] == before
    assert [c.author.name for c in world.commits(pull)] == ["ada"]


def test_a_merge_closes_and_moves_the_base(place: Place):
    world, repo, pull, _ = place
    sha = world.merge(pull, "grace")
    assert (pull.state, repo.branches["main"], pull.merge_sha) == ("closed", sha, sha)
    assert place.heard()[:2] == [("pull_request", "closed"), ("push", None)]
    with pytest.raises(SandboxError, match="closed"):
        world.close(pull, "ada")


def test_a_deleted_branch_is_told_of(place: Place):
    place.world.delete_branch(place.repo, "topic", "ada")
    ((name, payload),) = place.events
    assert (name, payload["deleted"], payload["after"], payload["head_commit"]) == ("push", True, "0" * 40, None)


def test_a_fork_moves_its_pull_request_but_tells_of_no_push(place: Place):
    world, repo, _, events = place
    fork = world.fork(repo, "mallory")
    world.push(fork, "idea", {"app.py": "all new\n"}, "mallory")
    pull = world.open_pull_request(repo, "idea", "mallory", head=fork, title="Idea")
    world.push(fork, "idea", {"app.py": "newer\n"}, "mallory")
    assert [name for name, _ in events] == ["pull_request", "pull_request"]
    head = events[-1][1]["pull_request"]["head"]
    assert (head["label"], head["repo"]["full_name"], head["sha"]) == ("mallory:idea", "mallory/shop", pull.head_sha)
    world.delete_fork(fork)
    world.label(pull, "stale", "grace")
    assert events[-1][1]["pull_request"]["head"]["repo"] is None


# --- pull requests ---


def test_what_happens_to_a_pull_request_is_told(place: Place):
    world, repo, pull, _ = place
    world.push(repo, "release", {"r": "1\n"}, "ada")
    place.heard()
    world.convert_to_draft(pull, "ada")
    world.mark_ready(pull, "ada")
    world.edit(pull, "ada", title="Other", body="Text")
    world.retarget(pull, "release", "ada")
    world.label(pull, "bug", "linus")
    world.label(pull, "BUG", "linus")
    world.unlabel(pull, "bug", "linus")
    world.request_review(pull, "grace", "ada")
    world.request_review(pull, "grace", "ada")
    world.remove_review_request(pull, "grace", "ada")
    world.close(pull, "ada")
    world.reopen(pull, "ada")
    changes = [payload["changes"] for _, payload in place.events if "changes" in payload]
    assert changes[0] == {"title": {"from": "Change things"}, "body": {"from": "As said."}}
    assert changes[1]["base"]["ref"] == {"from": "main"}
    assert [action for _, action in place.heard()] == [
        "converted_to_draft",
        "ready_for_review",
        "edited",
        "edited",
        "labeled",
        "unlabeled",
        "review_requested",
        "review_request_removed",
        "closed",
        "reopened",
    ]


def test_times_never_repeat(place: Place):
    first = place.world.comment(place.pull, "ada", "1")
    second = place.world.comment(place.pull, "ada", "2")
    assert second.at > first.at
    assert second.at.microsecond == 0


# --- talk ---


def test_a_tick_edits_the_text_in_the_name_of_who_ticked(place: Place):
    world, _, pull, events = place
    body = "Ask:\n- [ ] one?\n* [x] two?\n\nnot a [ ] box\n"
    one = world.comment(pull, world.bot, body)
    world.tick(one, 0, "grace")
    assert one.body == body.replace("[ ] one", "[x] one")
    name, payload = events[-1]
    assert (name, payload["action"], payload["sender"]["login"]) == ("issue_comment", "edited", "grace")
    assert payload["changes"]["body"]["from"] == body
    assert payload["comment"]["performed_via_github_app"]["id"] == world.app.id
    world.tick(one, 1, "grace", checked=False)
    assert "* [ ] two" in one.body
    with pytest.raises(SandboxError, match="2 boxes"):
        world.tick(one, 2, "grace")


def test_edits_are_remembered_and_deletions_told(place: Place):
    world, _, pull, _ = place
    one = world.comment(pull, "ada", "before")
    world.edit_comment(one, "grace", "after")
    assert [(edit.before, edit.by.login) for edit in one.edits] == [("before", "grace")]
    world.delete_comment(one, "ada")
    assert pull.comments == []
    assert place.heard() == [("issue_comment", action) for action in ("created", "edited", "deleted")]


def test_a_reaction_counts_once_a_person(place: Place):
    one = place.world.comment(place.pull, "ada", "hm")
    assert [place.world.react(one, who, "eyes")[1] for who in ("ada", "ada", "grace")] == [True, False, True]
    assert place.world.comment_json(one)["reactions"]["eyes"] == 2


# --- reviews ---


def test_a_review_with_remarks_begins_threads(place: Place):
    world, _, pull, events = place
    world.request_review(pull, "grace", "ada")
    place.heard()
    review = world.review(
        pull, "grace", "REQUEST_CHANGES", "Look", [Remark("app.py", 19, "Why?"), Remark("app.py", 5, "?", "LEFT")]
    )
    assert pull.requested == []
    assert [thread.line for thread in pull.threads] == [19, 5]
    assert [(n, p["action"]) for n, p in events] == [
        ("pull_request_review", "submitted"),
        ("pull_request_review_comment", "created"),
        ("pull_request_review_comment", "created"),
    ]
    assert events[0][1]["review"]["state"] == "changes_requested"
    world.dismiss_review(review, "margaret")
    assert review.state == "DISMISSED"
    with pytest.raises(SandboxError):
        world.dismiss_review(review, "margaret")


def test_remarks_stand_on_lines_of_the_diff_alone(place: Place):
    with pytest.raises(SandboxError, match="part of the diff"):
        place.world.review(place.pull, "grace", "COMMENT", "", [Remark("app.py", 39, "far away")])
    with pytest.raises(SandboxError, match="part of the diff"):
        place.world.review(place.pull, "grace", "COMMENT", "", [Remark("nowhere.py", 1, "?")])
    assert place.pull.reviews == []


def test_nobody_approves_their_own(place: Place):
    with pytest.raises(SandboxError, match="own"):
        place.world.approve(place.pull, "ada")
    place.world.review(place.pull, "ada", "COMMENT", "I say")


def test_a_reply_goes_into_the_thread_and_a_thread_can_be_resolved(place: Place):
    world, _, pull, _ = place
    world.review(pull, "grace", "COMMENT", "", [Remark("app.py", 19, "Why?")])
    (thread,) = pull.threads
    reply = world.reply(thread, "ada", "Because.")
    assert world.comment_json(reply)["in_reply_to_id"] == thread.comments[0].id
    place.heard()
    world.resolve(thread, "ada")
    world.resolve(thread, "ada")
    world.resolve(thread, "grace", resolved=False)
    assert place.heard() == [("pull_request_review_thread", action) for action in ("resolved", "unresolved")]


def test_threads_go_with_their_lines_or_are_outdated(place: Place):
    world, repo, pull, _ = place
    world.review(pull, "grace", "COMMENT", "", [Remark("app.py", 19, "a"), Remark("new.py", 1, "b")])
    text = repo.objects.blobs[repo.objects.commits[pull.head_sha].files["app.py"].sha].decode()
    world.push(repo, "topic", {"app.py": "top\n" + text, "new.py": "x = 3\n"}, "ada")
    assert [thread.line for thread in pull.threads] == [20, None]
    world.push(repo, "topic", {"app.py": None}, "ada")
    assert [thread.line for thread in pull.threads] == [None, None]


# --- checks ---


def test_a_check_is_made_changed_and_asked_for_again(place: Place):
    world, repo, pull, _ = place
    note = {"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}
    run = world.create_check(repo, pull.head_sha, "Ours", {"status": "in_progress"})
    world.update_check(run, {"conclusion": "failure", "output": {"title": "T", "summary": "S", "annotations": [note]}})
    world.update_check(run, {"output": {"title": "T2", "summary": "S", "annotations": [note]}})
    assert (run.status, run.conclusion, run.output["title"], len(run.annotations)) == ("completed", "failure", "T2", 2)
    world.rerequest_check(run, "ada")
    world.rerequest_suite(run.suite, "ada")
    world.request_action(run, "recheck", "ada")
    assert place.events[-1][1]["requested_action"] == {"identifier": "recheck"}
    assert place.heard() == [
        ("check_run", "created"),
        ("check_run", "completed"),
        ("check_run", "rerequested"),
        ("check_suite", "rerequested"),
        ("check_run", "requested_action"),
    ]


# --- people ---


def test_child_teams_count_in_their_parents(place: Place):
    assert place.world.team("acme", "platform").everyone() == {"grace", "barbara"}
    assert place.world.role(place.repo, "barbara") == "maintain"


@pytest.mark.parametrize(
    ("login", "role", "permission"),
    [
        ("margaret", "admin", "admin"),
        ("grace", "maintain", "write"),
        ("ada", "write", "write"),
        ("linus", "triage", "read"),
        ("mallory", "read", "read"),
    ],
)
def test_the_highest_role_counts(place: Place, login: str, role: str, permission: str):
    assert place.world.role(place.repo, login) == role
    assert place.world.permission(place.repo, login) == permission


def test_who_loses_a_team_loses_its_role(place: Place):
    world, repo, _, _ = place
    world.leave_team(world.team("acme", "platform"), "grace", "margaret")
    assert world.role(repo, "grace") == "none"
    world.grant_team(repo, world.team("acme", "database"), "admin", "margaret")
    assert world.role(repo, "barbara") == "admin"
    world.leave_organization("acme", "barbara", "margaret")
    assert world.role(repo, "barbara") == "none"
    world.set_role(repo, "mallory", "none", "margaret")
    world.delete_team(world.team("acme", "platform"), "margaret")
    with pytest.raises(SandboxError, match="no team"):
        world.team("acme", "database")
    assert place.heard() == [
        ("membership", "removed"),
        ("team", "added_to_repository"),
        ("organization", "member_removed"),
        ("member", "removed"),
        ("team", "deleted"),
        ("team", "deleted"),
    ]


# --- the App ---


def test_the_app_hears_nothing_of_where_it_is_not(place: Place):
    world, repo, pull, _ = place
    world.remove_from_installation(repo, "margaret")
    place.heard()
    world.comment(pull, "ada", "whisper")
    assert place.events == []
    world.add_to_installation(repo, "margaret")
    world.suspend("margaret")
    world.comment(pull, "ada", "whisper")
    world.suspend("margaret", suspended=False)
    world.uninstall("margaret")
    world.comment(pull, "ada", "whisper")
    assert place.heard() == [
        ("installation_repositories", "added"),
        ("installation", "suspend"),
        ("installation", "unsuspend"),
        ("installation", "deleted"),
    ]


@pytest.mark.parametrize("asked", ["account", "repository", "pull"])
def test_what_is_not_there_is_said(place: Place, asked: str):
    calls: dict[str, Any] = {
        "account": lambda: place.world.account("nobody"),
        "repository": lambda: place.world.repository("acme/none"),
        "pull": lambda: place.world.pull("acme/shop", 99),
    }
    with pytest.raises(SandboxError, match=r"nobody|none|99"):
        calls[asked]()


# --- the shapes of events ---


UNLIKE = (
    ".installation.created_at",  # the examples themselves have both, text and number
    ".installation.updated_at",
    ".external_url",
    ".deployment",  # of checks that GitHub Actions makes
)


def missing(example: Any, ours: Any, at: str = "") -> list[str]:
    """Name what an example of GitHub's has and ours has not, or has in another type."""
    if isinstance(example, dict) and isinstance(ours, dict):
        lacks = [
            f"{at}.{key}" for key in example if key not in ours and ".permissions" not in at and f".{key}" not in UNLIKE
        ]
        return lacks + [m for key in example if key in ours for m in missing(example[key], ours[key], f"{at}.{key}")]
    if isinstance(example, list) and isinstance(ours, list):
        return missing(example[0], ours[0], f"{at}[0]") if example and ours else []
    if any(word in at for word in UNLIKE):
        return []
    differs = None not in {example if example is None else 0, ours if ours is None else 0} and type(
        example
    ) is not type(ours)
    return [f"{at}: {type(example).__name__}, not {type(ours).__name__}"] if differs else []


def test_every_event_has_what_githubs_examples_have(place: Place):
    shared = os.environ.get("DONT_DELEGATE_SHARED")
    if not shared:
        pytest.skip("GitHub's examples are not at hand")
    world, repo, pull, _ = place
    seen: dict[tuple[str, str | None], Any] = {}
    world.on_event = lambda name, payload: seen.setdefault((name, payload.get("action")), payload)
    one = world.comment(pull, "ada", "- [ ] x")
    world.tick(one, 0, "ada")
    world.delete_comment(one, "ada")
    review = world.review(pull, "grace", "REQUEST_CHANGES", "no", [Remark("app.py", 19, "x")])
    world.dismiss_review(review, "margaret")
    world.reply(pull.threads[0], "ada", "y")
    world.edit_comment(pull.threads[0].comments[1], "ada", "z")
    world.resolve(pull.threads[0], "ada")
    world.delete_comment(pull.threads[0].comments[1], "ada")
    world.push(repo, "topic", {"more.py": "1\n"}, "ada")
    run = world.create_check(repo, pull.head_sha, "Ours", {"status": "completed", "conclusion": "success"})
    world.rerequest_check(run, "ada")
    world.request_action(run, "x", "ada")
    world.rerequest_suite(run.suite, "ada")
    world.label(pull, "l", "ada")
    world.unlabel(pull, "l", "ada")
    world.request_review(pull, "grace", "ada")
    world.remove_review_request(pull, "grace", "ada")
    world.convert_to_draft(pull, "ada")
    world.mark_ready(pull, "ada")
    world.close(pull, "ada")
    world.reopen(pull, "ada")
    world.set_role(repo, "mallory", "write", "margaret")
    world.join_team(world.team("acme", "platform"), "ada", "margaret")
    world.leave_team(world.team("acme", "platform"), "ada", "margaret")
    world.grant_team(repo, world.team("acme", "database"), "write", "margaret")
    world.suspend("margaret")
    world.suspend("margaret", suspended=False)
    world.remove_from_installation(repo, "margaret")
    world.add_to_installation(repo, "margaret")
    world.uninstall("margaret")
    examples: dict[tuple[str, str | None], list[Any]] = {}
    for line in gzip.decompress((Path(shared) / "contract/webhooks.jsonl.gz").read_bytes()).splitlines():
        example = json.loads(line)
        examples.setdefault((example["event"], example["payload"].get("action")), []).append(example["payload"])
    known = seen.keys() & examples.keys()
    assert len(known) > 30
    for key in known:  # examples of one event differ among themselves, so one of them is enough
        least = min((missing(example, seen[key]) for example in examples[key]), key=len)
        assert least == [], key
