"""The boxes of the checklist: whose ticks count, and whose are taken back with the reason."""

import re

import pytest

from tests.front.stage import DEEPER

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")


async def test_ticking_every_box_signs(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2, 3)
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, "xxxx ")
    await stage.tick(pull, "grace", 4)
    assert (stage.verdict(pull), stage.boxes(pull)) == (SIGNED, "xxxxx")


async def test_the_author_ticks_in_vain(stage):
    pull = await stage.deep(by="ivan")
    await stage.tick(pull, "ivan", 0)
    assert stage.boxes(pull) == "     "
    assert (
        "> A box was set back: **ivan** had a hand in this change, and nobody signs their own work. "
        "Who can: a member of **acme/payments**."
    ) in stage.summary(pull).splitlines()


async def test_a_stranger_ticks_in_vain(stage):
    pull = await stage.deep()
    await stage.tick(pull, "heidi", 2)
    assert stage.boxes(pull) == "     "
    assert (
        "> A box was set back: **heidi** is not among the seniors of `money`. Who can: a member of **acme/payments**."
    ) in stage.summary(pull).splitlines()


async def test_the_reason_goes_when_a_senior_ticks(stage):
    pull = await stage.deep()
    await stage.tick(pull, "heidi", 0)
    await stage.tick(pull, "grace", 0)
    assert (stage.boxes(pull), "A box was set back" in stage.summary(pull)) == ("x    ", False)


async def test_a_senior_clears_their_own_tick(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1)
    await stage.tick(pull, "grace", 0, checked=False)
    assert stage.boxes(pull) == " x   "


async def test_a_box_cleared_by_another_is_ticked_again(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0)
    await stage.tick(pull, "ivan", 0, checked=False)
    assert stage.boxes(pull) == "x    "
    assert (
        "> A box was set back: **grace** answered that point, and only they take it back, with `/revoke`."
    ) in stage.summary(pull).splitlines()


async def test_a_box_answered_by_command_is_not_cleared_by_another(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    await stage.tick(pull, "ada", 0, checked=False)
    assert (stage.verdict(pull), stage.boxes(pull)) == (SIGNED, "xxxxx")


async def test_seniors_do_not_share_a_signature(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2)
    await stage.tick(pull, "ivan", 3, 4)
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, "xxxxx")
    assert (
        "Every box is ticked already, so look at each point, then comment `/sign-off money` to answer them in your own name."
    ) in stage.summary(pull)


async def test_a_tick_counts_for_the_change_it_was_made_on(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2, 3, 4)
    await stage.push(pull, {"app/hooks.py": DEEPER})
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, "     ")
    assert re.search(r"\*\*grace\*\* signed this on .+\. Since then: `app/hooks.py` line 5", stage.summary(pull))


async def test_ticks_in_part_are_not_called_a_signature(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0)
    await stage.push(pull, {"app/hooks.py": DEEPER})
    assert "**grace** answered part of this on " in stage.summary(pull)
    assert "**grace** signed" not in stage.summary(pull)


async def test_a_tick_that_races_a_push_counts_for_nothing_new(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2, 3)
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    stage.world.tick(stage.summary_comment(pull), 4, "grace")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, "     ")


