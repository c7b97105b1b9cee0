"""What the bot adds to every policy: the zone that guards the policy file, and rules for each zone's `paths` and `likely`."""

from bot.core.matching import CLASSES
from bot.core.model.change import ATTRIBUTES_PATH, FileStatus
from bot.core.model.policy import (
    FLOOR_PATH,
    FLOOR_REPOSITORY,
    POLICY_PATH,
    WRITTEN,
    ChecklistItem,
    Requirement,
    Rule,
    Signers,
    Zone,
)
from bot.core.model.predicates import (
    All,
    AnyOf,
    Confidence,
    InRepository,
    Languages,
    LinePattern,
    Lines,
    Paths,
    StatusIs,
)
from bot.policy.build_rule import sealed
from bot.policy.vocabulary import POLICY_RULE, POLICY_ZONE

_CODE = (
    *(
        "c",
        "cpp",
        "csharp",
        "dart",
        "elixir",
        "erlang",
        "go",
        "groovy",
        "haskell",
        "java",
        "javascript",
        "kotlin",
        "lua",
    ),
    *("perl", "php", "python", "ruby", "rust", "scala", "shell", "solidity", "sql", "swift", "typescript"),
)
# A line that does something: it computes, compares, calls or decides. Not: an import, a text alone, a line of a log.
_ACTS = r"[=(<>&|?]|\b(?:if|else|elsif|elif|unless|case|when|return|raise|throw|await|yield|delete|break|continue)\b"
_IDLE = (
    r"^\s*(?:(?:pub\s+)?use|from|import|using|package|require|require_relative|include|alias|namespace|mod)\b"
    r"|^\s*export\b.*\bfrom\b|\brequire\("
    r"|^\s*(?:\"[^\"]*\"|'[^']*'|`[^`]*`)[\s,;)\]}]*$"
    r"|(?i:\blog(?:ger)?\b\S*\(|\bconsole\.)"
)

POLICY_EXPLAIN = f"""\
**What it is.** `{POLICY_PATH}` says which changes need a senior, and who that is. It is read from the base branch, so a
pull request is never judged by its own edit; but once the edit is merged, it judges every change that follows. So does
`{FLOOR_PATH}` in the repository `{FLOOR_REPOSITORY}`, the organisation's floor, for all its repositories, and
`linguist-generated` (or `-vendored`, `-documentation`) in `{ATTRIBUTES_PATH}`: rules pass over what is marked so. Where
the owners by `CODEOWNERS` sign, that file says who may, and is guarded with it.

**How it fails.** A glob under `exclude` that is wider than it looks, a rule tuned to `advise` to get one release out, a team
that grew to fifty people, a zone whose last rule was switched off: nothing turns red, and nobody is asked any more.

**What a senior looks at.** What stops being guarded, not what starts. Whether those who may sign are still those with
the judgment. Whether a rule that gets in the way should be made more precise rather than switched off.

**How to do it well.** One change of the policy a pull request, with its reason. Let a new rule run in `mode: shadow` first and look at
what it would have done. `dont-delegate lint` finds mistakes, `dont-delegate backtest` shows what an edit would have changed.
"""

POLICY_QUESTIONS = (
    ("no-weaker", "Is everything that this edit stops guarding meant to be unguarded?"),
    ("signers-fit", "Are those who may now sign people with the judgment for that zone, and enough of them?"),
    ("tried", "Has somebody looked at what the edit would have done to recent pull requests?"),
)


# What is marked so is passed over once it is merged.
_LEAVES_OUT = Lines(
    None, (LinePattern(r"linguist-(?:generated|vendored|documentation)\b", files=(f"/{ATTRIBUTES_PATH}",)),)
)
# And so is what is renamed to that file, or not shown: none of its lines is in the change.
_TAKEN_WHOLE = All(
    (Paths((f"/{ATTRIBUTES_PATH}",)), StatusIs((FileStatus.RENAMED, FileStatus.COPIED), binary=True)),
)

_IS_FLOOR = All((Paths((f"/{FLOOR_PATH}",)), InRepository((f"*/{FLOOR_REPOSITORY}",))))


def policy_zone() -> Zone:
    """Give the zone of the policy file, signed by an admin unless the policy says otherwise."""
    return Zone(
        id=POLICY_ZONE,
        title="Review policy",
        why="Whoever edits the policy decides what nobody will be asked about any more.",
        sign_off=Requirement(Signers("admins", permission="admin")),
        explain=POLICY_EXPLAIN,
    )


def policy_rule(beside: tuple[str, ...] = ()) -> Rule:
    """Give the rule that fires on the policy file, and on those `beside` it that say who signs."""
    return sealed(
        Rule(
            id=POLICY_RULE,
            zone=POLICY_ZONE,
            title="The review policy changes",
            when=AnyOf((Paths((f"/{POLICY_PATH}", *beside)), _IS_FLOOR, _LEAVES_OUT, _TAKEN_WHOLE)),
            why="This file says which changes are looked at. A careless edit weakens every review after it, in silence.",
            checklist=tuple(ChecklistItem(f"{POLICY_RULE}/{name}", ask) for name, ask in POLICY_QUESTIONS),
            explain=POLICY_EXPLAIN,
            source="built in",
        )
    )


def paths_rule(zone: Zone, globs: tuple[str, ...], asked: tuple[ChecklistItem, ...]) -> Rule:
    """Give the rule that a zone's `paths` stand for; `asked` are its questions, one of our own when there are none."""
    name = f"{zone.id}-paths"
    question = f"Have you read every change here with this in mind? {zone.why}"
    return sealed(
        Rule(
            id=name,
            zone=zone.id,
            title=f"Guarded by path: {zone.title}",
            when=Paths(globs),
            why=zone.why,
            checklist=asked or (ChecklistItem(f"{name}/read", question),),
            explain=zone.explain,
            include=CLASSES,  # a path that is named is meant, be it of a test or a document
            source=WRITTEN,
        )
    )


def likely_rule(zone: Zone) -> Rule:
    """Give the rule that a zone's `likely` stands for: a line of code changed there is evidence, but not enough alone."""
    name = f"{zone.id}-likely"
    question = f"Does nothing change here that matters to this: {zone.why.rstrip('.')}?"
    return sealed(
        Rule(
            id=name,
            zone=zone.id,
            title=f"Leans to the zone: {zone.title}",
            when=All((Paths(zone.likely), Languages(_CODE), Lines(None, (LinePattern(_ACTS, unless=_IDLE),)))),
            why=zone.why,
            checklist=(ChecklistItem(f"{name}/read", question),),
            explain=zone.explain,
            confidence=Confidence.MEDIUM,
            source=WRITTEN,
        )
    )
