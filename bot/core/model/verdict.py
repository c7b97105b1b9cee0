"""What the thinking found and decided: findings, covers, signatures, the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.model.change import Account, Side
from bot.core.model.lessons import Taught
from bot.core.model.overriding import NOT_OVERRIDDEN, Overriding
from bot.core.model.policy import (
    ChecklistItem,
    Mode,
    Rule,
    Severity,
    Zone,
)
from bot.core.model.predicates import Confidence, Provenance


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: a changed line by its number on its own side; `line` None is the file as a whole."""

    line: int | None
    side: Side | None
    text: str = ""  # the line without its sign; shown only escaped


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a predicate held: a sentence, what it saw, what it tested."""

    says: str  # "line 14 was removed and matches `permission_classes`"
    predicate: str  # its name in YAML: "paths", "added", ...
    saw: str
    tested: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired on a file, at its places, most telling first; there is always at least one place."""

    rule: Rule
    path: str
    places: tuple[Place, ...]
    confidence: Confidence
    evidence: tuple[Evidence, ...]

    @property
    def zone(self) -> str:
        """The zone that this finding speaks for."""
        return self.rule.zone

    @property
    def blocking(self) -> bool:
        """Whether its rule may hold a merge."""
        return self.rule.severity is Severity.BLOCK

    @property
    def counts(self) -> bool:
        """Whether its confidence is part of its zone's sum: advice and rules in shadow mode are only shown."""
        return self.blocking and self.rule.mode is Mode.ENFORCE

    @property
    def key(self) -> str:
        """Names this finding on its pull request across pushes: one line comment is ever made for it."""
        return f"{self.rule.id}:{self.path}"


@dataclass(frozen=True, slots=True)
class ProvenanceMark:
    """One sign of an AI assistant in the change."""

    level: Provenance
    agent: str  # "Claude Code"
    says: str  # "commit 1a2b3c4 says `Co-Authored-By: Claude`"


