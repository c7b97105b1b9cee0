"""Who sees what: people who come and go, the App's installation, its repositories."""

from tests.front.stage import DEEP, POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")


# --- people ---


async def test_who_joins_a_team_may_sign_at_once(stage):
    pull = await stage.deep()
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == OPEN
    stage.world.join_team(stage.world.team("acme", "payments"), "heidi", "margaret")
    await stage.quiet()
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_who_loses_a_role_may_sign_no_more(stage):
    await stage.policy(POLICY.replace("{from: payments}", "{from: {permission: maintain}}"))
    stage.world.set_role(stage.repo, "heidi", "maintain", "margaret")
    pull = await stage.deep()
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    stage.world.set_role(stage.repo, "heidi", "write", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "they signed by a right that they no longer have (has the maintain permission)" in stage.summary(pull)


# --- installations ---


async def test_an_installation_finds_what_is_open(stage):
    stage.world.uninstall("margaret")
    pull = await stage.deep()
    assert stage.checks(pull) == []
    stage.world.install("acme", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_a_repository_that_is_added_gets_its_open_pull_requests_judged(stage):
    stage.world.remove_from_installation(stage.repo, "margaret")
    pull = await stage.deep()
    assert stage.checks(pull) == []
    stage.world.add_to_installation(stage.repo, "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_a_suspended_installation_is_silent_and_catches_up_when_it_is_back(stage):
    stage.world.suspend("margaret")
    pull = await stage.deep()
    assert stage.checks(pull) == []
    stage.world.suspend("margaret", suspended=False)
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_an_event_of_an_installation_that_is_gone_meanwhile_kills_nothing(stage):
    stage.sandbox.deliveries.hold()
    pull = stage.open({"app/hooks.py": DEEP})
    stage.world.suspend("margaret")
    stage.sandbox.deliveries.release()
    await stage.sandbox.settle()
    stage.world.suspend("margaret", suspended=False)
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
