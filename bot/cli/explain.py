"""`dont-delegate explain`: prints what a rule or zone is about."""

from difflib import get_close_matches
from pathlib import Path

import click
from rich.markdown import Markdown

from bot.cli import chosen, terminal
from bot.core.markdown import listed, plain
from bot.core.model.policy import Policy
from bot.core.pages import whole_page, zone_page
from bot.errors import UserError
from bot.policy import unconfigured

WIDEST = 100  # columns; longer lines of prose are hard to read


@click.command("explain")
@click.argument("subject", metavar="RULE|ZONE")
@click.option("--policy", type=click.Path(path_type=Path), help="Also know the rules and zones of this policy file.")
def explain(subject: str, policy: Path | None) -> None:
    """Print the page of a rule or zone: why it is guarded, how it goes wrong, what a senior checks, when it fires, its cases."""
    page = _page(subject, chosen.named(policy) if policy else unconfigured())
    console = terminal.output()
    if console.is_terminal:
        console.print(Markdown(page), width=min(console.width, WIDEST))
    else:
        click.echo(page)


def _page(subject: str, policy: Policy) -> str:
    if subject in policy.zones:
        return zone_page(policy.zones[subject], policy)
    rules = {rule.id: rule for rule in policy.rules}
    if subject in rules:
        return whole_page(rules[subject])
    near = get_close_matches(subject[:200], [*policy.zones, *rules], n=3)
    hint = f"Did you mean {listed(near, 'or')}?" if near else f"The zones are {listed(list(policy.zones))}."
    raise UserError(f"There is no rule or zone `{plain(subject)}`. {hint}")
