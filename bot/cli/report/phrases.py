"""What every form of the report says in the same words."""

from datetime import date

from bot.cli.report.values import Account, Comparison, Moves, Report, RuleCount, Sample
from bot.cli.words import amount, share
from bot.core.model.change import Side
from bot.core.model.policy import Mode, Rule

ASKED = "Asked: a senior would have been asked to sign. Alone: and no other rule counted towards it."
SHADOW = "The policy is in shadow mode: it tells, and holds nothing."
NOTHING_FIRED = "No rule fired."
NOT_JUDGED = "Could not be judged"
SAME = "No commit would be newly asked for a sign-off, and none newly free of one."

_SIGNS = {Side.ADDED: "+", Side.REMOVED: "-", None: " "}


def heading(report: Report) -> str:
    """Name the report."""
    return f"Backtest of {report.repository}"


def span(report: Report) -> str:
    """Say what was looked at: so many commits, from when to when."""
    commits = amount(report.commits, "commit")
    if report.first is None or report.last is None:
        return commits
    return f"{commits} from {on(report.first)} to {on(report.last)}"


def on(day: date) -> str:
    """Write a day as people read it."""
    return f"{day.day} {day:%B} {day.year}"


def over_time(report: Report) -> str:
    """Name the part that is laid out in time."""
    return f"Sign-offs by {report.unit}"


def quiet(account: Account, zone: str) -> str:
    """Say which rules of a zone never fired; "" when all did."""
    names = [rule.id for rule in account.silent(zone)]
    return f"Never fired: {', '.join(names)}" if names else ""


def grade(rule: Rule) -> str:
    """Say how sure a rule is, and whether it can ask at all."""
    kinds = [rule.confidence.value]
    kinds += ["advice"] if rule.severity.value == "advise" else []
    kinds += ["shadow"] if rule.mode is Mode.SHADOW else []
    return ", ".join(kinds)


def noise(count: RuleCount, commits: int) -> str:
    """Say how often a rule fired and asked."""
    fired = f"fired in {amount(count.commits, 'commit')} ({share(count.commits, commits)})"
    return f"{fired}, asked in {count.asked:,}, alone in {count.alone:,}"


def where(sample: Sample) -> str:
    """Name the place of a sample as editors understand it; "" where there is none."""
    return sample.path if sample.line is None else f"{sample.path}:{sample.line}"


def line(sample: Sample) -> str:
    """Give the line that fired with its sign, or the reason; "" where it was the file as a whole."""
    if not sample.rule or not sample.text:
        return sample.text
    return f"{_SIGNS[sample.side]} {sample.text}"


def moved(moves: Moves) -> str:
    """Say how many commits of a zone, and by which rules."""
    rules = ", ".join(f"{rule} {count:,}" for rule, count in moves.rules)
    return f"{amount(moves.commits, 'commit')}{f' ({rules})' if rules else ''}"


def verdict(comparison: Comparison) -> str:
    """Say in a sentence what a candidate would change."""
    if not comparison.newly_asked and not comparison.newly_free:
        return SAME
    asked = amount(comparison.newly_asked, "commit")
    return f"{asked} would be newly asked for a sign-off, {comparison.newly_free:,} newly free of one."
