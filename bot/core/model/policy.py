"""What a pull request is judged by: zones, rules, predicates, signers."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.model.change import FileStatus, Side
from bot.core.model.signs import SignTable

POLICY_PATH = ".github/dont-delegate.yml"


class Severity(StrEnum):
    """Whether a finding holds the merge or is only shown."""

    BLOCK = "block"
    ADVISE = "advise"


class Confidence(StrEnum):
    """How sure a finding is; findings add up per zone."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def points(self) -> int:
        """Share of `TOUCHED_AT` that one finding is worth: one high, two medium or four low touch a zone."""
        return {"high": 4, "medium": 2, "low": 1}[self.value]


TOUCHED_AT = 4


class Mode(StrEnum):
    """`shadow` judges and reports without blocking."""

    ENFORCE = "enforce"
    SHADOW = "shadow"


class Provenance(StrEnum):
    """How far an AI assistant is known to have written the change; `agent` implies `assisted`."""

    NONE = "none"
    ASSISTED = "assisted"
    AGENT = "agent"


# --- predicates: a tree, evaluated once a file ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is."""

    of: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where some part is."""

    of: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """True where no part is."""

    of: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """The file's path, or its path before a rename, matches gitignore globs as CODEOWNERS reads them; `!` takes back.

    Braces (`{a,b}`) are expanded by the policy room before they come here.
    """

    globs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Languages:
    """The file is in one of these languages, by its name: `python`, `typescript`, `go`, ..."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusIs:
    """The file's status is one of these, or it is binary."""

    kinds: tuple[FileStatus, ...]
    binary: bool = False


@dataclass(frozen=True, slots=True)
class LinePattern:
    """RE2 on one changed line, with what cancels it; no pattern crosses a line's end."""

    match: str
    unless: str | None = None  # on the same line
    unless_hunk: str | None = None  # on any line of the hunk
    unless_file: str | None = None  # on any line of the patch
    files: tuple[str, ...] = ()  # globs; empty: any file
    confidence: Confidence | None = None  # None: the rule's
    section: str | None = None  # on what stands behind the second `@@` of the hunk; a hunk without it is not meant
    joined: bool = False  # tried on whole statements, their lines joined; a hit takes in a changed line
    unless_moved: bool = False  # a line that stands again elsewhere in the change, whatever its indentation, is no hit
    strings: bool = True  # whether what stands in quotes counts
    with_hunk: str | None = None  # only where some line of the hunk matches, context included


