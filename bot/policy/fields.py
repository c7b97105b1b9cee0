"""What a single value may be: the types that the shapes of both files are made of."""

import difflib
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationInfo

from bot.core.matching.languages import LANGUAGES
from bot.policy import globs, names, patterns
from bot.policy.nodes import Plain
from bot.policy.problems import listed, refuse


class Shape(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(slots=True)
class Budget:
    """What may still be compiled of one file; -1 once it is spent and told."""

    patterns: int = 2_000
    globs: int = 5_000
    program: int = 400_000  # RE2 instructions; a plain pattern takes 10 to 200

    def spend(self, what: str, cost: int) -> bool:
        """Take from one of the budgets; false when it was spent before, and an error at the moment it is."""
        left = getattr(self, what)
        if left < 0:
            return False
        setattr(self, what, left - cost)
        if left < cost:
            setattr(self, what, -1)
            most = getattr(Budget(), what)
            says = f"With this one the file has more than {most:,} {what}."
            if what == "program":
                says = "With this one the file's patterns together are too large to be fast."
            raise refuse(says, "Write fewer, or simpler ones.")
        return True


def _pattern(text: str, info: ValidationInfo) -> str:
    budget = info.context or Budget()
    if budget.spend("patterns", 1) and budget.program >= 0:
        try:
            size = patterns.check(text)
        except ValueError:
            budget.program -= 8_192  # refusing one costs as much as a large one
            raise
        budget.spend("program", size)
    return text


def _glob(text: str, info: ValidationInfo) -> str:
    budget = info.context or Budget()
    if budget.globs >= 0:
        budget.spend("globs", len(globs.expand(text)))
    return text


def _branch(text: str) -> str:
    if text.startswith("refs/heads/"):
        raise refuse("A branch is named without `refs/heads/`.", f"Write `{text.removeprefix('refs/heads/')}`.")
    if re.search(r"[{}]", text):
        raise refuse("Braces stand for themselves in the name of a branch.", "Write a list: `[release/1, release/2]`.")
    if re.search(r"[\s\\\[\]^~:]", text):
        raise refuse(f"`{text}` matches no branch: git allows no such sign in a name.", "Write `release/*`.")
    return text


def _repository(text: str) -> str:
    if not re.fullmatch(r"[\w.*?-]+/[\w.*?-]+", text, re.ASCII):
        raise refuse(f"`{text}` names no repository.", "Write `owner/name`; `*` stands for anything: `acme/*`.")
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        near = difflib.get_close_matches(text.lower(), LANGUAGES, 1, 0.6)
        instead = f"Did you mean `{near[0]}`?" if near else f"Write {listed(sorted(LANGUAGES))}."
        raise refuse(f"`{text}` is no language known here.", instead)
    return text


def _whole(value: object) -> object:
    if isinstance(value, Plain) and re.fullmatch(r"[-+]?[0-9]{1,9}", value):
        return int(value)
    raise refuse("This is no whole number.", "Write digits, without quotes.")


def _truth(value: object) -> object:
    if isinstance(value, Plain) and value in ("true", "false"):
        return value == "true"
    raise refuse("This is neither true nor false.", "Write `true` or `false`, without quotes.")


def _one_line(text: str) -> str:
    if "\n" in text.strip():
        raise refuse("This text has several lines.", "Write one; longer words belong into `explain`.")
    return text.strip()


def _said(text: str) -> str:
    if not text.strip():
        raise refuse("This text is empty.", "Write it, or remove the key.")
    return text


def _text(value: object) -> object:
    return str(value) if isinstance(value, Plain) else value


def kind(value: object) -> str | None:
    """Tell one, many and a mapping apart; the tags stand in pydantic's `loc`, where no key looks like them."""
    tags = ((str, "<one>"), (list, "<many>"), (dict, "<map>"))
    return next((tag for kind, tag in tags if isinstance(value, kind)), None)


def either(wants: str) -> Discriminator:
    """Choose by `kind`; `wants` says what may stand there."""
    return Discriminator(kind, custom_error_type="kind", custom_error_message=wants)


AS_TEXT = BeforeValidator(_text)
ONE, MANY, MAP = Tag("<one>"), Tag("<many>"), Tag("<map>")

Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Line = Annotated[str, AS_TEXT, AfterValidator(_said), AfterValidator(_one_line), Field(max_length=200)]
Prose = Annotated[str, AS_TEXT, AfterValidator(_said), Field(max_length=1_000)]
Markdown = Annotated[str, AS_TEXT, AfterValidator(_said), Field(max_length=20_000)]
Id = Annotated[
    str, AS_TEXT, AfterValidator(names.kebab), Field(json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})
]
Login = Annotated[str, AS_TEXT, AfterValidator(_said), AfterValidator(names.login)]
Signer = Annotated[str, AS_TEXT, AfterValidator(_said), AfterValidator(names.signer)]
Team = Annotated[
    str,
    AS_TEXT,
    AfterValidator(_said),
    AfterValidator(names.team),
    Field(json_schema_extra={"pattern": "^[^@/\\s]+/[^/\\s]+$"}),
]
Organization = Annotated[
    str,
    AS_TEXT,
    AfterValidator(_said),
    AfterValidator(names.organization),
    Field(json_schema_extra={"pattern": "^[^@/\\s]+$"}),
]
OrganizationRole = Annotated[
    str,
    AS_TEXT,
    AfterValidator(_said),
    AfterValidator(names.role),
    Field(json_schema_extra={"pattern": "^[^@/\\s]+/[^/]+$"}),
]
Address = Annotated[
    str, AS_TEXT, AfterValidator(_said), AfterValidator(names.address), Field(json_schema_extra={"format": "uri"})
]
Glob = Annotated[str, AS_TEXT, AfterValidator(_glob)]
Pattern = Annotated[str, AS_TEXT, AfterValidator(_pattern)]
Branch = Annotated[str, AS_TEXT, AfterValidator(_said), AfterValidator(_branch)]
RepositoryName = Annotated[
    str, AS_TEXT, AfterValidator(_repository), Field(json_schema_extra={"pattern": "^[^/\\s]+/[^/\\s]+$"})
]
CheckName = Annotated[str, AS_TEXT, AfterValidator(_said), Field(max_length=200, json_schema_extra={"pattern": "."})]
Visibility = Annotated[Literal["public", "private", "internal"], AS_TEXT]
CheckState = Annotated[
    Literal[
        "success",
        "failure",
        "error",
        "pending",
        "neutral",
        "skipped",
        "cancelled",
        "timed_out",
        "action_required",
        "stale",
        "startup_failure",
        "missing",
    ],
    AS_TEXT,
]
Language = Annotated[str, AS_TEXT, AfterValidator(_language), Field(json_schema_extra={"enum": sorted(LANGUAGES)})]
Status = Annotated[Literal["added", "modified", "removed", "renamed", "copied", "mode-changed", "binary"], AS_TEXT]
Severity = Annotated[Literal["block", "advise"], AS_TEXT]
Confidence = Annotated[Literal["high", "medium", "low"], AS_TEXT]
Mode = Annotated[Literal["enforce", "shadow"], AS_TEXT]
Permission = Annotated[Literal["triage", "write", "maintain", "admin"], AS_TEXT]
FileClass = Annotated[
    Literal["tests", "docs", "vendored", "generated", "lock files", "translations", "snapshots"], AS_TEXT
]

