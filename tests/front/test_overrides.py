"""In an emergency: who lets a zone pass without its sign-off, for what, until when, and what is said to it."""

import re
from datetime import timedelta

import pytest

from bot.sandbox.model.state import PullRequest
from tests.front.stage import DEEP, DEEPER, POLICY, Stage

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
OVERRIDDEN = ("neutral", "Overridden, not signed: Money")
WHY = "Refunds fail in production, the fix can't wait"
SAY = f"/override money {WHY}"
ONE = POLICY + "override: {from: {users: [heidi, ada]}, expires: 4 hours}\n"
TWO = POLICY + "override: {from: {users: [heidi, ivan, ada]}, count: 2, expires: 4 hours}\n"
LEFT = "Nothing else is asked for: the check is neutral, so it can be merged, and it is not green."
GRANTED = (
    "`money` is overridden by **heidi**: it may pass without its sign-off. It holds until {until}, for exactly what is shown "
    f"here. A push that changes it ends it. A review is owed after the merge, and an issue will ask for it. {LEFT}"
)


@pytest.fixture
async def one(stage):
    """A stage where heidi or ada may override, each alone."""
    await stage.policy(ONE)
    return stage


@pytest.fixture
async def two(stage):
    """A stage where an override takes two of heidi, ivan and ada."""
    await stage.policy(TWO)
    return stage


def timeless(text: str) -> str:
    return re.sub(r"\d+ \w+ \d{4}, \d\d:\d\d UTC", "TIME", text)


async def overridden(stage: Stage, pull: PullRequest | None = None) -> PullRequest:
    """Give a pull request that heidi alone, or with ivan, has overridden."""
    pull = pull or await stage.deep()
    for by in ("heidi", "ivan"):
        await stage.say(pull, by, SAY)
    assert stage.verdict(pull) == OVERRIDDEN
    return pull


# --- who ---


async def test_who_the_policy_names_overrides_and_it_is_never_green(one):
    pull = await one.deep()
    says = await one.say(pull, "heidi", SAY)
    assert timeless(says) == GRANTED.format(until="TIME")
    assert one.verdict(pull) == OVERRIDDEN
    summary = timeless(one.summary(pull))
    assert "### Overridden, not signed: Money. A review is owed\n" in summary
    assert "| **Money** | **overridden, not signed**, by **heidi** | a member of **acme/payments** |" in summary
    assert (
        "#### Money\n\n**Overridden, not signed.** **heidi** (named in the policy) said on TIME: "
        f"`{WHY}`. It holds until TIME, for exactly what is shown here. "
        "No senior has signed this, so a review is owed after the merge, and an issue will ask for it.\n"
    ) in summary
    assert (
        "It may be merged, and a review is owed for it afterwards. A senior can still sign, which makes it green: "
        "a member of **acme/payments**."
    ) in summary
    assert one.boxes(pull) == "     "
    assert f"`{WHY}`" in str(one.checks(pull)[-1].output["summary"])


@pytest.mark.parametrize(
    ("by", "text", "says"),
    [
        (
            "mallory",
            SAY,
            "`/override money` was not carried out: **mallory** is not among those who may override `money`. "
            "Who can: **heidi** or **ada**.",
        ),
        (
            "grace",
            SAY,
            "`/override money` was not carried out: **grace** is not among those who may override `money`. "
            "Who can: **heidi** or **ada**.",
        ),
        (
            "ada",
            SAY,
            "`/override money` was not carried out: **ada** had a hand in this change, and here one override is enough, "
            "so it has to be somebody else's. Who can: **heidi**.",
        ),
        (
            "heidi",
            "/override money",
            "`/override money` was not carried out: say in a few words why it can't wait, for who reviews it later: "
            "`/override money Refunds fail in production since 14:00, and this is the fix`.",
        ),
        (
            "heidi",
            "/override money urgent",
            "`/override money` was not carried out: say in a few words why it can't wait, for who reviews it later: "
            "`/override money Refunds fail in production since 14:00, and this is the fix`.",
        ),
        (
            "heidi",
            "/override",
            "`/override` was not carried out: say for which zone, and why it can't wait, like "
            "`/override money Refunds fail in production since 14:00, and this is the fix`.",
        ),
        (
            "heidi",
            "/override mony it is on fire",
            "`/override mony` was not carried out: there is no such zone; did you mean `money`?",
        ),
        (
            "heidi",
            "/override auth it is on fire",
            "`/override auth` was not carried out: this pull request does not touch it, so there is nothing to sign.",
        ),
    ],
)
async def test_a_refusal_says_why_and_who_could(one, by, text, says):
    pull = await one.deep()
    assert await one.say(pull, by, text) == says
    assert one.verdict(pull) == OPEN


