"""What `/explain` answers: a zone, a rule, a place in this change, or why nothing fired there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.core import words
from bot.core.markdown import code, listed, spot
from bot.core.model.change import PullRequest
from bot.core.model.policy import POLICY_ZONE, Policy, Rule
from bot.core.model.proposal import Proposal
from bot.core.model.verdict import Finding, Verdict
from bot.core.pages import page_address, rule_page, zone_page
from bot.core.proposal_words import in_words
from bot.core.sums import adds_up, too_little

RULES_AT_MOST = 12
CHANGES_AT_MOST = 40
# Likeness takes the product of both lengths: enough of it would hold up everybody else.
GUESSES_AMONG = 300
GUESSED_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains one verdict."""

    policy: Policy
    pull: PullRequest
    verdict: Verdict
    findings: Sequence[Finding]
    why_not: Callable[[str], Sequence[tuple[Rule, str]]]  # for a path: each rule and why it did not fire there
    public_url: str = ""  # of the pages of rules
    proposal: Proposal | None = None  # the policy that this pull request proposes

    def explain(self, subject: str) -> str:
        """Answer `/explain SUBJECT` in Markdown; an unknown subject gets help, not silence."""
        subject = subject.strip().strip("`")
        if subject.startswith("--why-not"):
            return self._absent(subject.removeprefix("--why-not").strip().strip("`"))
        if not subject:
            return self._change()
        if subject in self.policy.zones:
            return self._zone(subject)
        rule = next((rule for rule in self.policy.rules if rule.id == subject), None)
        return rule_page(rule, page_address(rule, self.public_url)) if rule else self._place(subject)

    def _zone(self, zone: str) -> str:
        page = zone_page(self.policy.zones[zone], self.policy)
        if zone != POLICY_ZONE or self.proposal is None:
            return page
        return f"{page}\n\n**What this edit of it changes**\n\n{in_words(self.proposal, self.pull.base_ref, CHANGES_AT_MOST)}"

    def _change(self) -> str:
        if not self.verdict.deep:
            ask = "Ask `/explain --why-not path` about a file that you expected to see."
            return "\n\n".join([f"{words.headline(self.verdict)}.", *self._too_little(), ask])
        parts = []
        for zone in self.verdict.zones:
            head = f"**{zone.zone.title}** ({words.state(zone)}). {' '.join(zone.zone.why.split())}"
            sums = adds_up(zone.findings)
            parts.append("\n".join([head, *_rows(zone.findings), *(["", sums] if sums else [])]))
        return "\n\n".join(parts) + "\n\nAsk `/explain` with one of these rules or places for more."

    def _too_little(self) -> Iterator[str]:
        """Show what was found in zones that it does not touch."""
        for zone in self.policy.zones.values():
            found = [finding for finding in self.findings if finding.zone == zone.id]
            sums = too_little(found)
            if sums:
                yield "\n".join([f"**{zone.title}**, not touched:", *_rows(found), "", sums])

    def _place(self, subject: str) -> str:
        path, line = _split(subject, self.pull)
        if path not in self.pull.files_by_path:
            return self._unknown(subject)
        found = [finding for finding in self.findings if finding.path == path and _at(finding, line)]
        if found:
            pages = [
                f"{row}\n\n{' '.join(finding.rule.why.split())}"
                for finding, row in zip(found, _rows(found), strict=True)
            ]
            return "\n\n".join(pages) + f"\n\n{code(f'/explain {found[0].rule.id}')} tells more."
        where = f"{code(path)} line {line}" if line else code(path)
        return (
            f"No rule fired on {where}: it is shallow. {code(f'/explain --why-not {path}')} tells why, rule by rule."
            if _tame(path)
            else (f"No rule fired on {where}: it is shallow.")
        )

    def _absent(self, path: str) -> str:
        if path not in self.pull.files_by_path:
            return self._unknown(path)
        reasons: dict[str, list[str]] = {}
        for rule, why in self.why_not(path):
            reasons.setdefault(why, []).append(rule.id)
        if not reasons:
            return f"Every rule that could fire on {code(path)} did."
        rows = [f"- {_some(ids)}: {why}" for why, ids in reasons.items()]
        return f"Why these rules did not fire on {code(path)}:\n\n" + "\n".join(rows)

    def _unknown(self, subject: str) -> str:
        names = (*self.policy.zones, *(rule.id for rule in self.policy.rules), *self.pull.files_by_path)
        short = [name for name in names[:GUESSES_AMONG] if len(name) <= GUESSED_LENGTH]
        near = get_close_matches(subject, short, n=3) if len(subject) <= GUESSED_LENGTH else []
        hint = f" Did you mean {listed([code(name) for name in near], 'or')}?" if near else ""
        zones = listed([code(zone) for zone in self.policy.zones])
        return f"{code(subject)} is no zone, rule or changed file here.{hint} Zones: {zones}."


def _rows(findings: Iterable[Finding]) -> list[str]:
    rows = []
    for finding in findings:
        seen = "; ".join(evidence.says for evidence in finding.evidence[:3])
        rows.append(
            f"- {spot(finding.path, finding.places[0])}: {finding.rule.title} ({code(finding.rule.id)}, {finding.confidence}): {seen}"
        )
    return rows


def _split(subject: str, pull: PullRequest) -> tuple[str, int | None]:
    """Read `path` or `path:line`; a path that itself holds a colon is taken whole first."""
    if subject in pull.files_by_path:
        return subject, None
    path, _, line = subject.rpartition(":")
    return (path, int(line)) if path and line.isascii() and line.isdigit() and len(line) < 9 else (subject, None)  # noqa: PLR2004


def _at(finding: Finding, line: int | None) -> bool:
    return line is None or any(place.line == line for place in finding.places)


def _some(ids: Sequence[str]) -> str:
    shown = [code(name) for name in ids[:RULES_AT_MOST]]
    return listed([*shown, f"{len(ids) - RULES_AT_MOST} more"] if len(ids) > RULES_AT_MOST else shown)


def _tame(path: str) -> bool:
    return "`" not in path and path.isprintable()