@dataclass(frozen=True, slots=True)
class Lines:
    """Some changed line matches some pattern. `side` None: either side. Comments do not count unless asked for."""

    side: Side | None
    patterns: tuple[LinePattern, ...]
    comments: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """Some line was removed and stands elsewhere in the change, or is indented otherwise; patterns see it unindented."""

    patterns: tuple[LinePattern, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A removed line matches, and so does the added line of its hunk that is most like it."""

    match: str  # on the removed line
    by: str | None = None  # on the added one; None: `match`, and what it matches there differs
    unless: str | None = None  # on the added line
    section: str | None = None
    files: tuple[str, ...] = ()
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """Some removed line was replaced like this."""

    pairs: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """No file of the change is such a companion. A file that the change removes is none."""

    globs: tuple[str, ...] = ()  # its path matches
    added: tuple[LinePattern, ...] = ()  # and an added line of it matches
    decision_record: bool = False  # nor is a decision record among the files, or named in title, description or commits


@dataclass(frozen=True, slots=True)
class File:
    """Some line of the file's whole text matches, and none matches `unless`: RE2; comments do not count.

    `side` ADDED looks at the text as it is at the head, REMOVED as it was at the base.
    """

    match: str
    unless: str | None = None
    side: Side = Side.ADDED


@dataclass(frozen=True, slots=True)
class Structure:
    """A piece of code of this shape holds a changed line: an added one of the head, or a removed one of the base.

    Patterns are ast-grep's. Where the file can't be taken apart, `otherwise` decides by lines; without it that is unknown.
    """

    languages: tuple[str, ...]
    pattern: str
    side: Side = Side.ADDED
    inside: str | None = None  # it stands within this
    not_inside: str | None = None
    has: str | None = None  # this stands within it
    not_has: str | None = None
    otherwise: Lines | None = None


@dataclass(frozen=True, slots=True)
class Sql:
    """An added line stands in an SQL statement of one of these kinds, in an SQL file or in a string of a program.

    `otherwise` decides by added lines where the file can't be read; without it that is unknown.
    """

    kinds: tuple[str, ...]  # of `SQL_KINDS`
    otherwise: Lines | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who opened the pull request: logins, compared without case; apps as `name[bot]`."""

    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contributors:
    """Some author, co-author or committer of a commit, or who opened it, is one of these logins."""

    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Some label has one of these names, compared without case."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """The base or head branch's name matches a glob (`release/*`)."""

    which: str  # "base" or "head"
    globs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The title matches (RE2)."""

    match: str


@dataclass(frozen=True, slots=True)
class Size:
    """The change has more than so many files or changed lines; at least one bound is given."""

    files_over: int | None = None
    lines_over: int | None = None


@dataclass(frozen=True, slots=True)
class Ai:
    """The change's AI provenance is at least this."""

    at_least: Provenance


TextPredicate = File | Structure | Sql  # on more than the patch


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a zone add up over the change, and the file is one of those that lead."""

    table: SignTable


@dataclass(frozen=True, slots=True)
class Signatures:
    """GitHub verified the signature of every commit; `verified` false: of some commit it did not."""

    verified: bool


@dataclass(frozen=True, slots=True)
class Statuses:
    """Each of these commit statuses or check runs is in one of these states; "missing" is one."""

    names: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workflows:
    """Each of these workflows, by its name or its file's path, ended like this; "missing" and "pending" are states too."""

    names: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InRepository:
    """The repository's `owner/name` matches a glob, compared without case."""

    globs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visibility:
    """The repository is "public", "private" or "internal"."""

    kinds: tuple[str, ...]


FilePredicate = Paths | Languages | StatusIs | Lines | Moved | Replaced | Signs
ToldByGitHub = Signatures | Statuses | Workflows | InRepository | Visibility
PullPredicate = Author | Contributors | Labels | Branch | Title | Size | Ai | ToldByGitHub
Predicate = All | AnyOf | NoneOf | FilePredicate | TextPredicate | Missing | PullPredicate


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


@dataclass(frozen=True, slots=True)
class Signers:
    """Who is a senior: users, members of teams, or holders of at least a permission. Alternatives, not conditions."""

    name: str
    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()  # "org/slug"
    permission: str | None = None  # "triage", "write", "maintain", "admin": this or more


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
class SignAny:
    """One part is enough."""

    of: tuple["SignOffRule", ...]


SignOffRule = Requirement | SignAll | SignAny


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


@dataclass(frozen=True, slots=True)
class Policy:
    """All that a repository is judged by, whole and valid."""

    zones: dict[str, Zone]
    rules: tuple[Rule, ...]
    mode: Mode = Mode.ENFORCE
    exclude: tuple[str, ...] = ()  # globs never looked at
    agents: "AgentMarks | None" = None
    source: str = "shipped packs"  # for people: ".github/dont-delegate.yml at 1a2b3c4"


@dataclass(frozen=True, slots=True)
class AgentMarks:
    """How AI assistants give themselves away; read from rules/provenance.yml. Patterns are RE2."""

    accounts: tuple[tuple[str, str], ...] = ()  # (login, the assistant's name); an agent's own account
    emails: tuple[tuple[str, str], ...] = ()  # (pattern on an address in a commit, name)
    trailers: tuple[tuple[str, str], ...] = ()  # (pattern on a line of a commit message, name)
    branches: tuple[tuple[str, str], ...] = ()  # (pattern on the head branch, name)
    footers: tuple[tuple[str, str], ...] = ()  # (pattern on a line of the description, name)
    labels: tuple[tuple[str, str], ...] = ()  # (label, name)
