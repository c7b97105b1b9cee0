"""What keeps a sign-off and what voids it."""

import re

import pytest

from bot.sandbox.model.state import PullRequest
from tests.front.stage import DEEP, DEEPER, HOOKS, POLICY, Stage

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
LONG = HOOKS + "\n\n" + "\n".join(f"def part_{n}():\n    return {n}\n" for n in range(20))


@pytest.fixture
async def signed(stage):
    """A deep pull request that grace has signed."""
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    return pull


def lapsed(stage: Stage, pull: PullRequest) -> str:
    """Say what has changed since the sign-off, by the summary."""
    (line,) = [line for line in stage.summary(pull).splitlines() if "signed this on" in line]
    return spoken(line)


def spoken(text: str) -> str:
    """Take days and commits out of a text."""
    text = re.sub(r"on \d+ \w+ \d{4}, \d\d:\d\d UTC at `[0-9a-f]{7}`", "on DAY at HEAD", text)
    return re.sub(r"/compare/[0-9a-f]{40}\.\.[0-9a-f]{40}", "/compare/THEN..NOW", text)


async def test_a_push_elsewhere_keeps_it_and_the_new_head_is_green(stage, signed):
    before = signed.head_sha
    await stage.push(signed, {"README.md": "# Ours\n"})
    assert signed.head_sha != before
    assert stage.verdict(signed) == SIGNED


async def test_a_rebase_keeps_it(stage, signed):
    stage.world.push(stage.repo, "main", {"app/other.py": "x = 1\n", "app/hooks.py": "# Hooks\n" + HOOKS}, "margaret")
    stage.world.rebase(signed, "ada")
    await stage.quiet()
    assert stage.verdict(signed) == SIGNED


async def test_a_merge_of_the_base_keeps_it(stage, signed):
    stage.world.push(stage.repo, "main", {"app/other.py": "x = 1\n"}, "ivan")
    stage.world.merge_base_into_head(signed, "ada")
    await stage.quiet()
    assert stage.verdict(signed) == SIGNED


async def test_a_change_of_the_lines_voids_it(stage, signed):
    await stage.push(signed, {"app/hooks.py": DEEPER})
    assert stage.verdict(signed) == OPEN
    assert lapsed(stage, signed) == (
        "**grace** signed this on DAY at HEAD. Since then: `app/hooks.py` line 5 "
        "([the difference](https://github.test/acme/shop/compare/THEN..NOW)). So it is asked again."
    )
    assert "| **Money** | open, changed since **grace** signed |" in stage.summary(signed)
    assert stage.boxes(signed) == "     "


async def test_another_hunk_of_the_same_file_voids_it(stage):
    stage.world.push(stage.repo, "main", {"app/hooks.py": LONG}, "margaret")
    deep = LONG.replace("stripe.Webhook.construct_event(request.body, request.sig, KEY)", "json.loads(request.body)")
    pull = stage.open({"app/hooks.py": deep})
    await stage.quiet()
    await stage.say(pull, "grace", "/sign-off money")
    await stage.push(pull, {"app/hooks.py": deep.replace("return 15\n", "return 16\n")})
    assert stage.verdict(pull) == OPEN
    assert "Since then: `app/hooks.py` line 56 (" in lapsed(stage, pull)


async def test_one_more_file_of_the_zone_voids_it(stage, signed):
    await stage.push(
        signed, {"app/late_hooks.py": "def late(body):\n    return stripe.Webhook.construct_event(body)\n"}
    )
    assert stage.verdict(signed) == OPEN
    assert "Since then: `app/late_hooks.py` was not part of it (" in lapsed(stage, signed)


async def test_a_change_that_comes_back_is_still_signed(stage, signed):
    await stage.push(signed, {"app/hooks.py": DEEPER})
    await stage.push(signed, {"app/hooks.py": DEEP})
    assert stage.verdict(signed) == SIGNED


async def test_it_can_be_signed_again(stage, signed):
    await stage.push(signed, {"app/hooks.py": DEEPER})
    await stage.say(signed, "ivan", "/sign-off money")
    assert stage.verdict(signed) == SIGNED
    assert "signed by ivan" in stage.summary(signed)


async def test_no_longer_deep_says_so(stage, signed):
    await stage.push(signed, {"app/hooks.py": HOOKS, "README.md": "# Ours\n"})
    assert stage.verdict(signed) == ("success", "Shallow: nothing here needs a senior")
    assert stage.summary(signed) == (
        "<!-- dont-delegate:summary -->\n### Nothing here needs a senior's sign-off any more\n\n"
        "What this comment asked about is no longer part of the change. Thank you for bearing with it."
    )
    assert all(thread.resolved_by is stage.world.bot for thread in signed.threads)


# --- races with a push ---


async def test_a_sign_off_from_before_a_push_was_shown_counts_for_what_was_shown(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    command = stage.world.comment(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert stage.reply(pull, command) == (
        "**grace** signed `money` as it was shown before the last push, and a push has changed it since. "
        "That sign-off does not count for the new lines: please look at them, then sign again. Still open: Money."
    )
    assert "Since then: `app/hooks.py` line 5 (" in lapsed(stage, pull)


async def test_that_sign_off_counts_when_the_push_is_taken_back(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    stage.world.comment(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    await stage.push(pull, {"app/hooks.py": DEEP})
    assert stage.verdict(pull) == SIGNED


async def test_a_sign_off_beside_an_unrelated_push_counts(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"README.md": "# Ours\n"}, "ada")
    stage.world.comment(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED


async def test_a_sign_off_before_anything_was_shown_is_refused(stage):
    stage.sandbox.deliveries.hold()
    pull = stage.open({"app/hooks.py": DEEP})
    command = stage.world.comment(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert stage.reply(pull, command) == (
        "`/sign-off money` was not carried out: it was given before this part of the change was shown here; "
        "please look again and sign what is shown now."
    )


async def test_an_approval_of_the_commit_before_a_push_counts_for_that_one(stage):
    await stage.policy(POLICY.replace("{from: payments}}", "{from: payments}, checklist: optional}"))
    pull = await stage.deep()
    looked_at = pull.head_sha
    await stage.push(pull, {"app/hooks.py": DEEPER})
    stage.world.review(pull, "grace", "APPROVE", commit=looked_at)
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "**grace** approved this on " in stage.summary(pull)
    assert "Since then: `app/hooks.py` line 5 ([the difference](" in stage.summary(pull)
