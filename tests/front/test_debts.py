"""What was merged unsigned is owed a review: an issue asks for it, and stays open until a senior has given it."""

import re

import pytest

from bot.sandbox.model.state import Issue, PullRequest
from tests.front.stage import DEEP, DEEPER, POLICY, Stage, database, working
from tests.front.test_overrides import ONE, OVERRIDDEN, SAY, WHY, timeless

PAY = "/sign-off money"


@pytest.fixture
async def one(stage):
    """A stage where heidi or ada may override, each alone."""
    await stage.policy(ONE)
    return stage


async def owing(stage: Stage) -> tuple[PullRequest, Issue]:
    """Give a pull request that was merged overridden, and the issue that asks for its review."""
    pull = await stage.deep()
    await stage.say(pull, "heidi", SAY)
    assert stage.verdict(pull) == OVERRIDDEN
    return pull, await merged(stage, pull)


async def merged(stage: Stage, pull: PullRequest) -> Issue:
    """Merge, and give the issue that asks for the review."""
    stage.world.merge(pull, "margaret")
    await stage.quiet()
    (issue,) = stage.repo.issues.values()
    return issue


async def say(stage: Stage, issue: Issue, by: str, text: str) -> str:
    """Comment on an issue, and give the bot's reply."""
    comment = stage.world.comment(issue, by, text)
    await stage.quiet()
    mark = f"<!-- dont-delegate:answer {comment.id} -->\n"
    (reply,) = [one.body.removeprefix(mark) for one in issue.comments if one.body.startswith(mark)]
    return reply


# --- the issue ---


async def test_an_overridden_merge_opens_one_issue_that_says_who_why_what_and_how_it_is_paid(one):
    pull, issue = await owing(one)
    sha = str(pull.merge_sha)
    assert issue.title == "Review after the fact: #1 Money"
    assert [label.name for label in issue.labels] == ["dont-delegate-debt"]
    assert len(issue.assignees) == 1
    assert issue.assignees[0].login in {"grace", "ivan"}
    body = re.sub(r"\(http://[^)]*\)", "(LINK)", timeless(issue.body))
    assert body == (
        f"<!-- dont-delegate:debt 1 {sha} -->\n"
        f"#1 was merged by **margaret** on TIME as [`{sha[:7]}`](LINK), and no senior had signed Money. "
        "The review that was left out then is owed now.\n\n"
        "#### Money\n\n"
        f"It was overridden. **heidi** (named in the policy) said on TIME: `{WHY}`.\n\n"
        "- [`app/hooks.py` line 5 (removed)](LINK): **A payment provider's webhook is handled.**\n\n"
        "- [ ] Is the signature verified on the raw body, with the right secret, before anything is parsed?\n"
        "- [ ] Does the same event, delivered twice or at the same time, have its effect once?\n"
        "- [ ] Does an event that arrives late or out of order leave the right state?\n"
        "- [ ] Is the event durably stored (or fully handled) before it is answered with 2xx, and answered with an error "
        "otherwise?\n"
        "- [ ] Are amount, currency and owner compared with our own order rather than taken from the event?\n\n"
        "To review: a member of **acme/payments**, and not **heidi** or an author of the change. "
        "Then comment `/sign-off money` here.\n\n"
        "<sub>The boxes are there to help; what counts is the comment. This issue closes by itself once nothing is owed.</sub>"
    )
    assert f"/acme/shop/commit/{sha}" in issue.body


async def test_what_was_signed_is_owed_nothing(one):
    pull = await one.deep()
    await one.say(pull, "grace", PAY)
    one.world.merge(pull, "margaret")
    await one.quiet()
    assert one.repo.issues == {}
    assert await one.parts.store.debts.every() == ()


async def test_what_is_shallow_or_closed_unmerged_is_owed_nothing(one):
    shallow = one.open({"docs/a.md": "a\n"}, branch="shallow")
    await one.quiet()
    one.world.merge(shallow, "margaret")
    one.world.close(await one.deep(), "ada")
    await one.quiet()
    assert one.repo.issues == {}


@pytest.mark.parametrize(
    ("veto", "says"),
    [(False, "It was merged without its sign-off."), (True, "It was merged though changes were asked for.")],
)
async def test_a_merge_past_the_check_is_owed_too(stage, veto, says):
    pull = await stage.deep()
    if veto:
        stage.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
        await stage.quiet()
    issue = await merged(stage, pull)
    assert f"#### Money\n\n{says}\n\n" in issue.body
    (debt,) = await stage.parts.store.debts.every()
    assert [(one.zone, one.state) for one in debt.unpaid] == [("money", "vetoed" if veto else "open")]


