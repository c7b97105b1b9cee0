"""Every source of seniors, through the front door: who may sign by it, who may not, and what each is told."""

import pytest

from tests.front.stage import DEEP, POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
HEAD = POLICY.replace("money: {sign_off: {from: payments}}", "money: {sign_off: {from: %s}}")
NOT_HERE = "`/sign-off money` was not carried out: **mallory** is not among the seniors of `money`. Who can: "


async def opened(stage, signers: str, more: str = ""):
    await stage.policy(HEAD % signers + more)
    return await stage.deep()


def asks(stage, pull, who: str) -> bool:
    """Whether the summary says who signs, in the step and in the table."""
    summary = stage.summary(pull)
    return f"To sign: {who}, and not an author of the change." in summary and f"| open | {who} |" in summary


async def test_any_member_of_an_organisation(stage):
    pull = await opened(stage, "{organizations: [acme]}")
    assert asks(stage, pull, "a member of the organisation **acme**")
    says = await stage.say(pull, "mallory", "/sign-off money")
    assert says == NOT_HERE + "a member of the organisation **acme**."
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_another_organisation_is_doubt_and_said(stage):
    pull = await opened(stage, "{organizations: [globex]}")
    says = await stage.say(pull, "grace", "/sign-off money")
    assert says == (
        "`/sign-off money` was not carried out: whether they may sign could not be told (The members of globex could not be "
        "read: GitHub shows only the public ones of an organisation that the App does not run in.), and doubt is never "
        "counted. Who can: a member of the organisation **globex**."
    )
    assert stage.verdict(pull) == OPEN


async def test_whoever_holds_a_role_themselves_or_by_a_team(stage):
    stage.world.add_organization_role("acme", "Architect", users=["heidi"], teams=["payments"])
    pull = await opened(stage, "{roles: [acme/architect]}, count: 2")
    assert asks(stage, pull, "two different people, each anyone with the role **architect** in **acme**")
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_a_role_that_does_not_exist_is_doubt_and_names_those_that_do(stage):
    stage.world.add_organization_role("acme", "auditor")
    pull = await opened(stage, "{roles: [acme/architect]}")
    says = await stage.say(pull, "grace", "/sign-off money")
    assert "Who holds the role acme/architect could not be read" in says
    assert "its roles are: auditor" in says
    assert stage.verdict(pull) == OPEN


async def test_a_level_and_those_above_it(stage):
    levels = "levels:\n  senior: {teams: [acme/payments]}\n  staff: {users: [heidi]}\n"
    pull = await opened(stage, "{level: senior}", levels)
    who = "anyone at the level **senior** or above (a member of **acme/payments** or **heidi**)"
    assert asks(stage, pull, who)
    assert await stage.say(pull, "mallory", "/sign-off money") == f"{NOT_HERE}{who}."
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_who_is_left_out_is_told_by_what(stage):
    stage.world.add_team("acme", "newcomers", "ivan")
    pull = await opened(stage, "{teams: [acme/payments], except: {teams: [acme/newcomers]}}")
    who = "a member of **acme/payments**, but not a member of **acme/newcomers**"
    assert asks(stage, pull, who)
    assert stage.asked(pull) == {"grace"}
    assert await stage.say(pull, "ivan", "/sign-off money") == (
        "`/sign-off money` was not carried out: the policy's `except` leaves them out (member of acme/newcomers). "
        f"Who can: {who}."
    )
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_an_exclusion_that_cannot_be_read_leaves_nobody_sure(stage):
    stage.world.add_team("acme", "newcomers", "ivan")
    stage.world.installation.hidden_teams.add("newcomers")
    pull = await opened(stage, "{teams: [acme/payments], except: {teams: [acme/newcomers]}}")
    says = await stage.say(pull, "grace", "/sign-off money")
    assert "whether they may sign could not be told (The team acme/newcomers could not be read" in says
    assert stage.verdict(pull) == OPEN


# --- CODEOWNERS ---


async def owned(
    stage, text: str | bytes | None, place: str = ".github/CODEOWNERS", signers: str = "{codeowners: true}"
):
    stage.world.push(stage.repo, "main", {place: text}, "margaret")
    await stage.policy(HEAD % signers)
    return await stage.deep()


