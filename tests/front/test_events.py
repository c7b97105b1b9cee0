"""What happens to a pull request, and what the bot makes of it."""

from bot.core.branches import CHECK_NAME, ELSEWHERE
from tests.front.stage import DEEP, DEEPER, HOOKS, POLICY
from tests.front.test_branches import stands

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
SHALLOW = ("success", "Shallow: nothing here needs a senior")
SHOP = (
    POLICY
    + """\
  shop: {title: Shop, why: It sells., paths: ["/app/**"]}
"""
)
LABELLED = (
    POLICY
    + """\
rules:
  - id: labelled
    zone: money
    title: The label says so
    severity: block
    confidence: high
    why: Whoever put the label there knows.
    when: {all: [{paths: ["**"]}, {labels: [money]}]}
    checklist: [{id: asked, ask: "Was the person who put the label there asked?"}]
"""
)


# --- the pull request itself ---


async def test_synchronize_judges_the_new_head(stage):
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW
    await stage.push(pull, {"app/hooks.py": DEEP})
    assert stage.verdict(pull) == OPEN


async def test_a_force_push_judges_the_new_head(stage):
    pull = await stage.deep()
    stage.world.force_push(stage.repo, "work", stage.repo.branches["main"], {"README.md": "# Ours\n"}, "ada")
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW


async def test_a_force_push_to_an_older_commit_finds_its_check_again(stage):
    pull = await stage.deep()
    first = pull.head_sha
    await stage.push(pull, {"README.md": "# Ours\n"})
    stage.world.move(stage.repo, "work", first, "ada")
    await stage.quiet()
    assert (stage.verdict(pull), len(stage.checks(pull))) == (OPEN, 1)


async def test_closed_is_left_alone(stage):
    pull = await stage.deep()
    before = stage.picture(pull)
    calls = len(stage.sandbox.calls)
    stage.world.close(pull, "ada")
    await stage.quiet()
    assert (stage.picture(pull), len(stage.sandbox.calls)) == (before, calls)


async def test_reopened_is_judged_at_where_its_branch_is_now(stage):
    pull = await stage.deep()
    stage.world.close(pull, "ada")
    stage.world.push(stage.repo, "work", {"app/hooks.py": HOOKS, "README.md": "# Ours\n"}, "ada")
    await stage.quiet()
    stage.world.reopen(pull, "ada")
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW


async def test_merged_is_left_alone(stage):
    pull = await stage.deep()
    before = stage.picture(pull)
    stage.world.merge(pull, "margaret")
    await stage.quiet()
    assert stage.picture(pull) == before


async def test_a_new_title_changes_nothing_that_stands(stage):
    pull = await stage.deep()
    before = stage.picture(pull)
    stage.world.edit(pull, "ada", title="Another title", body="More words.")
    await stage.quiet()
    assert stage.picture(pull) == before


async def test_another_base_has_its_own_policy(stage):
    stage.world.push(stage.repo, "stable", {"app/old.py": "x = 1\n"}, "margaret")
    await stage.policy(SHOP, "stable")
    pull = stage.open({"app/numbers.py": "LINE_0 = 1\n"})
    await stage.quiet()
    assert stands(stage, pull) == {CHECK_NAME: SHALLOW}
    stage.world.retarget(pull, "stable", "ada")
    await stage.quiet()
    asks = ("action_required", "Needs a sign-off: Shop")
    parked = ("action_required", "Goes into `stable` now, where this check is not required")
    assert stands(stage, pull) == {CHECK_NAME: parked, ELSEWHERE: asks}
    stage.world.retarget(pull, "main", "ada")
    await stage.quiet()
    assert stands(stage, pull) == {CHECK_NAME: SHALLOW, ELSEWHERE: asks}


