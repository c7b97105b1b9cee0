"""Rules and changes for the tests of matching, made short."""

from dataclasses import replace

from bot.core.diff import as_patch
from bot.core.matching import Matcher
from bot.core.model.change import Account, ChangedFile, FileStatus, PullRequest
from bot.core.model.policy import (
    Policy,
    Requirement,
    Rule,
    Signers,
    Zone,
)
from bot.core.model.predicates import Predicate
from bot.core.model.verdict import Finding, Matches

SIGNERS = Requirement(Signers("keepers", permission="maintain"))


def matcher(when: Predicate, **more: object) -> Matcher:
    """One rule in a policy of its own."""
    rule = replace(Rule("r", "money", "r", when, "why", ()), **more)  # type: ignore[arg-type]  # a test names real fields
    return Matcher(Policy({"money": Zone("money", "money", "", SIGNERS)}, (rule,)))


def file(path: str, diff: str | None = "+x", **more: object) -> ChangedFile:
    """A changed file; `diff` None: nobody saw its text."""
    patch = as_patch(diff) if diff else diff
    return replace(ChangedFile(path, FileStatus.MODIFIED, patch), **more)  # type: ignore[arg-type]  # real fields


def pull(*files: ChangedFile, **more: object) -> PullRequest:
    """A pull request of these files."""
    base = PullRequest(
        "acme/shop", 1, "Title", "", Account("ada"), "main", "0" * 40, "topic", "1" * 40, "acme/shop", files=files
    )
    return replace(base, **more)  # type: ignore[arg-type]  # a test names real fields


def match(when: Predicate, *files: ChangedFile, **more: object) -> Matches:
    """What one rule finds in one change."""
    return matcher(when).match(pull(*files, **more))


def findings(when: Predicate, *files: ChangedFile, **more: object) -> tuple[Finding, ...]:
    """The findings of one rule, where all could be seen."""
    found = match(when, *files, **more)
    assert not found.unseen
    return found.findings


def says(when: Predicate, *files: ChangedFile, **more: object) -> list[str]:
    """The evidence of one rule's only finding, and none when it does not fire."""
    return [one.says for finding in findings(when, *files, **more) for one in finding.evidence]


def doubts(when: Predicate, *files: ChangedFile, **more: object) -> tuple[str, ...]:
    """Why a rule that did not fire could not be judged."""
    found = match(when, *files, **more)
    assert not found.findings
    return found.unseen.get("money", ())
