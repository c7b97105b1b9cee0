"""Who signs, by what, and what the bot says to it."""

import pytest

from bot.sandbox.model.state import PullRequest
from tests.front.stage import DEEP, POLICY, Stage

SECRET = 'API_KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"\n'
OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
WHO_CAN = "Who can: a member of **acme/payments**."


# --- by command ---


async def test_a_senior_signs_by_command(stage):
    pull = await stage.deep()
    command = stage.world.comment(pull, "grace", "Read it all.\n\n/sign-off money")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED
    assert stage.boxes(pull) == "xxxxx"
    assert "### Every part of this change that needed a senior has been signed" in stage.summary(pull)
    assert "| **Money** | signed by **grace** | a member of **acme/payments** |" in stage.summary(pull)
    assert [(reaction.by, reaction.content) for reaction in command.reactions] == [(stage.world.bot, "+1")]


async def refused(stage: Stage, pull: PullRequest, by: str, text: str) -> str:
    """Comment, and give the refusal; nothing is signed by it."""
    command = stage.world.comment(pull, by, text)
    await stage.quiet()
    assert [reaction.content for reaction in command.reactions] == ["confused"]
    assert stage.verdict(pull) == OPEN
    return stage.reply(pull, command)


async def test_the_author_does_not_sign(stage):
    pull = await stage.deep(by="ivan")
    assert await refused(stage, pull, "ivan", "/sign-off money") == (
        f"`/sign-off money` was not carried out: **ivan** had a hand in this change, and nobody signs their own work. {WHO_CAN}"
    )


async def test_a_co_author_does_not_sign(stage):
    grace = stage.world.account("grace")
    pull = await stage.deep()
    trailer = f"Tidy up\n\nCo-authored-by: {grace.name} <{grace.email}>"
    stage.world.push(stage.repo, "work", {"README.md": "# Ours\n"}, "ada", trailer)
    await stage.quiet()
    assert await refused(stage, pull, "grace", "/sign-off money") == (
        f"`/sign-off money` was not carried out: **grace** had a hand in this change (commit `{pull.head_sha[:7]}`), "
        f"and nobody signs their own work. {WHO_CAN}"
    )


async def test_who_pushed_a_commit_does_not_sign(stage):
    pull = await stage.deep()
    await stage.push(pull, {"README.md": "# Ours\n"}, by="grace")
    assert "**grace** had a hand in this change" in await refused(stage, pull, "grace", "/sign-off money")


async def test_a_stranger_does_not_sign(stage):
    pull = await stage.deep()
    assert await refused(stage, pull, "mallory", "/sign-off money") == (
        f"`/sign-off money` was not carried out: **mallory** is not among the seniors of `money`. {WHO_CAN}"
    )


async def test_a_senior_of_another_zone_does_not_sign(stage):
    pull = await stage.deep()
    assert "**heidi** is not among the seniors of `money`." in await refused(stage, pull, "heidi", "/sign-off money")


async def test_a_bot_is_not_even_answered(stage):
    pull = await stage.deep()
    command = stage.world.comment(pull, "copilot-swe-agent[bot]", "/sign-off money")
    await stage.quiet()
    assert (stage.replies(pull, command), command.reactions, stage.verdict(pull)) == ([], [], OPEN)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/sign-off", "`/sign-off` was not carried out: say for which zone: `/sign-off money`."),
        (
            "/sign-off mony",
            "`/sign-off mony` was not carried out: there is no such zone; did you mean `money`?",
        ),
        (
            "/sign-off auth",
            "`/sign-off auth` was not carried out: this pull request does not touch it, so there is nothing to sign.",
        ),
    ],
)
async def test_a_sign_off_that_names_nothing_to_sign_is_told_so(stage, text, says):
    pull = await stage.deep()
    assert await refused(stage, pull, "grace", text) == says


async def test_a_team_that_cannot_be_read_is_doubt_and_doubt_is_never_counted(stage):
    stage.world.installation.hidden_teams.add("payments")
    pull = await stage.deep()
    says = await refused(stage, pull, "grace", "/sign-off money")
    assert says.startswith(
        "`/sign-off money` was not carried out: whether they may sign could not be told "
        "(The team acme/payments could not be read: it does not exist, or the App lacks the permission `Members: read` in acme"
    )
    assert says.endswith(f", and doubt is never counted. {WHO_CAN}")


# --- by review ---


async def test_an_approval_leaves_the_boxes_open_where_the_checklist_is_required(stage):
    pull = await stage.deep()
    stage.world.approve(pull, "grace")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert (
        "**grace**'s sign-off is not counted: it is an approval, and the checklist is still open; please tick its boxes, "
        "or comment `/sign-off money` to answer them all."
    ) in stage.summary(pull)