async def test_a_label_that_a_rule_asks_for(stage):
    await stage.policy(LABELLED)
    pull = stage.open({"app/numbers.py": "LINE_0 = 1\n"})
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW
    stage.world.label(pull, "money", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    stage.world.unlabel(pull, "money", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW


# --- drafts and reviewers ---


async def test_a_draft_is_judged_and_nobody_is_asked(stage):
    pull = await stage.deep(draft=True)
    assert (stage.verdict(pull), stage.asked(pull)) == (OPEN, set())


async def test_when_it_is_ready_seniors_are_asked(stage):
    pull = await stage.deep(draft=True)
    stage.world.mark_ready(pull, "ada")
    await stage.quiet()
    assert stage.asked(pull) == {"grace", "ivan"}
    assert "draft" not in stage.summary(pull)


async def test_back_to_a_draft_takes_nothing_back_and_asks_nobody_more(stage):
    pull = await stage.deep()
    stage.world.convert_to_draft(pull, "ada")
    await stage.quiet()
    assert (stage.verdict(pull), stage.asked(pull)) == (OPEN, {"grace", "ivan"})
    assert "This is a draft" in stage.summary(pull)


async def test_who_was_taken_off_is_not_asked_again(stage):
    pull = await stage.deep()
    stage.world.remove_review_request(pull, "grace", "ada")
    await stage.push(pull, {"app/hooks.py": DEEPER})
    assert stage.asked(pull) == {"ivan"}


async def test_who_has_reviewed_is_not_asked_again(stage):
    pull = await stage.deep()
    stage.world.review(pull, "grace", "COMMENT", "Looking.")
    await stage.push(pull, {"app/hooks.py": DEEPER})
    assert stage.asked(pull) == {"ivan"}


async def test_the_author_is_never_asked(stage):
    pull = await stage.deep(by="grace")
    assert stage.asked(pull) == {"ivan"}


# --- checks ---


async def test_a_check_that_is_asked_for_again_is_set_right(stage):
    pull = await stage.deep()
    run = stage.checks(pull)[-1]
    stage.world.update_check(run, {"conclusion": "success"})
    stage.world.rerequest_check(run, "ada")
    await stage.quiet()
    assert (stage.verdict(pull), len(stage.checks(pull))) == (OPEN, 1)


async def test_a_suite_that_is_asked_for_again(stage):
    pull = await stage.deep()
    suite = stage.checks(pull)[-1].suite
    suite.runs.clear()
    stage.world.rerequest_suite(suite, "ada")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_the_button_in_the_check(stage):
    pull = await stage.deep()
    run = stage.checks(pull)[-1]
    assert run.actions == [
        {"label": "Check again", "description": "Look at this pull request once more", "identifier": "recheck"}
    ]
    with stage.sandbox.deliveries.off():
        stage.world.comment(pull, "grace", "/sign-off money")
    stage.world.request_action(run, "recheck", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED


# --- the policy ---


async def test_a_policy_that_is_pushed_judges_what_is_open(stage):
    pull = stage.open({"app/numbers.py": "LINE_0 = 1\n"})
    other = await stage.deep(branch="other")
    assert stage.verdict(pull) == SHALLOW
    await stage.policy(SHOP)
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Shop")
    assert stage.verdict(other) == ("action_required", "Needs a sign-off: Money and Shop")


async def test_a_merged_policy_judges_what_is_open(stage):
    pull = stage.open({"app/numbers.py": "LINE_0 = 1\n"})
    edit = stage.open({".github/dont-delegate.yml": SHOP}, branch="edit")
    await stage.quiet()
    stage.world.merge(edit, "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Shop")


# --- forks ---


async def test_a_pull_request_from_a_fork_is_judged_like_any(stage):
    fork = stage.world.fork(stage.repo, "mallory")
    stage.world.push(fork, "patch", {"app/hooks.py": DEEP}, "mallory")
    pull = stage.world.open_pull_request(stage.repo, "patch", "mallory", title="From outside", head=fork)
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    stage.world.push(fork, "patch", {"app/hooks.py": DEEPER}, "mallory")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_a_check_on_a_fork_names_no_pull_request_and_is_found_all_the_same(stage):
    fork = stage.world.fork(stage.repo, "mallory")
    stage.world.push(fork, "patch", {"app/hooks.py": DEEP}, "mallory")
    pull = stage.world.open_pull_request(stage.repo, "patch", "mallory", title="From outside", head=fork)
    await stage.quiet()
    run = stage.checks(pull)[-1]
    stage.world.update_check(run, {"conclusion": "success", "external_id": "forged"})
    stage.world.rerequest_check(run, "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_a_fork_that_is_gone_takes_nothing_away(stage):
    fork = stage.world.fork(stage.repo, "mallory")
    stage.world.push(fork, "patch", {"app/hooks.py": DEEP}, "mallory")
    pull = stage.world.open_pull_request(stage.repo, "patch", "mallory", title="From outside", head=fork)
    await stage.quiet()
    stage.world.delete_fork(fork)
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


# --- reviews ---


async def test_an_edited_review_is_read_again(stage):
    await stage.policy(POLICY.replace("{from: payments}}", "{from: payments}, checklist: optional}"))
    pull = await stage.deep()
    with stage.sandbox.deliveries.off():
        review = stage.world.approve(pull, "grace")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    stage.world.edit_review(review, "grace", "Read all of it.")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED
