"""Runs the cases that a rule brings with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.analysis.desk import find_out
from bot.core.diff import DiffError, as_patch, head_lines, placed
from bot.core.matching import Matcher
from bot.core.model.change import Account, ChangedFile, Check, Checks, Commit, Identity, PullRequest
from bot.core.model.known import NOTHING
from bot.core.model.policy import (
    CasePull,
    Policy,
    Requirement,
    Rule,
    RuleTest,
    Signers,
    Zone,
)
from bot.core.model.verdict import People
from bot.policy.nodes import Node, items, text_of
from bot.policy.problems import Problem, Spot, problem
from bot.policy.shipped import agent_marks

NOBODY = Requirement(Signers("nobody"))
_HEAD = "1" * 40


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that came out otherwise than it says."""

    rule: str
    case: str
    says: str  # what happened, as it goes on from "the case fails: "
    why: str  # what the rule saw, or why it saw nothing; "" where nothing can be said

    def __str__(self) -> str:
        """Say both in one sentence."""
        return f"{self.says}: {self.why.rstrip('.')}." if self.why else f"{self.says}."


def run_cases(rules: Iterable[Rule]) -> tuple[CaseFailure, ...]:
    """Try each rule alone on each of its cases, and give those that came out wrong."""
    return tuple(failure for rule in rules for failure in _failures(rule))


def case_problems(nodes: Iterable[Node], rules: Iterable[Rule]) -> tuple[Problem, ...]:
    """Run the cases of rules; `nodes` are what they were read from, and say where the cases stand."""
    failures = {(failure.rule, failure.case): failure for failure in run_cases(rules)}
    return tuple(
        problem(spot, f"The case fails: {failures[case]}", "Mend the rule, or the case.")
        for case, spot in case_spots(nodes).items()
        if case in failures
    )


def case_spots(rules: Iterable[Node]) -> dict[tuple[str, str], Spot]:
    """Give where each case of each rule stands, by the rule's id and the case's name."""
    return {
        (rule.text, name.text): name.at
        for node in rules
        if (rule := text_of(node, "id"))
        for case in items(node, "tests")
        if (name := text_of(case, "name"))
    }


def _failures(rule: Rule) -> Iterator[CaseFailure]:
    matcher = Matcher(Policy({rule.zone: Zone(rule.zone, rule.zone, "", NOBODY)}, (rule,), agents=agent_marks()))
    for case in rule.tests:
        try:
            failed = _failed(matcher, case)
        except DiffError as error:
            failed = ("it can't be judged", f"the diff can't be read: {error}")
        if failed:
            yield CaseFailure(rule.id, case.name, *failed)


def _failed(matcher: Matcher, case: RuleTest) -> tuple[str, str] | None:
    """Say what came out otherwise, and why; None when the case comes out as it says."""
    pull = pull_of(case)
    told = case.pull or CasePull()
    sight = matcher.sight(pull, told.time)
    found_out = find_out(sight, _heads(case)) if sight.open else NOTHING
    known = replace(found_out, people=_people(told))
    matches = matcher.judge(sight, known)
    if matches.unseen:
        return "it can't be judged", "; ".join(why for sentences in matches.unseen.values() for why in sentences)
    found = [finding for finding in matches.findings if finding.path == case.path]
    if bool(found) == case.expect_hit:
        return None
    if found:
        says = "; ".join(one.says for finding in found for one in finding.evidence)
        return "the rule fires, and should not", says
    return "the rule does not fire, and should", "; ".join(
        why for _, why in matcher.why_not(pull, case.path, known, told.time)
    )


def pull_of(case: RuleTest) -> PullRequest:
    """Give a pull request that changes only the case's files; raises `DiffError`."""
    patch = as_patch(case.diff)
    if case.head is not None and patch != case.diff:
        patch = placed(patch, case.head)
    file = ChangedFile(case.path, case.status, patch, case.old_path)
    also = (ChangedFile(one.path, one.status, as_patch(one.diff)) for one in case.also)
    told = case.pull or CasePull()
    return PullRequest(
        repository=told.repository,
        number=1,
        title=told.title,
        body=case.description,
        author=Account(told.author),
        base_ref=told.base_ref,
        base_sha="0" * 40,
        head_ref=told.head_ref,
        head_sha=_HEAD,
        head_repository=told.repository,
        labels=told.labels,
        commits=(_commit(told),),
        files=(file, *also),
        visibility=told.visibility,
        checks=Checks(_checks(told.statuses), _checks(told.workflows)),
    )


def _commit(told: CasePull) -> Commit:
    names = (told.author, *told.contributors)
    authors = tuple(Identity(name, f"{name}@example.org", name) for name in names)
    return Commit(_HEAD, told.message or told.title, authors, verified=told.verified)


def _people(told: CasePull) -> People:
    """Give the teams and organisations that the case tells of; those that it does not are not known."""
    return People(teams=_members(told.teams), organizations=_members(told.organizations))


def _members(groups: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(login.lower() for login in members) for name, members in groups}


def _checks(said: Iterable[tuple[str, str]]) -> tuple[Check, ...]:
    return tuple(Check((name,), state) for name, state in said)


def _heads(case: RuleTest) -> dict[str, str]:
    """Give the whole texts at the head: the case's own, or else what the diff shows of it, in its place."""
    own = case.head if case.head is not None else head_lines(as_patch(case.diff))
    return {case.path: own, **{one.path: head_lines(as_patch(one.diff)) for one in case.also}}
