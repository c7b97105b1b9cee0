"""Runs the cases that a rule brings with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.diff import as_patch
from bot.core.matching import Matcher
from bot.core.model.change import Account, ChangedFile, PullRequest
from bot.core.model.policy import Policy, Requirement, Rule, RuleTest, Signers, Zone

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


def _failures(rule: Rule) -> Iterator[CaseFailure]:
    matcher = Matcher(Policy({rule.zone: Zone(rule.zone, rule.zone, "", NOBODY)}, (rule,)))
    for case in rule.tests:
        matches = matcher.match(pull_of(case))
        if matches.unseen:
            yield CaseFailure(rule.id, case.name, "The diff could not be read.")
        elif bool(matches.findings) != case.expect_hit:
            says = "It fires, but should not." if matches.findings else "It does not fire, but should."
            yield CaseFailure(rule.id, case.name, says)


def pull_of(case: RuleTest) -> PullRequest:
    """Give a pull request that changes only the case's file."""
    file = ChangedFile(case.path, case.status, as_patch(case.diff), case.old_path)
    return PullRequest(
        repository="example/shop",
        number=1,
        title="A case",
        body="",
        author=Account("author"),
        base_ref="main",
        base_sha="0" * 40,
        head_ref="case",
        head_sha="1" * 40,
        head_repository="example/shop",
        files=(file,),
    )
