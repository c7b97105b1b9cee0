"""`/explain` in all its forms."""

import pytest

from tests.front.stage import DEEP


@pytest.fixture
async def pull(stage):
    opened = stage.open({"app/hooks.py": DEEP, "README.md": "# Our shop\n", "odd ` name.txt": "x\n"})
    await stage.quiet()
    return opened


async def test_the_change(stage, pull):
    assert await stage.say(pull, "mallory", "/explain") == (
        "**Money** (open). Wrong amounts are real: they are charged, booked and taxed before anyone notices, "
        "and each one has to be put right by hand.\n"
        "- `app/hooks.py` line 5 (removed): A payment provider's webhook is handled (`payment-webhook-handler`, high): "
        "the removed line 5 has `stripe.Webhook`\n"
        "\nOne finding of high confidence is 4 points, and 4 touch the zone.\n\n"
        "Ask `/explain` with one of these rules or places for more."
    )


async def test_a_zone(stage, pull):
    page = await stage.say(pull, "mallory", "/explain money")
    assert page.startswith("### Money\n\nWrong amounts are real:")
    assert "\n\nTo sign: a member of **acme/payments**.\n\n**Why this is not delegated.**" in page
    assert "**Its rules**\n\n" in page
    assert "- `payment-webhook-handler`: A payment provider's webhook is handled" in page


async def test_a_rule(stage, pull):
    page = await stage.say(pull, "mallory", "/explain payment-webhook-handler")
    assert page.startswith("### A payment provider's webhook is handled\n\nThe provider's message decides")
    assert "**What a senior checks**\n\n- Is the signature verified on the raw body" in page
    assert "- [Stripe: receive events in your webhook endpoint](https://docs.stripe.com/webhooks)" in page


async def test_a_path(stage, pull):
    assert await stage.say(pull, "mallory", "/explain app/hooks.py") == (
        "- `app/hooks.py` line 5 (removed): A payment provider's webhook is handled (`payment-webhook-handler`, high): "
        "the removed line 5 has `stripe.Webhook`\n\n"
        "The provider's message decides that somebody has paid. Believed without a check it is a way to order for nothing; "
        "handled twice or too late it ships twice or never.\n\n"
        "`/explain payment-webhook-handler` tells more."
    )


async def test_a_line(stage, pull):
    assert "A payment provider's webhook is handled" in await stage.say(pull, "mallory", "/explain app/hooks.py:5")


async def test_a_shallow_line(stage, pull):
    assert await stage.say(pull, "mallory", "/explain `app/hooks.py:2`") == (
        "No rule fired on `app/hooks.py` line 2: it is shallow. `/explain --why-not app/hooks.py` tells why, rule by rule."
    )


async def test_a_shallow_path(stage, pull):
    assert await stage.say(pull, "mallory", "/explain README.md") == (
        "No rule fired on `README.md`: it is shallow. `/explain --why-not README.md` tells why, rule by rule."
    )


async def test_a_path_that_must_not_become_markup(stage, pull):
    assert await stage.say(pull, "mallory", "/explain odd ` name.txt") == (
        "No rule fired on ``odd ` name.txt``: it is shallow."
    )


async def test_why_not(stage, pull):
    page = await stage.say(pull, "mallory", "/explain --why-not README.md")
    assert page.startswith("Why these rules did not fire on `README.md`:\n\n- ")
    assert "`payment-webhook-handler`" in page or "more" in page


async def test_why_not_of_a_file_where_a_rule_fired(stage, pull):
    page = await stage.say(pull, "mallory", "/explain --why-not app/hooks.py")
    assert "`payment-webhook-handler`" not in page


async def test_an_unknown_subject(stage, pull):
    assert await stage.say(pull, "mallory", "/explain app/hook.py") == (
        "`app/hook.py` is no zone, rule or changed file here. Did you mean `app/hooks.py`? "
        "Zones: `schema`, `auth`, `money`, `runtime`, `drift` and `policy`."
    )


async def test_markup_of_a_stranger_stays_text(stage, pull):
    says = await stage.say(pull, "mallory", "/explain @grace [x](http://evil.test) <img src=x>")
    assert says.startswith("`@grace [x](http://evil.test) <img src=x>` is no zone, rule or changed file here.")
