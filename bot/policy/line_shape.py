"""The shapes of predicates on changed lines, and on companions."""

from typing import Annotated

from pydantic import Field

from bot.policy.fields import (
    MANY,
    MAP,
    ONE,
    Confidence,
    Globs,
    Pattern,
    Shape,
    Truth,
    either,
)


class AroundShape(Shape):
    """What may stand beside any line pattern: what cancels it, and where it is tried."""

    unless: Pattern | None = Field(None, description="Not if the same line matches this: RE2's answer to look-around.")
    unless_hunk: Pattern | None = Field(
        None, description="Not if any line of the hunk matches this: what makes the change harmless stands nearby."
    )
    unless_file: Pattern | None = Field(None, description="Not if any line of the file's diff matches this.")
    with_hunk: Pattern | None = Field(
        None, description="Only if some line of the hunk matches this too, be it changed or not."
    )
    section: Pattern | None = Field(
        None, description="Only in hunks whose heading, behind the second `@@`, matches this: the function around it."
    )
    files: Globs | None = Field(
        None,
        description="Only in files that these globs match: a word of one language is noise in another.",
        examples=["*.py"],
    )
    confidence: Confidence | None = Field(None, description="How sure a hit of this pattern is; else the rule's.")
    strings: Truth | None = Field(None, description="`false`: what stands in quotes does not count.")


class EitherSideShape(AroundShape):
    """What may stand beside a pattern on added or removed lines."""

    joined: Truth | None = Field(
        None,
        description="`true`: the lines of a statement that runs over several are tried as one line. Needs a word of three letters.",
    )
    unless_moved: Truth | None = Field(
        None,
        description="`true`: not if the line is only moved, so that its text stands again elsewhere in the change.",
    )


class PatternShape(EitherSideShape):
    """A pattern and what cancels it."""

    match: Pattern = Field(description="RE2 pattern that the line must hold.")


PatternEntry = Annotated[Annotated[Pattern, ONE] | Annotated[PatternShape, MAP], either("a pattern or a mapping")]


class LinesShape(EitherSideShape):
    """Patterns with settings for all of them."""

    match: Pattern | None = Field(None, description="RE2 pattern that the line must hold.")
    patterns: list[PatternEntry] | None = Field(
        None,
        min_length=1,
        description="Several patterns, of which one is enough; the keys beside it are for all of them.",
    )
    comments: Truth = Field(default=False, description="`true`: comments count as well; else only code does.")


LinePatterns = Annotated[
    Annotated[Pattern, ONE] | Annotated[list[PatternEntry], Field(min_length=1), MANY] | Annotated[LinesShape, MAP],
    either("a pattern, a list of patterns or a mapping"),
]


class MovedShape(AroundShape):
    """A pattern on moved lines, and what cancels it."""

    match: Pattern = Field(description="RE2 pattern that the moved line must hold, without its indentation.")


MovedEntry = Annotated[Annotated[Pattern, ONE] | Annotated[MovedShape, MAP], either("a pattern or a mapping")]
MovedLines = Annotated[
    Annotated[Pattern, ONE] | Annotated[list[MovedEntry], Field(min_length=1), MANY] | Annotated[MovedShape, MAP],
    either("a pattern, a list of patterns or a mapping"),
]


class ReplacedShape(Shape):
    """A removed line, and the added one that took its place."""

    match: Pattern = Field(description="RE2 pattern that the removed line must hold.")
    by: Pattern | None = Field(
        None, description="What the line in its place must hold. Left out: `match` again, and what it matches differs."
    )
    unless: Pattern | None = Field(None, description="Not if the line in its place matches this.")
    section: Pattern | None = Field(
        None, description="Only in hunks whose heading, behind the second `@@`, matches this."
    )
    files: Globs | None = Field(
        None,
        description="Only in files that these globs match: a word of one language is noise in another.",
        examples=["*.py"],
    )
    confidence: Confidence | None = Field(None, description="How sure a hit is; else the rule's.")


ReplacedLines = Annotated[
    Annotated[list[ReplacedShape], Field(min_length=1), MANY] | Annotated[ReplacedShape, MAP],
    either("a mapping with `match`, or a list of such"),
]


class MissingShape(Shape):
    """A companion that ought to change as well."""

    paths: Globs | None = Field(
        None, description="No other file that these globs match changes; a removed one is none."
    )
    added: LinePatterns | None = Field(None, description="Nor does one of them gain a line that matches this.")
    decision_record: Truth = Field(
        default=False,
        description="`true`: no record under `docs/adr/` (or `docs/decisions/`) changes, and no `ADR-12` is named.",
    )
