"""The organisation's floor: what it asks stands in every repository, whatever the repository's own policy says."""

import pytest

from tests.front.stage import DEEP, HOOKS, POLICY

FLOOR = """\
version: 1
extends: [money]
zones:
  money: {sign_off: {from: {users: [heidi]}}}
"""
OPEN = ("action_required", "Needs a sign-off: Money")
SHALLOW = ("success", "Shallow: nothing here needs a senior")
UNUSABLE = ("failure", "The organisation's floor can't be used")
HEIDI = "**heidi** (asked by the floor)"
PAYMENTS = "a member of **acme/payments** (asked by this repository)"
MODEST = "version: 1\nextends: [drift]\n"  # asks for nothing that the floor asks for


def details(stage, pull):
    return stage.checks(pull)[-1].output["text"]


def outline(stage, pull):
    return stage.checks(pull)[-1].output["summary"]


async def both_sign(stage, pull):
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")


# --- together ------------------------------------------------------------------------------------------------


async def test_a_repository_without_a_policy_is_judged_by_the_floor(stage):
    await stage.policy(None)
    await stage.floor(FLOOR)
    pull = await stage.deep()
    assert stage.verdict(pull) == OPEN
    assert "| **Money** | open | **heidi** |" in stage.summary(pull)
    blob = stage.floors.objects.commits[stage.floors.branches["main"]].files["dont-delegate.yml"].sha
    assert details(stage, pull).endswith(f"Judged by `the floor of acme at {blob[:7]}`.")
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_under_a_floor_what_is_shallow_passes_as_ever(stage):
    await stage.floor(FLOOR)
    pull = stage.open({"README.md": "# Ours\n"})
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW
    assert stage.said(pull) == []


async def test_a_zone_in_both_needs_both_and_says_who_asks(stage):
    await stage.floor(FLOOR)
    pull = await stage.deep()
    assert f"| **Money** | open | {HEIDI} and also {PAYMENTS} |" in stage.summary(pull)
    assert f"To sign: {HEIDI} and also {PAYMENTS}, and not an author of the change." in stage.summary(pull)
    own = stage.repo.objects.commits[stage.repo.branches["main"]].files[".github/dont-delegate.yml"].sha
    floor = stage.floors.objects.commits[stage.floors.branches["main"]].files["dont-delegate.yml"].sha
    judged = f"Judged by `the floor of acme at {floor[:7]} and .github/dont-delegate.yml at {own[:7]}`."
    assert details(stage, pull).endswith(judged)
    await both_sign(stage, pull)


async def test_what_both_ask_alike_is_asked_once(stage):
    await stage.floor(FLOOR.replace("{users: [heidi]}", "{teams: [acme/payments]}"))
    pull = await stage.deep()
    assert "| **Money** | open | a member of **acme/payments** |" in stage.summary(pull)


async def test_a_zone_of_the_repository_alone_is_asked_for_as_before(stage):
    await stage.floor(FLOOR)
    await stage.policy(
        POLICY + '  search: {title: Search, why: Slow., paths: ["/search/**"], sign_off: {from: payments}}\n'
    )
    pull = stage.open({"search/index.py": "x = 1\n"})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Search")
    assert "| **Search** | open | a member of **acme/payments** |" in stage.summary(pull)


async def test_paths_that_both_name_are_guarded_by_either_with_its_own_questions(stage):
    guarded = '{{sign_off: {{from: {{users: [heidi]}}}}, paths: ["/{}"], ask: [{{id: read, ask: "{}"}}]}}'
    floor = f"version: 1\nextends: [money]\nzones:\n  money: {guarded.format('books/**', 'Is the floor right?')}\n"
    await stage.floor(floor)
    await stage.policy(floor.replace("books/**", "ledger/**").replace("the floor", "the ledger"))
    pull = stage.open({"books/a.txt": "1\n", "ledger/b.txt": "2\n"})
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    boxes = [line for line in stage.summary(pull).splitlines() if line.startswith("- [ ]")]
    assert [line.partition(" <!--")[0] for line in boxes] == [
        "- [ ] 1. Is the floor right?",
        "- [ ] 2. Is the ledger right?",
    ]
    assert await stage.say(pull, "ada", "/explain own-money-paths") != ""


# --- a repository that would weaken it -----------------------------------------------------------------------

WEAKER = {
    "no packs": "version: 1\nextends: []\n",
    "excluded": 'version: 1\nextends: [money]\nexclude: ["/app/**"]\n',
    "on trial": "version: 1\nmode: shadow\nextends: [money]\n",
    "switched off": "version: 1\nextends: [money, drift]\ntune: {payment-webhook-handler: {enabled: false}}\n",
    "only advice": "version: 1\nextends: [money]\ntune: {payment-webhook-handler: {severity: advise}}\n",
    "a trial of the rule": "version: 1\nextends: [money]\ntune: {payment-webhook-handler: {mode: shadow}}\n",
    "less sure": "version: 1\nextends: [money]\ntune: {payment-webhook-handler: {confidence: low}}\n",
    "whoever can read": "version: 1\nextends: [money]\nzones: {money: {sign_off: {from: {users: [ada, mallory]}}}}\n",
    "no checklist": "version: 1\nextends: [money]\nzones: {money: {checklist: optional}}\n",
    "a rule of that name": (
        "version: 1\nextends: []\nzones: {money: {title: M, why: W}}\nrules:\n  - {id: own-rule, zone: money, title: T, "
        'why: W, when: {paths: ["/nothing"]}, checklist: [{id: a, ask: A?}]}\n'
    ),
    "overridden": "version: 1\nextends: [money]\noverride: {from: {users: [ada, mallory]}}\n",
}


