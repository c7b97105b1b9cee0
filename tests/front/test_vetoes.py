"""Vetoes, and sign-offs that are taken back."""

import pytest

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")


# --- vetoes ---


async def test_a_senior_who_asks_for_changes_holds_the_merge(stage):
    pull = await stage.deep()
    stage.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "Changes asked for by grace")
    assert "| **Money** | held by **grace**, who asked for changes |" in stage.summary(pull)
    says = "**grace** asked for changes. It goes on when they sign, approve, or comment `/revoke money`."
    assert says in stage.summary(pull)
    assert "### Changes asked for by grace" in stage.summary(pull)


async def test_one_veto_weighs_more_than_a_signature(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.world.review(pull, "ivan", "REQUEST_CHANGES", "No.")
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "Changes asked for by ivan")


async def test_a_veto_ends_with_a_sign_off(stage):
    pull = await stage.deep()
    stage.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await stage.quiet()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


@pytest.mark.parametrize("senior", ["grace", "ivan"])
async def test_a_veto_ends_when_a_senior_dismisses_it(stage, senior):
    pull = await stage.deep()
    review = stage.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await stage.quiet()
    stage.world.dismiss_review(review, senior)
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_a_veto_ends_when_who_gave_it_takes_it_back(stage):
    pull = await stage.deep()
    stage.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await stage.quiet()
    reply = await stage.say(pull, "grace", "/revoke")
    assert reply.endswith("The request for changes of `money` by **grace** is taken back. Still open: Money.")
    assert stage.verdict(pull) == OPEN


async def test_who_signs_beside_a_veto_is_told_of_it(stage):
    pull = await stage.deep()
    stage.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await stage.quiet()
    reply = await stage.say(pull, "ivan", "/sign-off money")
    assert reply.endswith(
        "**ivan** signed `money`, with every point of its checklist answered yes. "
        "`money` is held by **grace**, who asked for changes. Still open: Money."
    )


async def test_a_veto_ends_with_an_approval(relaxed):
    pull = await relaxed.deep()
    relaxed.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == SIGNED


async def test_a_stranger_has_no_veto(stage):
    pull = await stage.deep()
    stage.world.review(pull, "mallory", "REQUEST_CHANGES", "I hate it.")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


# --- taking back ---


async def test_a_sign_off_is_taken_back_by_revoke(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert await stage.say(pull, "grace", "/revoke money") == (
        "The sign-off of `money` by **grace** is taken back. Still open: Money."
    )
    assert stage.verdict(pull) == OPEN
    assert stage.boxes(pull) == "     "


async def test_revoke_without_a_zone_takes_back_all_of_ones_own(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert "The sign-off of `money` by **grace** is taken back." in await stage.say(pull, "grace", "/revoke")


async def test_revoke_takes_back_an_approval(relaxed):
    pull = await relaxed.deep()
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    await relaxed.say(pull, "grace", "/revoke money")
    assert relaxed.verdict(pull) == OPEN


async def test_nobody_takes_back_what_another_signed(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert await stage.say(pull, "ivan", "/revoke money") == (
        "`/revoke money` was not carried out: you have no sign-off there to take back."
    )
    assert await stage.say(pull, "ivan", "/revoke") == (
        "`/revoke` was not carried out: you have no sign-off here to take back."
    )
    assert stage.verdict(pull) == SIGNED
