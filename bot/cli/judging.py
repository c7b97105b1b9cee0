"""Judges a local change with the core, and tells the result as values that every format shows."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.analysis.desk import find_out
from bot.cli.local import Change, Reader
from bot.core.case import checklist, touched
from bot.core.matching import matcher_of
from bot.core.matching.wanted import Wanted
from bot.core.model.change import ChangedFile, FileStatus, PullRequest
from bot.core.model.known import NOTHING
from bot.core.model.policy import (
    ChecklistItem,
    Mode,
    Policy,
    Zone,
)
from bot.core.model.predicates import TOUCHED_AT
from bot.core.model.verdict import Finding, Matches


class Depth(StrEnum):
    """What the change is, in one word."""

    DEEP = "deep"
    SHALLOW = "shallow"
    UNKNOWN = "unknown"  # something that could make it deep could not be seen


@dataclass(frozen=True, slots=True)
class ZoneResult:
    """One zone in which something was found or could not be seen; `findings` holds advice as well."""

    zone: Zone
    touched: bool
    findings: tuple[Finding, ...]
    unseen: tuple[str, ...]
    checklist: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the policy says of one change."""

    change: Change
    policy: Policy
    zones: tuple[ZoneResult, ...]

    @property
    def depth(self) -> Depth:
        """Deep when the evidence touches a zone, whatever else could not be seen."""
        if any(zone.touched for zone in self.zones):
            return Depth.DEEP
        return Depth.UNKNOWN if any(zone.unseen for zone in self.zones) else Depth.SHALLOW

    @property
    def open_zones(self) -> tuple[ZoneResult, ...]:
        """The zones that need a senior, or may."""
        return tuple(zone for zone in self.zones if zone.touched or zone.unseen)

    @property
    def holds(self) -> bool:
        """Whether it should stop a merge: a policy in shadow mode only tells."""
        return self.depth is not Depth.SHALLOW and self.policy.mode is Mode.ENFORCE


class Judge:
    """Judges changes by one policy, compiled once; `reader` gives the whole texts that rules ask for."""

    def __init__(self, policy: Policy, reader: Reader, now: datetime | None = None) -> None:
        """Judge at an hour, or each change at its own."""
        self.policy = policy
        self._now = now
        self._reader = reader
        self._matcher = matcher_of(policy)

    def judge(self, change: Change) -> Judgement:
        """Judge one change, reading whole texts and asking tools only where a rule needs it."""
        matches = self._matches(change)
        points = {part.zone.id: (part.points, part.findings) for part in touched(self.policy, matches)}
        zones = (self._zone(zone, matches, *points.get(zone.id, (0, ()))) for zone in self.policy.zones.values())
        return Judgement(change, self.policy, tuple(zone for zone in zones if zone.findings or zone.unseen))

    def _matches(self, change: Change) -> Matches:
        pull = replace(change.pull, files=tuple(self._seen(file, change.pull) for file in change.pull.files))
        sight = self._matcher.sight(pull, self._now or change.at)
        known = find_out(sight, self._reader.texts(sight.unread)) if sight.open else NOTHING
        return self._matcher.judge(sight, known)

    def _seen(self, file: ChangedFile, pull: PullRequest) -> ChangedFile:
        """Take all that a file was where it is renamed to where rules look at less."""
        if file.status is not FileStatus.RENAMED or file.unseen is not None or file.binary:
            return file
        wanted = self._matcher.wants(file.path, file.old_path, pull.attributes)
        return self._reader.all_it_was(file) if wanted is Wanted.ALL_IT_WAS else file

    def _zone(self, zone: Zone, matches: Matches, points: int, counted: tuple[Finding, ...]) -> ZoneResult:
        return ZoneResult(
            zone=zone,
            touched=points >= TOUCHED_AT,
            findings=tuple(finding for finding in matches.findings if finding.zone == zone.id),
            unseen=tuple(matches.unseen.get(zone.id, ())),
            checklist=checklist(counted),
        )


def as_row(judgement: Judgement) -> dict[str, Any]:
    """Give the stable JSON of one judged commit."""
    return {
        "sha": judgement.change.pull.head_sha,
        "verdict": judgement.depth.value,
        "zones": [
            {"zone": zone.zone.id, "touched": zone.touched, "findings": [_finding(one) for one in zone.findings]}
            for zone in judgement.zones
        ],
    }


def as_document(judgement: Judgement) -> dict[str, Any]:
    """Give the stable JSON of one judged range: a row's keys, and what a reader needs beside them."""
    zones = as_row(judgement)["zones"]
    for shown, zone in zip(zones, judgement.zones, strict=True):
        for row, finding in zip(shown["findings"], zone.findings, strict=True):
            row |= {"severity": finding.rule.severity.value, "title": finding.rule.title, "why": finding.rule.why}
        shown["title"] = zone.zone.title
        shown["checklist"] = [{"id": item.id, "ask": item.ask} for item in zone.checklist]
        shown["unseen"] = list(zone.unseen)
    pull = judgement.change.pull
    return {
        "verdict": judgement.depth.value,
        "base": pull.base_sha,
        "head": pull.head_sha,
        "policy": judgement.policy.source,
        "mode": judgement.policy.mode.value,
        "zones": zones,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.places[0]
    return {
        "rule": finding.rule.id,
        "path": finding.path,
        "line": place.line,
        "side": place.side.value if place.side else None,
        "confidence": finding.confidence.value,
    }
