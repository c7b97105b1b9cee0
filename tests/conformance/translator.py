"""What we say in policy-bot's cases: settings go through `dont-delegate import`'s own code, facts become our values."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.core.case import Case as Judged
from bot.core.case import touched
from bot.core.clerk import Clerk, waiting
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.matching import Matcher
from bot.core.memory import Publication, published, remember
from bot.core.model.change import ChangedFile, FileStatus, PullRequest
from bot.core.model.known import Around, Known
from bot.core.model.policy import Policy
from bot.core.model.predicates import Predicate, Provenance
from bot.core.model.report import Comment, Standing
from bot.core.model.verdict import Cover, Matches, People, Review, Verdict, ZoneState
from bot.policy import load
from bot.policy.imports import import_policy_bot
from bot.policy.imports.conditions import predicate
from bot.policy.imports.formulas import as_mapping
from bot.policy.imports.source import read_foreign
from tests.conformance import facts
from tests.conformance.cases import Case

KEYS = {
    "HasAuthorIn": "has_author_in",
    "HasContributorIn": "has_contributor_in",
    "OnlyHasContributorsIn": "only_has_contributors_in",
    "AuthorIsOnlyContributor": "author_is_only_contributor",
    "TargetsBranch": "targets_branch",
    "FromBranch": "from_branch",
    "ChangedFiles": "changed_files",
    "NoChangedFiles": "no_changed_files",
    "OnlyChangedFiles": "only_changed_files",
    "ModifiedLines": "modified_lines",
    "HasLabels": "has_labels",
    "Repository": "repository",
    "HasValidSignatures": "has_valid_signatures",
    "HasValidSignaturesBy": "has_valid_signatures_by",
    "HasValidSignaturesByKeys": "has_valid_signatures_by_keys",
    "HasStatus": "has_status",
    "HasSuccessfulStatus": "has_successful_status",
    "Title": "title",
    "HasWorkflowResult": "has_workflow_result",
}
PATCH = "@@ -1 +1 @@\n-old\n+new"
Spoken = Callable[[Case], tuple[list[Comment], list[Review]]]


@dataclass(frozen=True)
class Answers:
    """What we say: of the case to the letter, and with its comments said as they are said here."""

    as_written: bool | None
    our_way: bool | None


def answers(case: Case) -> Answers:
    """Answer a case; a predicate hears no comments."""
    if case.kind == "Rule":
        return Answers(_approved(case, _as_written), _approved(case, _signing_off))
    if case.kind == "Policy":
        return Answers(_disapproved(case, _as_written), _disapproved(case, _requesting_changes))
    said = _satisfied(case)
    return Answers(said, said)


# --- predicates -----------------------------------------------------------------------------------------------


def _satisfied(case: Case) -> bool | None:
    """Ask one predicate, written into a policy of ours as the import writes it."""
    config = False if case.config == {} else case.config
    node = read_foreign(json.dumps(config), case.name)
    formula = predicate(KEYS[case.kind], node, _told)
    if formula is None or isinstance(formula, bool):
        return formula
    refuse = {"if": as_mapping(formula), "why": "The case."}
    zone = {"title": "Case", "why": "The case.", "paths": ["**"], "refuse": [refuse]}
    policy = _loaded(json.dumps({"version": 1, "extends": [], "zones": {"case": zone}}))
    known = facts.people(case.context, json.dumps(case.config))
    asked = policy.zones["case"].refuse[0].when
    return _holds(policy, facts.pull_request(case.context), known)(asked)


def _told(_line: int, _says: str) -> None:
    """Let a note go by: whatever is not carried answers differently."""


# --- approval and disapproval ---------------------------------------------------------------------------------


def _approved(case: Case, spoken: Spoken) -> bool:
    """Whether the check would be green under an approval policy of this one rule."""
    rule = {"name": "the rule", **case.config}
    text = _yaml({"policy": {"approval": ["the rule"]}, "approval_rules": [rule]})
    return _verdict(case, text, spoken).passes


def _disapproved(case: Case, spoken: Spoken) -> bool:
    """Whether some zone is vetoed or refused; those who may disapprove are its seniors, since it is seniors who veto."""
    rule = {"name": "the rule", "requires": {"count": 1, **case.config.get("requires", {"users": ["nobody-else"]})}}
    text = _yaml({"policy": {"approval": ["the rule"], "disapproval": case.config}, "approval_rules": [rule]})
    found = _verdict(case, text, spoken)
    return any(zone.state in (ZoneState.VETOED, ZoneState.REFUSED) for zone in found.zones)


def _verdict(case: Case, policy_bot: str, spoken: Spoken) -> Verdict:
    policy = _loaded(import_policy_bot(policy_bot, case.name).text)
    pull = facts.pull_request(case.context, files=[ChangedFile("app/code.go", FileStatus.MODIFIED, PATCH)])
    known = facts.people(case.context, policy_bot)
    matches = _matches(policy, pull, known)
    said, reviews = spoken(case)
    judged = Judged(
        policy=policy,
        pull=pull,
        matches=matches,
        memory=remember(tuple(_shown(case, policy, matches, pull))),
        reviews=tuple(reviews),
        people=known,
        holds=_holds(policy, pull, known),
        now=_end(said, reviews),
    )
    clerk = Clerk(judged)
    for comment in waiting(Standing(comments=tuple(said)), judged.memory, [one.id for one in said]):
        clerk.carry_out(comment)
    return decide(clerk.case)


def _matches(policy: Policy, pull: PullRequest, known: People) -> Matches:
    matcher = Matcher(policy)
    return matcher.judge(matcher.sight(pull), Known(people=known))


def _holds(policy: Policy, pull: PullRequest, known: People) -> Callable[[Predicate], bool | None]:
    return lambda asked: Matcher(policy).holds(asked, pull, Provenance.NONE, Around(people=known))


def _shown(case: Case, policy: Policy, matches: Matches, pull: PullRequest) -> Sequence[Any]:
    """Let each push have been shown as it came; a merge of the base alone changes nothing that is covered."""
    now = {part.zone.id: cover(part.findings, pull) for part in touched(policy, matches)}
    before = {zone: Cover("0" * 64, {}, ()) for zone in now}
    merge = {one["SHA"] for one in case.context.get("CommitsValue", ()) if len(one.get("Parents", ())) > 1}
    entries = []
    pushed = facts.pushes(case.context)
    for number, (at, head) in enumerate(pushed):
        same = all(later in merge for _, later in pushed[number + 1 :])
        entries.append(published(Publication(at, head, now if same else before), f"published:{number}"))
    return entries


def _end(said: Sequence[Comment], reviews: Sequence[Review]) -> datetime:
    times = [one.created_at for one in said] + [one.submitted_at for one in reviews]
    return max(times) + timedelta(minutes=1)


def _yaml(value: Any) -> str:
    """Write YAML: JSON is some, but for signs that JSON writes as a pair of escapes."""
    return json.dumps(value, ensure_ascii=False)


def _loaded(text: str) -> Policy:
    policy = load(text, "case")
    assert isinstance(policy, Policy), policy
    return policy


# --- how it is said -------------------------------------------------------------------------------------------


def _as_written(case: Case) -> tuple[list[Comment], list[Review]]:
    return facts.comments(case.context), facts.reviews(case.context, facts.pushes(case.context))


def _signing_off(case: Case) -> tuple[list[Comment], list[Review]]:
    """Let each comment that approves there be a `/sign-off` here."""
    said, reviews = _as_written(case)
    return [_instead(one, facts.APPROVES, "/sign-off the-rule") for one in said], reviews


def _instead(comment: Comment, marks: Sequence[str], body: str) -> Comment:
    return replace(comment, body=body) if any(mark in comment.body for mark in marks) else comment


def _requesting_changes(case: Case) -> tuple[list[Comment], list[Review]]:
    """Let each comment that disapproves, or takes that back, be the review by which it is done here."""
    said, reviews = _as_written(case)
    head = facts.pushes(case.context)[-1][1]
    for one in said:
        state = "CHANGES_REQUESTED" if any(mark in one.body for mark in facts.DISAPPROVES) else "APPROVED"
        reviews.append(Review(one.id, one.author, state, head, one.created_at))
    return [], sorted(reviews, key=lambda review: review.submitted_at)
