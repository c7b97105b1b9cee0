"""What a verdict rests on, as the ledger records it: whoever audits it later sees what was judged, by what, and why then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.events import BoxesChanged, PullRequestTouched
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Snapshot
from bot.core.model.verdict import Finding, Verdict, ZoneVerdict
from bot.handlers.judges import Judge

# An entry stays small however large the change is; what is left out is counted.
FINDINGS_AT_MOST = 40  # a zone
LINES_AT_MOST = 5  # a finding
MARKS_AT_MOST = 10
AUTHORS_AT_MOST = 50
DELIVERIES_AT_MOST = 10
TEXT_AT_MOST = 300  # characters


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where, by which policy, after which deliveries, and when, by our clock."""

    repository: str
    policy: dict[str, object]
    deliveries: tuple[tuple[str, int | None], ...]  # each with the comment that it told of
    now: datetime

    def verdict(self, verdict: Verdict, conclusion: str | None) -> dict[str, Any]:
        """Give the data of a verdict's entry."""
        return {
            "head": verdict.head_sha,
            "conclusion": conclusion,
            "zones": {zone.zone.id: zone.state.value for zone in verdict.zones},
            "repository": self.repository,
            "policy": self.policy,
            "judged": {zone.zone.id: _judged(zone) for zone in verdict.zones},
            "marks": [
                {"level": mark.level.value, "agent": mark.agent[:TEXT_AT_MOST], "says": mark.says[:TEXT_AT_MOST]}
                for mark in verdict.marks[:MARKS_AT_MOST]
            ],
            "authors": list(verdict.authors[:AUTHORS_AT_MOST]),
            "deliveries": self._deliveries(),
        }

    def stamped(self, entries: Iterable[Entry], verdict: Verdict) -> list[Entry]:
        """Add to what people said the deliveries that told of it, and to sign-offs the policy and what was answered."""
        zones = {zone.zone.id: zone for zone in verdict.zones}
        return [replace(entry, data=self._stamp(entry, zones.get(entry.zone))) for entry in entries]

    def signed(self, data: dict[str, Any], zone: ZoneVerdict | None) -> dict[str, Any]:
        """Add to the data of a sign-off what was answered by it, where that is what is asked now."""
        same = zone is not None and zone.cover.fingerprint == data["fingerprint"]
        items = {"items": [item.id for item in zone.checklist]} if zone is not None and same else {}
        return {**data, **items, "policy": self.policy}

    def _stamp(self, entry: Entry, zone: ZoneVerdict | None) -> dict[str, Any]:
        data = {**entry.facts, "deliveries": self._deliveries(entry.source)}
        return self.signed(data, zone) if entry.kind is EntryKind.SIGNED else data

    def _deliveries(self, source: str = "") -> list[str]:
        """List those that told of an entry's comment, or all where none did."""
        comment = source.split(":")[1] if source.startswith("comment:") else ""
        own = [delivery for delivery, of in self.deliveries if comment and str(of) == comment]
        return list(dict.fromkeys(own or [delivery for delivery, _ in self.deliveries]))[-DELIVERIES_AT_MOST:]


def grounds(
    snapshot: Snapshot, judge: Judge, events: Sequence[PullRequestTouched | BoxesChanged], now: datetime
) -> Grounds:
    """Put together what one evaluation rests on."""
    base = snapshot.base_policy
    policy: dict[str, object] = {"source": judge.policy.source, "commit": base.commit, "blob": base.blob}
    if judge.problems:  # the last good one judges, or none at all
        policy["unusable"] = True
    return Grounds(snapshot.pull.repository, policy, tuple((e.delivery, e.comment) for e in events), now)


def _judged(zone: ZoneVerdict) -> dict[str, Any]:
    found = [_finding(finding) for finding in zone.findings[:FINDINGS_AT_MOST]]
    more = len(zone.findings) - len(found)
    signed = [{"login": one.login, "via": one.via, "right": one.right} for one in zone.signatures]
    return {
        "state": zone.state.value,
        "fingerprint": zone.cover.fingerprint,
        "points": zone.points,
        "findings": found,
        **({"more": more} if more else {}),
        "signed": signed,
        **({"vetoes": list(zone.vetoes)} if zone.vetoes else {}),
        **({"unseen": len(zone.unseen)} if zone.unseen else {}),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    lines = [place.line for place in finding.places[:LINES_AT_MOST] if place.line is not None]
    rule = f"{finding.rule.id}@{finding.rule.digest}"
    return {"rule": rule, "path": finding.path[:TEXT_AT_MOST], "lines": lines}