async def test_an_approval_signs_where_the_checklist_is_optional(relaxed):
    pull = await relaxed.deep()
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == SIGNED
    assert "<summary><b>Money</b>: signed by grace</summary>" in relaxed.summary(pull)


async def test_an_approval_of_a_stranger_does_not_count_and_is_told_so(relaxed):
    pull = await relaxed.deep()
    relaxed.world.approve(pull, "heidi")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN
    assert "**heidi**'s sign-off is not counted: they are not among the seniors of `money`." in relaxed.summary(pull)


async def test_an_approval_of_a_co_author_does_not_count_and_is_told_so(relaxed):
    pull = await relaxed.deep()
    await relaxed.push(pull, {"README.md": "# Ours\n"}, by="grace")
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN
    assert (
        "**grace**'s sign-off is not counted: they had a hand in this change, and nobody signs their own work."
        in relaxed.summary(pull)
    )


async def test_an_approval_of_a_bot_does_not_count(relaxed):
    pull = await relaxed.deep()
    relaxed.world.approve(pull, "copilot-swe-agent[bot]")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN
    assert "copilot" not in relaxed.summary(pull)


async def test_an_approval_of_a_draft_counts(relaxed):
    pull = await relaxed.deep(draft=True)
    assert "This is a draft, so nobody has been asked for a review yet." in relaxed.summary(pull)
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == SIGNED
    assert "draft" not in relaxed.summary(pull)


async def test_a_dismissed_approval_no_longer_counts(relaxed):
    pull = await relaxed.deep()
    review = relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    relaxed.world.dismiss_review(review, "margaret", "Too quick")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN


async def test_who_has_lost_the_right_no_longer_counts(relaxed):
    pull = await relaxed.deep()
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == SIGNED
    relaxed.world.leave_team(relaxed.world.team("acme", "payments"), "grace", "margaret")
    await relaxed.quiet()
    await relaxed.say(pull, "ada", "/recheck")
    assert relaxed.verdict(pull) == OPEN


# --- more than one ---


async def test_a_sign_off_of_two_zones_by_a_senior_of_one(stage):
    pull = stage.open({"app/hooks.py": DEEP, "app/views.py": SECRET})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Security boundaries and Money")
    assert await stage.say(pull, "grace", "/sign-off money auth") == (
        "`/sign-off auth` was not carried out: **grace** is not among the seniors of `auth`. Who can: **heidi**.\n\n"
        "**grace** signed `money`, with every point of its checklist answered yes. Still open: Security boundaries."
    )
    assert await stage.say(pull, "heidi", "/sign-off auth") == (
        "**heidi** signed `auth`, with every point of its checklist answered yes. "
        "Nothing is left to sign: the check is green."
    )


async def test_a_login_is_the_same_in_any_case(stage):
    stage.world.add_account("Trudy")
    stage.world.set_role(stage.repo, "Trudy", "write", "margaret")
    stage.world.join_team(stage.world.team("acme", "payments"), "Trudy", "margaret")
    pull = await stage.deep()
    await stage.say(pull, "Trudy", "/sign-off Money")
    assert stage.verdict(pull) == SIGNED
    own = await stage.deep(by="Trudy", branch="own")
    assert "had a hand in this change" in await stage.say(own, "Trudy", "/sign-off money")


async def test_who_holds_a_permission_is_asked_and_signs(stage):
    pull = stage.open({"migrations/0002_drop.sql": "ALTER TABLE users DROP COLUMN email;\n"})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Database schema")
    assert stage.asked(pull) == {"margaret"}
    assert "**grace** is not among the seniors of `schema`. Who can: anyone with the **maintain** permission." in (
        await stage.say(pull, "grace", "/sign-off schema")
    )
    await stage.say(pull, "margaret", "/sign-off schema")
    assert stage.verdict(pull) == ("success", "Signed: Database schema")


async def test_two_of_two_must_sign(stage):
    await stage.policy(POLICY.replace("{from: payments}", "{from: payments, count: 2}"))
    pull = await stage.deep()
    assert await stage.say(pull, "grace", "/sign-off money") == (
        "**grace** signed `money`, with every point of its checklist answered yes. "
        "`money` takes more than one: two different people, each a member of **acme/payments**. Still open: Money."
    )
    assert "| **Money** | open, signed by **grace** so far |" in stage.summary(pull)
    await stage.say(pull, "ivan", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_an_approval_of_a_commit_that_left_the_zone_alone_counts_at_once(stage):
    """Push and approval reach the bot together: what it had shown is what that commit holds."""
    await stage.policy("version: 1\nzones:\n  money: {sign_off: {from: {users: [grace]}}, checklist: optional}\n")
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"README.md": "# Ours\n"}, "ada")
    stage.world.approve(pull, "grace")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == ("success", "Signed: Money")
    await stage.push(pull, {"README.md": "# Ours, all of it\n"})
    assert stage.verdict(pull) == ("success", "Signed: Money")
