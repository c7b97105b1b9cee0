"""Conditions: an assistant hidden or denied, people behind others, and the hour."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.evasion.attack import attack
from tests.front.stage import DEEP, POLICY, Stage

NO_AI = "knows no conditions on assistants"
OPEN = ("action_required", "Needs a sign-off: Money")
REFUSED = ("failure", "Refused by the policy: Money")
CLAUDE = "Work\n\nCo-authored-by: Claude <noreply@anthropic.com>"
TWO = "{all: [{from: payments}, {from: {users: [grace, heidi]}, count: 2, if: {ai: assisted}}]}"


def zone(refuse: str = "", sign_off: str = "{from: payments}") -> str:
    return POLICY.replace("  money: {sign_off: {from: payments}}\n", f"  money:\n    sign_off: {sign_off}\n{refuse}")


def refusing(condition: str) -> str:
    return zone(f"    refuse: [{{if: {condition}, why: Not so.}}]\n")


async def opened(stage: Stage, by: str = "ada", message: str = "Work", **said):
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, by, message=message)
    pull = stage.world.open_pull_request(stage.repo, "work", by, **{"title": "Work", **said})
    await stage.quiet()
    return pull


@attack(
    "denies in the description what a commit's trailer says of an assistant",
    "a mark counts wherever it stands, and a declaration of `no` takes none away",
    NO_AI,
)
async def test_an_assistant_is_denied(stage):
    await stage.policy(zone(sign_off=TWO))
    pull = await opened(stage, message=CLAUDE, body="AI-assisted: no\n\n- [x] No AI was used")
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == OPEN


@attack(
    "has one senior sign, and only then says that an assistant wrote it",
    "the pull request is judged again by what it says now, and a second senior is asked for",
    NO_AI,
)
async def test_an_assistant_is_owned_up_to_after_the_signature(stage):
    await stage.policy(zone(sign_off=TWO))
    pull = await opened(stage)
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")
    stage.world.edit(pull, "ada", body="- [x] AI was used for parts of this")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


@attack(
    "hides the assistant's trailer among dozens of lines, in other letters and with a carriage return",
    "every line of every commit's message is looked at, whatever its letters",
    NO_AI,
)
async def test_a_trailer_is_hidden_in_a_long_message(stage):
    await stage.policy(refusing("{ai: assisted}"))
    long = (
        "Work\r\n\r\n"
        + "More words.\r\n" * 60
        + "cO-AuThOrEd-By: CLAUDE <NoReply@Anthropic.com>\r\n"
        + "And more.\r\n" * 60
    )
    assert stage.verdict(await opened(stage, message=long)) == REFUSED


@attack(
    "has somebody else open the pull request of a team whose work is refused",
    "whoever wrote or committed a part of it counts, not who opened it alone",
    "nothing where `has_contributor_in` is used, everything where `has_author_in` is",
)
async def test_somebody_else_opens_it(stage):
    stage.world.add_team("acme", "trainees", "ada")
    await stage.policy(refusing("{contributors: {teams: [acme/trainees]}}"))
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada")
    pull = stage.world.open_pull_request(stage.repo, "work", "ivan", title="Work")
    await stage.quiet()
    assert stage.verdict(pull) == REFUSED


@attack(
    "names a team that can't be read, so that nobody can say who is in it",
    "what can't be told is taken to hold, and the summary says so",
    "an error, and no approval",
)
async def test_a_team_can_not_be_read(stage):
    await stage.policy(refusing("{author: {teams: [acme/secret]}}"))
    pull = await opened(stage)
    assert stage.verdict(pull) == REFUSED
    assert "Whether this holds could not be told" in stage.summary(pull)


@attack(
    "has it signed and green on Thursday, to merge it in the window in which the policy refuses",
    "the pull request is judged again as the window begins, and once more as it ends",
    "knows no conditions on the hour",
)
async def test_a_green_check_is_kept_for_friday(stage):
    await stage.policy(refusing("{time: {days: friday, zone: Europe/Berlin}}"))
    berlin = ZoneInfo("Europe/Berlin")
    stage.clock.stand(datetime(2026, 11, 26, 20, tzinfo=berlin))
    pull = await opened(stage)
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")
    await stage.until(datetime(2026, 11, 27, tzinfo=berlin))
    assert stage.verdict(pull) == REFUSED


@attack(
    "makes many events, so that the one that judges again at the hour is forgotten",
    "the hour is set anew by each evaluation, in the transaction that settles the events",
    "knows no conditions on the hour",
)
async def test_the_hour_is_buried_under_events(stage):
    await stage.policy(refusing("{time: {days: friday, zone: UTC}}"))
    stage.clock.stand(datetime.fromisoformat("2026-11-26T20:00Z"))
    pull = await opened(stage)
    await stage.say(pull, "grace", "/sign-off money")
    for _ in range(5):
        stage.world.comment(pull, "mallory", "/recheck")
        stage.world.edit(pull, "ada", title="Work")
    await stage.quiet()
    assert stage.verdict(pull) == ("success", "Signed: Money")
    await stage.until(datetime.fromisoformat("2026-11-27T00:00Z"))
    assert stage.verdict(pull) == REFUSED


@attack(
    "lets an agent change documentation alone, which is shallow and passes in silence",
    "a rule on the pull request as a whole touches a zone of its own, whatever the files",
    "nothing where a rule asks for it with `has_author_in`",
)
@pytest.mark.parametrize("path", ["README.md", "tests/test_shop.py", "package-lock.json"])
async def test_an_agent_changes_what_no_rule_looks_at(stage, path):
    await stage.policy(AGENTS)
    stage.world.set_role(stage.repo, "copilot-swe-agent[bot]", "write", "margaret")
    pull = stage.open({path: "new\n"}, "copilot-swe-agent[bot]")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Work of agents")


AGENTS = """\
version: 1
zones:
  agents: {title: Work of agents, why: Nobody answers for it yet., sign_off: {from: {users: [heidi]}}}
rules:
  - id: agent-alone
    zone: agents
    title: An agent wrote this
    when: {ai: agent}
    why: Nobody has decided anything in it.
    checklist: [{id: read, ask: Did you read every line?}]
"""
