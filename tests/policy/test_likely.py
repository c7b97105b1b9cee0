"""A zone's `likely`: files that lean to it, as evidence that is not enough alone."""

import pytest

from bot.core.matching import Matcher
from bot.core.model.predicates import Confidence
from tests.core.build import file, pull
from tests.policy.texts import V, rule

LIKELY = 'likely: ["/src/{orders,carts}/**", "!/src/carts/view.py"]'
POLICY = (
    V + f"zones: {{orders: {{title: Orders, why: What is sold., sign_off: {{from: {{users: [ada]}}}}, {LIKELY}}}}}\n"
)


@pytest.fixture
def found(policy_of):
    """Give the findings of the zone's `likely` where one line was added to a file."""

    def findings(line: str, path: str = "src/orders/close.py"):
        matches = Matcher(policy_of(POLICY)).match(pull(file(path, f"@@ -0,0 +1 @@\n+{line}")))
        return [one for one in matches.findings if one.rule.id == "orders-likely"]

    return findings


def test_the_globs_stand_in_the_zone(policy_of):
    assert policy_of(POLICY).zones["orders"].likely == ("/src/orders/**", "/src/carts/**", "!/src/carts/view.py")
    assert policy_of(V).zones["money"].likely == ()


@pytest.mark.parametrize(
    "line", ["if order.open:", "order.close()", "left = all - done", "    return rest", "raise Late"]
)
def test_a_line_of_code_is_evidence_of_medium_strength(found, line):
    (finding,) = found(line)
    assert (finding.zone, finding.confidence, finding.blocking) == ("orders", Confidence.MEDIUM, True)
    assert finding.places[0].text == line


@pytest.mark.parametrize(
    "line",
    [
        "# if this = that",
        "from shop import orders  # (all)",
        "import (a)",
        '    "is the sum = 0? (yes)",',
        "log.info(order)",
        "class Order:",
        "",
    ],
)
def test_what_does_nothing_is_none(found, line):
    assert found(line) == []


@pytest.mark.parametrize("path", ["src/shop.py", "src/carts/view.py", "tests/src/orders/close.py"])
def test_other_files_are_none(found, path):
    assert found("order.close()", path) == []


def test_its_name_is_taken(told):
    text = POLICY + "rules:\n" + rule(id="orders-likely")
    assert [one[2] for one in told(text)] == ["`orders-likely` is made by the bot itself."]


def test_it_can_be_tuned_and_is_enough_to_touch_a_zone_of_ones_own(policy_of):
    text = V + "zones: {search: {title: T, why: W, likely: /search/**}}\ntune: {search-likely: {severity: advise}}\n"
    assert [one.id for one in policy_of(text).rules if one.zone == "search"] == ["search-likely"]


SIGNED = """\
@@ -1,3 +1,3 @@ def refund_payment(payment):
     payment = payments.captured(order)
-    if payment.amount >= refund.amount:
+    if payment.amount > 0:
     return refund
"""


def test_signs_that_lead_elsewhere_count_for_less(policy_of):
    def told(path: str, likely: str) -> list[str]:
        matcher = Matcher(policy_of(V + f"zones: {{money: {{likely: [{likely}]}}}}\n"))
        found = matcher.match(pull(file(path, SIGNED))).findings
        return [says.says for one in found if one.rule.id == "money-signs" for says in one.evidence]

    here, elsewhere = told("src/refunds.py", '"/src/**"'), told("src/refunds.py", '"/shop/**"')
    sums = [float(one[0].split("add up to ")[1].split(" ")[0]) for one in (here, elsewhere)]
    assert sums[0] - sums[1] == pytest.approx(1.5)
    assert elsewhere[-1] == "the policy does not name it among the files that lean to money (-1.5)"
    assert not any("lean to money" in one for one in here)


def test_a_zone_with_signs_has_no_rule_of_likely_files(policy_of):
    rules = {
        rule.id: rule for rule in policy_of(V + 'zones: {money: {paths: ["/ledger/**"], likely: ["/src/**"]}}\n').rules
    }
    assert "money-likely" not in rules
    assert rules["money-signs"].digest != {rule.id: rule for rule in policy_of(V).rules}["money-signs"].digest
    assert rules["money-signs"].when.leaning == ("/ledger/**", "/src/**")
