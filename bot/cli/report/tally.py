"""Counts what one policy says of a history, a judgement at a time; keeps counters and samples, never the commits."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.cli.judging import Depth, Judgement, ZoneResult
from bot.cli.local import Change
from bot.cli.report import samples
from bot.cli.report.samples import Kept
from bot.cli.report.values import Account, Period, RuleCount, Sample, ZoneCount
from bot.core.model.policy import (
    Mode,
    Policy,
    Rule,
    Zone,
)
from bot.core.model.verdict import Finding

SAMPLES_A_RULE = 5
SAMPLES_NOT_JUDGED = 5


@dataclass(slots=True)
class Day:
    """The commits of one day."""

    commits: int = 0
    depths: Counter[Depth] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _OfRule:
    commits: int = 0
    files: int = 0
    asked: int = 0
    alone: int = 0
    kept: Kept = field(default_factory=lambda: Kept(SAMPLES_A_RULE))


@dataclass(slots=True)
class _OfZone:
    touched: int = 0
    unseen: int = 0
    advised: int = 0
    not_judged: Kept = field(default_factory=lambda: Kept(SAMPLES_NOT_JUDGED))


class Tally:
    """What one policy says of the history so far; `days` has None for commits without a date."""

    def __init__(self, policy: Policy) -> None:
        self.days: dict[date | None, Day] = {}
        self._policy = policy
        self._depths: Counter[Depth] = Counter()
        self._rules = {rule.id: _OfRule() for rule in policy.rules}
        self._zones = {zone: _OfZone() for zone in policy.zones}

    def add(self, judgement: Judgement) -> None:
        """Count one commit."""
        day = self.days.setdefault(samples.day(judgement.change), Day())
        day.commits += 1
        day.depths[judgement.depth] += 1
        day.touched.update(result.zone.id for result in judgement.zones if result.touched)
        self._depths[judgement.depth] += 1
        for result in judgement.zones:
            self._zone(judgement.change, result)
            self._fired(judgement.change, result)

    def account(self, weeks: float, periods: tuple[Period, ...]) -> Account:
        """Sum up; `weeks` is how long the history is."""
        return Account(
            policy=self._policy,
            depths={depth: self._depths[depth] for depth in Depth},
            zones=tuple(self._zone_count(zone, weeks) for zone in self._policy.zones.values()),
            rules=tuple(self._rule_count(rule) for rule in self._policy.rules),
            periods=periods,
        )

    def _zone(self, change: Change, result: ZoneResult) -> None:
        count = self._zones[result.zone.id]
        if result.unseen:
            count.not_judged.offer(change.pull.head_sha, lambda: samples.not_seen(change, result.unseen[0]))
        if result.touched:
            count.touched += 1
        elif result.unseen:
            count.unseen += 1
        else:
            count.advised += 1

    def _fired(self, change: Change, result: ZoneResult) -> None:
        asking = helped(result)
        for rule, findings in by_rule(result).items():
            count = self._rules[rule]
            count.commits += 1
            count.files += len(findings)
            count.asked += rule in asking
            alone = asking == {rule}
            count.alone += alone
            count.kept.offer(change.pull.head_sha, lambda found=findings: sample(change, found), telling=alone)  # type: ignore[misc] # bound now, for the loop goes on

    def _rule_count(self, rule: Rule) -> RuleCount:
        count = self._rules[rule.id]
        return RuleCount(rule, count.commits, count.files, count.asked, count.alone, count.kept.newest_first())

    def _zone_count(self, zone: Zone, weeks: float) -> ZoneCount:
        count = self._zones[zone.id]
        return ZoneCount(
            zone=zone,
            touched=count.touched,
            unseen=count.unseen,
            advised=count.advised,
            a_week=count.touched / weeks,
            busiest=_busiest(self.days, zone.id),
            not_judged=count.not_judged.newest_first(),
        )


def by_rule(result: ZoneResult) -> dict[str, list[Finding]]:
    """Give a zone's findings by their rules' ids."""
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        found.setdefault(finding.rule.id, []).append(finding)
    return found


def helped(result: ZoneResult) -> set[str]:
    """Give the rules that made a zone touched: those that block, of a zone that is."""
    counting = (one.rule for one in result.findings if one.blocking and one.rule.mode is Mode.ENFORCE)
    return {rule.id for rule in counting} if result.touched else set()


def sample(change: Change, findings: list[Finding]) -> Sample:
    """Show a commit by the surest of findings."""
    return samples.fired(change, max(findings, key=lambda finding: finding.confidence.points))


def _busiest(days: Mapping[date | None, Day], zone: str) -> int:
    weeks: Counter[tuple[int, int]] = Counter()
    for day, seen in days.items():
        if day is not None:
            weeks[day.isocalendar()[:2]] += seen.touched[zone]
    return max(weeks.values(), default=0)
