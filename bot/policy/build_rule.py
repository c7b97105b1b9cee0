"""The shape of a rule to the core's value, and the digest that tells two versions of it apart."""

import hashlib
import json
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from bot.core.leaves import of_pull_alone
from bot.core.matching import CLASSES
from bot.core.model.change import FileStatus
from bot.core.model.policy import (
    AlsoChanged,
    CasePull,
    ChecklistItem,
    Mode,
    Reference,
    Rule,
    RuleTest,
    Severity,
)
from bot.core.model.predicates import Confidence
from bot.policy.build_when import build_when, many
from bot.policy.policy_shape import TuneShape
from bot.policy.rule_shape import CasePullShape, CaseShape, ItemShape, RuleShape

DIGEST_LENGTH = 16


def build_rule(shape: RuleShape, source: str) -> Rule:
    """Give the rule that a shape stands for; `source` says where it is written."""
    when = build_when(shape.when)
    return sealed(
        Rule(
            id=shape.id,
            zone=shape.zone,
            title=shape.title,
            when=when,
            why=shape.why.strip(),
            checklist=questions(shape.id, shape.checklist),
            explain=shape.explain or "",
            references=tuple(Reference(one.title, one.url) for one in shape.references or ()),
            severity=Severity(shape.severity),
            confidence=Confidence(shape.confidence),
            mode=Mode(shape.mode),
            since=shape.since or "",
            include=tuple(CLASSES) if of_pull_alone(when) else tuple(shape.include or ()),
            tests=tuple(map(_case, shape.tests or ())),
            source=source,
        )
    )


def questions(rule: str, items: list[ItemShape] | None) -> tuple[ChecklistItem, ...]:
    """Name the questions of a rule so that they are unique in their zone: `<rule>/<item>`."""
    return tuple(ChecklistItem(f"{rule}/{item.id}", item.ask.strip()) for item in items or ())


def tuned(rule: Rule, tune: TuneShape) -> Rule:
    """Give the rule as a policy's `tune` wants it."""
    changes: dict[str, Any] = {}
    if tune.severity:
        changes["severity"] = Severity(tune.severity)
    if tune.confidence:
        changes["confidence"] = Confidence(tune.confidence)
    if tune.mode:
        changes["mode"] = Mode(tune.mode)
    return sealed(replace(rule, **changes))


def sealed(rule: Rule) -> Rule:
    """Give the rule with its digest: 16 hex digits of what decides."""
    decides = [rule.id, rule.zone, _plain(rule.when), rule.severity.value, rule.confidence.value, sorted(rule.include)]
    text = json.dumps(decides, sort_keys=True, separators=(",", ":"))
    return replace(rule, digest=hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH])


def _case(shape: CaseShape) -> RuleTest:
    return RuleTest(
        name=shape.name,
        path=shape.path,
        diff=shape.diff,
        expect_hit=shape.expect == "hit",
        status=FileStatus(shape.status),
        old_path=shape.old_path,
        description=shape.description or "",
        pull=_case_pull(shape.pull) if shape.pull else None,
        also=tuple(AlsoChanged(one.path, one.diff, FileStatus(one.status)) for one in shape.also or ()),
        head=shape.head,
    )


def _case_pull(shape: CasePullShape) -> CasePull:
    return CasePull(
        title=shape.title,
        author=shape.author,
        labels=many(shape.labels),
        base_ref=shape.base_branch,
        head_ref=shape.head_branch,
        repository=shape.repository,
        visibility=shape.visibility,
        verified=shape.signatures == "verified",
        statuses=tuple((shape.statuses or {}).items()),
        workflows=tuple((shape.workflows or {}).items()),
        contributors=many(shape.contributors),
        message=shape.message or "",
        teams=_groups(shape.teams),
        organizations=_groups(shape.organizations),
        time=datetime.fromisoformat(shape.time) if shape.time else None,
    )


def _groups(groups: dict[str, list[str]] | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(members)) for name, members in (groups or {}).items())


def _plain(value: object) -> object:
    """Turn predicates into lists and mappings for JSON; the class is part of the meaning.

    What is left at its default is left out, so that a key which a later version brings changes no digest.
    """
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        said = {one.name: getattr(value, one.name) for one in fields(value)}
        defaults = {one.name: one.default for one in fields(value)}
        told = {name: _plain(entry) for name, entry in said.items() if entry != defaults[name]}
        return {"is": type(value).__name__, **told}
    return value
