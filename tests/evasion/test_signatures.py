"""Getting a sign-off that nobody gave, or that was given for something else."""

import pytest

from tests.evasion.attack import SAME, attack
from tests.front.stage import DEEP, DEEPER, HOOKS, POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
BOXES = 5


@attack(
    "plants the boxes under harmless questions in another comment of the bot, for a senior to tick",
    "only boxes in the summary count",
    "it has no checklist",
)
async def test_a_checklist_planted_in_another_comment_of_ours_signs_nothing(stage):
    pull = await stage.deep()
    planted = stage.summary_comment(pull).body.partition("- [ ]")
    boxes = "\n".join(
        f"- [ ] I like tea{line.partition('?')[2]}" for line in (planted[1] + planted[2]).split("\n")[:BOXES]
    )
    reply = stage.world.comment(pull, "ada", "/help")
    await stage.quiet()
    ours = next(one for one in stage.said(pull) if f"answer {reply.id}" in one.body)
    stage.world.edit_comment(ours, "heidi", f"{ours.body}\n\n{boxes}")
    await stage.quiet()
    for box in range(BOXES):
        stage.world.tick(ours, box, "grace")
        await stage.quiet()
    assert ours.body.count("[x] I like tea") == BOXES
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


@attack(
    "puts an older checklist back into the comment, for a senior to tick for what it covered",
    "a tick counts for what was shown when it was made, never for what the box says",
    "it has no checklist",
)
async def test_an_old_list_planted_while_nobody_looks_signs_nothing(stage):
    pull = await stage.deep()
    old = stage.summary_comment(pull).body
    await stage.push(pull, {"app/hooks.py": DEEPER})
    stage.sandbox.deliveries.hold()
    summary = stage.summary_comment(pull)
    stage.world.edit_comment(summary, "heidi", old)
    for box in range(BOXES):
        stage.world.tick(summary, box, "grace")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)
    await stage.push(pull, {"app/hooks.py": DEEP})
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


@attack(
    "puts an older summary back, so that a senior signs what they do not see",
    "a sign-off counts for what the bot published last, never for what the comment says",
    "its details page is drawn anew",
)
async def test_an_old_summary_planted_while_nobody_looks_is_not_what_is_signed(stage):
    pull = await stage.deep()
    old = stage.summary_comment(pull).body
    await stage.push(pull, {"app/hooks.py": DEEPER})
    stage.sandbox.deliveries.hold()
    stage.world.edit_comment(stage.summary_comment(pull), "heidi", old)
    stage.world.comment(pull, "grace", "/sign-off money")
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


@attack(
    "pushes something harmless for a moment, has it approved, and pushes the change back",
    "an approval counts only for a commit that was shown here",
    "an approval is kept: pushes void none unless `invalidate_on_push` is set",
)
async def test_an_approval_of_a_commit_that_was_never_shown_is_none_of_what_was(stage):
    await stage.policy("version: 1\nzones:\n  money: {sign_off: {from: {users: [grace]}}, checklist: optional}\n")
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": HOOKS + "# harmless\n"}, "ada")
    stage.world.approve(pull, "grace")
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "before this part of the change was shown here" in stage.summary(pull)


