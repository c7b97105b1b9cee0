"""What the command line says, in one place."""

from bot.cli.judging import Depth, Judgement, ZoneResult
from bot.core.markdown import listed
from bot.core.model.policy import (
    Mode,
    Requirement,
    SignAll,
    SignOffRule,
)
from bot.core.model.verdict import Finding

SHALLOW = "Shallow: nothing here needs a senior."
SHADOW = "The policy is in shadow mode: it tells, and holds nothing."
ASKS = "What a senior checks"
UNSEEN = "Could not be seen"
ADVICE = "Worth a look"
SMALLEST_SHARE = 0.1  # percent; less is not written as a figure
EXACT_BELOW = 10  # percent; written with one decimal
UNSEEN_HELP = "What can't be seen is not called shallow; look at it yourself."


def headline(judgement: Judgement) -> str:
    """Say the verdict in one sentence."""
    titles = [zone.zone.title for zone in judgement.open_zones]
    match judgement.depth:
        case Depth.SHALLOW:
            return SHALLOW
        case Depth.DEEP:
            return f"Deep: needs a senior's sign-off for {listed(titles)}."
        case Depth.UNKNOWN:
            return f"Unknown: could not be judged for {listed(titles)}."


def compared(judgement: Judgement) -> str:
    """Say what was compared by which policy."""
    pull = judgement.change.pull
    count = amount(len(pull.files), "file")
    return f"{pull.base_sha[:7]}..{pull.head_sha[:7]}, {count}, judged by {judgement.policy.source}"


def weight(finding: Finding) -> str:
    """Name a finding's rule and how sure it is."""
    shadow = ", shadow" if finding.rule.mode is Mode.SHADOW else ""
    return f"{finding.rule.id}, {finding.confidence}{shadow}"


def where(finding: Finding) -> str:
    """Name a finding's first place as editors understand it."""
    line = finding.places[0].line
    return finding.path if line is None else f"{finding.path}:{line}"


def more_places(hidden: int) -> str:
    """Say that further lines are not shown."""
    return f"and {amount(hidden, 'more line')}"


def summary(counts: dict[Depth, int], zones: dict[str, int]) -> str:
    """Sum up a backtest."""
    total = sum(counts.values())
    parts = [f"{counts[depth]} {depth} ({share(counts[depth], total)})" for depth in Depth]
    touched = [f"{zone} {count}" for zone, count in zones.items()]
    return f"{amount(total, 'commit')}: {', '.join(parts)}." + (
        f" Zones touched: {', '.join(touched)}." if touched else ""
    )


def touched_zones(zones: tuple[ZoneResult, ...]) -> str:
    """Name the zones of one row; a question mark stands behind one that could not be judged."""
    return ", ".join(
        zone.zone.id if zone.touched else f"{zone.zone.id}?" for zone in zones if zone.touched or zone.unseen
    )


def amount(count: int, noun: str, nouns: str = "") -> str:
    """Count a noun; `nouns` is its plural where that is more than an s."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {nouns or noun + 's'}"


def share(count: int, total: int) -> str:
    """Write a part of a whole: "12 %", "0.4 %" where it is small, "<0.1 %"."""
    percent = 100 * count / total if total else 0.0
    if 0 < percent < SMALLEST_SHARE:
        return f"<{SMALLEST_SHARE} %"
    return f"{percent:.1f} %" if 0 < percent < EXACT_BELOW else f"{percent:.0f} %"


def who_signs(rule: SignOffRule) -> str:
    """Say whose sign-off a zone asks for: `1 of grace, acme/payments`."""
    if isinstance(rule, Requirement):
        signers = rule.signers
        permission = [f"the permission {signers.permission}"] if signers.permission else []
        levels = [f"level {level.name}" for level in signers.levels[:1]]
        owners = ["the owners by CODEOWNERS"] if signers.codeowners else []
        groups = [*signers.users, *signers.teams, *signers.organizations, *signers.roles]
        names = ", ".join([*groups, *levels, *permission, *owners])
        return f"{rule.count} of {names}{'' if rule.when is None else ' (at times)'}"
    joined = (" and " if isinstance(rule, SignAll) else " or ").join(who_signs(part) for part in rule.of)
    return f"({joined})" if len(rule.of) > 1 else joined
