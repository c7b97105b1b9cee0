"""Pull requests into other branches than the default one."""

from bot.core.branches import CHECK_NAME, ELSEWHERE
from bot.sandbox.model.state import PullRequest
from tests.front.stage import POLICY, Stage

OPEN = ("action_required", "Needs a sign-off: Money")
SHALLOW = ("success", "Shallow: nothing here needs a senior")
WEAK = {".github/dont-delegate.yml": "version: 1\nextends: []\n"}


def stands(stage: Stage, pull: PullRequest) -> dict[str, tuple[str | None, str | None]]:
    """Conclusion and title of each of our checks on the head, by name."""
    return {run.name: (run.conclusion, run.output["title"]) for run in stage.checks(pull)}


async def test_elsewhere_the_check_goes_by_another_name(stage):
    stage.world.push(stage.repo, "next", {"README.md": "# Next\n"}, "margaret")
    pull = await stage.deep(base="next")
    assert stands(stage, pull) == {ELSEWHERE: OPEN}
    await stage.say(pull, "grace", "/sign-off money")
    assert stands(stage, pull) == {ELSEWHERE: ("success", "Signed: Money")}


async def test_a_green_pull_request_turned_to_a_weaker_branch_and_back_is_judged_by_where_it_goes(stage):
    stage.world.push(stage.repo, "weak", WEAK, "ada")
    pull = await stage.deep()
    stage.world.retarget(pull, "weak", "ada")
    await stage.quiet()
    assert stands(stage, pull) == {CHECK_NAME: OPEN, ELSEWHERE: SHALLOW}
    stage.world.retarget(pull, "main", "ada")
    await stage.quiet()
    assert stands(stage, pull)[CHECK_NAME] == OPEN


async def test_the_policy_names_further_branches_that_require_the_check(stage):
    await stage.policy(POLICY + "branches: ['release/*']\n")
    stage.world.push(stage.repo, "release/1", {".github/dont-delegate.yml": POLICY}, "margaret")
    pull = await stage.deep(base="release/1")
    assert stands(stage, pull) == {CHECK_NAME: OPEN}


async def test_a_guarded_branch_without_a_policy_is_judged_by_the_default_ones(stage):
    await stage.policy(POLICY + "branches: ['release/*']\n")
    stage.world.push(stage.repo, "release/0", {".github/dont-delegate.yml": None}, "margaret")
    pull = await stage.deep(base="release/0")
    assert stands(stage, pull) == {CHECK_NAME: OPEN}
