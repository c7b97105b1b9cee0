"""The whole page of a rule, word for word."""

from dataclasses import replace

from bot.core.matching import CLASSES
from bot.core.model.change import FileStatus
from bot.core.model.conditions import Time
from bot.core.model.policy import Reference, Refusal, Requirement, RuleTest, SignAll, Signers
from bot.core.model.predicates import Ai, Provenance
from bot.core.pages import page_address, passed_over, rule_page, whole_page, zone_page
from tests.core.build import policy, rule, zone

CASES = (
    RuleTest("a payment", "app/hooks.py", "+x\n", expect_hit=True),
    RuleTest("moved", "b.md", "-```py\n+`", expect_hit=False, status=FileStatus.RENAMED, old_path="a.md"),
)


def test_a_rule_with_everything():
    page = whole_page(
        rule(explain="How it fails.", references=(Reference("Stripe", "https://stripe.example"),), tests=CASES)
    )
    assert page == (
        "### A payment provider's webhook is handled\n\n"
        "Providers send an event again until they are answered.\n\n"
        "How it fails.\n\n"
        "**What a senior checks**\n\n- Is the signature verified on the raw body?\n- May the same event arrive twice?\n\n"
        "**When it fires**\n\nOn a file of the change of which all of this is true:\n\n"
        "- its path, or the one it had before, matches `**/hooks.py`\n\n"
        "Passed over: lock files, snapshots, vendored code, generated code, tests, translations and docs.\n\n"
        "**Cases**\n\n"
        "Fires: a payment, in `app/hooks.py`\n\n```diff\n+x\n```\n\n"
        "Keeps quiet: moved, in `b.md`, renamed from `a.md`\n\n```diff\n-```py\n+`\n```\n\n"
        "**Read on**\n\n- [Stripe](https://stripe.example)\n\n"
        "<sub>rule `payment-webhook` of zone `money`, block, confidence high, from `rules/money/payment-webhook.yml`</sub>"
    )


def test_a_rule_without_cases_and_questions_leaves_them_out():
    page = whole_page(rule(checklist=()))
    assert "**Cases**" not in page
    assert "**What a senior checks**" not in page


def test_a_diff_of_a_fence_stays_within_its_own():
    page = whole_page(rule(tests=(RuleTest("fence", "a.md", " ```\n+x", expect_hit=True),)))
    assert "\n````diff\n ```\n+x\n````\n" in page


def test_classes_that_a_rule_looks_at_are_said():
    assert passed_over(rule(include=("tests", "vendored"))) == (
        "It looks at tests and vendored code too. Passed over: lock files, snapshots, generated code, translations and docs."
    )
    assert passed_over(rule(include=CLASSES)).endswith(" too. Nothing is passed over.")


def test_a_comment_leads_to_the_whole_page_where_one_is_served():
    shipped, own = rule(), rule(source="your policy")
    assert page_address(shipped, "https://r.example") == "https://r.example/rules/payment-webhook"
    assert page_address(shipped, "") == page_address(own, "https://r.example") == ""
    link = "<sub>[When it fires, and its cases](https://r.example/rules/payment-webhook)</sub>"
    assert link in rule_page(shipped, page_address(shipped, "https://r.example"))
    assert "When it fires" not in rule_page(shipped)


def test_a_zone_says_what_it_asks_of_some_pull_requests_and_what_it_refuses():
    own = zone(
        sign_off=SignAll(
            (
                Requirement(Signers("", users=("grace",))),
                Requirement(Signers("", users=("grace", "heidi")), 2, Ai(Provenance.ASSISTED)),
            )
        )
    )
    refused = Refusal(Time("Europe/Berlin", (4,), 960), "Nothing that moves money goes out on a Friday evening.")
    page = zone_page(replace(own, refuse=(refused,)), policy(own))
    assert (
        "**Asked for on some pull requests**\n\n"
        "- **grace** and **heidi**, only where an AI assistant is known to have taken part\n\n"
        "**Refused, whoever signs**\n\n"
        "- while it is on a Friday from 16:00 to 24:00 (Europe/Berlin): Nothing that moves money goes out on a Friday evening."
    ) in page


def test_a_rule_on_pull_requests_as_a_whole_says_so():
    page = whole_page(rule(when=Ai(Provenance.AGENT)))
    assert (
        "On every file of a pull request of which all of this is true:\n\n- an AI agent opened the pull request" in page
    )
