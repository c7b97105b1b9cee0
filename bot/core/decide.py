"""The verdict: which zones are touched, who has signed what is shown now, and what is still asked."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from bot.core import words
from bot.core.fingerprint import changes, cover
from bot.core.memory import Memory
from bot.core.model.change import PullRequest
from bot.core.model.ledger import EntryKind
from bot.core.model.policy import (
    ChecklistItem,
    Mode,
    Policy,
    Requirement,
    SignAll,
    SignAny,
    Signers,
    SignOffRule,
    Zone,
)
from bot.core.model.predicates import TOUCHED_AT, Predicate
from bot.core.model.verdict import (
    Cover,
    Finding,
    Lapsed,
    Matches,
    NotCounted,
    People,
    Review,
    Signature,
    Tick,
    Verdict,
    ZoneState,
    ZoneVerdict,
)
from bot.core.seniority import LADDER, Seniority, authors, reaches, requirements, seniority
from bot.core.statements import Given, Stand, stands

ITEMS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Case:
    """All that one verdict rests on."""

    policy: Policy
    pull: PullRequest
    matches: Matches
    memory: Memory
    reviews: tuple[Review, ...]
    people: People
    holds: Callable[[Predicate], bool | None]  # judges the `if` of a requirement here; None: not known
    policy_problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """A zone that findings touch, or that could not be judged clean."""

    zone: Zone
    findings: tuple[Finding, ...]  # blocking and enforced
    points: int
    unseen: tuple[str, ...]


def touched(policy: Policy, matches: Matches) -> tuple[Touched, ...]:
    """Add up the evidence: the zones that it touches, and those that could not be seen whole, in the policy's order."""
    found = []
    for zone in policy.zones.values():
        findings = tuple(f for f in matches.findings if f.zone == zone.id and f.counts)
        points = sum(finding.confidence.points for finding in findings)
        unseen = matches.unseen.get(zone.id, ())
        if points >= TOUCHED_AT or unseen:
            found.append(Touched(zone, findings, points, unseen))
    return tuple(found)


def decide(case: Case) -> Verdict:
    """Judge one pull request at one head."""
    wrote = authors(case.pull)
    zones = tuple(_Judge(case, part, wrote).verdict() for part in touched(case.policy, case.matches))
    counted = {id(finding) for zone in zones for finding in zone.findings}
    return Verdict(
        head_sha=case.pull.head_sha,
        mode=case.policy.mode,
        zones=zones,
        advice=tuple(finding for finding in case.matches.findings if id(finding) not in counted),
        authors=tuple(sorted(wrote)),
        marks=case.matches.marks,
        policy_problems=case.policy_problems,
    )


def checklist(findings: Iterable[Finding]) -> tuple[ChecklistItem, ...]:
    """Merge the questions of a zone's rules: each rule's first question, then each one's second, surest rule first.

    No question stands twice, and there are no more than a person reads.
    """
    ranked = sorted(findings, key=lambda finding: -finding.confidence.points)
    rules = {finding.rule.id: finding.rule.checklist for finding in ranked}
    rounds = zip_longest(*rules.values())
    asked: dict[str, ChecklistItem] = {}
    for item in (item for one_round in rounds for item in one_round if item is not None):
        asked.setdefault(item.ask, item)
    return tuple(asked.values())[:ITEMS_AT_MOST]


@dataclass(frozen=True, slots=True)
class Met:
    """Whether a part of a sign-off tree is met; `sure`: it is known that it applies."""

    yes: bool
    sure: bool


