"""`dont-delegate ledger`: whether the record of sign-offs is whole, and taking it out for an audit."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import ledger_rows
from bot.cli.opened import database_url, with_store
from bot.cli.report import ledger_page
from bot.cli.words import amount
from bot.core.markdown import plain
from bot.errors import UserError

if TYPE_CHECKING:  # the store takes longer to import than other commands take to run
    from bot.store import Audit, Store

_one_repository = click.option(
    "--repository", metavar="OWNER/NAME", help="Only this repository, by its name or its id."
)
_FORMS = {"jsonl": ledger_rows.json_lines, "csv": ledger_rows.comma_separated, "html": ledger_page.html}


@click.group("ledger")
@database_url
@click.pass_context
def ledger(context: click.Context, url: str) -> None:
    """Check and export the record of sign-offs, which only grows."""
    context.obj = url


@ledger.command("verify")
@_one_repository
@click.option("--expect", multiple=True, metavar="HASH", help="A hash noted elsewhere, which must be in the ledger.")
@click.pass_obj
def verify(url: str, repository: str | None, expect: Sequence[str]) -> None:
    """Walk the chain of each repository, and say whether it is whole.

    Where it is not, the first entry that is wrong is named, with what is wrong with it.

    Each entry holds the hash of the one before it, so no entry changes, goes or comes between unnoticed. Who can write to
    the database could write a whole chain anew: note the heads that this prints in another place, and give them later
    with --expect.

    Ends with 1 when a chain is broken, or when a hash that is expected is nowhere.
    """
    found = with_store(url, lambda store: _audit(store, repository, expect))
    for line in _said(found):
        click.echo(plain(line, 1_000))
    if not found.whole:
        raise SystemExit(1)


@ledger.command("export")
@_one_repository
@click.option("--pull", type=click.IntRange(min=1), metavar="N", help="Only this pull request; with --repository.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Only what happened since, in UTC."
)
@click.option("--format", "form", type=click.Choice(list(_FORMS)), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.pass_obj
def export(
    url: str, repository: str | None, pull: int | None, since: datetime | None, form: str, output: Path | None
) -> None:
    """Write the ledger out, an entry a line, oldest first.

    \b
    One repository comes after the other.
    The columns: repository, repo_id, number (of the pull request), position (in the repository's chain), kind, at (GitHub's
    clock), source, zone, login, data, recorded_at (our clock), previous, hash.
    html is one page to read and print: by pull request, who signed what, by which right and when; overrides and debts first.
    In CSV `data` is JSON, and a cell that a spreadsheet would calculate with is led by a quote (').
    """  # noqa: D301 - click's own sign for lines that it must not join
    if pull is not None and repository is None:
        raise click.UsageError("--pull needs --repository: numbers are counted in each repository.")
    if output and not output.resolve().parent.is_dir():
        raise UserError(f"There is no folder {output.parent} to write {output.name} to.")
    wanted = ledger_rows.Wanted(repository, pull, since.replace(tzinfo=UTC).timestamp() if since else None)
    with click.open_file(output or "-", "w", encoding="utf-8") as file:
        with_store(url, lambda store: _FORMS[form](ledger_rows.rows(store, wanted), file))


async def _audit(store: "Store", repository: str | None, expect: Sequence[str]) -> "Audit":
    from bot.store import audit  # noqa: PLC0415 - see above

    heads = await ledger_rows.chosen(store, repository)
    return await audit(store.records, None if repository is None else [head.repo_id for head in heads], expect)


def _said(found: "Audit") -> list[str]:
    of = amount(len(found.heads), "repository", "repositories")
    if found.faults:
        lines = [f"BROKEN: {fault}." for fault in found.faults]
        lines.append(f"{amount(found.entries, 'entry', 'entries')} of {of} are whole up to there.")
    else:
        lines = [f"{amount(found.entries, 'entry', 'entries')} of {of}, chain whole."]
    lines += [f"{head.hash or 'no entry yet'}  {head.entries:>8,}  {head.title}" for head in found.heads]
    for hash_, place in found.expected.items():
        nowhere = "is not in this ledger: it was cut or written anew since that was noted, or it is another one"
        lines.append(f"{hash_} {f'is {place}' if place else nowhere}.")
    return lines