@dataclass(frozen=True, slots=True)
class Matches:
    """All that matching learned of one change. A zone in `unseen` could not be judged clean, for these reasons."""

    findings: tuple[Finding, ...] = ()
    unseen: dict[str, tuple[str, ...]] = field(default_factory=dict)  # zone id -> sentences
    marks: tuple[ProvenanceMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """All that a sign-off of a zone covers, hashed; two covers are the same change iff the fingerprints are equal."""

    fingerprint: str  # 64 hex digits
    files: dict[str, tuple[str, ...]]  # path -> digest of its path, modes and blobs, then one digest a hunk
    rules: tuple[str, ...]  # "id@digest" of each blocking rule that fired, sorted


@dataclass(frozen=True, slots=True)
class Review:
    """A review as GitHub shows it now."""

    id: int
    author: Account
    state: str  # "APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED"
    commit_sha: str | None
    submitted_at: datetime
    body: str = ""
    was: str = ""  # the state before it was dismissed; "": not dismissed, or not known
    dismissed_by: str = ""  # a login; "": not dismissed, or not known


@dataclass(frozen=True, slots=True)
class People:
    """What GitHub says of accounts, as far as the policy asks; logins are lower-cased.

    What is missing, or in `unreadable`, is doubt, and doubt is never counted.
    """

    teams: dict[str, frozenset[str]] = field(default_factory=dict)  # "org/slug" -> members, child teams included
    permissions: dict[str, str] = field(
        default_factory=dict
    )  # login -> "admin", "maintain", "write", "triage", "read", "none"
    unreadable: dict[str, str] = field(
        default_factory=dict
    )  # team, login, "organization acme", "role acme/name", "permission write" or "CODEOWNERS" -> why it could not be read
    organizations: dict[str, frozenset[str]] = field(default_factory=dict)  # as the policy writes it -> members
    roles: dict[str, frozenset[str]] = field(default_factory=dict)  # "org/name" -> who holds it, by a team too
    accounts: dict[str, bool] = field(default_factory=dict)  # login -> whether there is a person of that name
    owners: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # path -> its owners, as CODEOWNERS at the base writes them: "@ada", "@acme/payments", an address


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What to find out about people; every name as the policy writes it."""

    teams: frozenset[str] = frozenset()  # "org/slug"
    organizations: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()  # organisation roles: "org/name"
    logins: frozenset[str] = frozenset()  # what these may do in the repository
    accounts: frozenset[str] = frozenset()  # whether there are people of these logins
    permission: str | None = None  # and who in all may do this or more there


@dataclass(frozen=True, slots=True)
class Signature:
    """A sign-off that counts now."""

    login: str
    via: str  # "review", "command", "checklist"
    at: datetime
    right: str  # what makes the person a senior: "member of acme/payments"


@dataclass(frozen=True, slots=True)
class Tick:
    """A point of the checklist that a senior answered for the present fingerprint."""

    item: str
    login: str
    reason: str = ""  # why it does not apply; "": it was answered yes


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A sign-off that no longer counts because what it covered has changed."""

    login: str
    at: datetime
    head_sha: str  # what was signed
    changes: tuple[str, ...]  # "`app/hooks.py` lines 41-47", most telling first
    via: str = "command"  # as in `Signature`; "ticks" for a checklist that was answered in part


@dataclass(frozen=True, slots=True)
class NotCounted:
    """An approval or the like that does not count, and the reason in a sentence, so that no one wonders."""

    login: str
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a zone is refused now, whoever signs."""

    why: str  # the policy's words
    condition: str  # what holds, in words without a full stop
    sure: bool = True  # false: whether it holds could not be told
    until: datetime | None = None  # when the hour ends it, all else being as it is
    clocks: str = "UTC"  # the time zone in which people read `until`


class ZoneState(StrEnum):
    """Where a touched zone stands."""

    OPEN = "open"
    SIGNED = "signed"
    VETOED = "vetoed"
    REFUSED = "refused"  # by the policy itself, whoever signs
    OVERRIDDEN = "overridden"  # not signed, and let through in an emergency by whom the policy names for that
    UNKNOWN = "unknown"  # something that could touch it could not be seen


@dataclass(frozen=True, slots=True)
class ZoneVerdict:
    """The answer for one zone that is touched or unknown."""

    zone: Zone
    state: ZoneState
    findings: tuple[Finding, ...]
    cover: Cover
    checklist: tuple[ChecklistItem, ...]
    points: int  # the evidence's sum; `TOUCHED_AT` touches
    needs: str  # what is asked, in words: "1 of alice, team acme/payments"
    candidates: tuple[str, ...] = ()  # who could still sign, best first; authors left out
    signatures: tuple[Signature, ...] = ()
    ticks: tuple[Tick, ...] = ()  # every senior's, point by point
    taught: tuple[Taught, ...] = ()  # what the author is asked, in order
    explainers: tuple[str, ...] = ()  # logins of whom that is asked; none known, and anybody may speak for the change
    waits: tuple[str, ...] = ()  # whose sign-off was given before the author's answers stood there
    lapsed: tuple[Lapsed, ...] = ()
    vetoes: tuple[str, ...] = ()  # logins
    dismissed: Mapping[str, str] = field(
        default_factory=dict
    )  # whose veto holds though its review was dismissed, and by whom
    not_counted: tuple[NotCounted, ...] = ()
    unseen: tuple[str, ...] = ()
    shadow: bool = False
    refused: tuple[Refused, ...] = ()
    overriding: Overriding = NOT_OVERRIDDEN

    @property
    def awaits(self) -> tuple[str, ...]:
        """The questions that the author has yet to answer before anybody's sign-off counts."""
        required = self.zone.teach_back is not None and self.zone.teach_back.required
        return tuple(one.question for one in self.taught if required and not one.answered)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one pull request at one head."""

    head_sha: str
    mode: Mode
    zones: tuple[ZoneVerdict, ...]  # touched or unknown, in the policy's order
    advice: tuple[Finding, ...] = ()  # findings that touch no zone: advice, shadow rules, or too little evidence
    authors: tuple[str, ...] = ()  # logins, lower-cased: never count as seniors here
    marks: tuple[ProvenanceMark, ...] = ()
    policy_problems: tuple[str, ...] = ()  # the base policy can't be used, in sentences
    floor_trouble: str = ""  # why the organisation's floor is not the one that should judge, in Markdown
    again: datetime | None = None  # when time alone may change this answer; None: never

    @property
    def deep(self) -> bool:
        """Whether a blocking zone is touched, or may be."""
        return bool(self.zones)

    @property
    def overridden(self) -> bool:
        """Whether nothing is asked for any more, though not all of it was signed."""
        states = {zone.state for zone in self.zones if not zone.shadow}
        return ZoneState.OVERRIDDEN in states and states <= {ZoneState.OVERRIDDEN, ZoneState.SIGNED}

    @property
    def passes(self) -> bool:
        """Whether the check may be green."""
        unusable = self.policy_problems or self.floor_trouble
        return not unusable and all(z.state is ZoneState.SIGNED or z.shadow for z in self.zones)
