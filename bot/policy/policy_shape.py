"""The shape of `.github/dont-delegate.yml`."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from bot.policy.durations import Length
from bot.policy.fields import (
    AS_TEXT,
    MAP,
    ONE,
    Branches,
    Confidence,
    Glob,
    Globs,
    Id,
    Line,
    Markdown,
    Mode,
    Prose,
    Severity,
    Shape,
    Truth,
    Whole,
    either,
)
from bot.policy.nodes import Plain
from bot.policy.problems import refuse
from bot.policy.refuse_shape import RefuseShape
from bot.policy.rule_shape import ItemShape, RuleShape
from bot.policy.signers_shape import LevelShape, SignersShape
from bot.policy.teach_back_shape import TeachBackShape
from bot.policy.when_shape import IfShape


class RequirementShape(Shape):
    """So many different seniors."""

    from_: Annotated[
        Annotated[Id, ONE] | Annotated[SignersShape, MAP],
        either("the name of signers, or a mapping with `users`, `teams` or `permission`"),
    ] = Field(alias="from", description="Who may sign: a name under `signers`, or users, teams or a permission.")
    count: Whole = Field(1, ge=1, le=100, description="How many different seniors must sign.")
    if_: IfShape | None = Field(None, alias="if", description="Asked for only when the pull request is like this.")


class OverrideShape(Shape):
    """Who may let a zone pass without its sign-off in an emergency; a review afterwards is owed."""

    from_: Annotated[
        Annotated[Id, ONE] | Annotated[SignersShape, MAP],
        either("the name of signers, or a mapping with `users`, `teams` or `permission`"),
    ] = Field(alias="from", description="Who may override: a name under `signers`, or users, teams or a permission.")
    count: Whole = Field(
        1, ge=1, le=10, description="How many different people it takes; an author of the change is never the only one."
    )
    expires: Length = Field(
        "24 hours", description="How long an override holds: from 5 minutes to 7 days.", examples=["4 hours"]
    )


OverrideChoice = Annotated[
    Annotated[Literal["never"], AS_TEXT, ONE] | Annotated[OverrideShape, MAP],
    either("`never`, or a mapping with `from`"),
]


class AllShape(Shape):
    """Each part must be met."""

    all: list["SignOffShape"] = Field(min_length=1, description="Each of these must be met.")


class AnyShape(Shape):
    """One part is enough."""

    any: list["SignOffShape"] = Field(min_length=1, description="One of these is enough.")


def _sign_kind(value: object) -> str | None:
    if not isinstance(value, dict):
        return None
    return "<all>" if "all" in value else "<any>" if "any" in value else "<from>"


SignOffShape = Annotated[
    Annotated[RequirementShape, Tag("<from>")] | Annotated[AllShape, Tag("<all>")] | Annotated[AnyShape, Tag("<any>")],
    Discriminator(
        _sign_kind,
        custom_error_type="kind",
        custom_error_message="a mapping with `from`, `all` or `any`",
    ),
]
AllShape.model_rebuild()
AnyShape.model_rebuild()


class ZoneShape(Shape):
    """An own zone, or changes to a shipped one."""

    title: Line | None = Field(None, description="What the zone is called; an own zone needs it.")
    why: Prose | None = Field(None, description="Why it must not be delegated; an own zone needs it.")
    explain: Markdown | None = Field(None, description="Markdown for `/explain`: why, how it fails, how to do it well.")
    paths: Globs | None = Field(
        None,
        description="Every change here touches the zone, tests and documents too.",
        examples=[["/src/ledger/**", "!/src/ledger/fixtures/**"]],
    )
    likely: Globs | None = Field(
        None,
        description="Files that lean to the zone. Where it has shipped signs, those that lead elsewhere count for less; "
        "in another zone a changed line of code here is evidence, but not enough alone.",
    )
    ask: list[ItemShape] | None = Field(
        None, min_length=1, max_length=10, description="What a senior verifies when something under `paths` changes."
    )
    sign_off: SignOffShape | None = Field(
        None, description="Who must sign; one person with the permission `maintain` when it is left out."
    )
    checklist: Annotated[Literal["required", "optional"], AS_TEXT] = Field(
        "required", description="Whether an approval alone leaves the boxes open (`required`)."
    )
    refuse: list[RefuseShape] | None = Field(
        None,
        min_length=1,
        max_length=20,
        description="What is refused here whoever signs: pull requests, people or hours, each with its reason.",
    )
    teach_back: TeachBackShape | None = Field(
        None,
        description="Asks the author of a change to answer questions in their own words; nothing is asked without it.",
        examples=[{"required": True, "if": {"ai": "assisted"}}],
    )
    override: OverrideChoice | None = Field(
        None,
        description="Who may let this zone pass by `/override` in an emergency, in place of the policy's own `override`; "
        "`never` forbids it.",
        examples=["never"],
    )


class TuneShape(Shape):
    """Changes to a rule."""

    severity: Severity | None = Field(None, description="`block` holds the merge, `advise` is only shown.")
    confidence: Confidence | None = Field(
        None, description="How sure a hit is: one high, two medium or four low ones touch a zone."
    )
    mode: Mode | None = Field(None, description="`shadow` reports without blocking.")
    enabled: Truth = Field(default=True, description="`false` takes the rule out.")


def _version(value: object) -> object:
    if value != "1" or not isinstance(value, Plain):
        raise refuse("This version of the format is not known here.", "Write `version: 1`.")
    return 1


class PolicyShape(Shape):
    """What a repository is judged by: zones that need a senior, who that is, and rules of its own."""

    version: Annotated[Literal[1], BeforeValidator(_version)] = Field(description="The format's version: 1.")
    extends: list[Annotated[Literal["schema", "auth", "money", "runtime", "drift"], AS_TEXT]] | None = Field(
        None, description="Shipped packs to take in; all five when it is left out."
    )
    mode: Mode = Field("enforce", description="`shadow` judges and reports without blocking.")
    branches: Branches | None = Field(
        None,
        description="Further branches that require the check, as globs; read from the default branch, which always does.",
        examples=[["release/*"]],
    )
    exclude: list[Glob] | None = Field(
        None,
        min_length=1,
        description="Globs of files never looked at, by any rule; `!` takes back.",
        examples=[["/legacy/**"]],
    )
    signers: dict[Id, SignersShape] | None = Field(
        None,
        min_length=1,
        description="Names for groups of seniors, to write after `from:`.",
        examples=[{"payments": {"teams": ["acme/payments"]}}],
    )
    levels: dict[Id, LevelShape] | None = Field(
        None,
        min_length=1,
        description="Levels of seniority, lowest first; who stands on one counts for those below it too.",
        examples=[{"senior": {"teams": ["acme/seniors"]}, "staff": {"users": ["grace"]}}],
    )
    zones: dict[Id, ZoneShape] | None = Field(
        None, min_length=1, description="Changes to shipped zones, and zones of your own."
    )
    override: OverrideShape | None = Field(
        None,
        description="Who may let a zone pass by `/override` in an emergency, in all zones but `policy`; nobody when it is "
        "left out. The check then is neutral, never green, and a review after the merge is owed.",
        examples=[{"from": {"teams": ["acme/on-call"]}, "count": 2, "expires": "4 hours"}],
    )
    rules: list[RuleShape] | None = Field(
        None, min_length=1, max_length=500, description="Rules of your own; `dont-delegate new-rule` begins one."
    )
    tune: dict[Id, TuneShape] | None = Field(
        None,
        min_length=1,
        description="Changes to rules, by their ids: weaker, stronger, or off.",
        examples=[{"lock-changed": {"mode": "shadow"}}],
    )
