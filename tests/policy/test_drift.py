"""The drift pack advises: it never holds a merge unless a repository tunes it."""

from bot.core.matching import Matcher
from bot.core.model.policy import Policy, Severity
from bot.policy import load, shipped_rules, unconfigured
from bot.policy.cases import pull_of

DRIFT = [rule for rule in shipped_rules() if rule.zone == "drift"]


def holding(policy, rule):
    """Give the zones that hold a merge after the rule's own first hit."""
    case = next(case for case in rule.tests if case.expect_hit)
    found = Matcher(policy).match(pull_of(case)).findings
    return {one.rule.zone for one in found if one.rule.severity is Severity.BLOCK}


def test_every_rule_of_the_pack_advises():
    assert {rule.severity for rule in DRIFT} == {Severity.ADVISE}


def test_a_repository_that_says_nothing_gets_it_as_advice():
    policy = unconfigured()
    assert "drift" in policy.zones
    for rule in DRIFT:
        assert "drift" not in holding(policy, rule), rule.id


def test_a_rule_of_it_holds_a_merge_once_tuned_to_block():
    policy = load("version: 1\ntune:\n  tests-skipped: {severity: block}\n", "the base")
    assert isinstance(policy, Policy), policy
    rule = next(rule for rule in DRIFT if rule.id == "tests-skipped")
    assert holding(policy, rule) == {"drift"}


def test_a_policy_that_leaves_the_pack_out_has_none_of_it():
    policy = load("version: 1\nextends: [schema, runtime]\n", "the base")
    assert isinstance(policy, Policy), policy
    assert "drift" not in policy.zones
    assert not [rule for rule in policy.rules if rule.zone == "drift"]
