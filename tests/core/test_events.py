"""Payloads become events: what each says, what is ignored and why, and what is malformed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.events import (
    Box,
    BoxesChanged,
    CommitTouched,
    Event,
    FloorPushed,
    Ignored,
    InstallationGone,
    IssueTouched,
    MalformedEvent,
    PeopleChanged,
    PolicyPushed,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestTouched,
    RepositoriesAdded,
    StatusChanged,
    Where,
    parse,
)
from bot.core.model.change import Account

OURS = 4711
HERE = Where(5, 99, "acme/shop")
SHA = "0123456789abcdef0123456789abcdef01234567"
FP = "00112233445566ff"
BASE: dict[str, Any] = {
    "installation": {"id": 5},
    "repository": {"id": 99, "full_name": "acme/shop"},
    "sender": {"login": "ann", "type": "User"},
}
ANN = {"login": "ann", "type": "User"}
WE = {"login": "dont-delegate[bot]", "type": "Bot"}
OTHER_BOT = {"login": "coverage[bot]", "type": "Bot"}


def read(name: str, **payload: object) -> Event | Ignored:
    return parse(name, {**BASE, **payload}, "d", OURS)


def touched(why: str, **fields: Any) -> PullRequestTouched:
    return replace(PullRequestTouched("d", HERE, 7, why), **fields)


# --- the pull request itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    ["opened", "reopened", "synchronize", "edited", "ready_for_review", "converted_to_draft", "labeled", "unlabeled"],
)
def test_what_can_change_a_verdict_touches_the_pull_request(action):
    found = read("pull_request", action=action, pull_request={"number": 7, "changed_files": 30})
    assert found == touched(action, changed_files=30)
    assert not isinstance(found, Ignored)
    assert found.key == "pr:99:7"


def test_how_many_files_need_not_be_said():
    assert read("pull_request", action="opened", pull_request={"number": 7}) == touched("opened")


@pytest.mark.parametrize("action", ["locked", "review_requested", "auto_merge_enabled", "dequeued"])
def test_other_actions_are_ignored_for_a_reason(action):
    assert read("pull_request", action=action) == Ignored(f"pull_request: `{action}` changes no verdict")


def closed(**pull):
    whole = {"number": 7, "head": {"sha": "a" * 40}, "base": {"ref": "main"}, "merge_commit_sha": "b" * 40, **pull}
    return read("pull_request", action="closed", pull_request=whole)


def test_a_merge_is_told_with_its_commit_and_who_did_it():
    merged = {"merged": True, "merged_at": "2026-11-21T12:00:00Z"}
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    found = closed(**merged, merged_by=ANN)
    assert found == PullRequestMerged("d", HERE, 7, "a" * 40, "b" * 40, "main", "ann", at)
    assert found.key == "pr:99:7"
    assert closed(**merged, merged_by=None) == replace(found, by="")


def test_what_was_closed_unmerged_is_closed():
    assert closed(merged=False) == PullRequestClosed("d", HERE, 7)


# --- issues ---------------------------------------------------------------------------------------------------

OUR_ISSUE = {
    "number": 12,
    "user": {"login": "dont-delegate[bot]", "type": "Bot"},
    "performed_via_github_app": {"id": OURS},
}


@pytest.mark.parametrize("action", ["closed", "deleted", "transferred"])
def test_an_issue_of_ours_that_somebody_closed_is_touched(action):
    found = read("issues", action=action, issue=OUR_ISSUE, sender=ANN)
    assert found == IssueTouched("d", HERE, 12, f"issue {action}")
    assert found.key == "issue:99:12"


@pytest.mark.parametrize(
    ("action", "issue", "sender", "why"),
    [
        ("reopened", OUR_ISSUE, ANN, "issues: `reopened` changes no verdict"),
        ("closed", OUR_ISSUE, OUR_ISSUE["user"], "we did this ourselves"),
        ("closed", {**OUR_ISSUE, "performed_via_github_app": None}, ANN, "the issue is not one of ours"),
        ("closed", {**OUR_ISSUE, "performed_via_github_app": {"id": OURS + 1}}, ANN, "the issue is not one of ours"),
        ("closed", {**OUR_ISSUE, "user": ANN}, ANN, "the issue is not one of ours"),  # somebody, by way of our App
    ],
)
def test_other_issues_are_left_alone(action, issue, sender, why):
    assert read("issues", action=action, issue=issue, sender=sender) == Ignored(why)


@pytest.mark.parametrize(
    ("action", "body", "user", "touched"),
    [
        ("created", "/sign-off money", ANN, True),
        ("created", "Thanks!", ANN, False),
        ("created", "/sign-off money", {"login": "x[bot]", "type": "Bot"}, False),
        ("edited", "/sign-off money", ANN, False),
    ],
)
def test_a_command_on_an_issue_of_ours_touches_it(action, body, user, touched):
    found = read("issue_comment", action=action, issue=OUR_ISSUE, comment={"id": 1, "body": body, "user": user})
    said = IssueTouched("d", HERE, 12, "comment created")
    assert found == (said if touched else Ignored("the comment holds no command"))


# --- reviews -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["submitted", "edited", "dismissed"])
@pytest.mark.parametrize("user", [ANN, None])
def test_a_persons_review_touches(action, user):
    found = read("pull_request_review", action=action, review={"user": user}, pull_request={"number": 7})
    assert found == touched(f"review {action}")


def test_a_dismissal_by_a_bot_of_a_persons_review_touches():
    found = read(
        "pull_request_review", action="dismissed", review={"user": ANN}, pull_request={"number": 7}, sender=OTHER_BOT
    )
    assert found == touched("review dismissed")


@pytest.mark.parametrize("user", [WE, OTHER_BOT])
def test_a_bots_review_changes_nothing(user):
    found = read("pull_request_review", action="submitted", review={"user": user}, pull_request={"number": 7})
    assert found == Ignored("a bot's review is no sign-off, ours among them")


# --- comments ------------------------------------------------------------------------------------------------


def comment(
    action: str, body: str | None, user: object = ANN, sender: object = ANN, before: str | None = None, **more: Any
) -> Event | Ignored:
    changes = {"changes": {"body": {"from": before}}} if before is not None else {}
    return read(
        "issue_comment",
        action=action,
        issue={"number": 7, "pull_request": {"url": "u"}},
        comment={"id": 42, "body": body, "user": user, "updated_at": "2026-11-21T12:00:00Z", **more},
        sender=sender,
        **changes,
    )


@pytest.mark.parametrize("action", ["created", "edited", "deleted"])
def test_a_command_touches(action):
    assert comment(action, "Looks fine.\n\n/sign-off money") == touched(f"comment {action}", comment=42)


def test_a_command_that_was_edited_away_touches():
    assert comment("edited", "never mind", before="/sign-off money") == touched("comment edited", comment=42)


@pytest.mark.parametrize("body", ["Looks fine.", "", None, "> /sign-off money", "`/sign-off money`"])
def test_talk_is_ignored(body):
    assert comment("created", body) == Ignored("the comment holds no command")


def test_a_comment_on_an_issue_is_ignored():
    found = read(
        "issue_comment", action="created", issue={"number": 7}, comment={"id": 1, "body": "/help", "user": ANN}
    )
    assert found == Ignored("the comment is on an issue, not on a pull request")


def test_another_kind_of_comment_event_is_ignored():
    assert isinstance(comment("pinned", "/help"), Ignored)


def test_a_command_in_a_thread_touches():
    found = read(
        "pull_request_review_comment",
        action="created",
        comment={"id": 42, "body": "/explain", "user": ANN},
        pull_request={"number": 7},
    )
    assert found == touched("line comment created", comment=42)


@pytest.mark.parametrize(
    ("action", "body", "user", "reason"),
    [
        ("created", "nice", ANN, "the comment holds no command"),
        ("created", "/explain", WE, "a bot's comment on a line gives no command"),
        ("edited", "/explain", ANN, "pull_request_review_comment: `edited` changes no verdict"),
    ],
)
def test_other_talk_in_threads_is_ignored(action, body, user, reason):
    found = read(
        "pull_request_review_comment",
        action=action,
        comment={"id": 42, "body": body, "user": user},
        pull_request={"number": 7},
    )
    assert found == Ignored(reason)


# --- our own comment -----------------------------------------------------------------------------------------

THROUGH_US: dict[str, Any] = {"performed_via_github_app": {"id": OURS}}


def summary(*marks: str) -> str:
    lines = [
        f"- [{mark}] Is it *safe*? <!-- dont-delegate:box money rule/item-{n} {FP} -->" for n, mark in enumerate(marks)
    ]
    return "\r\n".join(["<!-- dont-delegate:summary -->", "Please look:", *lines])


@pytest.mark.parametrize("action", ["created", "edited", "deleted"])
@pytest.mark.parametrize("more", [THROUGH_US, {}])
def test_what_we_do_ourselves_starts_no_circle(action, more):
    assert comment(action, summary(" "), WE, WE, summary("x"), **more) == Ignored("we did this ourselves")


def test_even_a_command_of_ours_starts_no_circle():
    assert comment("created", "/recheck\n<!-- dont-delegate:answer 3 -->", WE, WE) == Ignored("we did this ourselves")


def test_a_tick_is_an_event_with_who_made_it():
    found = comment("edited", summary("x", " ", "x"), WE, ANN, summary(" ", " ", "x"), **THROUGH_US)
    boxes = (Box("money", "rule/item-0", FP, checked=True, ask="Is it *safe*?"),)
    assert found == BoxesChanged("d", HERE, 7, 42, Account("ann"), boxes, datetime(2026, 11, 21, 12, tzinfo=UTC))
    assert not isinstance(found, Ignored)
    assert found.key == "pr:99:7"


def test_a_tick_taken_away_and_a_bots_tick_are_events_too():
    found = comment("edited", summary(" ", "X"), WE, OTHER_BOT, summary("x", " "), **THROUGH_US)
    assert isinstance(found, BoxesChanged)
    assert found.sender == Account("coverage[bot]", bot=True)
    assert [box.checked for box in found.boxes] == [False, True]


@pytest.mark.parametrize(
    "after", ["", "hello", summary(" ") + "\nand more", summary(" ").replace(FP, "f" * 16), summary(" ", "x")]
)
def test_another_hand_in_our_comment_has_it_drawn_anew(after):
    assert comment("edited", after, WE, ANN, summary(" "), **THROUGH_US) == touched("comment edited", comment=42)


def test_our_comment_deleted_by_somebody_is_drawn_anew():
    assert comment("deleted", summary(" "), WE, ANN, **THROUGH_US) == touched("comment deleted", comment=42)


@pytest.mark.parametrize(
    ("user", "more"),
    [(ANN, {}), (ANN, THROUGH_US), (OTHER_BOT, {"performed_via_github_app": {"id": 1}}), (None, {})],
)
def test_boxes_in_a_comment_that_is_not_ours_are_none(user, more):
    found = comment("edited", summary("x"), user, ANN, summary(" "), **more)
    assert found == Ignored("the comment holds no command")


@pytest.mark.parametrize("at", [None, 7, "", "yesterday", "2026-11-21T12:00:00", "0001-01-01T00:00:00+23:00"])
def test_a_tick_without_its_time_is_malformed(at):
    with pytest.raises(MalformedEvent, match="updated_at` should be a time"):
        comment("edited", summary("x"), WE, ANN, summary(" "), **THROUGH_US, updated_at=at)


# --- checks --------------------------------------------------------------------------------------------------


def check(*pulls: object, app: object = None, **payload: object) -> dict[str, object]:
    return {"head_sha": SHA, "pull_requests": list(pulls), "app": {"id": OURS} if app is None else app, **payload}


def pull(number: int, repo: int = 99) -> dict[str, object]:
    return {"number": number, "base": {"repo": {"id": repo}}}


@pytest.mark.parametrize(
    ("name", "action", "why"),
    [
        ("check_run", "rerequested", "check run rerequested"),
        ("check_run", "requested_action", "check run requested_action"),
        ("check_suite", "rerequested", "check suite rerequested"),
    ],
)
def test_a_check_asked_for_again_touches_its_pull_request_or_its_commit(name, action, why):
    assert read(name, action=action, **{name: check(pull(7))}) == touched(why)
    assert read(name, action=action, **{name: check(pull(7), pull(8, repo=1))}) == touched(why)
    for pulls in ((), (pull(7), pull(8)), (pull(7, repo=1),)):
        found = read(name, action=action, **{name: check(*pulls)})
        assert found == CommitTouched("d", HERE, SHA, why)
        assert found.key == "repo:99"


@pytest.mark.parametrize("app", [{"id": 1}, False])
def test_another_apps_check_is_ignored(app):
    found = read("check_run", action="rerequested", check_run=check(pull(7), app=app) | ({} if app else {"app": None}))
    assert found == Ignored("the check is another App's")


def test_a_suite_that_runs_is_ignored():
    assert read("check_suite", action="requested") == Ignored("check_suite: `requested` changes no verdict")


# --- what others say of a commit -----------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["created", "completed"])
def test_our_own_check_is_no_news(action):
    """Else each of our answers would be a question."""
    assert read("check_run", action=action, check_run=check(pull(7))) == Ignored("we did this ourselves")


@pytest.mark.parametrize("action", ["created", "completed"])
def test_another_apps_check_says_something(action):
    run = check(pull(7), pull(8, repo=1), app={"id": 1}, name="build")
    found = read("check_run", action=action, check_run=run)
    assert found == StatusChanged("d", HERE, SHA, workflow=False, names=("build",), numbers=(7,))
    assert found.key == "repo:99"


def test_a_status_is_set():
    found = read("status", sha=SHA, context="ci/build", state="success")
    assert found == StatusChanged("d", HERE, SHA, workflow=False, names=("ci/build",))


@pytest.mark.parametrize("action", ["requested", "completed"])
def test_a_workflow_goes_by_its_name_and_its_file(action):
    run = check(name="CI", path=".github/workflows/ci.yml@main")
    found = read("workflow_run", action=action, workflow_run=run)
    assert found == StatusChanged("d", HERE, SHA, workflow=True, names=("CI", ".github/workflows/ci.yml"))


def test_a_workflow_on_its_way_is_ignored():
    found = read("workflow_run", action="in_progress", workflow_run=check())
    assert found == Ignored("workflow_run: `in_progress` changes no verdict")


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("status", {"sha": "x", "context": "ci"}),
        ("status", {"sha": SHA}),
        ("check_run", {"action": "completed", "check_run": {"head_sha": SHA, "pull_requests": [None], "app": {"id": 1}, "name": "a"}}),
        ("workflow_run", {"action": "completed", "workflow_run": {"head_sha": SHA, "name": "CI", "path": "x"}}),
    ],
)  # fmt: skip
def test_what_is_said_in_another_form_is_malformed(name, payload):
    with pytest.raises(MalformedEvent):
        read(name, **payload)


# --- pushes --------------------------------------------------------------------------------------------------


def commit(
    added: tuple[str, ...] = (), modified: tuple[str, ...] = (), removed: tuple[str, ...] = ()
) -> dict[str, object]:
    return {"added": list(added), "modified": list(modified), "removed": list(removed)}


def push(*commits: object, **payload: object) -> Event | Ignored:
    plain = {"ref": "refs/heads/release/1", "deleted": False, "created": False, "forced": False}
    return read("push", **{**plain, "commits": list(commits), **payload})


POLICY = (".github/dont-delegate.yml",)


@pytest.mark.parametrize(
    "commits",
    [
        [commit(added=POLICY)],
        [commit(modified=("a", *POLICY))],
        [commit(added=("a",)), commit(removed=POLICY)],
        [],
        [commit()] * 2_048,
        [commit(modified=tuple(f"f{n}" for n in range(3_000)))],
    ],
    ids=["added", "modified", "removed", "no commits", "cut commits", "cut files"],
)
def test_a_push_that_changes_the_policy_or_may_is_an_event(commits):
    found = push(*commits)
    assert found == PolicyPushed("d", HERE, "release/1")
    assert found.key == "repo:99"


@pytest.mark.parametrize("more", [{"forced": True}, {"created": True}])
def test_a_push_that_rewrites_or_begins_a_branch_may(more):
    assert isinstance(push(commit(modified=("a.py",)), **more), PolicyPushed)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({}, "the push leaves the policy as it was"),
        ({"ref": "refs/tags/v1"}, "the push is to no branch"),
        ({"deleted": True}, "the push deletes a branch"),
    ],
)
def test_other_pushes_are_ignored(more, reason):
    assert push(commit(modified=("a.py", "docs/.github/dont-delegate.yml")), **more) == Ignored(reason)


FLOORS = {"id": 99, "full_name": "acme/.github", "default_branch": "main"}
FLOOR = ("dont-delegate.yml",)


@pytest.mark.parametrize(
    ("commits", "more"),
    [
        ([commit(removed=FLOOR)], {}),
        ([commit(modified=(*POLICY, *FLOOR))], {}),
        ([], {}),
        ([commit()], {"forced": True}),
    ],
)
def test_a_push_that_changes_the_floor_or_may_is_an_event_of_the_installation(commits, more):
    found = push(*commits, repository=FLOORS, ref="refs/heads/main", **more)
    assert found == FloorPushed("d", 5)
    assert found.key == "installation:5"


def test_elsewhere_that_file_is_none():
    assert isinstance(push(commit(modified=FLOOR)), Ignored)
    assert isinstance(push(commit(modified=FLOOR), repository=FLOORS), Ignored)
    assert push(commit(modified=POLICY), repository=FLOORS, ref="refs/heads/main") == PolicyPushed(
        "d", Where(5, 99, "acme/.github"), "main"
    )


# --- installations and people --------------------------------------------------------------------------------

REPOS = [{"id": 1, "full_name": "acme/a"}, {"id": 2, "full_name": "acme/b.c"}]
BOTH = (Where(5, 1, "acme/a"), Where(5, 2, "acme/b.c"))


@pytest.mark.parametrize(
    ("name", "payload", "event"),
    [
        ("installation", {"action": "created", "repositories": REPOS}, RepositoriesAdded("d", 5, BOTH)),
        (
            "installation",
            {"action": "new_permissions_accepted", "repositories": REPOS},
            RepositoriesAdded("d", 5, BOTH),
        ),
        ("installation", {"action": "unsuspend"}, RepositoriesAdded("d", 5, ())),
        ("installation", {"action": "deleted", "repositories": REPOS}, InstallationGone("d", 5)),
        ("installation", {"action": "suspend"}, InstallationGone("d", 5)),
        (
            "installation_repositories",
            {"action": "added", "repositories_added": REPOS},
            RepositoriesAdded("d", 5, BOTH),
        ),
        ("member", {"action": "edited"}, PeopleChanged("d", 5, "member edited")),
        ("membership", {"action": "removed"}, PeopleChanged("d", 5, "membership removed")),
        ("team", {"action": "deleted"}, PeopleChanged("d", 5, "team deleted")),
        ("organization", {"action": "member_removed"}, PeopleChanged("d", 5, "organization member_removed")),
    ],
)
def test_an_installation_and_its_people(name, payload, event):
    found = parse(name, {"installation": {"id": 5}, **payload}, "d", OURS)
    assert found == event
    assert not isinstance(found, Ignored)
    assert found.key == "installation:5"


@pytest.mark.parametrize(
    ("name", "action"),
    [("installation", "archived"), ("installation_repositories", "removed"), ("organization", "renamed")],
)
def test_what_takes_nothing_away_from_a_verdict_is_ignored(name, action):
    assert isinstance(read(name, action=action), Ignored)


# --- nothing to do ----------------------------------------------------------------------------------------------


def test_a_ping_and_unknown_events_are_ignored():
    assert parse("ping", {"zen": "."}, "d", OURS) == Ignored("pong")
    assert read("gollum") == Ignored("this kind of event changes no verdict")


def test_a_repositorys_own_webhook_is_told_apart():
    found = parse("pull_request", {**BASE, "installation": None, "action": "opened"}, "d", OURS)
    assert isinstance(found, Ignored)
    assert "it names no installation" in found.reason