async def test_commits_merged_before_they_were_judged_are_judged_after(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", PAY)
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    stage.world.merge(pull, "margaret")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    (issue,) = stage.repo.issues.values()
    assert issue.title == "Review after the fact: #1 Money"


async def test_in_shadow_mode_nothing_is_owed(stage):
    await stage.policy(POLICY + "mode: shadow\n")
    stage.world.merge(await stage.deep(), "margaret")
    await stage.quiet()
    assert stage.repo.issues == {}


async def test_a_merge_into_a_branch_that_is_not_guarded_is_owed_nothing(stage):
    stage.world.push(stage.repo, "side", {"README.md": "# Side\n"}, "ada")
    pull = stage.open({"app/hooks.py": DEEP}, base="side")
    await stage.quiet()
    stage.world.merge(pull, "ada")
    await stage.quiet()
    assert stage.repo.issues == {}


async def test_a_zone_that_the_merge_takes_out_of_the_policy_is_still_owed(one):
    pull = one.open({"app/hooks.py": DEEP, ".github/dont-delegate.yml": "version: 1\nextends: [auth]\n"})
    await one.quiet()
    await one.say(pull, "heidi", SAY)
    issue = await merged(one, pull)
    assert (
        "#### money\n\nIt was merged without its sign-off, and the policy that came with the merge knows no such"
        in issue.body
    )
    assert "**mallory** is not among the seniors of money. Who can: anyone with the **admin** permission." in (
        await say(one, issue, "mallory", PAY)
    )
    await say(one, issue, "margaret", "/sign-off money policy")
    assert issue.state == "closed"


async def test_a_second_delivery_of_the_merge_opens_no_second_issue(one):
    await owing(one)
    told = [one_.payload for one_ in one.sandbox.deliveries.log if one_.payload.get("action") == "closed"]
    for payload in told:
        one.sandbox.deliveries("pull_request", payload)
    await one.quiet()
    assert len(one.repo.issues) == 1


async def test_a_bot_that_ended_between_the_issue_and_its_record_finds_the_issue_again(one, tmp_path):
    pull, issue = await owing(one)
    (tmp_path / "new").mkdir()
    async with working(one.sandbox, database(tmp_path / "new")) as parts:  # knows nothing of what it did
        again = Stage(one.sandbox, parts, one.clock)
        again.world.pull_event(pull, "closed", "margaret")
        await again.quiet()
        assert list(again.repo.issues) == [issue.number]
        (debt,) = await parts.store.debts.every()
        assert debt.issue == issue.number


async def test_where_a_senior_cannot_be_assigned_nobody_is(one):
    one.world.set_role(one.repo, "grace", "none", "margaret")
    one.world.set_role(one.repo, "ivan", "none", "margaret")
    _, issue = await owing(one)
    assert issue.assignees == []


async def test_where_a_repository_has_no_issues_it_is_owed_all_the_same(one):
    one.repo.has_issues = False
    pull = await one.deep()
    await one.say(pull, "heidi", SAY)
    one.world.merge(pull, "margaret")
    await one.quiet()
    (debt,) = await one.parts.store.debts.every()
    assert (debt.issue, debt.url.endswith("/acme/shop/pull/1"), len(debt.unpaid)) == (0, True, 1)


# --- paying ---


@pytest.mark.parametrize(
    ("by", "text", "says"),
    [
        (
            "heidi",
            PAY,
            "`/sign-off money` was not carried out: **heidi** overrode the zone, and the review is somebody else's. "
            "Who can: a member of **acme/payments**, but not **heidi**.",
        ),
        (
            "ada",
            PAY,
            "`/sign-off money` was not carried out: **ada** had a hand in the change, and nobody signs their own work. "
            "Who can: a member of **acme/payments**.",
        ),
        (
            "mallory",
            PAY,
            "`/sign-off money` was not carried out: **mallory** is not among the seniors of Money. "
            "Who can: a member of **acme/payments**.",
        ),
        (
            "grace",
            "/sign-off auth",
            "`/sign-off auth` was not carried out: nothing is owed for that here; what is: `/sign-off money`.",
        ),
        (
            "grace",
            "/help",
            "Here only `/sign-off ZONE` is heard: a senior of the zone says by it that they have reviewed what was merged. "
            "Owed here: `/sign-off money`.",
        ),
    ],
)
async def test_who_can_t_pay_is_told_who_could(one, by, text, says):
    _, issue = await owing(one)
    assert await say(one, issue, by, text) == says
    assert issue.state == "open"


async def test_an_assistants_own_account_reviews_nothing_though_it_is_a_senior(one):
    one.world.add_account("cursoragent")
    one.world.join_team(one.world.team("acme", "payments"), "cursoragent", "margaret")
    _, issue = await owing(one)
    assert await say(one, issue, "cursoragent", PAY) == (
        "`/sign-off money` was not carried out: **cursoragent** is the account of a bot or an assistant, and only people "
        "review. Who can: a member of **acme/payments**."
    )
    assert issue.state == "open"


async def test_a_senior_pays_and_the_issue_closes(one):
    _, issue = await owing(one)
    assert await say(one, issue, "grace", PAY) == (
        "**grace** reviewed `money` after the fact. Nothing is owed any more: thank you."
    )
    assert (issue.state, issue.closed_by) == ("closed", one.world.bot)
    (debt,) = await one.parts.store.debts.every()
    assert (debt.paid, debt.unpaid) == ({"money"}, ())


async def test_whoever_closes_it_unpaid_finds_it_open_again_with_a_kind_word_once(one):
    _, issue = await owing(one)
    for _ in range(2):
        one.world.close_issue(issue, "ada")
        await one.quiet()
        assert issue.state == "open"
    (word,) = [comment.body for comment in issue.comments]
    assert word == (
        "<!-- dont-delegate:still-owed -->\n"
        "**ada** closed this, and the review of Money is still owed, so it is open again. It closes by itself once that is "
        "done.\n\n"
        "- **Money**: To review: a member of **acme/payments**, and not **heidi** or an author of the change. "
        "Then comment `/sign-off money` here."
    )


async def test_two_zones_are_paid_one_by_one(stage):
    pull = stage.open({"app/hooks.py": DEEP, "app/views.py": 'API_KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"\n'})
    await stage.quiet()
    issue = await merged(stage, pull)
    assert issue.title == "Review after the fact: #1 Security boundaries and Money"
    assert await say(stage, issue, "heidi", "/sign-off auth money") == (
        "`/sign-off money` was not carried out: **heidi** is not among the seniors of Money. "
        "Who can: a member of **acme/payments**.\n\n"
        "**heidi** reviewed `auth` after the fact. Still owed: Money."
    )
    assert issue.state == "open"
    await say(stage, issue, "grace", PAY)
    assert issue.state == "closed"


async def test_an_edited_comment_and_a_bots_pay_nothing(one):
    _, issue = await owing(one)
    comment = one.world.comment(issue, "grace", "On it.")
    one.world.edit_comment(comment, "grace", PAY)
    one.world.comment(issue, "copilot-swe-agent[bot]", PAY)
    await one.quiet()
    assert (issue.state, len(issue.comments)) == ("open", 2)


async def test_an_issue_that_was_deleted_unpaid_is_opened_anew(one):
    _, issue = await owing(one)
    one.world.delete_issue(issue, "margaret")
    await one.quiet()
    (again,) = one.repo.issues.values()
    assert (again.number, again.body) == (issue.number + 1, issue.body)
    await say(one, again, "grace", PAY)
    assert again.state == "closed"
    (debt,) = await one.parts.store.debts.every()
    assert (debt.issue, debt.unpaid) == (again.number, ())


async def test_issues_of_others_are_left_alone(one):
    issue = one.world.open_issue(one.repo, "ada", "Mine", body="<!-- dont-delegate:debt 1 x -->")
    one.world.comment(issue, "grace", PAY)
    one.world.close_issue(issue, "ada")
    await one.quiet()
    assert (issue.state, len(issue.comments)) == ("closed", 1)


async def test_every_delivery_again_changes_nothing(one):
    _, issue = await owing(one)
    one.world.close_issue(issue, "ada")
    await one.quiet()
    await say(one, issue, "grace", PAY)
    before = [comment.body for comment in issue.comments]
    for event, payload in [(d.event, d.payload) for d in one.sandbox.deliveries.log if d.event.startswith("issue")]:
        one.sandbox.deliveries(event, payload)
    await one.quiet()
    assert ([comment.body for comment in issue.comments], issue.state) == (before, "closed")


async def test_an_owner_of_the_files_by_codeowners_reviews_after_the_fact(stage):
    stage.world.push(stage.repo, "main", {"CODEOWNERS": "/app/ @ivan\n"}, "margaret")
    await stage.policy(ONE.replace("{from: payments}", "{from: {codeowners: true}}"))
    _, issue = await owing(stage)
    assert "is not among the seniors of Money" in await say(stage, issue, "grace", PAY)
    await say(stage, issue, "ivan", PAY)
    assert issue.state == "closed"
