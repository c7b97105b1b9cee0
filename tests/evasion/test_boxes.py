"""The checklist: boxes, points left out and answers that are made to say what nobody said."""

import re

from tests.evasion.attack import attack
from tests.front.stage import POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
NO_BOXES = "has no checklist, so there is nothing to forge"
REQUIRED = POLICY.replace(
    "{sign_off: {from: payments}}",
    "{sign_off: {from: payments}, teach_back: {required: true, ask: [{id: twice, ask: And twice?}]}}",
)


@attack(
    "rewrites the questions of the checklist while the bot is away, so that a senior agrees to something else",
    "a tick counts only for the question that was shown by the bot; the box is set back and says so",
    NO_BOXES,
)
async def test_questions_are_rewritten(stage):
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    with stage.sandbox.deliveries.off():
        body = re.sub(r"(\[ \] \d\.) .*?\?", r"\1 Do you like tea?", comment.body)
        stage.world.edit_comment(comment, "ada", body)
    await stage.tick(pull, "grace", 0, 0, 1)
    assert "tea" not in stage.summary(pull)
    stage.world.review(pull, "grace", "APPROVE", "")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


@attack(
    "ticks every box for a moment, so that the next click of a senior whose page is older carries them along",
    "an edit that switches several boxes answers none that somebody had switched before",
    NO_BOXES,
)
async def test_ticks_are_carried_along(stage):
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    for box in range(4):
        stage.world.tick(comment, box, "ada")
    seen = comment.body  # what the senior's page shows
    await stage.quiet()
    assert stage.boxes(pull) == "     "
    stage.world.edit_comment(comment, "grace", seen.replace("- [ ] 5.", "- [x] 5."))
    await stage.quiet()
    assert (stage.boxes(pull), stage.verdict(pull)) == ("    x", OPEN)


@attack(
    "puts a copy of a box with other words above the real one",
    "a box that the bot did not draw is none; only the question that was shown can be answered",
    NO_BOXES,
)
async def test_a_box_is_copied(stage):
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    with stage.sandbox.deliveries.off():
        (line,) = [line for line in comment.body.split("\n") if line.startswith("- [ ] 1.")]
        fake = re.sub(r"1\. .*?\?", "Do you like tea?", line)
        stage.world.edit_comment(comment, "ada", comment.body.replace(line, f"{fake}\n{line}"))
    await stage.tick(pull, "grace", 0)
    assert (stage.boxes(pull), stage.verdict(pull)) == ("     ", OPEN)


@attack(
    "says of every point of their own change that it does not apply",
    "only a senior who had no hand in the change leaves a point out, with a reason that stands at the box",
    NO_BOXES,
)
async def test_the_author_leaves_points_out(stage):
    pull = await stage.deep(by="ivan")
    await stage.say(pull, "ivan", "\n".join(f"/not-applicable money {n} No." for n in range(1, 6)))
    assert (stage.boxes(pull), stage.verdict(pull)) == ("     ", OPEN)


@attack(
    "hides ticked boxes, marks and commands in an answer that the summary quotes",
    "an answer is shown as text, line by line, and the bot reads nothing in it",
    "asks authors nothing",
)
async def test_an_answer_holds_boxes_and_commands(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    marks = [line.replace("[ ]", "[x]") for line in stage.summary_comment(pull).body.split("\n") if "box money" in line]
    await stage.say(pull, "ada", "/answer twice Once.\n" + "\n".join(marks[:2]) + "\n```\n/sign-off money\n```")
    assert (stage.boxes(pull), stage.verdict(pull)) == ("     ", OPEN)
    assert stage.summary(pull).count("<!-- dont-delegate:box") == 5


@attack(
    "has a senior sign first, and answers the required questions afterwards with nothing in them",
    "a sign-off counts only if it was given with all answers in sight; one that came before them waits",
    "asks authors nothing",
)
async def test_answers_come_after_the_sign_off(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    await stage.say(pull, "ada", "/answer twice x")
    assert stage.verdict(pull) == OPEN


@attack(
    "has a sign-off that was taken back come to life by a tick that is delivered late",
    "a switch is a fact with its time; what was taken back after it stays so, in whatever order it arrives",
    NO_BOXES,
)
async def test_a_late_tick_after_a_revocation(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2, 3)
    stage.sandbox.deliveries.hold()
    stage.world.tick(stage.summary_comment(pull), 4, "grace")
    stage.world.comment(pull, "grace", "/revoke")
    stage.sandbox.deliveries.release([1, 0])
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
