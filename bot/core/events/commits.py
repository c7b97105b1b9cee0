"""Events on commits: checks that are asked for again, what others say of a commit, and pushes that may change the policy."""

import re

from bot.core.events.delivery import Delivery
from bot.core.events.groups import of_queue, queue_of
from bot.core.events.payload import Payload
from bot.core.events.values import (
    CommitTouched,
    Event,
    FloorPushed,
    Ignored,
    MergeGroupAsked,
    PolicyPushed,
    StatusChanged,
)
from bot.core.model.policy import FLOOR_PATH, FLOOR_REPOSITORY, POLICY_PATH

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BRANCH = "refs/heads/"
# A push names at most so many commits, and a commit so many files; with that many there may be more.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
_MOST_COMMITS = 2_048
_MOST_FILES = 3_000


def check_run(given: Delivery) -> Event | Ignored:
    """Read `check_run`: somebody wants our check again or pressed a button in it, or another's has begun or ended."""
    run = given.payload.part("check_run")
    if given.action in ("created", "completed"):
        if _is_ours(given, run):
            return Ignored("we did this ourselves")
        return _changed(given, run, (run.text("name"),), _numbers(given, run))
    if given.action not in ("rerequested", "requested_action"):
        return given.unneeded()
    return _check(given, run, run.maybe("check_suite"), "check run")


def workflow_run(given: Delivery) -> Event | Ignored:
    """Read `workflow_run`: a workflow was asked for, or has ended; beginning to run changes nothing between the two."""
    if given.action not in ("requested", "completed"):
        return given.unneeded()
    run = given.payload.part("workflow_run")
    names = (run.text_or_none("name"), run.text_or_none("path").partition("@")[0])
    return _changed(given, run, tuple(filter(None, names)), _numbers(given, run), workflow=True)


def status(given: Delivery) -> Event | Ignored:
    """Read `status`: a commit status was set."""
    return StatusChanged(
        given.id, given.where, given.payload.text("sha", _SHA), workflow=False, names=(given.payload.text("context"),)
    )


def _changed(
    given: Delivery, about: Payload, names: tuple[str, ...], numbers: tuple[int, ...], *, workflow: bool = False
) -> StatusChanged:
    return StatusChanged(given.id, given.where, about.text("head_sha", _SHA), workflow, names, numbers)


def check_suite(given: Delivery) -> Event | Ignored:
    """Read `check_suite`: somebody wants all our checks on a commit again."""
    if given.action != "rerequested":
        return given.unneeded()
    suite = given.payload.part("check_suite")
    return _check(given, suite, suite, "check suite")


def _check(given: Delivery, check: Payload, suite: Payload | None, subject: str) -> Event | Ignored:
    """Name the merge group or the one pull request that the check is on, or its commit where there is not just one."""
    if not _is_ours(given, check):
        return Ignored("the check is another App's")
    where, why = given.where, f"{subject} {given.action}"
    ref = suite.text_or_none("head_branch") if suite else ""
    queue = queue_of(ref)
    if queue is not None:
        return MergeGroupAsked(given.id, where, check.text("head_sha", _SHA), queue, ref, why)
    numbers = _numbers(given, check)
    if len(numbers) == 1:
        return given.touched(numbers[0], why)
    return CommitTouched(given.id, where, check.text("head_sha", _SHA), why)


def _is_ours(given: Delivery, check: Payload) -> bool:
    app = check.maybe("app")
    return app is not None and app.number("id") == given.app_id


def _numbers(given: Delivery, about: Payload) -> tuple[int, ...]:
    """Name the pull requests of this repository that a check or a workflow is on."""
    return tuple(
        pull.number("number")
        for pull in about.parts("pull_requests")
        if pull.part("base").part("repo").number("id") == given.where.repo_id
    )


def push(given: Delivery) -> Event | Ignored:
    """Read `push`: only policies matter here; what a push does to pull requests comes as an event of theirs."""
    ref = given.payload.text("ref")
    if not ref.startswith(_BRANCH):
        return Ignored("the push is to no branch")
    if given.payload.flag("deleted"):
        return Ignored("the push deletes a branch")
    if of_queue(ref):
        return Ignored("the push is to a branch of the merge queue, which tells of its groups by itself")
    branch, rewritten = ref.removeprefix(_BRANCH), given.payload.flag("forced") or given.payload.flag("created")
    if _holds_floor(given, branch) and (rewritten or _may_change(FLOOR_PATH, given.payload)):
        return FloorPushed(given.id, given.where.installation)
    if not (rewritten or _may_change(POLICY_PATH, given.payload)):
        return Ignored("the push leaves the policy as it was")
    return PolicyPushed(given.id, given.where, branch)


def _holds_floor(given: Delivery, branch: str) -> bool:
    if given.where.repo.partition("/")[2].lower() != FLOOR_REPOSITORY:
        return False
    return branch == given.payload.part("repository").text("default_branch")


def _may_change(path: str, push: Payload) -> bool:
    """Whether a named commit changes a file, or commits or files may have been left out."""
    commits = list(push.parts("commits"))
    if not 0 < len(commits) < _MOST_COMMITS:
        return True
    for commit in commits:
        paths = [path for field in ("added", "modified", "removed") for path in commit.texts(field)]
        if path in paths or len(paths) >= _MOST_FILES:
            return True
    return False