@pytest.mark.parametrize("place", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])
async def test_the_owners_of_the_touched_files(stage, place):
    pull = await owned(stage, "* @mallory\n/app/ @acme/payments @heidi\n", place)
    who = (
        "for each file one of its owners by **CODEOWNERS** (`app/hooks.py`: a member of **acme/payments** or **heidi**)"
    )
    assert asks(stage, pull, who)
    assert await stage.say(pull, "mallory", "/sign-off money") == f"{NOT_HERE}{who}."
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_an_owner_is_told_by_which_file(stage):
    pull = await owned(stage, "/app/ @heidi\n")
    await stage.say(pull, "heidi", "/sign-off money")
    entries = await stage.parts.store.ledger.entries(stage.repo.id, pull.number)
    assert [one.facts["right"] for one in entries if one.kind == "signed"] == ["owner of app/hooks.py by CODEOWNERS"]


async def test_each_touched_file_needs_an_owner_of_its_own(stage):
    pull = await owned(stage, "/app/ @heidi\n/lib/ @grace\n")
    await stage.push(pull, {"lib/more_hooks.py": DEEP.replace("json.loads", "stripe.Webhook.construct_event")})
    who = (
        "for each file one of its owners by **CODEOWNERS** (`app/hooks.py`: **heidi**; `lib/more_hooks.py`: **grace**)"
    )
    assert asks(stage, pull, who)
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_codeowners_at_the_head_decides_nothing(stage):
    pull = await owned(stage, "* @heidi\n")
    await stage.push(pull, {"CODEOWNERS": "* @mallory\n", ".github/CODEOWNERS": "* @mallory\n"})
    assert "**mallory** is not among the seniors of `money`" in await stage.say(pull, "mallory", "/sign-off money")


async def test_no_codeowners_is_doubt_and_said(stage):
    pull = await opened(stage, "{codeowners: true}")
    assert asks(
        stage,
        pull,
        "for each file one of its owners by **CODEOWNERS** "
        "(The base branch has no CODEOWNERS file, so nobody owns these files.)",
    )
    says = await stage.say(pull, "grace", "/sign-off money")
    assert "could not be told (The base branch has no CODEOWNERS file, so nobody owns these files.)" in says


async def test_a_file_without_an_owner_can_be_signed_by_those_alone_who_are_named_beside(stage):
    pull = await owned(stage, "/docs/ @grace\n", signers="{codeowners: true, users: [heidi]}")
    assert asks(
        stage,
        pull,
        "for each file **heidi** or one of its owners by **CODEOWNERS** "
        "(`app/hooks.py`: nobody, so name an owner there first)",
    )
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_a_long_codeowners_is_read_whole(stage):
    filler = "".join(f"/some/{'long' * 40}/path/{n:06}/ # {'x' * 100}\n" for n in range(2_500))
    pull = await owned(stage, f"{filler}/app/ @heidi\n")
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_codeowners_that_is_no_text_is_doubt_and_said(stage):
    pull = await owned(stage, b"* @heidi\n\x00\xff")
    says = await stage.say(pull, "heidi", "/sign-off money")
    assert "could not be told (.github/CODEOWNERS on the base branch is not a text file.)" in says
    assert stage.verdict(pull) == OPEN


# --- whoever had an assistant make it ---


def by_copilot(stage, **said):
    return stage.open({"app/hooks.py": DEEP}, "copilot-swe-agent[bot]", **said)


async def test_whoever_is_assigned_to_an_assistants_pull_request_signs_nothing_of_it(stage):
    pull = by_copilot(stage)
    stage.world.assign(pull, "grace", "ada")
    await stage.quiet()
    assert await stage.say(pull, "grace", "/sign-off money") == (
        "`/sign-off money` was not carried out: **grace** had a hand in this change (assigned to it, and an assistant opened "
        "it), and nobody signs their own work. Who can: a member of **acme/payments**."
    )
    assert "**grace** (assigned to it, and an assistant opened it)" in stage.checks(pull)[-1].output["text"]
    await stage.say(pull, "ivan", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_being_taken_off_the_assignees_changes_nothing(stage):
    pull = by_copilot(stage)
    stage.world.assign(pull, "grace", "ada")
    stage.world.unassign(pull, "grace", "grace")
    await stage.quiet()
    assert "**grace** had a hand in this change" in await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == OPEN


async def test_a_sign_off_ends_when_its_giver_is_assigned(stage):
    pull = by_copilot(stage)
    await stage.quiet()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    stage.world.assign(pull, "grace", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_whom_an_assistant_names_signs_nothing_of_it(stage):
    pull = by_copilot(stage, body="Does it.\n\nRequested-by: @grace")
    await stage.quiet()
    says = await stage.say(pull, "grace", "/sign-off money")
    assert "(named in the description, and an assistant opened it)" in says
    assert stage.verdict(pull) == OPEN


async def test_the_assignee_of_a_persons_pull_request_may_sign(stage):
    pull = await stage.deep()
    stage.world.assign(pull, "grace", "ada")
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
