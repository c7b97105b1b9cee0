"""The report as JSON: a stable shape, in which keys may be added and none is renamed or taken away within a `version`.

All counts are of commits, but `files`. Days are "2025-03-31" in UTC. Lists of samples are short: what is counted is not all listed.
"""

import json
from typing import Any, TypedDict

from bot.cli.report.values import Account, Comparison, Moves, Period, Report, RuleCount, Sample, ZoneCount
from bot.cli.words import who_signs

VERSION = 1


class SampleShape(TypedDict):
    """A commit to look at; without a `rule`, `text` says what could not be seen."""

    sha: str
    subject: str
    day: str | None
    rule: str  # "" where none fired
    path: str
    line: int | None
    side: str | None  # "added", "removed"
    text: str


class ZoneShape(TypedDict):
    """A zone; `asked` is how often a senior would have been asked to sign."""

    zone: str
    title: str
    asked: int
    not_judged: int
    advised: int  # something was found, and not enough to ask
    asked_a_week: float
    asked_in_busiest_week: int
    signed_by: str
    not_judged_samples: list[SampleShape]


class RuleShape(TypedDict):
    """A rule, fired or not."""

    rule: str
    zone: str
    severity: str
    confidence: str
    mode: str
    fired: int
    files: int
    asked: int  # it helped to touch its zone
    alone: int  # no other rule did
    samples: list[SampleShape]


class PeriodShape(TypedDict):
    """A stretch of time; a commit that asks for two zones counts in both."""

    name: str
    begin: str
    commits: int
    deep: int
    unknown: int
    asked: dict[str, int]  # zone -> commits


class AccountShape(TypedDict):
    """What one policy says; zones and rules are in the policy's order."""

    policy: str
    mode: str
    verdicts: dict[str, int]  # "deep", "shallow", "unknown"
    zones: list[ZoneShape]
    rules: list[RuleShape]
    noisiest: list[str]  # ids of rules
    periods: list[PeriodShape]


class MovesShape(TypedDict):
    """The commits that only one of the policies holds for a zone, touched or not judged."""

    zone: str
    commits: int
    rules: dict[str, int]  # rule -> commits in which it helped to touch the zone
    samples: list[SampleShape]


class ComparisonShape(TypedDict):
    """What the candidate would change."""

    candidate: AccountShape
    newly_asked: int
    newly_free: int
    newly_asked_by_zone: list[MovesShape]
    newly_free_by_zone: list[MovesShape]
    verdicts: dict[str, int]  # "shallow to deep" -> commits; those that stay as they are too


class ReportShape(TypedDict):
    """The whole document; `comparison` is null without `--against`."""

    version: int
    repository: str
    commits: int
    first: str | None
    last: str | None
    period: str  # "day", "week", "month", "quarter", "year"
    current: AccountShape
    comparison: ComparisonShape | None


def document(report: Report) -> ReportShape:
    """Give the report as what `json` can write."""
    return {
        "version": VERSION,
        "repository": report.repository,
        "commits": report.commits,
        "first": report.first.isoformat() if report.first else None,
        "last": report.last.isoformat() if report.last else None,
        "period": report.unit,
        "current": _account(report.current),
        "comparison": _comparison(report.comparison) if report.comparison else None,
    }


def text(report: Report) -> str:
    """Write the document."""
    shown: Any = document(report)
    return json.dumps(shown, indent=2) + "\n"


def _account(account: Account) -> AccountShape:
    return {
        "policy": account.policy.source,
        "mode": account.policy.mode.value,
        "verdicts": {depth.value: count for depth, count in account.depths.items()},
        "zones": [_zone(count) for count in account.zones],
        "rules": [_rule(count) for count in account.rules],
        "noisiest": [count.rule.id for count in account.noisiest],
        "periods": [_period(period) for period in account.periods],
    }


def _zone(count: ZoneCount) -> ZoneShape:
    return {
        "zone": count.zone.id,
        "title": count.zone.title,
        "asked": count.touched,
        "not_judged": count.unseen,
        "advised": count.advised,
        "asked_a_week": round(count.a_week, 3),
        "asked_in_busiest_week": count.busiest,
        "signed_by": who_signs(count.zone.sign_off),
        "not_judged_samples": _samples(count.not_judged),
    }


def _rule(count: RuleCount) -> RuleShape:
    return {
        "rule": count.rule.id,
        "zone": count.rule.zone,
        "severity": count.rule.severity.value,
        "confidence": count.rule.confidence.value,
        "mode": count.rule.mode.value,
        "fired": count.commits,
        "files": count.files,
        "asked": count.asked,
        "alone": count.alone,
        "samples": _samples(count.samples),
    }


def _period(period: Period) -> PeriodShape:
    return {
        "name": period.name,
        "begin": period.begin.isoformat(),
        "commits": period.commits,
        "deep": period.deep,
        "unknown": period.unknown,
        "asked": period.touched,
    }


def _comparison(comparison: Comparison) -> ComparisonShape:
    return {
        "candidate": _account(comparison.candidate),
        "newly_asked": comparison.newly_asked,
        "newly_free": comparison.newly_free,
        "newly_asked_by_zone": [_moves(one) for one in comparison.asked],
        "newly_free_by_zone": [_moves(one) for one in comparison.free],
        "verdicts": {f"{now} to {then}": count for (now, then), count in comparison.depths.items()},
    }


def _moves(moves: Moves) -> MovesShape:
    samples = _samples(moves.samples)
    return {"zone": moves.zone.id, "commits": moves.commits, "rules": dict(moves.rules), "samples": samples}


def _samples(samples: tuple[Sample, ...]) -> list[SampleShape]:
    return [
        {
            "sha": sample.sha,
            "subject": sample.subject,
            "day": sample.day.isoformat() if sample.day else None,
            "rule": sample.rule,
            "path": sample.path,
            "line": sample.line,
            "side": sample.side.value if sample.side else None,
            "text": sample.text,
        }
        for sample in samples
    ]
