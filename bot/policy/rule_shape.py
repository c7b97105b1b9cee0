"""The shape of a rule, in its own file or in a policy, and of a pack's zone file."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.core.diff import DiffError, as_patch, hunks
from bot.policy.fields import (
    AS_TEXT,
    Address,
    Branch,
    CheckName,
    CheckState,
    Confidence,
    FileClass,
    Id,
    Line,
    Lines,
    Login,
    Markdown,
    Mode,
    Organization,
    Prose,
    RepositoryName,
    Severity,
    Shape,
    Team,
    Visibility,
)
from bot.policy.problems import refuse
from bot.policy.when_shape import WhenShape


class ItemShape(Shape):
    """A question of a checklist."""

    id: Id = Field(description="Names the question within its rule.", examples=["raw-body"])
    ask: Prose = Field(
        description="A question that a senior answers yes or no by looking.",
        examples=["Does the same event, delivered twice, have its effect once?"],
    )


class ReferenceShape(Shape):
    """A page to read on."""

    title: Line = Field(description="What the page is called, with who wrote it.")
    url: Address = Field(description="Its address, from `https://` on.", examples=["https://docs.stripe.com/webhooks"])


def _diff(text: str) -> str:
    try:
        hunks(as_patch(text))
    except DiffError as error:
        instead = "Begin each line with `+`, `-` or a space, or write whole hunks from `@@` on."
        raise refuse(f"This is no diff: {error}.", instead) from None
    return text


Diff = Annotated[str, AS_TEXT, AfterValidator(_diff), Field(max_length=20_000)]
FileStatus = Annotated[Literal["added", "modified", "removed", "renamed", "copied", "mode-changed"], AS_TEXT]


def _moment(text: str) -> str:
    try:
        told = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        told = False
    if not told:
        says = f"`{text}` is no moment: it needs a day, an hour and how far that is from UTC."
        raise refuse(says, "Write `2026-03-06T17:30+01:00`.")
    return text


Moment = Annotated[str, AS_TEXT, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]


class AlsoShape(Shape):
    """Another file of a case's change."""

    path: Line = Field(description="The other file's path.")
    diff: Diff = Field(description="Its changed lines; `+` alone where they do not matter.")
    status: FileStatus = Field("modified", description="What happened to it.")


class CasePullShape(Shape):
    """The pull request of a case, for rules that ask about it."""

    title: Line = Field("A case", description="Its title, for rules that ask about `title`.")
    author: Login = Field("author", description="Who opened it, by login; apps as `name[bot]`.")
    labels: Lines | None = Field(None, description="The labels that are on it.")
    base_branch: Branch = Field("main", description="The branch that it goes into.")
    head_branch: Branch = Field("case", description="The branch that it comes from.")
    repository: RepositoryName = Field("example/shop", description="The repository that it is in, as `owner/name`.")
    visibility: Visibility = Field("private", description="Who may see the repository.")
    signatures: Annotated[Literal["verified", "unverified"], AS_TEXT] = Field(
        "unverified", description="Whether GitHub verified its commit's signature."
    )
    statuses: dict[CheckName, CheckState] | None = Field(
        None, description="Statuses and check runs: a name and its state a line."
    )
    workflows: dict[CheckName, CheckState] | None = Field(
        None, description="Workflows: a name or file and its state a line."
    )
    contributors: list[Login] | None = Field(
        None, min_length=1, description="Who wrote or committed a part of it beside the author."
    )
    message: Prose | None = Field(None, description="The message of its commit, trailers too; else its title.")
    teams: dict[Team, list[Login]] | None = Field(
        None, description="Who is in which team.", examples=[{"acme/trainees": ["ada"]}]
    )
    organizations: dict[Organization, list[Login]] | None = Field(
        None, description="Who is in which organisation.", examples=[{"acme": ["ada", "grace"]}]
    )
    time: Moment | None = Field(
        None, description="When it is judged, for rules that ask about `time`.", examples=["2026-03-06T17:30+01:00"]
    )


class CaseShape(Shape):
    """A rule's own test: a diff, and whether the rule must fire on it."""

    name: Line = Field(description="What the case shows, in a few words.", examples=["the call is gone"])
    path: Line = Field(description="The file's path, as in a real repository.", examples=["shop/orders.py"])
    diff: Diff = Field(
        description="Changed lines that start with `+`, `-` or a space.",
        examples=["-total = round(total, 2)\n+total = int(total)"],
    )
    expect: Annotated[Literal["hit", "miss"], AS_TEXT] = Field(description="Whether the rule fires on this file.")
    status: FileStatus = Field("modified", description="What happened to the file.")
    old_path: Line | None = Field(None, description="Where the file was before a rename.")
    head: Annotated[str, AS_TEXT, Field(max_length=100_000)] | None = Field(
        None,
        description="The whole file after the change, for rules that look at it; else the diff's lines are all of it.",
    )
    also: list[AlsoShape] | None = Field(
        None, min_length=1, max_length=20, description="Other files that change with it: companions, where lines went."
    )
    description: Prose | None = Field(None, description="The pull request's description.")
    pull: CasePullShape | None = Field(None, description="What else is known of the pull request.")


class RuleShape(Shape):
    """When it fires, why it matters, what to ask."""

    id: Id = Field(description="Names the rule; a rule file has the same name.")
    zone: Id = Field(description="The zone that it belongs to.")
    title: Line = Field(description="What happened, in one line: `A payment provider's webhook is handled`.")
    when: WhenShape = Field(
        description="When it fires, file by file: paths, languages, changed lines and more, all of which must hold."
    )
    why: Prose = Field(description="One or two sentences on what goes wrong here, shown beside the line.")
    since: Line | None = Field(None, description="The version that brought the rule, in quotes.")
    severity: Severity = Field("block", description="`block` holds the merge, `advise` is only shown.")
    confidence: Confidence = Field(
        "high", description="How sure a hit is: one high, two medium or four low ones touch a zone."
    )
    mode: Mode = Field("enforce", description="`shadow` reports without blocking.")
    include: list[FileClass] | None = Field(
        None, min_length=1, description="Classes of files to look at though they are usually left out."
    )
    checklist: list[ItemShape] | None = Field(
        None, min_length=1, max_length=10, description="What a senior verifies; needed unless the rule only advises."
    )
    explain: Markdown | None = Field(None, description="Markdown for `/explain`: how this fails, how to do it well.")
    references: list[ReferenceShape] | None = Field(
        None, min_length=1, description="Pages to read on: the framework's documents, a good account of how it failed."
    )
    tests: list[CaseShape] | None = Field(
        None,
        min_length=1,
        description="The rule's own cases, tried by `dont-delegate test`: two hits and two misses at least, one of them near.",
    )


class ZoneFileShape(Shape):
    """A shipped zone, `rules/<zone>/zone.yml`."""

    id: Id = Field(description="The zone's name, and its folder's.")
    title: Line = Field(description="What it is called, in a few words.")
    why: Prose = Field(description="Why it must not be delegated, in one or two sentences.")
    explain: Markdown = Field(description="Markdown for `/explain`: why, how it fails, how to do it well.")
    teach_back: list[ItemShape] | None = Field(
        None,
        min_length=1,
        max_length=5,
        description="What the author of a change is asked where a policy turns teach-back on.",
    )