@pytest.mark.parametrize("own", WEAKER.values(), ids=WEAKER)
async def test_nothing_in_a_repository_takes_away_from_the_floor(stage, own):
    rule = (
        "rules:\n  - {id: own-rule, zone: money, title: Hooks, why: W, when: {paths: ['/app/hooks.py']}, "
        "checklist: [{id: a, ask: 'Is the floor right?'}]}\n"
    )
    await stage.floor(FLOOR + rule)
    await stage.policy(own)
    pull = await stage.deep()
    assert stage.verdict(pull) == OPEN
    assert "**heidi**" in stage.summary(pull)
    assert "**A payment provider's webhook is handled.**" in stage.summary(pull)
    assert "Is the floor right?" in stage.summary(pull)
    for other in ("margaret", "ivan", "grace", "mallory"):
        stage.world.review(pull, other, "APPROVE")
        await stage.say(pull, other, "/sign-off money")
        assert stage.verdict(pull) == OPEN
    stage.world.review(pull, "heidi", "APPROVE")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN, "the floor requires the checklist"


async def test_a_policy_on_trial_asks_for_nothing_of_its_own(stage):
    await stage.floor(FLOOR)
    await stage.policy(POLICY.replace("version: 1", "version: 1\nmode: shadow"))
    pull = await stage.deep()
    assert "| **Money** | open | **heidi** |" in stage.summary(pull)
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_a_floor_on_trial_holds_nothing_and_the_repository_goes_on(stage):
    await stage.policy(None)
    await stage.floor(FLOOR.replace("version: 1", "version: 1\nmode: shadow"))
    pull = await stage.deep()
    assert stage.verdict(pull) == ("neutral", "Shadow mode: Needs a sign-off: Money")
    await stage.policy(POLICY)
    assert stage.verdict(pull) == OPEN
    assert "| **Money** | open | a member of **acme/payments** |" in stage.summary(pull)


async def test_an_edit_that_would_weaken_the_floor_is_told_at_its_line(stage):
    await stage.floor(FLOOR)
    weak = POLICY + "tune:\n  payment-webhook-handler:\n    mode: shadow\n    severity: advise\n"
    pull = stage.open({".github/dont-delegate.yml": weak})
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "The policy that this pull request proposes has problems")
    notes = [(n["start_line"], n["title"], n["message"]) for n in stage.checks(pull)[-1].annotations]
    says = (
        "The organisation's floor takes `payment-webhook-handler` in, and this would weaken it.\n\n"
        "A repository only adds to the floor: remove this, or ask the floor's keepers to tune the rule there."
    )
    assert notes[:2] == [
        (9, "The organisation's floor asks for more", says),
        (10, "The organisation's floor asks for more", says),
    ]


# --- a floor that can't be used, or seen ---------------------------------------------------------------------


async def test_a_broken_floor_is_a_failure_and_the_last_good_one_judges(stage):
    await stage.floor(FLOOR)
    pull = await stage.deep()
    await stage.floor(FLOOR + "zoness: {}\n")
    assert stage.verdict(pull) == UNUSABLE
    assert outline(stage, pull) == (
        "The organisation's floor can't be used, so this check can't be green:\n\n"
        "- line 5: `zoness` is no key that is known here. Did you mean `zones`?\n\n"
        "The last one that could be used judges until it is mended."
    )
    assert f"| **Money** | open | {HEIDI} and also {PAYMENTS} |" in stage.summary(pull)
    for senior in ("grace", "heidi"):
        await stage.say(pull, senior, "/sign-off money")
    assert stage.verdict(pull) == UNUSABLE
    await stage.floor(FLOOR)
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_a_floor_that_never_could_be_used_lets_nothing_pass(stage):
    await stage.policy(POLICY.replace("version: 1", "version: 1\nmode: shadow"))
    await stage.floor("version: 2\n")
    pull = stage.open({"README.md": "# Ours\n"})
    await stage.quiet()
    assert stage.verdict(pull)[0] == "failure"
    assert outline(stage, pull) == (
        "The organisation's floor can't be used, so this check can't be green:\n\n"
        "- line 1: This version of the format is not known here. Write `version: 1`.\n\n"
        "There is none from before that could judge in its place."
    )


