"""The report as one HTML page that needs nothing else: no script, no font, no picture from anywhere."""

from jinja2 import Environment

from bot.cli import words
from bot.cli.report import charts, compared, phrases
from bot.cli.report.paper import paper
from bot.cli.report.values import Report
from bot.core.model.policy import Mode

COLOURS = 8  # of zones, in the style


def html(report: Report) -> str:
    """Give the page. Whatever comes from the repository is text in it, never markup."""
    comparison = report.comparison
    accounts = [report.current, *([comparison.candidate] if comparison else [])]
    top = max(charts.highest(account) for account in accounts)
    return (
        _paper()
        .get_template("report.html")
        .render(
            report=report,
            accounts=[(account, charts.over_time(account, top)) for account in accounts],
            comparison=comparison,
            zone_pairs=compared.zones(report.current, comparison.candidate) if comparison else [],
            rule_pairs=compared.rules(report.current, comparison.candidate) if comparison else [],
            series=_series(report),
        )
    )


def _series(report: Report) -> dict[str, int]:
    """Give each zone its colour, the same wherever it stands."""
    candidate = report.comparison.candidate.policy.zones if report.comparison else {}
    return {zone: number % COLOURS for number, zone in enumerate({**report.current.policy.zones, **candidate})}


def _paper() -> Environment:
    made = paper()
    made.filters.update(share=words.share, amount=words.amount, who_signs=words.who_signs)
    made.globals.update(phrases=phrases, words=words, Mode=Mode)
    return made
