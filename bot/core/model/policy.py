"""What a pull request is judged by: zones, rules, signers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.model.change import FileStatus
from bot.core.model.predicates import Confidence, Predicate

POLICY_PATH = ".github/dont-delegate.yml"
POLICY_ZONE = "policy"  # guards that file
# The organisation's floor: this file at the head of the default branch of the owner's repository of this name.
FLOOR_REPOSITORY = ".github"
FLOOR_PATH = "dont-delegate.yml"
WRITTEN = "your policy"  # the source of rules that a policy file writes down or stands for


class Severity(StrEnum):
    """Whether a finding holds the merge or is only shown."""

    BLOCK = "block"
    ADVISE = "advise"


class Mode(StrEnum):
    """`shadow` judges and reports without blocking."""

    ENFORCE = "enforce"
    SHADOW = "shadow"


# --- rules, zones, signers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One question that a senior answers yes to. `id` is unique within its zone: `<rule>/<item>` or `<zone>/<item>`."""

    id: str
    ask: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A page to read on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class RuleTest:
    """A rule's own case: whether this diff of this path makes it fire."""

    name: str
    path: str
    diff: str  # lines of hunks; without an `@@` line one hunk is put around it
    expect_hit: bool
    status: FileStatus = FileStatus.MODIFIED
    old_path: str | None = None
    description: str = ""  # the pull request's
    pull: "CasePull | None" = None  # what else is known of the pull request; None: nothing
    also: tuple["AlsoChanged", ...] = ()
    head: str | None = None  # the file's whole text at the head; None: the diff's lines are all of it


@dataclass(frozen=True, slots=True)
class CasePull:
    """The pull request of a case, as far as rules ask about it."""

    title: str = "A case"
    author: str = "author"
    labels: tuple[str, ...] = ()
    base_ref: str = "main"
    head_ref: str = "case"
    repository: str = "example/shop"
    visibility: str = "private"
    verified: bool = False  # the signature of its one commit
    statuses: tuple[tuple[str, str], ...] = ()  # (name, state)
    workflows: tuple[tuple[str, str], ...] = ()
    contributors: tuple[str, ...] = ()  # beside the author
    message: str = ""  # of its one commit; "": its title
    teams: tuple[tuple[str, tuple[str, ...]], ...] = ()  # ("org/slug", members)
    organizations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlsoChanged:
    """Another file of a case's change."""

    path: str
    diff: str
    status: FileStatus = FileStatus.MODIFIED


@dataclass(frozen=True, slots=True)
class Rule:
    """When it fires, why it matters, what to ask."""

    id: str
    zone: str
    title: str
    when: Predicate
    why: str
    checklist: tuple[ChecklistItem, ...]
    explain: str = ""  # Markdown
    references: tuple[Reference, ...] = ()
    severity: Severity = Severity.BLOCK
    confidence: Confidence = Confidence.HIGH
    mode: Mode = Mode.ENFORCE
    since: str = ""
    include: tuple[str, ...] = ()  # classes of files looked at though usually left out: "tests", "docs", ...
    tests: tuple[RuleTest, ...] = ()
    source: str = ""  # where it is written: "rules/money/x.yml" or "your policy"
    digest: str = ""  # of what decides: id, zone, when, severity, confidence; part of the fingerprint

    @property
    def holds_merges(self) -> bool:
        """Whether it may hold a merge."""
        return self.severity is Severity.BLOCK and self.mode is Mode.ENFORCE


