"""Which policy judges, and what is said of one that can't."""

from tests.front.stage import DEEP, POLICY

PATH = ".github/dont-delegate.yml"
BROKEN = POLICY + "zoness: {}\n"
OPEN = ("action_required", "Needs a sign-off: Money")


async def test_without_a_policy_there_is_silence(stage):
    await stage.policy(None)
    pull = await stage.deep()
    stage.world.comment(pull, "ada", "/help")
    await stage.quiet()
    assert (stage.checks(pull), stage.said(pull), pull.threads, pull.requested) == ([], [], [], [])


async def test_an_unusable_policy_is_a_failure_with_its_problems_and_the_last_good_one_judges(stage):
    pull = await stage.deep()
    await stage.policy(BROKEN)
    assert stage.verdict(pull) == ("failure", "The policy of the base branch can't be used")
    says = stage.checks(pull)[-1].output["summary"]
    assert says == (
        "The policy on the base branch has problems, so this check can't be green:\n\n"
        "- line 7: `zoness` is no key that is known here. Did you mean `zones`?\n\n"
        "The last policy that could be used judges until it is mended."
    )
    assert "| **Money** | open |" in stage.summary(pull)
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("failure", "The policy of the base branch can't be used")
    await stage.policy(POLICY)
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_an_unusable_policy_without_a_good_one_before_is_a_failure_too(stage):
    stage.world.push(stage.repo, "new", {PATH: "version: 2\n"}, "margaret")
    pull = stage.open({"README.md": "# Ours\n"}, base="new")
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "The policy of the base branch can't be used")
    assert stage.checks(pull)[-1].output["summary"] == (
        "The policy on the base branch has problems, so this check can't be green:\n\n"
        "- line 1: This version of the format is not known here. Write `version: 1`."
    )


async def test_an_edit_of_the_policy_needs_an_admin(stage):
    pull = stage.open({PATH: POLICY.replace("heidi", "ada")})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Review policy")
    assert stage.asked(pull) == {"margaret"}
    assert "**The review policy changes.**" in stage.summary(pull)
    assert await stage.say(pull, "margaret", "/sign-off policy") == (
        "**margaret** signed `policy`, with every point of its checklist answered yes. "
        "Nothing is left to sign: the check is green."
    )


async def test_no_edit_weakens_its_own_judge(stage):
    pull = stage.open({"app/hooks.py": DEEP, PATH: "version: 1\nextends: []\n"})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money and Review policy")


async def test_a_proposed_policy_with_problems_gets_them_at_its_lines(stage):
    pull = stage.open({PATH: BROKEN})
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "The policy that this pull request proposes has problems")
    note = stage.checks(pull)[-1].annotations[0]
    assert (note["path"], note["start_line"], note["annotation_level"], note["title"]) == (
        PATH,
        7,
        "failure",
        "This policy can't be used",
    )
    assert note["message"] == "`zoness` is no key that is known here.\n\nDid you mean `zones`?"


async def test_the_first_policy_is_read_and_judges_nothing_yet(stage):
    await stage.policy(None)
    pull = stage.open({PATH: POLICY, "app/hooks.py": DEEP})
    await stage.quiet()
    assert stage.verdict(pull) == ("neutral", "This policy judges pull requests once it is merged")
    assert (stage.said(pull), pull.requested) == ([], [])


async def test_a_first_policy_with_problems_is_told_them(stage):
    await stage.policy(None)
    pull = stage.open({PATH: BROKEN})
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "The policy that this pull request proposes has problems")
    assert stage.checks(pull)[-1].annotations[0]["start_line"] == 7


async def test_shadow_mode_judges_and_holds_nothing(stage):
    await stage.policy(POLICY.replace("version: 1", "version: 1\nmode: shadow"))
    pull = await stage.deep()
    assert stage.verdict(pull) == ("neutral", "Shadow mode: Needs a sign-off: Money")
    assert "The policy is in shadow mode: this is only a trial, and nothing is held back." in stage.summary(pull)
    assert stage.asked(pull) == set()


async def test_a_policy_that_is_no_text_is_said_to_be_none(stage):
    await stage.policy("\0")
    pull = stage.open({"README.md": "# Ours\n"})
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "The policy of the base branch can't be used")
    assert f"- {PATH} is not a text file." in stage.checks(pull)[-1].output["summary"]


async def test_an_agent_raises_the_bar_where_the_policy_says_so(stage):
    await stage.policy(
        POLICY.replace(
            "money: {sign_off: {from: payments}}",
            "money: {sign_off: {all: [{from: payments}, {from: {users: [heidi]}, if: {ai: assisted}}]}}",
        )
    )
    stage.world.push(
        stage.repo, "work", {"app/hooks.py": DEEP}, "ada", "Do it\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
    )
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work")
    await stage.quiet()
    assert "| **Money** | open | a member of **acme/payments** and also **heidi** |" in stage.summary(pull)
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_what_the_base_calls_generated_is_passed_over_and_the_head_has_no_say(stage):
    marked = {".gitattributes": "app/hooks.py linguist-generated\n"}
    pull = stage.open({"app/hooks.py": DEEP, **marked})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money and Review policy")
    stage.world.push(stage.repo, "main", marked, "margaret")
    other = stage.open({"app/hooks.py": DEEP}, branch="other")
    await stage.quiet()
    assert stage.verdict(other) == ("success", "Shallow: nothing here needs a senior")
