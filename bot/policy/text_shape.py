"""What may stand in predicates on more than the patch: a file's whole text, code by its shape, SQL."""

import difflib
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.core.grammars import TAKEN_APART
from bot.core.sql_kinds import SQL_KINDS
from bot.policy.fields import AS_TEXT, MANY, MAP, ONE, Pattern, Shape, either
from bot.policy.problems import listed, refuse

MOST_CODE = 2_000  # characters of one ast-grep pattern
SIDE = "Look at the file as it is at the `head` (and at added lines), or as it was at the `base` (and at removed ones)."
OTHERWISE = "Line patterns that decide where the file can't be taken apart; without them the zone is unknown there."

OTHER_KINDS = "Write kinds such as `drops-column` or `updates-without-where`; editors list them all."


def _code(text: str) -> str:
    if not text.strip():
        raise refuse("This pattern is empty.", "Write a piece of code, such as `$X.execute($$$)`.")
    return text


def _grammar(text: str) -> str:
    if text not in TAKEN_APART:
        near = difflib.get_close_matches(text.lower(), TAKEN_APART, 1, 0.6)
        instead = f"Did you mean `{near[0]}`?" if near else f"Write {listed(sorted(TAKEN_APART))}."
        raise refuse(f"Code in `{text}` can't be taken apart here.", instead)
    return text


def _kind(text: str) -> str:
    if text not in SQL_KINDS:
        near = difflib.get_close_matches(text.lower(), SQL_KINDS, 1, 0.6)
        instead = f"Did you mean `{near[0]}`?" if near else OTHER_KINDS
        raise refuse(f"`{text}` is no kind of SQL statement known here.", instead)
    return text


Code = Annotated[str, AS_TEXT, AfterValidator(_code), Field(max_length=MOST_CODE)]
Grammar = Annotated[str, AS_TEXT, AfterValidator(_grammar), Field(json_schema_extra={"enum": sorted(TAKEN_APART)})]
Grammars = Annotated[
    Annotated[Grammar, ONE] | Annotated[list[Grammar], Field(min_length=1), MANY],
    either("a language or a list of languages"),
]
SqlKind = Annotated[str, AS_TEXT, AfterValidator(_kind), Field(json_schema_extra={"enum": list(SQL_KINDS)})]
SqlKinds = Annotated[
    Annotated[SqlKind, ONE] | Annotated[list[SqlKind], Field(min_length=1), MANY],
    either("a kind of statement or a list of kinds"),
]
WhichSide = Annotated[Literal["head", "base"], AS_TEXT]


class WholeShape(Shape):
    """A pattern on the file's whole text, changed or not."""

    match: Pattern = Field(description="RE2 pattern that some line of the whole file must hold; comments do not count.")
    unless: Pattern | None = Field(None, description="Not if some line of the whole file matches this.")
    side: WhichSide = Field("head", description=SIDE)


WholeText = Annotated[Annotated[Pattern, ONE] | Annotated[WholeShape, MAP], either("a pattern or a mapping")]
