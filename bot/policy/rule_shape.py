"""The shape of a rule, in its own file or in a policy, and of a pack's zone file."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.core.diff import DiffError, as_patch, hunks
from bot.policy.fields import (
    AS_TEXT,
    Address,
    Confidence,
    FileClass,
    Id,
    Line,
    Markdown,
    Mode,
    Prose,
    Severity,
    Shape,
)
from bot.policy.problems import refuse
from bot.policy.when_shape import WhenShape


class ItemShape(Shape):
    """A question of a checklist."""

    id: Id = Field(description="Names the question within its rule, such as `raw-body`.")
    ask: Prose = Field(description="What the senior answers yes to.")


class ReferenceShape(Shape):
    """A page to read on."""

    title: Line = Field(description="What the page is called.")
    url: Address = Field(description="Its address.")


def _diff(text: str) -> str:
    try:
        hunks(as_patch(text))
    except DiffError as error:
        instead = "Begin each line with `+`, `-` or a space, or write whole hunks from `@@` on."
        raise refuse(f"This is no diff: {error}.", instead) from None
    return text


Diff = Annotated[str, AS_TEXT, AfterValidator(_diff), Field(max_length=20_000)]
FileStatus = Annotated[Literal["added", "modified", "removed", "renamed", "copied", "mode-changed"], AS_TEXT]


class AlsoShape(Shape):
    """Another file of a case's change."""

    path: Line = Field(description="The file's path.")
    diff: Diff = Field(description="Its changed lines; `+` alone where they do not matter.")
    status: FileStatus = Field("modified", description="What happened to it.")


class CaseShape(Shape):
    """A rule's own test: a diff, and whether the rule must fire on it."""

    name: Line = Field(description="What the case shows.")
    path: Line = Field(description="The file's path.")
    diff: Diff = Field(description="Changed lines that start with `+`, `-` or a space.")
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


class RuleShape(Shape):
    """When it fires, why it matters, what to ask."""

    id: Id = Field(description="Names the rule; a rule file has the same name.")
    zone: Id = Field(description="The zone that it belongs to.")
    title: Line = Field(description="What happened, in one line: `A payment provider's webhook is handled`.")
    when: WhenShape = Field(description="When it fires, file by file.")
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
    references: list[ReferenceShape] | None = Field(None, min_length=1, description="Pages to read on.")
    tests: list[CaseShape] | None = Field(None, min_length=1, description="The rule's own cases.")


class ZoneFileShape(Shape):
    """A shipped zone, `rules/<zone>/zone.yml`."""

    id: Id = Field(description="The zone's name, and its folder's.")
    title: Line = Field(description="What it is called.")
    why: Prose = Field(description="Why it must not be delegated, in one or two sentences.")
    explain: Markdown = Field(description="Markdown for `/explain`.")
