"""A pull request that edits the policy is told whom it names in vain, at the line, with what to write instead."""

import pytest

from tests.front.stage import POLICY

PATH = ".github/dont-delegate.yml"
TITLE = "The policy that this pull request proposes has problems"
TEXT = """\
version: 1
%s
zones:
  money:
    sign_off:
      from: %s
      count: %d
"""


async def told(stage, source: str, count: int = 1, more: str = "mode: enforce", files=()) -> list[tuple[int, str]]:
    """Propose a policy, and give the line and message of each annotation on it."""
    pull = stage.open({PATH: TEXT % (more, source, count), **dict(files)}, branch="edit")
    await stage.quiet()
    notes = [note for note in stage.checks(pull)[-1].annotations if note["path"] == PATH]
    faults = [note for note in notes if note["title"] == "Nobody could sign by this"]
    assert (stage.verdict(pull) == ("failure", TITLE)) is bool(faults)
    return [(note["start_line"], note["message"]) for note in faults]


@pytest.mark.parametrize("source", ["{users: [grace]}", "{teams: [acme/payments]}", "{permission: write}"])
async def test_those_who_are_there_are_no_problem(stage, source):
    assert await told(stage, source) == []


async def test_an_account_that_nobody_has(stage):
    assert await told(stage, "{users: [grace, gracee]}") == [
        (
            6,
            "GitHub knows no account `gracee`.\n\nWrite the login as in the address of their profile, or take it out.",
        )
    ]


async def test_too_few_of_those_who_are_named(stage):
    assert await told(stage, "{users: [grace, gracee]}", 2) == [
        (
            6,
            "GitHub knows no account `gracee`.\n\nWrite the login as in the address of their profile, or take it out.",
        ),
        (7, "2 must sign, but only 1 can: `grace`.\n\nWrite 1 or less, or name more people."),
    ]


async def test_a_team_with_fewer_members_than_must_sign(stage):
    assert await told(stage, "{teams: [acme/payments]}", 3) == [
        (7, "3 must sign, but only 2 can: `grace` and `ivan`.\n\nWrite 2 or less, or name more people.")
    ]


async def test_exclusions_are_taken_off(stage):
    assert await told(stage, "{teams: [acme/payments], except: {users: [ivan]}}", 2) == [
        (7, "2 must sign, but only 1 can: `grace`.\n\nWrite 1 or less, or name more people.")
    ]


async def test_a_team_that_does_not_exist(stage):
    [(line, says)] = await told(stage, "{teams: [acme/paymints]}")
    assert line == 6
    assert says.startswith("The team acme/paymints could not be read: it does not exist, or the App lacks")
    assert says.endswith("\n\nWrite one that there is, or let the App read it.")


async def test_a_team_without_members(stage):
    stage.world.add_team("acme", "empty")
    assert await told(stage, "{teams: [acme/empty]}") == [
        (6, "Nobody is in `acme/empty`, so nobody could sign by it.\n\nAdd people there, or name others.")
    ]


async def test_an_empty_team_that_is_left_out_is_no_problem(stage):
    stage.world.add_team("acme", "empty")
    assert await told(stage, "{users: [grace], except: {teams: [acme/empty]}}") == []


async def test_an_exclusion_that_does_not_exist(stage):
    [(line, says)] = await told(stage, "{users: [grace], except: {teams: [acme/nobody]}}")
    assert (line, says.startswith("The team acme/nobody could not be read")) == (6, True)


async def test_a_role_that_does_not_exist(stage):
    stage.world.add_organization_role("acme", "auditor")
    [(line, says)] = await told(stage, "{roles: [acme/architect]}")
    assert line == 6
    assert "its roles are: auditor" in says


async def test_a_permission_that_fewer_have_than_must_sign(stage):
    assert await told(stage, "{permission: triage}", 20) == [
        (
            7,
            "20 must sign, but only 5 can: `ada`, `grace`, `heidi`, `ivan` and `margaret`.\n\n"
            "Write 5 or less, or name more people.",
        )
    ]


async def test_owners_without_a_codeowners_file(stage):
    assert await told(stage, "{codeowners: true}") == [
        (
            6,
            "The base branch has no CODEOWNERS file, so nobody owns these files.\n\n"
            "Add one first, or name people or a team.",
        )
    ]


async def test_a_codeowners_that_comes_with_the_policy_is_enough(stage):
    assert await told(stage, "{codeowners: true}", files={".github/CODEOWNERS": "* @grace\n"}) == []


async def test_the_lines_of_groups_and_levels(stage):
    more = "levels: {staff: {users: [nobody-here]}}"
    assert [line for line, _ in await told(stage, "{level: staff}", more=more)] == [2]


async def test_the_first_policy_is_held_to_it_too(stage):
    await stage.policy(None)
    assert [line for line, _ in await told(stage, "{users: [nobody-here]}")] == [6]


async def test_a_policy_that_is_left_alone_asks_nothing(stage):
    await stage.policy(POLICY.replace("[heidi]", "[nobody-here]"))
    pull = await stage.deep()
    assert stage.checks(pull)[-1].output["title"] == "Needs a sign-off: Money"
    assert not any(call.path.startswith("/users/") for call in stage.sandbox.calls)