Globs = Annotated[
    Annotated[Glob, ONE] | Annotated[list[Glob], Field(min_length=1), MANY], either("a glob or a list of globs")
]
Branches = Annotated[
    Annotated[Branch, ONE] | Annotated[list[Branch], Field(min_length=1), MANY], either("a branch or a list of them")
]
Languages = Annotated[
    Annotated[Language, ONE] | Annotated[list[Language], Field(min_length=1), MANY],
    either("a language or a list of languages"),
]
Statuses = Annotated[
    Annotated[Status, ONE] | Annotated[list[Status], Field(min_length=1), MANY], either("a status or a list of them")
]
Repositories = Annotated[
    Annotated[RepositoryName, ONE] | Annotated[list[RepositoryName], Field(min_length=1), MANY],
    either("a repository or a list of them"),
]
Visibilities = Annotated[
    Annotated[Visibility, ONE] | Annotated[list[Visibility], Field(min_length=1), MANY],
    either("a word or a list of words"),
]
CheckStates = Annotated[
    Annotated[CheckState, ONE] | Annotated[list[CheckState], Field(min_length=1), MANY],
    either("a state or a list of states"),
]
Lines = Annotated[
    Annotated[Line, ONE] | Annotated[list[Line], Field(min_length=1), MANY], either("a text or a list of texts")
]
