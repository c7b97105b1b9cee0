"""The shape of `when`: a tree of `all`, `any` and `none` over named predicates."""

from typing import Annotated, Literal

from pydantic import Field

from bot.policy.condition_shape import People, TimeShape
from bot.policy.fields import (
    AS_TEXT,
    MANY,
    MAP,
    ONE,
    Branches,
    CheckStates,
    Globs,
    Languages,
    Lines,
    Pattern,
    Repositories,
    Shape,
    Statuses,
    Truth,
    Visibilities,
    Whole,
    either,
)
from bot.policy.line_shape import LinePatterns, MissingShape, MovedLines, ReplacedLines
from bot.policy.text_shape import OTHERWISE, SIDE, Code, Grammars, SqlKind, SqlKinds, WhichSide, WholeText

TEXT_KEYS = ("file", "structure", "sql")
FILE_KEYS = ("paths", "languages", "status", "added", "removed", "changed", "moved", "replaced", "signs", *TEXT_KEYS)
LINE_KEYS = ("added", "removed", "changed", "moved")
TREE_KEYS = ("all", "any", "none")
MOST_WHEN_DEPTH = 10


class StructureShape(Shape):
    """A piece of code by its shape."""

    language: Grammars = Field(
        description="The language, or several with the same syntax; other files are passed over."
    )
    pattern: Code = Field(
        description="Code as ast-grep reads it: `$X` is any one expression, `$$$` any number of them. "
        "It hits where a changed line stands in such code."
    )
    inside: Code | None = Field(None, description="Only where such code stands around it.")
    not_inside: Code | None = Field(None, description="Not where such code stands around it.")
    has: Code | None = Field(None, description="Only where such code stands in it.")
    not_has: Code | None = Field(None, description="Not where such code stands in it.")
    side: WhichSide = Field("head", description=SIDE)
    otherwise: LinePatterns | None = Field(None, description=OTHERWISE)


class SqlShape(Shape):
    """Kinds of SQL statements, and what decides without a parser."""

    kinds: SqlKinds = Field(description="An added line stands in a statement of one of these kinds.")
    otherwise: LinePatterns | None = Field(None, description=OTHERWISE)


Structures = Annotated[
    Annotated[StructureShape, MAP] | Annotated[list[StructureShape], Field(min_length=1), MANY],
    either("a mapping with `language` and `pattern`, or a list of them"),
]
SqlStatements = Annotated[
    Annotated[SqlKind, ONE] | Annotated[list[SqlKind], Field(min_length=1), MANY] | Annotated[SqlShape, MAP],
    either("a kind of statement, a list of kinds or a mapping"),
]


class SizeShape(Shape):
    """Bounds on the change; at least one."""

    files_over: Whole | None = Field(None, ge=0, description="More changed files than this.", examples=[50])
    lines_over: Whole | None = Field(None, ge=0, description="More changed lines than this, added and removed.")
    added_over: Whole | None = Field(None, ge=0, description="More added lines than this.")
    removed_over: Whole | None = Field(None, ge=0, description="More removed lines than this.")


class StatusesShape(Shape):
    """Statuses and check runs of the head commit."""

    name: Lines = Field(description="The status's context, or the check run's name; of several, each one.")
    is_: CheckStates = Field(
        "success", alias="is", description="What it must say; `missing` where nothing of that name is there."
    )


class WorkflowsShape(Shape):
    """Workflows that ran for the head commit."""

    name: Lines = Field(
        description="The workflow's name, or its file: `.github/workflows/ci.yml`; of several, each one."
    )
    is_: CheckStates = Field("success", alias="is", description="How it must have ended; `pending` while it runs.")