async def test_a_handful_of_ticks_at_once(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    for box in range(5):
        stage.world.tick(stage.summary_comment(pull), box, "grace")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (SIGNED, "xxxxx")


async def test_a_tick_and_its_end_at_once(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.tick(stage.summary_comment(pull), 0, "grace")
    stage.world.tick(stage.summary_comment(pull), 0, "grace", checked=False)
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.boxes(pull) == "     "
    assert "set back" not in stage.summary(pull)


async def test_ticks_of_two_people_at_once_each_count_for_whoever_made_them(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.tick(stage.summary_comment(pull), 0, "grace")
    stage.world.tick(stage.summary_comment(pull), 1, "mallory")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.boxes(pull) == "x    "
    assert "> A box was set back: **mallory** is not among the seniors of `money`." in stage.summary(pull)


async def test_a_summary_with_other_words_is_drawn_anew(stage):
    pull = await stage.deep()
    before = stage.summary(pull)
    comment = stage.summary_comment(pull)
    stage.world.edit_comment(comment, "ada", comment.body.replace("| open |", "| signed by **grace** |"))
    await stage.quiet()
    assert (stage.summary(pull), stage.verdict(pull)) == (before, OPEN)


async def test_a_box_of_ones_own_making_signs_nothing(stage):
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    lines = [line.replace("- [ ]", "- [x]") for line in comment.body.split("\n") if "box money" in line]
    stage.world.edit_comment(comment, "ada", comment.body + "\n" + "\n".join(lines))
    await stage.quiet()
    assert (stage.boxes(pull), stage.verdict(pull)) == ("     ", OPEN)


async def test_a_deleted_summary_is_posted_anew(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1)
    before = stage.summary(pull)
    stage.world.delete_comment(stage.summary_comment(pull), "ada")
    await stage.quiet()
    assert stage.summary(pull) == before
    await stage.tick(pull, "grace", 2, 3, 4)
    assert stage.verdict(pull) == SIGNED


# --- at once, on older pages, while nobody looks ---


async def test_two_seniors_on_older_pages_each_answer_their_own_box(stage):
    """Each edit writes the whole text, so the second clears the first one's box; each still counts for who made it."""
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    page = comment.body
    stage.sandbox.deliveries.hold()
    stage.world.tick(comment, 0, "grace")
    older = page.split("- [ ] 2.", 1)
    stage.world.edit_comment(comment, "ivan", "- [x] 2.".join(older))
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.boxes(pull) == "xx   "
    assert "set back" not in stage.summary(pull)
    lines = [re.sub(r"<!--.*?-->", "", line) for line in stage.summary(pull).split("\n") if line.startswith("- [x]")]
    assert [line.rpartition("· ")[2] for line in lines] == ["*grace*", "*ivan*"]


async def test_a_box_that_an_older_page_brings_back_is_nobodys_answer(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0)
    comment = stage.summary_comment(pull)
    older = comment.body
    await stage.tick(pull, "grace", 0, checked=False)
    stage.world.edit_comment(comment, "ivan", older.replace("- [ ] 2.", "- [x] 2."))
    await stage.quiet()
    assert stage.boxes(pull) == " x   "
    assert (
        "> A box was set back: several boxes changed with one edit, and this one had been ticked before, so it may have come along "
        "from an older page; if you meant it, please tick it by itself."
    ) in stage.summary(pull).splitlines()


async def test_a_question_rewritten_while_the_bot_was_away_is_not_answered(stage):
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    with stage.sandbox.deliveries.off():
        stage.world.edit_comment(
            comment, "ada", comment.body.replace("1. Is the signature verified", "1. Is ada nice, and")
        )
    await stage.tick(pull, "grace", 0)
    assert stage.boxes(pull) == "     "
    assert "Is ada nice" not in stage.summary(pull)
    assert (
        "> A box was set back: its question had been rewritten by somebody, and was not the one asked here; the list below is as it "
        "should be, so please read the question again and tick it if the answer is yes."
    ) in stage.summary(pull).splitlines()
    await stage.tick(pull, "grace", 0)
    assert stage.boxes(pull) == "x    "


async def test_a_question_rewritten_in_the_very_edit_that_ticks_is_not_answered(stage):
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    body = comment.body.replace("- [ ] 1. Is the signature", "- [x] 1. Is it fine that no signature")
    stage.world.edit_comment(comment, "grace", body)
    await stage.quiet()
    assert stage.boxes(pull) == "     "


async def test_other_words_changed_beside_a_tick_are_drawn_anew_and_the_tick_counts(stage):
    pull = await stage.deep()
    comment = stage.summary_comment(pull)
    body = comment.body.replace("| open |", "| signed |").replace("- [ ] 1.", "- [x] 1.")
    stage.world.edit_comment(comment, "grace", body)
    await stage.quiet()
    assert (stage.boxes(pull), "| signed |" in stage.summary(pull)) == ("x    ", False)


@pytest.mark.parametrize("order", [[0, 1], [1, 0], [1, 0, 1, 0], [0, 0, 1]])
async def test_a_tick_and_its_end_in_any_order(stage, order):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.tick(stage.summary_comment(pull), 0, "grace")
    stage.world.tick(stage.summary_comment(pull), 0, "grace", checked=False)
    stage.sandbox.deliveries.release(order)
    await stage.quiet()
    assert (stage.boxes(pull), "set back" in stage.summary(pull)) == ("     ", False)


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
async def test_a_revocation_that_overtakes_a_tick_takes_it_back(stage, order):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2, 3)
    stage.sandbox.deliveries.hold()
    stage.world.tick(stage.summary_comment(pull), 4, "grace")
    stage.world.comment(pull, "grace", "/revoke money")
    stage.sandbox.deliveries.release(order)
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, "     ")


async def test_a_refused_tick_is_told_of_until_there_is_something_new(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    stage.world.tick(stage.summary_comment(pull), 0, "mallory")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert "A box was set back: **mallory** is not among the seniors" in stage.summary(pull)
    before = stage.summary(pull)
    stage.world.label(pull, "ready", "ada")
    await stage.quiet()
    assert stage.summary(pull) == before


async def test_ticks_in_a_summary_that_was_deleted_since_count_however_late_they_are_told(stage):
    pull = await stage.deep()
    deliveries, old = stage.sandbox.deliveries, stage.summary_comment(pull)
    deliveries.hold()
    for box in range(len(stage.boxes(pull))):
        stage.world.tick(old, box, "grace")
    stage.world.delete_comment(old, "ivan")
    ticks, deleted = deliveries.held[:-1], deliveries.held[-1:]
    for told in (deleted, ticks):
        deliveries.held = told
        deliveries.release()
        await stage.quiet()
    assert stage.summary_comment(pull) is not old
    assert stage.verdict(pull) == ("success", "Signed: Money")
