"""The database is lost: what is known again from GitHub, what is asked for again, and what an attacker makes of it."""

from contextlib import asynccontextmanager

import pytest

from bot.core.model.ledger import EntryKind
from tests.front.stage import DEEP, DEEPER, Stage, database, working

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
BOXES = 5
LOST = "**grace**'s sign-off is not counted: the record of it was lost; please look again, then sign again."
LATER = 4_102_444_800  # seconds since 1970, in 2100


@pytest.fixture
def anew(stage, tmp_path):
    """Has another bot work with an empty database in place of the first, and look at every pull request."""

    @asynccontextmanager
    async def anew():
        (tmp_path / "new").mkdir()
        async with working(stage.sandbox, database(tmp_path / "new"), stage.clock) as parts:
            again = Stage(stage.sandbox, parts, stage.clock)
            stage.sandbox.deliveries.release()
            stage.world.announce()
            await again.quiet()
            yield again

    return anew


def shape(stage, pull):
    """All that stands, the text of the check's details apart: they may tell less."""
    comments, checks, *rest = stage.picture(pull)
    return comments, [(number, conclusion) for number, conclusion, *_ in checks], *rest


async def test_a_sign_off_by_command_holds(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    before = shape(stage, pull)
    async with anew() as again:
        assert again.verdict(pull) == SIGNED
        assert shape(again, pull) == before
        entries = await again.parts.store.ledger.entries(stage.repo.id, pull.number)
        (one,) = [entry for entry in entries if entry.kind is EntryKind.SIGNED]
        assert (one.login, one.facts["rebuilt"], one.facts["via"]) == ("grace", True, "command")
        assert [entry.kind for entry in entries][-2:] == [EntryKind.PUBLISHED, EntryKind.VERDICT]


async def test_it_still_ends_with_the_change_it_was_given_for(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    async with anew() as again:
        await again.push(pull, {"app/hooks.py": DEEPER})
        assert again.verdict(pull) == OPEN
        await again.push(pull, {"app/hooks.py": DEEP})
        assert again.verdict(pull) == SIGNED


async def test_a_checklist_answered_box_by_box_holds(stage, anew):
    pull = await stage.deep()
    await stage.tick(pull, "grace", *range(BOXES))
    assert stage.verdict(pull) == SIGNED
    async with anew() as again:
        assert (again.verdict(pull), again.boxes(pull)) == (SIGNED, "x" * BOXES)
        await again.say(pull, "grace", "/revoke")
        assert again.verdict(pull) == OPEN


async def test_an_approval_holds(relaxed, anew):
    pull = await relaxed.deep()
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == SIGNED
    async with anew() as again:
        assert again.verdict(pull) == SIGNED


async def test_an_approval_dismissed_meanwhile_does_not(relaxed, anew):
    pull = await relaxed.deep()
    review = relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    relaxed.sandbox.deliveries.hold()
    relaxed.world.dismiss_review(review, "margaret", "Not by her.")
    async with anew() as again:
        assert again.verdict(pull) == OPEN


async def test_who_took_it_back_meanwhile_has_not_signed(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.hold()
    stage.world.comment(pull, "grace", "/revoke")
    async with anew() as again:
        assert again.verdict(pull) == OPEN


async def test_a_veto_meanwhile_holds(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.hold()
    stage.world.review(pull, "ivan", "REQUEST_CHANGES", "Wait.")
    async with anew() as again:
        assert again.verdict(pull) == ("failure", "Changes asked for by ivan")


async def test_a_push_meanwhile_voids_it(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    async with anew() as again:
        assert again.verdict(pull) == OPEN


async def test_who_left_the_team_meanwhile_is_no_senior(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.hold()
    stage.world.leave_team(stage.world.team("acme", "payments"), "grace", "margaret")
    async with anew() as again:
        assert again.verdict(pull) == OPEN


async def test_boxes_ticked_in_part_are_asked_for_again(stage, anew):
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1)
    async with anew() as again:
        assert (again.verdict(pull), again.boxes(pull)) == (OPEN, " " * BOXES)
        says = "> A box was set back: who ticked it is no longer on record; please look again, and tick it again."
        assert says in again.summary(pull).splitlines()
        await again.tick(pull, "grace", *range(BOXES))
        assert again.verdict(pull) == SIGNED
        assert says not in again.summary(pull)


# --- and somebody makes use of it ---


async def test_a_summary_that_somebody_edited_is_not_believed_and_its_signers_are_asked_again(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.hold()
    summary = stage.summary_comment(pull)
    stage.world.edit_comment(summary, "heidi", summary.body + " ")
    async with anew() as again:
        assert (again.verdict(pull), again.boxes(pull)) == (OPEN, " " * BOXES)
        assert LOST in again.summary(pull)
        await again.say(pull, "grace", "/sign-off money")
        assert again.verdict(pull) == SIGNED
        assert LOST not in again.summary(pull)


async def test_a_sign_off_written_into_our_summary_is_none(stage, anew):
    pull = await stage.deep()
    print_ = await fingerprint(stage, pull)
    stage.sandbox.deliveries.hold()
    summary = stage.summary_comment(pull)
    mark = f"<!-- dont-delegate:signed money grace command {LATER} {print_} -->"
    stage.world.edit_comment(summary, "ada", f"{summary.body}\n\n{mark}")
    async with anew() as again:
        assert again.verdict(pull) == OPEN


async def test_one_that_was_true_once_and_put_back_is_none(stage, anew):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    signed = stage.summary_comment(pull).body
    command = next(one for one in pull.comments if one.body == "/sign-off money")
    revoked = stage.world.comment(pull, "grace", "/revoke")
    await stage.quiet()
    stage.sandbox.deliveries.hold()
    stage.world.edit_comment(stage.summary_comment(pull), "heidi", signed)
    stage.world.delete_comment(revoked, "heidi")
    async with anew() as again:
        assert again.verdict(pull) == OPEN
        assert len(again.replies(pull, command)) == 1


async def test_one_that_stands_in_another_comment_of_ours_is_none(stage, anew):
    pull = await stage.deep()
    print_ = await fingerprint(stage, pull)
    help_ = stage.world.comment(pull, "ada", "/help")
    await stage.quiet()
    ours = next(one for one in stage.said(pull) if f"answer {help_.id}" in one.body)
    stage.sandbox.deliveries.hold()
    mark = f"<!-- dont-delegate:signed money grace command {LATER} {print_} -->"
    stage.world.edit_comment(ours, "ada", f"<!-- dont-delegate:summary -->\n{mark}")
    stage.world.delete_comment(pull.comments[0], "ada")
    async with anew() as again:
        assert again.verdict(pull) == OPEN


async def test_words_planted_before_a_push_were_not_shown_by_us(stage, anew):
    """The summary of the push to come is planted while nobody looks, and what grace signs then is another change."""
    pull = await stage.deep()
    shallow = stage.summary_comment(pull).body
    await stage.push(pull, {"app/hooks.py": DEEPER})
    coming = stage.summary_comment(pull).body
    await stage.push(pull, {"app/hooks.py": DEEP})
    assert coming != shallow
    stage.sandbox.deliveries.hold()
    stage.world.edit_comment(stage.summary_comment(pull), "heidi", coming)
    command = stage.world.comment(pull, "grace", "/sign-off money")
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    stage.sandbox.deliveries.held.clear()
    async with anew() as again:
        assert again.verdict(pull) == OPEN
        assert await again.say(pull, "ada", "/recheck")
        assert again.verdict(pull) == OPEN
        assert all("was not carried out" in reply for reply in again.replies(pull, command))


async def test_a_sign_off_that_waited_while_all_was_lost_is_refused_with_its_reason(stage, anew):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    command = stage.world.comment(pull, "grace", "/sign-off money")
    async with anew() as again:
        assert again.verdict(pull) == OPEN
        assert "before this part of the change was shown here" in again.reply(pull, command)
        await again.say(pull, "grace", "/sign-off money")
        assert again.verdict(pull) == SIGNED


async def fingerprint(stage, pull) -> str:
    """Give the whole fingerprint of the money in a pull request, which anybody can work out."""
    entries = await stage.parts.store.ledger.entries(stage.repo.id, pull.number)
    shown = next(entry.facts["zones"]["money"] for entry in entries if entry.kind is EntryKind.PUBLISHED)
    return str(shown["fingerprint"])
