"""Runs the cases that a rule brings with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.diff import DiffError, as_patch
from bot.core.matching import Matcher
from bot.core.model.change import Account, ChangedFile, PullRequest
from bot.core.model.policy import Policy, Requirement, Rule, RuleTest, Signers, Zone
from bot.policy.build_policy import OWN
from bot.policy.nodes import items, text_of
from bot.policy.problems import Problem, problem
from bot.policy.reading import read

NOBODY = Requirement(Signers("nobody"))


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that came out otherwise than it says."""

    rule: str
    case: str
    says: str


def run_cases(rules: Iterable[Rule]) -> tuple[CaseFailure, ...]:
    """Try each rule alone on each of its cases, and give those that came out wrong."""
    return tuple(failure for rule in rules for failure in _failures(rule))


def case_problems(text: str | bytes, policy: Policy) -> tuple[Problem, ...]:
    """Run the cases of a policy's own rules; `text` is what it was read from, and says where they stand."""
    own = [rule for rule in policy.rules if rule.source == OWN]
    failures = {(failure.rule, failure.case): failure.says for failure in run_cases(own)}
    return tuple(
        problem(name.at, f"The case fails: {failures[rule.text, name.text]}", "Mend the rule, or the case.")
        for node in items(read(text).root, "rules")
        if (rule := text_of(node, "id"))
        for case in items(node, "tests")
        if (name := text_of(case, "name")) and (rule.text, name.text) in failures
    )


def _failures(rule: Rule) -> Iterator[CaseFailure]:
    matcher = Matcher(Policy({rule.zone: Zone(rule.zone, rule.zone, "", NOBODY)}, (rule,)))
    for case in rule.tests:
        try:
            matches = matcher.match(pull_of(case))
        except DiffError as error:
            yield CaseFailure(rule.id, case.name, f"the diff can't be read: {error}.")
            continue
        if matches.unseen:
            yield CaseFailure(rule.id, case.name, "the diff can't be read.")
            continue
        fires = any(finding.path == case.path for finding in matches.findings)
        if fires != case.expect_hit:
            says = "the rule fires, and should not." if fires else "the rule does not fire, and should."
            yield CaseFailure(rule.id, case.name, says)


def pull_of(case: RuleTest) -> PullRequest:
    """Give a pull request that changes only the case's files."""
    file = ChangedFile(case.path, case.status, as_patch(case.diff), case.old_path)
    also = (ChangedFile(one.path, one.status, as_patch(one.diff)) for one in case.also)
    return PullRequest(
        repository="example/shop",
        number=1,
        title="A case",
        body=case.description,
        author=Account("author"),
        base_ref="main",
        base_sha="0" * 40,
        head_ref="case",
        head_sha="1" * 40,
        head_repository="example/shop",
        files=(file, *also),
    )
