"""The merge queue: what nobody saw until it was put together."""

import pytest

from tests.evasion.attack import attack
from tests.front.stage import HOOKS
from tests.front.test_queue import CHECK, CI, enqueue, pass_ci, said, shallow, signed

LOOKS_AWAY = "its check on a merge group is green without a look at what is in it"
HELD = ("failure", "#1 holds this group back")


@pytest.fixture
def queue(stage):
    return stage.world.require_queue(stage.repo, "main", required=(CHECK, CI))


@attack(
    "has somebody who may pass over required checks put an unsigned pull request into the queue",
    "each pull request of a group is judged again, and the group fails with it named",
    LOOKS_AWAY,
)
async def test_an_unsigned_pull_request_in_the_queue(stage, queue):
    pull = await stage.deep()
    queue.required = (CI,)
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == HELD
    queue.required = (CHECK, CI)
    await pass_ci(stage, group)
    assert pull.merged_at is None


@attack(
    "lets a harmless pull request carry an unsigned one before it, where the last check of a group counts for all",
    "where each has no check of its own, the group is judged from the branch on: everything that it would merge",
    LOOKS_AWAY,
)
async def test_an_unsigned_pull_request_carried_by_another(stage, queue):
    queue.strategy, queue.required = "HEADGREEN", (CI,)
    await enqueue(stage, await stage.deep())
    assert said(stage, await enqueue(stage, await shallow(stage, "second")))[:2] == HELD


@attack(
    "queues a pull request that empties the policy, and the unsigned change right behind it",
    "the policy on the branch judges the whole group, never one that a pull request of the group brings",
    LOOKS_AWAY,
)
async def test_a_weaker_policy_ahead_in_the_queue(stage, queue):
    lax = stage.open({".github/dont-delegate.yml": "version: 1\n"}, "margaret", "lax")
    await stage.quiet()
    pull = await stage.deep()
    queue.required = (CI,)
    await enqueue(stage, lax)
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == ("failure", "#2 holds this group back")


@attack(
    "splits a change in two that are harmless to read apart and meet in the queue",
    "the lines that meet are no longer those that were signed, and the group fails and says which",
    LOOKS_AWAY,
)
async def test_two_changes_that_meet_in_the_queue(stage, queue):
    one = stage.open({"app/hooks.py": HOOKS.replace("return 200", "return 204")}, "ivan", "one")
    await stage.quiet()
    queue.required = (CI,)
    await enqueue(stage, one)
    group = await enqueue(stage, await signed(stage))
    conclusion, title, summary = said(stage, group)
    assert (conclusion, title) == ("failure", "#2 holds this group back")
    assert "reads differently on top of #1 from what was signed: `app/hooks.py` line 5." in str(summary)


@attack(
    "queues a signed pull request and hopes that it is merged before the senior's second thoughts are heard",
    "a sign-off that is taken back turns the check on the group red, though GitHub does not ask again",
    LOOKS_AWAY,
)
async def test_a_sign_off_taken_back_while_the_group_waits(stage, queue):
    pull = await signed(stage)
    group = await enqueue(stage, pull)
    assert said(stage, group)[0] == "success"
    await stage.say(pull, "grace", "/revoke money")
    assert said(stage, group)[:2] == HELD
    assert queue.entries == []


@attack(
    "opens a pull request of the group's own head commit into another branch, to share in its green check",
    "a group whose head is an open pull request's head too is not green while that one is open",
)
@pytest.mark.usefixtures("queue")
async def test_the_groups_head_in_a_pull_request_of_its_own(stage):
    pull = await signed(stage)
    stage.world.set_status(stage.repo, pull.head_sha, CI, "success", "margaret")
    entry = stage.world.enqueue(pull, "ada")
    head = entry.head
    stage.world.move(stage.repo, "copy", head, "mallory")
    stage.world.open_pull_request(stage.repo, "copy", "mallory", title="Copy")
    await stage.quiet()
    runs = [run for run in stage.world.runs(stage.repo, head) if run.name == CHECK]
    assert "success" not in {run.conclusion for run in runs}
    assert pull.merged_at is None


@attack(
    "brings the head of a signed pull request's group along in a branch of their own",
    "what a branch brings along is part of its own change, and unsigned there",
    LOOKS_AWAY,
)
async def test_anothers_group_merged_into_a_branch(stage, queue):
    first = await enqueue(stage, await signed(stage))
    stage.world.move(stage.repo, "ride", first.head, "ivan")
    stage.world.push(stage.repo, "ride", {"README.md": "# Mine\n"}, "ivan")
    ride = stage.world.open_pull_request(stage.repo, "ride", "ivan", title="Ride")
    await stage.quiet()
    assert stage.verdict(ride)[0] == "action_required"
    stage.world.dequeue(stage.repo.pulls[1], "ada")
    queue.required = (CI,)
    assert said(stage, await enqueue(stage, ride))[:2] == ("failure", "#2 holds this group back")