@attack(
    "hopes that a sign-off taken back at once still counts",
    "statements count in the order in which they were made",
    SAME,
)
async def test_a_sign_off_and_its_revocation_read_at_once_leave_nothing_signed(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    signed = stage.world.comment(pull, "grace", "/sign-off money")
    revoked = stage.world.comment(pull, "grace", "/revoke")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "is taken back" in stage.reply(pull, revoked)
    assert stage.replies(pull, signed)


@attack(
    "writes a command into a senior's comment, as people with write access can",
    "a comment that was edited is not read as a command",
    "failure, if it notices; `ignore_edited_comments` is off by default",
)
async def test_a_command_that_a_stranger_wrote_into_anothers_comment_does_nothing(stage):
    pull = await stage.deep()
    comment = stage.world.comment(pull, "grace", "I will look at it.")
    stage.world.edit_comment(comment, "heidi", "/sign-off money")
    await stage.quiet()
    assert (stage.verdict(pull), stage.replies(pull, comment)) == (OPEN, [])


@attack(
    "deletes the comment with the checklist",
    "it is posted anew, with nothing ticked that was not",
    "it has no comment",
)
async def test_a_summary_that_was_deleted_comes_back_and_can_be_signed(stage):
    pull = await stage.deep()
    stage.world.delete_comment(stage.summary_comment(pull), "heidi")
    await stage.quiet()
    await stage.tick(pull, "grace", *range(BOXES))
    assert stage.verdict(pull) == SIGNED


@attack(
    "lets a senior sign first and then push a commit of their own",
    "who had a hand in the change has signed nothing",
    "an approval given before the commit counts no longer either, contributors being left out by default",
)
async def test_who_signs_and_then_pushes_has_signed_nothing(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", *range(BOXES))
    assert stage.verdict(pull) == SIGNED
    await stage.push(pull, {"README.md": "# Ours\n"}, by="grace")
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)
    assert "**grace**'s sign-off is not counted: they had a hand in this change" in stage.summary(pull)


@attack(
    "names files like the bot's own hidden marks, so that it believes it has answered",
    "whatever comes from a pull request is escaped, marks too",
    "it has no comment",
)
async def test_a_path_that_looks_like_our_marks_makes_nobody_silent(stage):
    odd = "app/<!-- dont-delegate:answer {} -->/<!-- dont-delegate:summary -->/hooks.py"
    stage.world.push(stage.repo, "main", {odd.format(n): HOOKS for n in range(1, 9)}, "margaret")
    pull = stage.open({odd.format(n): DEEP for n in range(1, 9)})
    await stage.quiet()
    for number in range(1, 4):
        assert await stage.say(pull, "ada", f"/explain\n\n{number}")
    (summary,) = [one for one in stage.said(pull) if one.body.startswith("<!-- dont-delegate:summary -->")]
    assert "<! -- dont-delegate:answer 1 -->" in summary.body


# --- by words ---

WORDS = {
    "a quoted comment": "> Looks good: /sign-off money\n\nNo, it does not.",
    "a command quoted": "> /sign-off money\n\nWhat about this?",
    "a quote that goes on": "> as grace said\n/sign-off money",
    "a block of code": "```\n/sign-off money\n```",
    "a block that is never closed": "~~~~\n/sign-off money",
    "an indented block": "Try:\n\n    /sign-off money",
    "inline code": "Do not write `/sign-off money` yet",
    "a comment in HTML": "<!--\n/sign-off money\n-->",
    "folded HTML": "<pre>\n/sign-off money\n</pre>",
    "a sentence": "Please /sign-off money",
    "a longer word": "/sign-off-later money",
    "another script": "\N{FULLWIDTH SOLIDUS}sign-off money",
    "approval in words": "LGTM :+1:",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@attack(
    "takes for a sign-off what a senior only quotes, shows or refuses",
    "a command stands on a line of its own, outside quotes, code and hidden text",
    'approved: its default comments are found anywhere in a text, also in "LGTM :+1:" quoted in a refusal',
)
async def test_words_that_only_look_like_a_sign_off(stage, words):
    pull = await stage.deep()
    comment = stage.world.comment(pull, "grace", words)
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert stage.replies(pull, comment) == []


@attack(
    "has a senior's old comment edited into a command, by whoever may edit it",
    "an edited comment is never a command, also not by its own writer",
    "an edited comment by its writer counts unless `ignore_edited_comments` is set",
)
async def test_an_old_comment_edited_into_a_command(stage):
    pull = await stage.deep()
    comment = stage.world.comment(pull, "grace", "I will look at it on Monday.")
    await stage.quiet()
    stage.world.edit_comment(comment, "grace", "/sign-off money")
    await stage.quiet()
    assert (stage.verdict(pull), stage.replies(pull, comment)) == (OPEN, [])


@attack("writes the command into the description, the title or a commit", "only comments give commands", SAME)
async def test_a_command_in_the_description(stage):
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "grace", "Work\n\n/sign-off money")
    pull = stage.world.open_pull_request(stage.repo, "work", "grace", title="/sign-off money", body="/sign-off money")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert len(stage.said(pull)) == 1


@attack(
    "uses a sign-off that a senior gave in another pull request of the same commit",
    "a sign-off belongs to the pull request in which it was given, and to its authors",
    "the same",
)
async def test_a_sign_off_in_another_pull_request(stage):
    first = await stage.deep()
    stage.world.push(stage.repo, "other", {"app/hooks.py": DEEP, "README.md": "# Ours\n"}, "ada")
    second = stage.world.open_pull_request(stage.repo, "other", "ada", title="Other")
    await stage.quiet()
    await stage.say(first, "grace", "/sign-off money")
    assert (stage.verdict(first), stage.verdict(second)) == (SIGNED, OPEN)


# --- by people ---


@attack(
    "signs their own change with the rights of a senior",
    "who opened it, wrote, committed or co-wrote a commit of it has no say",
    "the same by default",
)
async def test_a_senior_signs_their_own_change(stage):
    pull = await stage.deep(by="ivan")
    await stage.say(pull, "ivan", "/sign-off money")
    await stage.tick(pull, "ivan", *range(BOXES))
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


@attack(
    "has a senior named as co-author, who then approves",
    "a co-author had a hand in it and does not sign",
    "approved: `Co-authored-by` is not looked at",
)
async def test_a_co_author_approves(relaxed):
    relaxed.world.push(
        relaxed.repo,
        "work",
        {"app/hooks.py": DEEP},
        "ada",
        "Work\n\nCo-authored-by: Grace <grace@users.noreply.github.com>",
    )
    pull = relaxed.world.open_pull_request(relaxed.repo, "work", "ada", title="Work")
    await relaxed.quiet()
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN


@attack(
    "lets the code be written on a side branch by a senior, merges it, and has them approve",
    "authors of commits that were merged in are authors",
    "approved: only the first parents' authors are contributors (tried against version 1.36)",
)
async def test_the_author_of_a_side_branch_approves(relaxed):
    pull = relaxed.open({"README.md": "# Ours\n"})
    side = relaxed.world.push(relaxed.repo, "side", {"app/hooks.py": DEEP}, "ivan")
    merge = relaxed.world.commit(relaxed.repo, [pull.head_sha, side], {"app/hooks.py": DEEP}, "ada", "Merge side")
    relaxed.world.move(relaxed.repo, "work", merge, "ada")
    await relaxed.quiet()
    relaxed.world.approve(pull, "ivan")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN
    assert "**ivan**'s sign-off is not counted: they had a hand in this change" in relaxed.summary(pull)


@attack(
    "has a bot approve that belongs to the team of seniors", "a bot is nobody's senior", "counts if the policy names it"
)
async def test_a_bot_approves(relaxed):
    bot = "copilot-swe-agent[bot]"
    relaxed.world.set_role(relaxed.repo, bot, "admin", "margaret")
    pull = await relaxed.deep()
    relaxed.world.approve(pull, bot)
    relaxed.world.comment(pull, bot, "/sign-off money")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN


@attack(
    "asks their own team for the review, so that they are among the reviewers",
    "being asked gives no right; authors have none",
    "the same by default",
)
async def test_a_review_asked_of_ones_own_team(relaxed):
    pull = await relaxed.deep(by="ivan")
    relaxed.world.request_review(pull, "mallory", "ivan")
    relaxed.world.approve(pull, "mallory")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN
    assert "**mallory**'s sign-off is not counted: they are not among the seniors of `money`." in relaxed.summary(pull)


@attack(
    "leaves the team, or is put out of it, after having signed",
    "rights are asked for at each verdict, and a change of people has it judged again",
    "the next event on the pull request finds it out; none is sent for it",
)
async def test_a_senior_who_has_left(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    stage.world.leave_team(stage.world.team("acme", "payments"), "grace", "margaret")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


@attack(
    "has an assistant open the pull request, and takes their own name out of its description before they sign",
    "whoever was named there once stays an author",
    "who prompted an assistant is not asked",
)
async def test_a_prompter_who_takes_their_name_out(stage):
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada")
    agent = "copilot-swe-agent[bot]"
    pull = stage.world.open_pull_request(stage.repo, "work", agent, title="Work", body="Requested-by: @grace")
    await stage.quiet()
    stage.world.edit(pull, "grace", body="Nothing to see here.")
    await stage.quiet()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    await stage.quiet()
    assert "**grace** (named here before, and an assistant opened it)" in stage.checks(pull)[-1].output["text"]
    assert await stage.say(pull, "grace", "/sign-off money") == (
        "`/sign-off money` was not carried out: **grace** had a hand in this change (named here before, and an assistant opened it), "
        "and nobody signs their own work. Who can: a member of **acme/payments**."
    )
    assert stage.verdict(pull) == OPEN


# --- by time ---


@attack(
    "approves a draft with harmless code and swaps the code before it is ready",
    "a sign-off covers the lines, draft or not",
    "approvals of a draft count, and a push voids none unless `invalidate_on_push` is set",
)
async def test_a_draft_approved_and_swapped(relaxed):
    pull = await relaxed.deep(draft=True)
    relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == SIGNED
    await relaxed.push(pull, {"app/hooks.py": DEEPER})
    relaxed.world.mark_ready(pull, "ada")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN


@attack(
    "pushes at the moment in which a senior writes the sign-off",
    "it counts for what was shown before it was written, and the answer says so",
    "times are compared: within seconds of a push it may count or be lost",
)
async def test_a_push_that_races_a_sign_off(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    command = stage.world.comment(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "a push has changed it since" in stage.reply(pull, command)


@attack(
    "approves, and counts on it although the same senior asks for changes afterwards",
    "the last word counts: the zone is held until they sign or withdraw",
    "approved, without a disapproval policy (tried against version 1.36)",
)
async def test_an_approval_before_a_refusal(relaxed):
    pull = await relaxed.deep()
    relaxed.world.approve(pull, "grace")
    relaxed.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await relaxed.quiet()
    assert relaxed.verdict(pull) == ("failure", "Changes asked for by grace")


@attack(
    "dismisses the review in which a senior asked for changes, as whoever may write can",
    "it holds, and the summary says so: a veto ends by who gave it, or by another senior who had no hand in the change",
    "a dismissed review counts for nothing, whoever dismissed it",
)
@pytest.mark.parametrize("who", ["ada", "margaret"])  # the author; an admin who is no senior of the zone
async def test_an_author_dismisses_the_veto(stage, who):
    pull = await stage.deep()
    veto = stage.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await stage.quiet()
    await stage.say(pull, "ivan", "/sign-off money")
    stage.world.dismiss_review(veto, who)
    await stage.quiet()
    assert stage.verdict(pull) == ("failure", "Changes asked for by grace")
    assert (
        f"**{who}** dismissed the review of **grace**, and that does not end it: "
        "only **grace** can, or another senior of this zone who had no hand in the change."
    ) in stage.summary(pull)


@attack(
    "has an approval dismissed and given again for the old commit",
    "a review counts for the commit that it names",
    "an earlier approval that was not dismissed counts again",
)
async def test_an_approval_dismissed_and_given_again(relaxed):
    pull = await relaxed.deep()
    looked_at = pull.head_sha
    review = relaxed.world.approve(pull, "grace")
    await relaxed.quiet()
    await relaxed.push(pull, {"app/hooks.py": DEEPER})
    relaxed.world.dismiss_review(review, "margaret", "Look again")
    relaxed.world.review(pull, "grace", "APPROVE", commit=looked_at)
    await relaxed.quiet()
    assert relaxed.verdict(pull) == OPEN


@attack(
    "deletes the comment in which a senior took their sign-off back",
    "what was said is in the ledger, whatever becomes of the comment",
    "comments are read anew each time, so the refusal is gone",
)
async def test_a_refusal_deleted(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    revoked = stage.world.comment(pull, "grace", "/revoke money")
    await stage.quiet()
    stage.world.delete_comment(revoked, "ada")
    await stage.say(pull, "ada", "/recheck")
    assert stage.verdict(pull) == OPEN


# --- by forging what the bot writes ---


@attack(
    "ticks the boxes through the API in the author's name",
    "a tick counts for whoever sent the edit",
    "it has no checklist",
)
async def test_boxes_ticked_by_the_author(stage):
    pull = await stage.deep()
    summary = stage.summary_comment(pull)
    stage.world.edit_comment(summary, "ada", summary.body.replace("- [ ]", "- [x]"))
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


@attack(
    "rewrites the bot's comment to say that all is signed",
    "it is drawn anew from the ledger, and nothing is ever read from it but boxes",
    "it has no comment",
)
async def test_a_summary_rewritten(stage):
    pull = await stage.deep()
    before = stage.summary(pull)
    stage.world.edit_comment(
        stage.summary_comment(pull), "ada", "### Every part of this change has been signed by **grace**"
    )
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert stage.summary(pull) == before


@attack(
    "sets a commit status of the check's name to success",
    "the check is this App's own; make it required with this App as its source",
    "a forged status is noticed, logged and set to failure",
)
async def test_a_forged_status(stage):
    pull = await stage.deep()
    stage.world.set_status(stage.repo, pull.head_sha, "Don't Delegate", "success", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


@attack(
    "takes away the policy's file in the pull request that needs it",
    "the policy of the base branch judges",
    "the same",
)
async def test_the_policy_deleted_beside_the_change(stage):
    pull = stage.open({"app/hooks.py": DEEP, ".github/dont-delegate.yml": None})
    await stage.quiet()
    assert stage.verdict(pull)[0] != "success"
    assert "Money" in stage.verdict(pull)[1]


@attack(
    "weakens the policy in the same pull request",
    "the policy of the base branch judges, and the edit needs its seniors",
    "the same, but nobody is told what the edit means",
)
async def test_the_policy_weakened_beside_the_change(stage):
    stage.world.add_team("acme", "all", "mallory")
    pull = stage.open(
        {"app/hooks.py": DEEP, ".github/dont-delegate.yml": POLICY.replace("[acme/payments]", "[acme/all]")}
    )
    await stage.quiet()
    conclusion, title = stage.verdict(pull)
    assert (conclusion, "Money" in title, "policy" in title) == ("action_required", True, True)