@dataclass(frozen=True, slots=True)
class Circle:
    """People by their logins, by their teams ("org/slug") and by their organisations."""

    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it names anybody."""
        return bool(self.users or self.teams or self.organizations)


@dataclass(frozen=True, slots=True)
class Level:
    """A step of seniority, and who stands on it."""

    name: str
    circle: Circle


@dataclass(frozen=True, slots=True)
class Signers:
    """Who is a senior. The sources are alternatives, not conditions; whoever is in `without` is none by any of them."""

    name: str
    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()  # "org/slug", child teams included
    permission: str | None = None  # "triage", "write", "maintain", "admin": this or more
    organizations: tuple[str, ...] = ()  # any member
    roles: tuple[str, ...] = ()  # of an organisation: "org/name"
    levels: tuple[Level, ...] = ()  # the level that is asked for, then those above it
    codeowners: bool = False  # of each touched file its owners
    without: Circle = Circle()

    @property
    def circle(self) -> Circle:
        """Those whom it names by their logins, teams and organisations."""
        return Circle(self.users, self.teams, self.organizations)


@dataclass(frozen=True, slots=True)
class Requirement:
    """So many different seniors of these signers; drops out where `when` is not true."""

    signers: Signers
    count: int = 1
    when: Predicate | None = None  # over PullPredicates only


@dataclass(frozen=True, slots=True)
class SignAll:
    """Each part must be met."""

    of: tuple["SignOffRule", ...]


@dataclass(frozen=True, slots=True)
class SignBoth(SignAll):
    """What the organisation's floor asks for, then what the repository asks for beside it.

    Unlike in any other list, a part of which nothing applies does not drop out: then nobody can sign.
    """


@dataclass(frozen=True, slots=True)
class SignAny:
    """One part is enough."""

    of: tuple["SignOffRule", ...]


SignOffRule = Requirement | SignAll | SignAny


@dataclass(frozen=True, slots=True)
class Override:
    """Who may let a zone pass without its sign-off in an emergency, how many of them it takes, and for how long."""

    signers: Signers
    count: int = 1
    lasts: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class TeachBack:
    """What a zone asks the author of a change; drops out where `when` is known not to hold."""

    ask: tuple[ChecklistItem, ...]
    required: bool = False  # nobody's sign-off counts that was given before the answers stood there
    when: Predicate | None = None  # over PullPredicates only


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a zone refuses, whoever signs: pull requests of which this holds, for the reason that the policy gives."""

    when: Predicate  # on the pull request alone
    why: str


@dataclass(frozen=True, slots=True)
class Zone:
    """An area that needs a senior."""

    id: str
    title: str
    why: str
    sign_off: SignOffRule
    checklist_required: bool = True  # an approval alone leaves the boxes open
    explain: str = ""  # Markdown
    likely: tuple[str, ...] = ()  # globs of files that lean to the zone: evidence, but not enough alone
    override: Override | None = None  # None: nobody may
    refuse: tuple[Refusal, ...] = ()
    never_overridden: bool = False  # the policy says so in so many words
    lessons: tuple[ChecklistItem, ...] = ()  # what its authors are asked where a policy turns teach-back on
    teach_back: TeachBack | None = None  # None: authors are asked nothing


@dataclass(frozen=True, slots=True)
class Policy:
    """All that a repository is judged by, whole and valid."""

    zones: dict[str, Zone]
    rules: tuple[Rule, ...]
    mode: Mode = Mode.ENFORCE
    exclude: tuple[str, ...] = ()  # globs never looked at
    agents: "AgentMarks | None" = None
    branches: tuple[str, ...] = ()  # globs of further branches whose required check is ours; read on the default branch
    source: str = "shipped packs"  # for people: ".github/dont-delegate.yml at 1a2b3c4"
    # Under an organisation's floor what is matched one beside the other: the floor, and then what the repository adds to it.
    layers: tuple["Policy", ...] = ()


@dataclass(frozen=True, slots=True)
class AgentMarks:
    """How AI assistants give themselves away; read from rules/provenance.yml. Patterns are RE2."""

    accounts: tuple[tuple[str, str], ...] = ()  # (login, the assistant's name); an agent's own account
    emails: tuple[tuple[str, str], ...] = ()  # (pattern on an address in a commit, name)
    trailers: tuple[tuple[str, str], ...] = ()  # (pattern on a line of a commit message, name)
    branches: tuple[tuple[str, str], ...] = ()  # (pattern on the head branch, name)
    footers: tuple[tuple[str, str], ...] = ()  # (pattern on a line of the description or of a commit message, name)
    labels: tuple[tuple[str, str], ...] = ()  # (label, name)
    names: tuple[tuple[str, str], ...] = ()  # (pattern on a person's name in a commit, name)
    declarations: tuple[tuple[str, str], ...] = ()  # (pattern on a line of the description, name)
