"""People come and go: what was signed counts by the right that its signer has now."""

from bot.handlers.sweep import Sweep
from tests.front.stage import POLICY, database, staged

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
LOST = (
    "**grace**'s sign-off is not counted: they signed by a right that they no longer have (member of acme/payments), "
    "and are not among the seniors of `money` now."
)


async def signed(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    return pull, stage.world.team("acme", "payments")


async def test_a_sign_off_ends_when_the_senior_leaves_the_team_and_comes_back_with_them(stage):
    pull, team = await signed(stage)
    stage.world.leave_team(team, "grace", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert LOST in stage.summary(pull)
    assert stage.boxes(pull) == "     "
    stage.world.join_team(team, "grace", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED
    assert LOST not in stage.summary(pull)


async def test_who_leaves_the_organisation_leaves_its_teams(stage):
    pull, _ = await signed(stage)
    stage.world.leave_organization("acme", "grace", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_a_team_that_is_deleted_is_doubt_from_then_on(stage):
    pull, team = await signed(stage)
    stage.world.delete_team(team, "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "The team acme/payments could not be read: it does not exist" in stage.summary(pull)


async def test_a_permission_that_is_taken_away_ends_a_sign_off(stage):
    await stage.policy(POLICY.replace("{teams: [acme/payments]}", "{permission: write}"))
    pull = await stage.deep()
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    stage.world.set_role(stage.repo, "heidi", "read", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "(has the write permission)" in stage.summary(pull)


async def test_only_what_hangs_on_people_is_read_again(stage):
    shallow = stage.open({"README.md": "# Ours\n"}, branch="shallow")
    pull, team = await signed(stage)
    closed = await stage.deep(branch="closed")
    stage.world.close(closed, "ada")
    await stage.quiet()
    before = len(stage.sandbox.calls)
    stage.world.leave_team(team, "ivan", "margaret")
    await stage.quiet()
    calls = list(stage.sandbox.calls)[before:]
    read = [call.body["variables"]["number"] for call in calls if call.path == "/graphql"]
    assert read == [pull.number]
    assert shallow.number not in read
    assert not any(call.path.endswith("/pulls") for call in calls)


async def test_what_is_opened_again_hangs_on_people_again(stage):
    pull, team = await signed(stage)
    stage.world.close(pull, "ada")
    await stage.quiet()
    stage.world.leave_team(team, "grace", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED  # nobody looks at what is closed
    stage.world.reopen(pull, "ada")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_many_changes_at_once_are_one_evaluation_or_two(stage):
    pull, team = await signed(stage)
    before = len(stage.sandbox.calls)
    for _ in range(10):
        stage.world.leave_team(team, "grace", "margaret")
        stage.world.join_team(team, "grace", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED
    calls = list(stage.sandbox.calls)[before:]
    assert sum(call.path == "/graphql" for call in calls) < 20


async def test_what_an_older_version_judged_is_noted_by_the_first_sweep(tmp_path):
    async with staged(database(tmp_path)) as stage:
        pull, team = await signed(stage)
        await stage.parts.store.hanging.drop(stage.repo.id, pull.number)
        sweep = stage.parts.workers()[0]
        assert isinstance(sweep, Sweep)
        await sweep.once()
        stage.world.leave_team(team, "grace", "margaret")
        await stage.quiet()
        assert stage.verdict(pull) == OPEN
