"""Running twice changes nothing: deliveries doubled, late and in any order; many at once."""

import random

import pytest

from tests.front.stage import DEEP, DEEPER, HOOKS, Stage, database, working

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")


async def conversation(stage):
    """Hold a whole conversation; its pull request is signed in the end."""
    pull = await stage.deep(draft=True)
    stage.world.mark_ready(pull, "ada")
    await stage.tick(pull, "mallory", 0)
    await stage.tick(pull, "grace", 0, 1)
    await stage.say(pull, "ada", "/explain app/hooks.py:5")
    stage.world.reply(pull.threads[0], "ivan", "Why?\n\n/explain money")
    await stage.push(pull, {"app/hooks.py": DEEPER, "app/late.py": "x = stripe.Webhook.construct_event(b)\n"})
    review = stage.world.review(pull, "ivan", "REQUEST_CHANGES", "Not like this.")
    await stage.push(pull, {"app/late.py": None})
    stage.world.dismiss_review(review, "ivan", "Done.")
    stage.world.label(pull, "ready", "ada")
    await stage.say(pull, "grace", "/sign-off money")
    await stage.push(pull, {"README.md": "# Ours\n"})
    assert stage.verdict(pull) == SIGNED
    return pull


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_delivery_of_a_conversation_again_in_any_order(stage, seed):
    pull = await conversation(stage)
    before = stage.picture(pull)
    again = [one.id for one in stage.sandbox.deliveries.log]
    random.Random(seed).shuffle(again)
    # GitHub redelivers under the same id, which the inbox knows; a repository that lost its inbox would not.
    for number in again:
        stage.sandbox.deliveries.redeliver(number)
    await stage.quiet()
    assert stage.picture(pull) == before


async def test_every_event_again_under_new_delivery_ids(stage):
    pull = await conversation(stage)
    before = stage.picture(pull)
    told = [(one.event, one.payload) for one in stage.sandbox.deliveries.log]
    random.Random(3).shuffle(told)
    for event, payload in told:
        if "issue_comment" not in event or payload["action"] != "edited":  # an edit is told of once: it is a tick
            stage.sandbox.deliveries(event, payload)
    await stage.quiet()
    assert stage.picture(pull) == before


async def test_a_bot_that_lost_its_memory_doubles_nothing(stage, tmp_path):
    pull = await stage.deep()
    await stage.tick(pull, "mallory", 0)
    await stage.say(pull, "ada", "/explain")
    stage.world.reply(pull.threads[0], "ivan", "/explain money")
    await stage.quiet()
    before = stage.picture(pull)
    (tmp_path / "new").mkdir()
    async with working(stage.sandbox, database(tmp_path / "new")) as parts:
        again = Stage(stage.sandbox, parts, stage.clock)
        stage.world.announce()
        await again.quiet()
        after = again.picture(pull)
        assert (after[0][1:], after[1:4]) == (before[0][1:], before[1:4])
        assert "set back" not in again.summary(pull)  # why a box was set back is all that is forgotten


async def test_evaluating_once_more_makes_no_write(stage):
    pull = await conversation(stage)
    calls = len(stage.sandbox.calls)
    stage.world.edit(pull, "ada", title="Another title")
    await stage.quiet()
    fresh = list(stage.sandbox.calls)[calls:]
    assert [call.path for call in fresh if call.method != "GET"] == ["/graphql"]


async def test_a_failed_write_is_made_up_for_and_nothing_is_doubled(stage):
    stage.sandbox.faults.dropped_every, stage.sandbox.faults.seed = 9, 4
    pull = stage.open({"app/hooks.py": DEEP})
    await stage.quiet()
    stage.sandbox.faults.dropped_every = 0
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    assert len([c for c in stage.said(pull) if "dont-delegate:summary" in c.body]) == 1
    assert len(stage.line_comments(pull)) == 1


async def test_two_events_at_once_are_one_evaluation_at_the_newest_head(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": HOOKS, "README.md": "# Ours\n"}, "ada")
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    stage.world.edit(pull, "ada", title="Another title")
    stage.sandbox.deliveries.release([2, 1, 0, *range(3, len(stage.sandbox.deliveries.held))])
    await stage.quiet()
    assert (stage.verdict(pull), len(stage.checks(pull))) == (OPEN, 1)
    assert stage.summary(pull).count("#### Money") == 1


async def test_twenty_pull_requests_at_once(stage):
    stage.sandbox.deliveries.hold()
    pulls = [stage.open({"app/hooks.py": DEEP, f"docs/{n}.md": "x\n"}, branch=f"work-{n}") for n in range(20)]
    commands = [stage.world.comment(pull, "mallory", "/explain") for pull in pulls]
    stage.sandbox.deliveries.release()
    await stage.quiet()
    for pull, command in zip(pulls, commands, strict=True):
        assert (stage.verdict(pull), len(stage.checks(pull))) == (OPEN, 1)
        assert len(stage.replies(pull, command)) == 1
        assert stage.boxes(pull) == "     "
        assert len(stage.line_comments(pull)) == 1
