"""A rule's own cases are run, and each that comes out otherwise is told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.model.change import FileStatus
from bot.core.model.policy import Policy, Rule, RuleTest
from bot.policy import Problem
from bot.policy.cases import CaseFailure, case_problems, pull_of, run_cases
from bot.policy.nodes import items
from bot.policy.reading import read
from tests.policy.texts import SOUND, rules


def with_cases(policy_of: Callable[[str], Policy], *cases: str) -> list[Rule]:
    policy = policy_of(rules(when="{added: foo, paths: '/src/**'}", tests=f"[{', '.join(cases)}]"))
    return [rule for rule in policy.rules if rule.id == "own"]


def test_cases_that_come_out_as_they_say_are_silent(policy_of):
    rules_of = with_cases(
        policy_of,
        "{name: hit, path: src/a.py, diff: '+foo()', expect: hit}",
        "{name: other side, path: src/a.py, diff: '-foo()', expect: miss}",
        "{name: elsewhere, path: lib/a.py, diff: '+foo()', expect: miss}",
        "{name: moved in, path: lib/a.py, old_path: src/a.py, status: renamed, diff: '+foo()', expect: hit}",
        '{name: whole hunks, path: src/a.py, diff: "@@ -1 +1 @@\\n-bar\\n+foo\\n@@ -9 +9 @@\\n-a\\n+b\\n", expect: hit}',
    )
    assert run_cases(rules_of) == ()


@pytest.mark.parametrize(
    ("diff", "expect", "says", "why"),
    [
        (
            "+foo",
            "miss",
            "the rule fires, and should not",
            "the path matches `/src/**`; the added line 1 has `foo`",
        ),
        ("+bar", "hit", "the rule does not fire, and should", "its line patterns match no changed line"),
    ],
)
def test_a_case_that_comes_out_otherwise_is_told(policy_of, diff, expect, says, why):
    found = with_cases(policy_of, f"{{name: odd, path: src/a.py, diff: '{diff}', expect: {expect}}}")
    assert run_cases(found) == (CaseFailure("own", "odd", says, why),)


def test_a_diff_that_can_not_be_read_is_told(policy_of):
    (found,) = with_cases(policy_of, "{name: odd, path: src/a.py, diff: '+foo', expect: hit}")
    broken = replace(found, tests=(replace(found.tests[0], diff="@@ -1 +1 @@ and no more"),))
    (failure,) = run_cases([broken])
    assert str(failure).startswith("it can't be judged: `src/a.py`: its diff can't be read, ")


@pytest.mark.parametrize("rule", ["{added: foo}", "{paths: '*.py', added: {match: foo, files: '*.py'}}"])
def test_a_diff_that_is_none_is_told(policy_of, rule):
    text = rules(when=rule, tests="[{name: odd, path: src/a.py, diff: '+foo', expect: hit}]")
    own = next(one for one in policy_of(text).rules if one.id == "own")
    broken = replace(own, tests=(replace(own.tests[0], diff="no diff"),))
    assert run_cases([broken]) == (
        CaseFailure(
            "own",
            "odd",
            "it can't be judged",
            "the diff can't be read: a line of a diff begins with +, - or a space, not with 'n'",
        ),
    )


def test_a_rule_that_advises_or_has_little_weight_fires_as_well(policy_of):
    case = "[{name: hit, path: a.py, diff: '+foo', expect: hit}]"
    policy = policy_of(rules(severity="advise", confidence="low", mode="shadow", tests=case))
    assert run_cases(policy.rules) == ()


def problems_of(text: str, policy: Policy) -> tuple[Problem, ...]:
    return case_problems(items(read(text).root, "rules"), policy.rules)


def test_a_policy_tells_where_its_failing_case_stands(policy_of):
    text = SOUND.replace("path: search/product.json", "path: search/product.txt")
    assert problems_of(SOUND, policy_of(SOUND)) == ()
    assert problems_of(text, policy_of(text)) == (
        Problem(
            42,
            16,
            "The case fails: the rule does not fire, and should: it is not written in json or yaml.",
            "Mend the rule, or the case.",
        ),
    )


def test_the_pull_request_of_a_case_changes_its_file_alone():
    pull = pull_of(RuleTest("n", "b.py", "+x", expect_hit=True, status=FileStatus.RENAMED, old_path="a.py"))
    (file,) = pull.files
    assert (file.path, file.old_path, file.status) == ("b.py", "a.py", FileStatus.RENAMED)
    assert file.patch == "@@ -0,0 +1,1 @@\n+x"


def test_a_case_may_say_what_its_pull_request_is_like(policy_of):
    when = (
        "{added: foo, statuses: {name: scan, is: [failure, missing]}, workflows: {name: CI}, signatures: verified, "
        "repository: 'acme/*', visibility: public, labels: risky, title: Refund, author: ada, base_branch: main, head_branch: 'fix/*'}"
    )
    told = (
        "{statuses: {scan: failure}, workflows: {CI: success}, signatures: verified, repository: acme/shop, "
        "visibility: public, labels: risky, title: Refund all, author: ada, head_branch: fix/a}"
    )
    cases = [
        f"{{name: hit, path: a.py, diff: '+foo', expect: hit, pull: {told}}}",
        f"{{name: no scan, path: a.py, diff: '+foo', expect: hit, pull: {told.replace('{scan: failure}', '{other: success}')}}}",
        "{name: bare, path: a.py, diff: '+foo', expect: miss}",
    ]
    wrong = [
        ("{scan: failure}", "{scan: success}"),
        ("{CI: success}", "{CI: failure}"),
        ("signatures: verified", "signatures: unverified"),
        ("acme/shop", "other/shop"),
        ("visibility: public", "visibility: internal"),
    ]
    cases += [
        f"{{name: other {number}, path: a.py, diff: '+foo', expect: miss, pull: {told.replace(*change)}}}"
        for number, change in enumerate(wrong)
    ]
    policy = policy_of(rules(when=when, tests=f"[{', '.join(cases)}]"))
    assert run_cases([rule for rule in policy.rules if rule.id == "own"]) == ()


def test_a_case_may_have_companions(policy_of):
    when = "{paths: '**/models.py', missing: {paths: '**/migrations/**', added: AddField}}"
    also = "also: [{path: app/migrations/2.py, status: added, diff: '+%s'}]"
    cases = [
        "{name: alone, path: app/models.py, diff: '+x', expect: hit}",
        f"{{name: with, path: app/models.py, diff: '+x', expect: miss, {also % 'AddField()'}}}",
        f"{{name: empty, path: app/models.py, diff: '+x', expect: hit, {also % 'pass'}}}",
    ]
    policy = policy_of(rules(when=when, tests=f"[{', '.join(cases)}]"))
    assert run_cases([rule for rule in policy.rules if rule.id == "own"]) == ()