async def test_without_the_key_nobody_may_and_the_refusal_says_how_the_policy_could_allow_it(stage):
    pull = await stage.deep()
    assert await stage.say(pull, "heidi", SAY) == (
        "`/override money` was not carried out: the policy names nobody who may override `money`. "
        "Its keepers can, under this zone: `override: {from: {users: [...]}, count: 2}`."
    )


async def test_a_zone_may_forbid_it(stage):
    await stage.policy(ONE.replace("{from: payments}}", "{from: payments}, override: never}"))
    pull = await stage.deep()
    assert await stage.say(pull, "heidi", SAY) == (
        "`/override money` was not carried out: the policy says that `money` is never overridden. It takes its sign-off."
    )


async def test_the_policy_itself_is_not_overridden_by_whom_it_names_for_the_rest(one):
    pull = one.open({".github/dont-delegate.yml": ONE + "mode: shadow\n"})
    await one.quiet()
    assert "the policy names nobody who may override `policy`" in await one.say(
        pull, "heidi", "/override policy it is on fire"
    )


async def test_a_bot_is_not_even_answered(one):
    await one.policy(ONE.replace("heidi, ada", "heidi, ada, copilot-swe-agent"))
    pull = await one.deep()
    command = one.world.comment(pull, "copilot-swe-agent[bot]", SAY)
    await one.quiet()
    assert (one.replies(pull, command), one.verdict(pull)) == ([], OPEN)


async def test_a_team_that_cannot_be_read_is_doubt_and_doubt_is_never_counted(stage):
    await stage.policy(POLICY + "override: {from: {teams: [acme/on-call]}}\n")
    pull = await stage.deep()
    says = await stage.say(pull, "heidi", SAY)
    assert says.startswith(
        "`/override money` was not carried out: whether they may could not be told (The team acme/on-call could not be read: "
    )
    assert says.endswith("and doubt is never counted. Who can: a member of **acme/on-call**.")


async def test_members_of_a_team_are_asked_about_only_when_somebody_overrides(stage):
    stage.world.add_team("acme", "on-call", "ivan")
    await stage.policy(POLICY + "override: {from: {teams: [acme/on-call]}}\n")
    pull = await stage.deep()
    asked = "/orgs/acme/teams/on-call/members"
    assert asked not in {call.path for call in stage.sandbox.calls}
    await stage.say(pull, "ivan", SAY)
    assert asked in {call.path for call in stage.sandbox.calls}
    assert "**ivan** (member of acme/on-call) said on" in stage.summary(pull)
    assert stage.verdict(pull) == OVERRIDDEN


async def test_in_shadow_mode_nothing_is_held_back_and_so_nothing_overridden(stage):
    await stage.policy(ONE + "mode: shadow\n")
    pull = await stage.deep()
    assert "the policy is in shadow mode, so nothing is held back here." in await stage.say(pull, "heidi", SAY)


async def test_what_is_signed_is_not_overridden(one):
    pull = await one.deep()
    await one.say(pull, "grace", "/sign-off money")
    assert "it is signed, so there is nothing to override." in await one.say(pull, "heidi", SAY)
    assert one.verdict(pull) == SIGNED


# --- two people ---


async def test_the_first_of_two_is_told_that_one_more_is_needed_and_who_could(two):
    pull = await two.deep()
    assert await two.say(pull, "heidi", SAY) == (
        "**heidi** overrode `money`. One more person has to say `/override money ...` too, with a reason of their own: "
        "**ivan** or **ada**. Still open: Money."
    )
    assert two.verdict(pull) == OPEN
    assert "| **Money** | open, overridden by **heidi** so far |" in two.summary(pull)
    assert (
        "**Not overridden yet.** **heidi** (named in the policy) said on TIME: "
        f"`{WHY}`. One more person has to say `/override money ...` too, with a reason of their own: **ivan** or **ada**."
    ) in timeless(two.summary(pull))
    assert "`money` is overridden by **heidi** and **ivan**" in await two.say(pull, "ivan", SAY)
    assert two.verdict(pull) == OVERRIDDEN