async def test_a_floor_and_a_policy_that_are_both_broken_are_both_told(stage):
    await stage.floor(FLOOR)
    stage.world.push(stage.repo, "new", {".github/dont-delegate.yml": "version: 2\n"}, "margaret")
    pull = stage.open({"app/hooks.py": DEEP}, base="new")
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "The policy of the base branch can't be used")
    wrong = "- line 1: This version of the format is not known here. Write `version: 1`."
    own = f"The policy on the base branch has problems, so this check can't be green:\n\n{wrong}\n\n"
    assert outline(stage, pull) == f"{own}The organisation's floor judges until it is mended."
    assert "| **Money** | open | **heidi** |" in stage.summary(pull)
    await stage.floor("version: 2\n")
    assert outline(stage, pull) == (
        f"The organisation's floor can't be used, so this check can't be green:\n\n{wrong}\n\n"
        f"The last one that could be used judges until it is mended.\n\n{own}The organisation's floor judges until it is mended."
    )


async def test_a_floor_that_is_taken_away_is_gone(stage):
    await stage.floor(FLOOR)
    pull = await stage.deep()
    await stage.floor(None)
    assert stage.verdict(pull) == OPEN
    assert "| **Money** | open | a member of **acme/payments** |" in stage.summary(pull)
    stage.world.remove_from_installation(stage.floors, "margaret")
    await stage.say(pull, "ada", "/recheck")
    assert stage.verdict(pull) == OPEN, "what was taken away is not missed"


async def test_a_floor_that_is_hidden_goes_on_judging_and_says_so(stage):
    await stage.policy(MODEST)
    await stage.floor(FLOOR)
    pull = await stage.deep()
    stage.world.remove_from_installation(stage.floors, "margaret")
    await stage.say(pull, "heidi", "/sign-off money")
    assert stage.verdict(pull) == UNUSABLE
    assert outline(stage, pull) == (
        "The organisation's floor can't be seen any more, so this check can't be green: GitHub shows this App no `acme/.github`."
        "\n\nThe last one that could be used judges until it is mended. Install the App on that repository; if there is to be "
        "no floor, install it there without the file `dont-delegate.yml`."
    )
    stage.world.add_to_installation(stage.floors, "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_a_public_repository_shows_its_floor_wherever_the_app_is_installed(stage):
    await stage.policy(None)
    await stage.floor(FLOOR)
    stage.floors.private, stage.floors.installed = False, False
    pull = await stage.deep()
    assert stage.verdict(pull) == OPEN


async def test_without_a_floor_ever_seen_a_missing_repository_means_nothing(stage):
    pull = await stage.deep()
    assert "| **Money** | open | a member of **acme/payments** |" in stage.summary(pull)


# --- where the floor is edited -------------------------------------------------------------------------------


async def test_a_pushed_floor_judges_what_is_open_everywhere(stage):
    books = stage.world.add_repository("acme/books")
    stage.world.push(books, "main", {"app/hooks.py": HOOKS}, "margaret")
    stage.world.push(books, "work", {"app/hooks.py": DEEP}, "ada")
    there = stage.world.open_pull_request(books, "work", "ada", title="Work")
    here = await stage.deep()
    await stage.floor(FLOOR)
    assert f"| **Money** | open | {HEIDI} and also {PAYMENTS} |" in stage.summary(here)
    assert "| **Money** | open | **heidi** |" in stage.summary(there)


async def test_another_branch_of_that_repository_is_no_floor(stage):
    await stage.floor(None)
    await stage.floor(FLOOR, "draft")
    pull = await stage.deep()
    assert "| **Money** | open | a member of **acme/payments** |" in stage.summary(pull)


async def edit(stage, text, branch="edit"):
    stage.world.push(stage.floors, branch, {"dont-delegate.yml": text}, "ada")
    pull = stage.world.open_pull_request(stage.floors, branch, "ada", title="Edit")
    await stage.quiet()
    return pull


def shown(pull):
    suites = [suite for suite in pull.repo.suites.values() if suite.sha == pull.head_sha]
    return [run for suite in suites for run in suite.runs][-1]


async def test_an_edit_of_the_floor_needs_whom_the_floor_names(stage):
    await stage.floor(FLOOR.rstrip() + "\n  policy: {sign_off: {from: {users: [heidi]}}}\n")
    pull = await edit(stage, MODEST)
    assert shown(pull).output["title"] == "Needs a sign-off: Review policy"
    assert "| **Review policy** | open | **heidi** |" in stage.summary(pull)


async def test_a_floor_that_is_proposed_with_problems_gets_them_at_its_lines(stage):
    await stage.floor(FLOOR)
    pull = await edit(stage, FLOOR + "zoness: {}\n")
    run = shown(pull)
    assert (run.conclusion, run.output["title"]) == (
        "failure",
        "The policy that this pull request proposes has problems",
    )
    note = run.annotations[0]
    assert (note["path"], note["start_line"], note["title"]) == ("dont-delegate.yml", 5, "This policy can't be used")


async def test_the_first_floor_is_read_and_judges_nothing_yet(stage):
    await stage.floor(None)
    pull = await edit(stage, FLOOR)
    run = shown(pull)
    assert (run.conclusion, run.output["title"]) == ("neutral", "This policy judges pull requests once it is merged")


async def test_a_file_of_that_name_elsewhere_is_no_floor(stage):
    pull = stage.open({"dont-delegate.yml": "nonsense: ["})
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW
