"""Detours: another branch, another pull request, the same commit."""

from bot.core.branches import CHECK_NAME, ELSEWHERE
from tests.evasion.attack import attack
from tests.front.stage import DEEP, POLICY
from tests.front.test_branches import OPEN, SHALLOW, WEAK, stands


@attack(
    "turns a pull request to a branch whose policy asks for nothing, and back as soon as it is green",
    "what is judged for such a branch has a check of another name; the required one is not there or red",
    "its status carries the base branch's name, so nothing either",
)
async def test_a_detour_over_a_weaker_branch(stage):
    stage.world.push(stage.repo, "weak", WEAK, "ada")
    pull = await stage.deep(base="weak")
    assert stands(stage, pull) == {ELSEWHERE: SHALLOW}
    stage.sandbox.deliveries.hold()
    stage.world.retarget(pull, "main", "ada")
    assert CHECK_NAME not in stands(stage, pull)
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stands(stage, pull)[CHECK_NAME] == OPEN


@attack(
    "pushes the change to a branch of their own first, so that against it the pull request changes nothing",
    "the check for that branch has another name; against the default branch the whole change is judged",
    "its status carries the base branch's name, so nothing either",
)
async def test_a_detour_over_a_branch_that_holds_the_change(stage):
    stage.world.push(stage.repo, "holds", {"app/hooks.py": DEEP}, "ada")
    sha = stage.world.commit(stage.repo, [stage.repo.branches["holds"]], {"README.md": "# Ours\n"}, "ada", "Words")
    stage.world.move(stage.repo, "work", sha, "ada")
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Words", base="holds")
    await stage.quiet()
    assert stands(stage, pull) == {ELSEWHERE: SHALLOW}
    stage.world.retarget(pull, "main", "ada")
    await stage.quiet()
    assert stands(stage, pull)[CHECK_NAME] == OPEN


@attack(
    "opens a second pull request of the same commit into a weaker branch",
    "each has a check of its own name on that commit",
    "its status carries the base branch's name, so nothing either",
)
async def test_one_commit_in_two_pull_requests(stage):
    stage.world.push(stage.repo, "weak", WEAK, "ada")
    pull = await stage.deep()
    other = stage.world.open_pull_request(stage.repo, "work", "ada", title="The same", base="weak")
    await stage.quiet()
    assert stands(stage, pull) == {CHECK_NAME: OPEN, ELSEWHERE: SHALLOW}
    await stage.say(other, "ada", "/recheck")
    assert stands(stage, pull)[CHECK_NAME] == OPEN


@attack(
    "names their own branch as guarded, in that branch's policy",
    "which branches are guarded is read from the default branch alone",
)
async def test_a_branch_that_names_itself(stage):
    own = "version: 1\nbranches: [weak]\nextends: []\n"
    stage.world.push(stage.repo, "weak", {".github/dont-delegate.yml": own}, "ada")
    pull = await stage.deep(base="weak")
    assert stands(stage, pull) == {ELSEWHERE: SHALLOW}


@attack(
    "opens a second pull request of the same commit into another guarded branch with a weaker policy",
    "one check stands for both, so both fail and say what to do",
    "its status carries the base branch's name, so nothing either",
)
async def test_one_commit_into_two_guarded_branches(stage):
    await stage.policy(POLICY + "branches: [weak]\n")
    pull = await stage.deep()
    stage.world.push(stage.repo, "weak", WEAK, "margaret")
    await stage.quiet()
    other = stage.world.open_pull_request(stage.repo, "work", "ada", title="The same", base="weak")
    await stage.quiet()
    assert stage.verdict(pull)[0] == "failure"
    await stage.say(other, "ada", "/recheck")
    assert stage.verdict(pull)[0] == "failure"
    assert (
        f"Commit {pull.head_sha[:7]} is the head of #{pull.number} too, which goes into `main`, and one check stands for both: "
        "close one of the two or add a commit to it, then comment `/recheck`."
    ) in stage.checks(pull)[-1].output["text"]
    stage.world.close(other, "ada")
    await stage.say(pull, "ada", "/recheck")
    assert stage.verdict(pull) == OPEN
