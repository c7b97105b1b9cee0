"""Through the front door: who made a change, with what help and at what hour decides what it takes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.front.stage import DEEP, POLICY, Stage

FRIDAYS = """\
    refuse:
      - if: {time: {days: friday, between: "16:00-24:00", zone: Europe/Berlin}}
        why: Nothing that moves money goes out on a Friday evening.
"""
TRAINEES = """\
    refuse:
      - if: {ai: assisted, contributors: {teams: [acme/trainees]}}
        why: No assisted changes to money by trainees; pair with a senior.
"""
HUNTED = """\
version: 1
extends: [money]
zones:
  money: {sign_off: {from: {users: [grace]}}}
  agents:
    title: Work of a coding agent
    why: Nobody has answered for it yet.
    sign_off: {from: {users: [heidi]}}
rules:
  - id: agent-wrote-it
    zone: agents
    title: A coding agent wrote this
    when: {ai: agent}
    why: It runs, it reads well, and nobody has decided anything in it.
    checklist: [{id: read, ask: Did you read every line as if it were your own?}]
"""
CLAUDE = "Work\n\nCo-authored-by: Claude <noreply@anthropic.com>"


def zone(refuse: str, sign_off: str = "{from: payments}") -> str:
    return POLICY.replace("  money: {sign_off: {from: payments}}\n", f"  money:\n    sign_off: {sign_off}\n{refuse}")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def table(stage: Stage, pull) -> str:
    return next(row for row in stage.summary(pull).split("\n") if row.startswith("| **Money**"))


# --- the hour ------------------------------------------------------------------------------------------------


async def test_a_window_that_begins_turns_a_green_check_red_and_its_end_turns_it_green_again(stage):
    await stage.policy(zone(FRIDAYS))
    stage.clock.stand(berlin("2026-11-26T10:00"))
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")
    await stage.until(berlin("2026-11-27T15:59"))
    assert stage.verdict(pull) == ("success", "Signed: Money")
    await stage.until(berlin("2026-11-27T16:00"))
    assert stage.verdict(pull) == ("failure", "Refused by the policy: Money")
    assert table(stage, pull).startswith(
        "| **Money** | refused until Saturday, 28 November 2026, 00:00 (Europe/Berlin) |"
    )
    assert "No sign-off ends that, but that of **grace** counts as soon as it has ended." in stage.summary(pull)
    await stage.until(berlin("2026-11-28T00:00"))
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_a_refusal_says_why_and_until_when(stage):
    await stage.policy(zone(FRIDAYS))
    stage.clock.stand(berlin("2026-11-27T18:00"))
    pull = await stage.deep()
    assert "### The policy refuses a part of this change for now" in stage.summary(pull)
    assert (
        "Nothing that moves money goes out on a Friday evening. The policy refuses this until Saturday, 28 November 2026, "
        "00:00 (Europe/Berlin). No sign-off ends that, but one given now counts as soon as it has ended."
    ) in stage.summary(pull)
    assert stage.asked(pull) == set()


async def test_who_signs_meanwhile_has_signed_when_it_ends(stage):
    await stage.policy(zone(FRIDAYS))
    stage.clock.stand(berlin("2026-11-27T18:00"))
    pull = await stage.deep()
    reply = await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull)[0] == "failure"
    assert reply == (
        "**grace** signed `money`, with every point of its checklist answered yes. The policy refuses `money` for now, whoever "
        "signs; the sign-off counts as soon as that has ended. Still open: Money."
    )
    assert "No sign-off ends that, but that of **grace** counts as soon as it has ended." in stage.summary(pull)
    await stage.until(berlin("2026-11-28T00:00"))
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_two_are_asked_for_at_night(stage):
    night = "{all: [{from: payments}, {from: {users: [heidi]}, if: {time: {between: '22:00-06:00', zone: UTC}}}]}"
    await stage.policy(zone("", night))
    stage.clock.stand(datetime.fromisoformat("2026-11-26T12:00Z"))
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull)[0] == "success"
    await stage.until(datetime.fromisoformat("2026-11-26T22:00Z"))
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    await stage.until(datetime.fromisoformat("2026-11-27T06:00Z"))
    assert stage.verdict(pull)[0] == "success"


async def test_a_rule_that_asks_for_the_hour_touches_what_was_shallow(stage):
    weekend = HUNTED.replace("{ai: agent}", "{time: {days: [saturday, sunday], zone: UTC}}")
    await stage.policy(weekend)
    stage.clock.stand(datetime.fromisoformat("2026-11-27T12:00Z"))
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    assert stage.verdict(pull)[0] == "success"
    await stage.until(datetime.fromisoformat("2026-11-28T00:00Z"))
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Work of a coding agent")


# --- people --------------------------------------------------------------------------------------------------


@pytest.fixture
def trainees(stage):
    stage.world.add_team("acme", "trainees", "ada")


@pytest.mark.usefixtures("trainees")
async def test_no_assisted_changes_by_these_teams(stage):
    await stage.policy(zone(TRAINEES))
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada", message=CLAUDE)
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work")
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "Refused by the policy: Money")
    assert table(stage, pull).startswith("| **Money** | refused by the policy |")
    assert (
        "No assisted changes to money by trainees; pair with a senior. The policy refuses this while a member of acme/trainees "
        "had a hand in it and an AI assistant is known to have taken part."
    ) in stage.summary(pull)


@pytest.mark.usefixtures("trainees")
async def test_others_and_unassisted_work_are_not_refused(stage):
    await stage.policy(zone(TRAINEES))
    assert stage.verdict(await stage.deep()) == ("action_required", "Needs a sign-off: Money")
    stage.world.push(stage.repo, "other", {"app/hooks.py": DEEP}, "heidi", message=CLAUDE)
    pull = stage.world.open_pull_request(stage.repo, "other", "heidi", title="Work")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")


async def test_a_team_that_can_not_be_read_refuses_and_says_so(stage):
    await stage.policy(zone(TRAINEES.replace("acme/trainees", "acme/gone")))
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada", message=CLAUDE)
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work")
    await stage.quiet()
    assert stage.verdict(pull)[0] == "failure"
    assert "Whether this holds could not be told (" in stage.summary(pull)
    assert "so it is taken to hold" in stage.summary(pull)


@pytest.mark.usefixtures("trainees")
async def test_a_team_condition_of_a_rule_is_asked_in_the_second_wave(stage):
    await stage.policy(HUNTED.replace("{ai: agent}", "{author: {teams: [acme/trainees]}}"))
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Work of a coding agent")
    other = stage.open({"README.md": "# Your shop\n"}, "ivan", "other")
    await stage.quiet()
    assert stage.verdict(other)[0] == "success"


# --- assistants ----------------------------------------------------------------------------------------------


async def test_assisted_work_takes_two(stage):
    two = "{all: [{from: payments}, {from: {users: [grace, heidi]}, count: 2, if: {ai: assisted}}]}"
    await stage.policy(zone("", two))
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada", message=CLAUDE)
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work")
    await stage.quiet()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_no_agent_merges_alone_not_even_shallow_work(stage):
    await stage.policy(HUNTED)
    stage.world.set_role(stage.repo, "copilot-swe-agent[bot]", "write", "margaret")
    pull = stage.open({"README.md": "# Our shop\n", "tests/test_shop.py": "assert True\n"}, "copilot-swe-agent[bot]")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Work of a coding agent")
    assert "- [`README.md`]" in stage.summary(pull)
    says = "**A coding agent wrote this.** It runs, it reads well, and nobody has decided anything in it."
    assert says in stage.summary(pull)
    assert stage.line_comments(pull) == []
    await stage.say(pull, "heidi", "/sign-off agents")
    assert stage.verdict(pull)[0] == "success"
    await stage.push(pull, {"README.md": "# Their shop\n"}, "copilot-swe-agent[bot]")
    assert stage.verdict(pull)[0] == "action_required"


async def test_work_of_people_is_left_alone_by_it(stage):
    await stage.policy(HUNTED)
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    assert stage.verdict(pull)[0] == "success"


async def test_assisted_work_is_answered_for_before_a_sign_off_counts(stage):
    lesson = "{required: true, if: {ai: assisted}, ask: [{id: twice, ask: What happens when it arrives twice?}]}"
    await stage.policy(zone(f"    teach_back: {lesson}\n"))
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada", message=CLAUDE)
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work")
    await stage.quiet()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull)[0] == "action_required"
    await stage.say(pull, "ada", "/answer twice It is known by its id and left alone.")
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")
