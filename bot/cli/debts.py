"""`dont-delegate debts`: the reviews that are still owed for what was merged unsigned."""

import json
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opened import database_url, with_store
from bot.cli.words import amount
from bot.core.markdown import plain
from bot.core.model.debts import Debt, Owed

if TYPE_CHECKING:  # the store takes longer to import than other commands take to run
    from bot.store import Store


_PAST = {
    "open": "merged unsigned",
    "vetoed": "merged against a veto",
    "unknown": "merged unseen",
    "refused": "merged though refused",
    "overridden": "overridden",
}


@click.command("debts")
@database_url
@click.option("--json", "as_json", is_flag=True, help="As a list of JSON objects.")
def debts(url: str, *, as_json: bool) -> None:
    """List the reviews that are still owed.

    They are owed for zones that were overridden, or merged past the check; it says by whom. A debt is paid in
    its issue, where a senior of the zone comments `/sign-off ZONE`.
    """

    async def look(store: "Store") -> tuple[Debt, ...]:
        return await store.debts.every()

    unpaid = [debt for debt in with_store(url, look) if debt.unpaid]
    if as_json:
        click.echo(json.dumps([_values(debt) for debt in unpaid], indent=2))
        return
    click.echo(_summary(unpaid))
    for debt in unpaid:
        click.echo(f"\n{plain(_described(debt), 1_000)}\n    {plain(_where(debt), 1_000)}")


def _summary(unpaid: list[Debt]) -> str:
    if not unpaid:
        return "Nothing is owed."
    count = sum(len(debt.unpaid) for debt in unpaid)
    return f"{amount(count, 'review')} {'is' if count == 1 else 'are'} owed, for {amount(len(unpaid), 'merge')}."


def _described(debt: Debt) -> str:
    zones = "; ".join(f"{owed.title} {_how(owed)}" for owed in debt.unpaid)
    return f"{debt.repository}#{debt.number}: {zones}; owed since {debt.since:%Y-%m-%d}"


def _how(owed: Owed) -> str:
    return f"overridden by {' and '.join(owed.overriders)}" if owed.overriders else _PAST[owed.state]


def _where(debt: Debt) -> str:
    return debt.url if debt.issue else f"{debt.url} (no issue could be opened)"


def _values(debt: Debt) -> dict[str, Any]:
    return {
        "repository": debt.repository,
        "number": debt.number,
        "since": debt.since.isoformat(),
        "issue": debt.issue or None,
        "url": debt.url,
        "zones": [
            {"zone": one.zone, "title": one.title, "state": one.state, "overriders": list(one.overriders)}
            for one in debt.unpaid
        ],
    }