class PullShape(Shape):
    """Predicates on the pull request as a whole."""

    author: People | None = Field(
        None,
        description="One of these opened the pull request: logins, apps as `name[bot]`, or a mapping with teams.",
        examples=[{"teams": ["acme/trainees"]}],
    )
    contributors: People | None = Field(None, description="One of these opened it, or wrote or committed a part of it.")
    only_contributors: People | None = Field(
        None, description="Nobody but these opened it, or wrote or committed a part of it."
    )
    author_is_only_contributor: Truth | None = Field(
        None, description="Nobody but its author wrote or committed a part of it (`true`), or somebody did (`false`)."
    )
    time: TimeShape | None = Field(
        None,
        description="It is this hour now; what hangs on it is judged again as the window begins and ends.",
        examples=[{"days": ["friday"], "between": "16:00-24:00", "zone": "Europe/Berlin"}],
    )
    signed_by: People | None = Field(
        None,
        description="GitHub verified the signature of every commit, and it is that of one of these.",
        examples=[{"organizations": ["acme"]}],
    )
    signed_with: Lines | None = Field(
        None,
        description="GitHub verified the signature of every commit, and it was made with one of these keys: the id of a GPG "
        "key or the fingerprint of an SSH key.",
        examples=[["B5690EEEBB952194"]],
    )
    some_paths: Globs | None = Field(
        None,
        description="Some changed file's path, or the one it had before, is one of these, as CODEOWNERS reads globs; `!` takes "
        "back.",
    )
    added_paths: Globs | None = Field(
        None, description="Some added file's path, or the new one of a moved file, is one of these."
    )
    removed_paths: Globs | None = Field(
        None, description="Some removed file's path, or the old one of a moved file, is one of these."
    )
    only_paths: Globs | None = Field(
        None,
        description="Every changed file's path, and the one it had before, is one of these; a glob that names a file is true "
        "of a folder of that name too.",
        examples=[["/docs/**", "*.md"]],
    )
    fork: Truth | None = Field(
        None, description="The head branch is in another repository (`true`), or in the same one (`false`)."
    )
    labels: Lines | None = Field(
        None, description="One of these labels is on it, compared without case.", examples=[["risky"]]
    )
    base_branch: Branches | None = Field(None, description="It wants into a branch that one of these globs matches.")
    head_branch: Branches | None = Field(None, description="It comes from a branch that one of these globs matches.")
    title: Pattern | None = Field(None, description="RE2 pattern that the pull request's title must hold.")
    size: SizeShape | None = Field(None, description="It is larger than this.")
    ai: Annotated[Literal["assisted", "agent"], AS_TEXT] | None = Field(
        None, description="An AI assistant took part (`assisted`), or opened or wrote it on its own (`agent`)."
    )
    signatures: Annotated[Literal["verified", "unverified"], AS_TEXT] | None = Field(
        None, description="GitHub verified the signature of every commit (`verified`), or not of every one."
    )
    statuses: StatusesShape | None = Field(
        None, description="What commit statuses and check runs say; whoever may push may set one."
    )
    workflows: WorkflowsShape | None = Field(None, description="How workflows of GitHub Actions ended.")
    repository: Repositories | None = Field(None, description="The repository's `owner/name`, globs allowed.")
    visibility: Visibilities | None = Field(None, description="Who may see the repository.")


class IfShape(PullShape):
    """When a requirement is asked for; several keys must all hold."""

    all: list["IfShape"] | None = Field(None, min_length=1, description="Every one of these conditions holds.")
    any: list["IfShape"] | None = Field(
        None, min_length=1, description="One of these conditions holds; each is asked, and what it saw is shown."
    )
    none: list["IfShape"] | None = Field(
        None, min_length=1, description="None of these conditions holds: what the rule leaves out."
    )


class FileShape(Shape):
    """Predicates on one file."""

    paths: Globs | None = Field(
        None, description="The file's path, or the one it had before, as CODEOWNERS reads globs; `!` takes back."
    )
    languages: Languages | None = Field(None, description="The file is in one of these languages, by its name.")
    status: Statuses | None = Field(
        None, description="What happened to the file; several mean one of them.", examples=[["added", "modified"]]
    )
    added: LinePatterns | None = Field(
        None,
        description="An added line matches: RE2, tried on a line at a time, comments left out.",
        examples=[r"\brefund\("],
    )
    removed: LinePatterns | None = Field(
        None,
        description="A removed line matches, such as a check, a lock or a transaction that is gone.",
        examples=[r"@login_required\b"],
    )
    changed: LinePatterns | None = Field(
        None, description="An added or a removed line matches.", examples=[r"\bround\("]
    )
    moved: MovedLines | None = Field(
        None,
        description="A line that matches was moved elsewhere in the change, or is indented otherwise: out of a lock, say.",
    )
    replaced: ReplacedLines | None = Field(
        None, description="A removed line became another: a number differs, an `await` or an argument is gone."
    )
    signs: Annotated[Literal["auth", "money", "runtime"], AS_TEXT] | None = Field(
        None,
        description="The shipped signs of this zone add up: what the file is, what its changed lines speak of and do.",
    )
    missing: MissingShape | None = Field(
        None, description="A companion does not change: a model's migration, a webhook's test, a decision record."
    )
    file: WholeText | None = Field(
        None, description="A line of the file's whole text matches, changed or not; a mapping also says which side."
    )
    structure: Structures | None = Field(
        None, description="A changed line stands in code of this shape: ast-grep patterns, such as `lock($$$)`."
    )
    sql: SqlStatements | None = Field(
        None,
        description="An added line stands in an SQL statement of one of these kinds, in a file of SQL or in a string of a "
        "program. What only takes a migration back does not count.",
    )


class WhenShape(PullShape, FileShape):
    """When a rule fires on a file; several keys must all hold."""

    all: list["WhenShape"] | None = Field(None, min_length=1, description="Every one of these conditions holds.")
    any: list["WhenShape"] | None = Field(
        None, min_length=1, description="One of these conditions holds; each is asked, and what it saw is shown."
    )
    none: list["WhenShape"] | None = Field(
        None, min_length=1, description="None of these conditions holds: what the rule leaves out."
    )