async def test_the_same_person_twice_is_one(two):
    pull = await two.deep()
    await two.say(pull, "heidi", SAY)
    await two.say(pull, "heidi", SAY)
    assert two.verdict(pull) == OPEN


async def test_an_author_may_be_one_of_two(two):
    pull = await two.deep()
    assert "One more person has to say" in await two.say(pull, "ada", SAY)
    await two.say(pull, "heidi", SAY)
    assert two.verdict(pull) == OVERRIDDEN
    assert "**ada** (named in the policy, an author of the change) said on" in two.summary(pull)


async def test_two_authors_are_not_enough(two):
    pull = await two.deep()
    await two.push(pull, {"README.md": "# Ours\n"}, by="ivan")
    await two.say(pull, "ada", SAY)
    assert await two.say(pull, "ivan", SAY) == (
        "**ivan** overrode `money`. One more person has to say `/override money ...` too, with a reason of their own: "
        "**heidi**. One of them must have had no hand in the change. Still open: Money."
    )
    assert two.verdict(pull) == OPEN
    await two.say(pull, "heidi", SAY)
    assert two.verdict(pull) == OVERRIDDEN


async def test_whoever_joins_the_authors_later_no_longer_overrides_alone(one):
    pull = await overridden(one)
    await one.push(pull, {"README.md": "# Ours\n"}, by="heidi")
    assert one.verdict(pull) == OPEN


async def test_two_at_once(two):
    pull = await two.deep()
    two.sandbox.deliveries.hold()
    for by in ("heidi", "ivan"):
        two.world.comment(pull, by, SAY)
    two.sandbox.deliveries.release([1, 0])
    await two.quiet()
    assert two.verdict(pull) == OVERRIDDEN
    assert two.summary(pull).count("said on") == 2


# --- for what, and how long ---


async def test_a_push_that_changes_it_ends_it_and_the_words_say_what_moved(one):
    pull = await overridden(one)
    await one.push(pull, {"app/hooks.py": DEEPER})
    assert one.verdict(pull) == OPEN
    assert (
        "**heidi** overrode this on TIME. That no longer counts: it held for the change as it was then, "
        "and this has changed since: `app/hooks.py` line 5.\n"
    ) in timeless(one.summary(pull))


async def test_a_push_elsewhere_keeps_it(one):
    pull = await overridden(one)
    await one.push(pull, {"README.md": "# Ours\n"})
    assert one.verdict(pull) == OVERRIDDEN


