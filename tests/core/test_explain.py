"""What `/explain` answers."""

import time

import pytest

from bot.core.decide import decide
from bot.core.explain import Explainer
from bot.core.model.policy import Reference
from bot.core.model.predicates import Confidence
from bot.core.pages import rule_page, zone_page
from tests.core.build import case, file, finding, policy, pull, rule, zone

RULES = (rule(), rule("refund", title="Money is paid back"), rule("guard", "auth", title="A guard"))


def ask(subject, of=None, why_not=()):
    of = of or case(of=policy(zone(), zone("auth"), rules=RULES), change=pull(file(), file("docs/x.md")))
    explainer = Explainer(of.policy, of.pull, decide(of), of.matches.findings, lambda _path: why_not)
    return explainer.explain(subject)


def test_the_change():
    assert ask("") == (
        "**Money** (open). What goes wrong in money is found late.\n"
        "- `app/hooks.py` line 2: A payment provider's webhook is handled (`payment-webhook`, high): the path matches `**/hooks.py`\n"
        "\nOne finding of high confidence is 4 points, and 4 touch the zone.\n\n"
        "Ask `/explain` with one of these rules or places for more."
    )


def test_a_shallow_change():
    assert ask("", case(findings=())) == (
        "Shallow: nothing here needs a senior.\n\nAsk `/explain --why-not path` about a file that you expected to see."
    )


def test_a_shallow_change_with_too_little_evidence_shows_it():
    slight = finding(confidence=Confidence.LOW)
    assert ask("", case(findings=(slight,))) == (
        "Shallow: nothing here needs a senior.\n\n**Money**, not touched:\n"
        "- `app/hooks.py` line 2: A payment provider's webhook is handled (`payment-webhook`, low): the path matches `**/hooks.py`\n\n"
        "One of low confidence (1 point): 1 point, and 4 touch the zone.\n\n"
        "Ask `/explain --why-not path` about a file that you expected to see."
    )


def test_a_zone():
    assert ask("money") == (
        "### Money\n\nWhat goes wrong in money is found late.\n\nTo sign: **grace** or **heidi**.\n\nAbout money.\n\n"
        "**Its rules**\n\n- `payment-webhook`: A payment provider's webhook is handled\n- `refund`: Money is paid back"
    )


def test_a_rule():
    page = rule_page(rule(explain="How it fails.", references=(Reference("Stripe", "https://stripe.example"),)))
    assert page == (
        "### A payment provider's webhook is handled\n\nProviders send an event again until they are answered.\n\nHow it fails.\n\n"
        "**What a senior checks**\n\n- Is the signature verified on the raw body?\n- May the same event arrive twice?\n\n"
        "**Read on**\n\n- [Stripe](https://stripe.example)\n\n"
        "<sub>rule `payment-webhook` of zone `money`, block, confidence high, from `rules/money/payment-webhook.yml`</sub>"
    )
    assert ask("`refund`").startswith("### Money is paid back")


@pytest.mark.parametrize("subject", ["app/hooks.py", "app/hooks.py:2", "`app/hooks.py:2`"])
def test_a_place_where_a_rule_fired(subject):
    assert ask(subject) == (
        "- `app/hooks.py` line 2: A payment provider's webhook is handled (`payment-webhook`, high): the path matches `**/hooks.py`\n\n"
        "Providers send an event again until they are answered.\n\n`/explain payment-webhook` tells more."
    )


def test_a_place_where_none_did():
    assert ask("app/hooks.py:9") == (
        "No rule fired on `app/hooks.py` line 9: it is shallow. `/explain --why-not app/hooks.py` tells why, rule by rule."
    )
    assert ask("docs/x.md").startswith("No rule fired on `docs/x.md`: it is shallow.")


def test_a_path_that_holds_a_colon_is_taken_whole_first():
    of = case(findings=[finding(path="a:2")], change=pull(file("a:2")))
    assert ask("a:2", of).startswith("- `a:2` line 2:")


def test_why_not():
    reasons = (
        (RULES[1], "no path of this rule covers it"),
        (RULES[2], "no path of this rule covers it"),
        (RULES[0], "it is a test file"),
    )
    assert ask("--why-not docs/x.md", why_not=reasons) == (
        "Why these rules did not fire on `docs/x.md`:\n\n"
        "- `refund` and `guard`: no path of this rule covers it\n- `payment-webhook`: it is a test file"
    )
    assert ask("--why-not docs/x.md") == "Every rule that could fire on `docs/x.md` did."


@pytest.mark.parametrize("subject", ["refnd", "--why-not refnd"])
def test_the_unknown_gets_a_hint(subject):
    assert (
        ask(subject)
        == "`refnd` is no zone, rule or changed file here. Did you mean `refund`? Zones: `money` and `auth`."
    )


def test_a_strangers_subject_can_not_speak():
    assert ask("`@acme/everyone [x](http://evil)").startswith("`@acme/everyone [x](http://evil)` is no zone")
    assert ask("x`@acme").startswith("``x`@acme`` is no zone")


def test_a_zone_nobody_wrote_rules_for_has_a_page():
    assert "Its rules" not in zone_page(zone("search"), policy())


def test_a_guess_among_thousands_of_paths_made_to_be_slow_is_quick():
    of = case(findings=(), change=pull(*(file("app/" + "ab" * 40 + f"{n}.py") for n in range(3_000))))
    begun = time.perf_counter()
    for _ in range(10):
        assert "is no zone, rule or changed file here." in ask("app/" + "ba" * 45, of)
    assert time.perf_counter() - begun < 5
