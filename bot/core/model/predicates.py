"""When a rule fires, or a requirement is asked for: a tree of predicates, evaluated once a file."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.model.change import FileStatus, Side
from bot.core.model.conditions import AuthorAlone, PeoplePredicate, SignedWith, Time, WherePredicate
from bot.core.model.signs import SignTable


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


class Provenance(StrEnum):
    """How far an AI assistant is known to have written the change; `agent` implies `assisted`."""

    NONE = "none"
    ASSISTED = "assisted"
    AGENT = "agent"


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
    """The change has more than so many files, changed, added or removed lines; at least one bound is given."""

    files_over: int | None = None
    lines_over: int | None = None
    added_over: int | None = None
    removed_over: int | None = None


@dataclass(frozen=True, slots=True)
class Ai:
    """The change's AI provenance is at least this."""

    at_least: Provenance


TextPredicate = File | Structure | Sql  # on more than the patch


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a zone add up over the change, and the file is one of those that lead.

    `leaning`: globs of files that lean to the zone; where there are any, signs that lead elsewhere count for less.
    """

    table: SignTable
    leaning: tuple[str, ...] = ()


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
MadeBy = PeoplePredicate | AuthorAlone | SignedWith
PullPredicate = MadeBy | WherePredicate | Time | Labels | Branch | Title | Size | Ai | ToldByGitHub
Predicate = All | AnyOf | NoneOf | FilePredicate | TextPredicate | Missing | PullPredicate