async def test_it_counts_for_what_was_shown_never_for_a_push_that_raced_it(one):
    pull = await one.deep()
    one.sandbox.deliveries.hold()
    one.world.push(one.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    command = one.world.comment(pull, "heidi", SAY)
    one.sandbox.deliveries.release()
    await one.quiet()
    assert one.verdict(pull) == OPEN
    assert "and a push has changed it since. That does not count for the new lines" in one.reply(pull, command)


async def test_its_time_ends_it_without_any_event(one):
    pull = await overridden(one)
    await one.until(one.world.clock.now() + timedelta(hours=3, minutes=50))
    assert one.verdict(pull) == OVERRIDDEN
    await one.until(one.world.clock.now() + timedelta(hours=4, minutes=1))
    assert one.verdict(pull) == OPEN
    assert "**heidi** overrode this on TIME. That no longer counts: its time was over on TIME.\n" in timeless(
        one.summary(pull)
    )


async def test_who_is_no_longer_named_no_longer_overrides(one):
    pull = await overridden(one)
    await one.policy(ONE.replace("heidi, ada", "ada"))
    assert one.verdict(pull) == OPEN
    assert "That no longer counts: they are no longer among those who may override this zone.\n" in one.summary(pull)
    await one.policy(POLICY)
    assert "That no longer counts: the policy lets nobody override this zone any more.\n" in one.summary(pull)


async def test_revoke_takes_it_back(one):
    pull = await overridden(one)
    assert await one.say(pull, "heidi", "/revoke money") == (
        "The override of `money` by **heidi** is taken back. Still open: Money."
    )
    assert one.verdict(pull) == OPEN


async def test_a_sign_off_after_all_makes_it_green(one):
    pull = await overridden(one)
    await one.say(pull, "grace", "/sign-off money")
    assert one.verdict(pull) == SIGNED
    assert "verrid" not in one.summary(pull)


async def test_one_zone_overridden_and_another_open_is_not_passed(one):
    pull = one.open({"app/hooks.py": DEEP, "app/views.py": 'API_KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"\n'})
    await one.quiet()
    assert (await one.say(pull, "heidi", SAY)).endswith("Still open: Security boundaries.")
    assert one.verdict(pull) == ("action_required", "Needs a sign-off: Security boundaries")
    await one.say(pull, "heidi", "/sign-off auth")
    assert one.verdict(pull) == OVERRIDDEN


async def test_an_edited_comment_overrides_nothing(one):
    pull = await one.deep()
    comment = one.world.comment(pull, "heidi", "Looks urgent.")
    one.world.edit_comment(comment, "heidi", SAY)
    await one.quiet()
    assert one.verdict(pull) == OPEN


async def test_a_reason_stays_text_whatever_is_in_it(one):
    pull = await one.deep()
    await one.say(pull, "heidi", "/override money cc @mallory `x` [here](https://evil.test) **b**")
    assert "said on TIME: ``cc @mallory `x` [here](https://evil.test) **b**``. It holds" in timeless(one.summary(pull))


# --- against a veto, and where something can't be seen ---


async def test_a_veto_is_beaten_only_by_overrides_given_after_it(two):
    pull = await two.deep()
    await two.say(pull, "heidi", SAY)
    two.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await two.quiet()
    await two.say(pull, "ivan", SAY)
    assert two.verdict(pull) == ("failure", "Changes asked for by grace")
    assert "That no longer counts: **grace** asked for changes after it was given.\n" in two.summary(pull)
    await two.say(pull, "heidi", SAY)
    assert two.verdict(pull) == OVERRIDDEN
    assert "**It goes against a veto:** **grace** asked for changes." in two.summary(pull)


async def test_a_veto_after_it_ends_it(one):
    pull = await overridden(one)
    two = one.world.review(pull, "grace", "REQUEST_CHANGES", "Not like this.")
    await one.quiet()
    assert one.verdict(pull) == ("failure", "Changes asked for by grace")
    one.world.dismiss_review(two, "grace")
    await one.quiet()
    assert one.verdict(pull) == OVERRIDDEN


async def test_what_cannot_be_seen_passes_in_one_commit_alone(one):
    await one.policy("extends: [money]\n" + ONE.replace("  auth: {sign_off: {from: {users: [heidi]}}}\n", ""))
    pull = one.open({"app/big.py": "x = 1\n" * 800_000})
    pull.withheld.add("app/big.py")
    await one.quiet()
    assert one.verdict(pull) == ("failure", "Could not be judged: Money")
    await one.say(pull, "heidi", SAY)
    assert one.verdict(pull) == OVERRIDDEN
    summary = one.summary(pull)
    assert "- `app/big.py`: GitHub shows no patch of it, and it is too large to be read (more than 4 MB)" in summary
    assert "A part of the change could not be seen, and passes unseen, in this one commit." in summary
    await one.push(pull, {"README.md": "# Ours\n"})
    assert one.verdict(pull) == ("failure", "Could not be judged: Money")
    assert (
        "That no longer counts: a part of the change can't be seen, so it held for that one commit alone, and there is a new one."
    ) in one.summary(pull)


async def test_every_event_again_changes_nothing(one):
    pull = await overridden(one)
    await one.push(pull, {"README.md": "# Ours\n"})
    before = one.picture(pull)
    for number in [delivery.id for delivery in one.sandbox.deliveries.log]:
        one.sandbox.deliveries.redeliver(number)
    await one.quiet()
    assert one.picture(pull) == before
