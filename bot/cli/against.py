"""Shows what changes from one policy to another, in the words that a pull request is told."""

from rich.console import Console
from rich.markdown import Markdown

from bot.core.markdown import plain
from bot.core.model.policy import Policy
from bot.core.policy_difference import difference
from bot.core.proposal_words import SAME


def show_difference(console: Console, old: Policy, new: Policy) -> None:
    """Print each change, what makes it weaker first: rendered on a terminal, as Markdown where it is piped."""
    changes = difference(old, new)
    if not changes:
        console.print(f"\nAgainst {plain(old.source, 400)}: {SAME}", markup=False)
        return
    console.print(f"\nAgainst {plain(old.source, 400)}:", markup=False)
    rows = "\n".join(f"- {change.weight}: {change.says}" for change in changes)
    if console.is_terminal:
        console.print(Markdown(rows))
    else:
        console.print(rows, markup=False)