class _Judge:
    """Works out one zone."""

    def __init__(self, case: Case, part: Touched, wrote: frozenset[str]) -> None:
        self.case, self.part, self.wrote = case, part, wrote
        self.cover: Cover = cover(part.findings, case.pull)
        self.checklist = checklist(part.findings)
        self.stands = stands(part.zone.id, case.reviews, case.memory)
        self.asked = tuple(r for r in requirements(part.zone.sign_off) if self.may_apply(r))

    def applies(self, requirement: Requirement) -> bool | None:
        return True if requirement.when is None else self.case.holds(requirement.when)

    def may_apply(self, requirement: Requirement) -> bool:
        return self.applies(requirement) is not False

    def verdict(self) -> ZoneVerdict:
        signatures = tuple(s for stand in self.stands.values() if (s := self.signature(stand)))
        vetoes = tuple(s.login for s in self.stands.values() if s.veto and self.right(s.login))
        signed = {signature.login for signature in signatures}
        return ZoneVerdict(
            zone=self.part.zone,
            state=self.state(signed, vetoes),
            findings=self.part.findings,
            cover=self.cover,
            checklist=self.checklist,
            points=self.part.points,
            needs=words.needs(self.part.zone.sign_off, self.may_apply),
            candidates=self.candidates(signed),
            signatures=signatures,
            ticks=tuple(self.ticks()),
            lapsed=tuple(self.lapsed(signed)),
            vetoes=vetoes,
            not_counted=tuple(self.not_counted(signed)),
            unseen=self.part.unseen,
            shadow=self.case.policy.mode is Mode.SHADOW,
        )

    def state(self, signed: set[str], vetoes: tuple[str, ...]) -> ZoneState:
        if vetoes:
            return ZoneState.VETOED
        if self.part.unseen:
            return ZoneState.UNKNOWN
        met = self.met(self.part.zone.sign_off, signed)
        return ZoneState.SIGNED if met is not None and met.yes else ZoneState.OPEN

    def right(self, login: str) -> Seniority:
        """By what the person may speak for this zone, under any requirement that applies."""
        answers = [seniority(login, requirement.signers, self.case.people) for requirement in self.asked]
        best = next((answer for answer in answers if answer), None)
        return best or Seniority(doubt="; ".join(dict.fromkeys(a.doubt for a in answers if a.doubt)))

    def met(self, rule: SignOffRule, signed: set[str]) -> "Met | None":
        """Whether a sign-off tree is met; None where no part of it applies, which at the top is not met.

        A part of which it is not known whether it applies never lowers the bar: under `all` it is asked for, under `any`
        it does not stand in for one that applies, and where there is no such one, each of them is asked for.
        """
        match rule:
            case Requirement(signers=signers, count=count):
                applies = self.applies(rule)
                enough = sum(1 for login in signed if seniority(login, signers, self.case.people)) >= count
                return None if applies is False else Met(enough, sure=applies is True)
            case SignAll(of=parts) | SignAny(of=parts):
                answers = [answer for part in parts if (answer := self.met(part, signed)) is not None]
                sure = [answer for answer in answers if answer.sure]
                if not answers:
                    return None
                if isinstance(rule, SignAny) and sure:
                    return Met(any(answer.yes for answer in sure), sure=True)
                return Met(all(answer.yes for answer in answers), sure=bool(sure))

    def signature(self, stand: Stand) -> Signature | None:
        """Tell whether this person's sign-off counts now."""
        if stand.login in self.wrote or stand.veto:
            return None
        now = self.cover.fingerprint
        right = self.right(stand.login).right
        if not right:
            return None
        if stand.signed and stand.signed.fingerprint == now:
            return Signature(stand.login, "command", stand.signed.at, right)
        if stand.ticked_at and stand.ticked((item.id for item in self.checklist), now):
            return Signature(stand.login, "checklist", stand.ticked_at, right)
        if stand.approved and stand.approved.fingerprint == now and not self.boxes_first:
            return Signature(stand.login, "review", stand.approved.at, right)
        return None

    @property
    def boxes_first(self) -> bool:
        return self.part.zone.checklist_required and bool(self.checklist)

    def ticks(self) -> Iterable[Tick]:
        """List the boxes that stand ticked, each under the first senior who ticked it."""
        for item in self.checklist:
            for stand in self.stands.values():
                if (
                    stand.login not in self.wrote
                    and stand.holds(item.id, self.cover.fingerprint)
                    and self.right(stand.login)
                ):
                    yield Tick(item.id, stand.login)
                    break

    def lapsed(self, signed: set[str]) -> Iterable[Lapsed]:
        """List sign-offs of seniors that no longer count because what they cover has changed."""
        for stand in self.stands.values():
            given = stand.signed or stand.approved or self.ticked(stand)
            digits = given.fingerprint if given else next(reversed(stand.ticks.values()), "")
            at = given.at if given else stand.ticked_at
            if at is None or not digits or stand.login in signed or self.cover.fingerprint.startswith(digits):
                continue
            before = self.case.memory.cover_of(self.part.zone.id, digits)
            if before and stand.login not in self.wrote and self.right(stand.login):
                moved = changes(before.files, self.case.pull, self.cover)
                yield Lapsed(stand.login, at, given.head if given else "", moved, given.via if given else "ticks")

    def ticked(self, stand: Stand) -> Given | None:
        """Find the sign-off that this person's ticks came to once."""
        digits = next(reversed(stand.ticks.values()), "")
        for entry in self.case.memory.of(EntryKind.SIGNED):
            data: Mapping[str, Any] = entry.data or {}
            mine = (entry.zone, entry.login, data["via"]) == (self.part.zone.id, stand.login, "checklist")
            if digits and mine and data["fingerprint"].startswith(digits):
                return Given(data["fingerprint"], "checklist", entry.at, data["head"])
        return None

    def not_counted(self, signed: set[str]) -> Iterable[NotCounted]:
        """Say of each approval or sign-off that does not count why, so that no one wonders."""
        for stand in self.stands.values():
            given = stand.signed or stand.approved or self.ticked(stand)
            if given is None or stand.login in signed or stand.veto:
                continue
            why = self.why_not(stand.login, given)
            if why:
                yield NotCounted(stand.login, why)

    def why_not(self, login: str, given: Given) -> str:
        if login in self.wrote:
            return words.AUTHORS_DO_NOT_SIGN
        right = self.right(login)
        if right.doubt:
            return words.in_doubt(right.doubt)
        if not right:
            return words.not_a_senior(self.part.zone.id)
        if not given.fingerprint:
            return words.SIGNED_BEFORE_SHOWN
        open_boxes = given.via == "review" and given.fingerprint == self.cover.fingerprint
        return words.approved_boxes_open(self.part.zone.id) if open_boxes else ""

    def candidates(self, signed: set[str]) -> tuple[str, ...]:
        """List who could still sign: people named in the policy first, then others in an order that differs by pull request."""
        named: dict[str, None] = {}
        others: set[str] = set()
        for requirement in self.asked:
            named.update(dict.fromkeys(user.lower() for user in requirement.signers.users))
            others.update(_roster(requirement.signers, self.case.people))
        rest = sorted(others - named.keys(), key=self._turn)
        out = self.wrote | signed
        return tuple(login for login in (*named, *rest) if login not in out and not login.endswith("[bot]"))

    def _turn(self, login: str) -> str:
        """Spread the asking over people without chance, so that a second evaluation asks the same ones."""
        return hashlib.sha256(f"{self.case.pull.repository}#{self.case.pull.number} {login}".encode()).hexdigest()


def _roster(signers: Signers, people: People) -> set[str]:
    """List the logins that a group of signers is known to hold beyond its named users."""
    members = {login for team in signers.teams for login in people.teams.get(team, ())}
    if signers.permission and signers.permission in LADDER:
        members |= {login for login, held in people.permissions.items() if reaches(held, signers.permission)}
    return members
