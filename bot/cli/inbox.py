"""`dont-delegate inbox`: what waits, what is dead, and letting the dead be tried again."""

import time
from typing import TYPE_CHECKING

import click

from bot.cli.opened import database_url, with_store
from bot.cli.words import amount

if TYPE_CHECKING:  # the store takes longer to import than other commands take to run
    from bot.store import Counts, DeadLetter, Store

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@click.group("inbox")
@database_url
@click.pass_context
def inbox(context: click.Context, url: str) -> None:
    """Look at the events that wait or are dead, and try dead ones again."""
    context.obj = url


@inbox.command("list")
@click.pass_obj
def list_events(url: str) -> None:
    """Show how many events wait, and each that is dead, with its last error."""

    async def look(store: "Store") -> "tuple[Counts, tuple[DeadLetter, ...]]":
        return await store.inbox.counts(), await store.inbox.dead()

    counts, dead = with_store(url, look)
    click.echo(_summary(counts, time.time()))
    for letter in dead:
        click.echo(_described(letter, time.time()))


@inbox.command("retry")
@click.argument("ids", type=int, nargs=-1, metavar="ID...")
@click.option("--all", "every", is_flag=True, help="Every dead event.")
@click.pass_obj
def retry_events(url: str, ids: tuple[int, ...], every: bool) -> None:
    """Let dead events be handled again, as if they had just come."""
    if bool(ids) == every:
        raise click.UsageError("Name the ids that `inbox list` shows, or say --all.")
    count = with_store(url, lambda store: store.inbox.retry(None if every else sorted(set(ids))))
    click.echo(f"{amount(count, 'event')} will be tried again.")
    if missing := len(set(ids)) - count if ids else 0:
        raise click.ClickException(f"{amount(missing, 'id')} named no dead event.")


def _summary(counts: "Counts", now: float) -> str:
    since = "" if counts.oldest is None else f", the oldest since {_age(now - counts.oldest)}"
    return f"{amount(counts.waiting, 'event')} waiting{since}; {counts.dead} dead."


def _described(letter: "DeadLetter", now: float) -> str:
    facts = (letter.kind, letter.key, f"delivery {letter.delivery}", f"{letter.attempts} attempts")
    return _plain(f"\n{letter.id}  {', '.join(facts)}, came {_age(now - letter.received_at)} ago\n    {letter.error}")


def _age(seconds: float) -> str:
    name, size = next((unit for unit in _UNITS if seconds >= unit[1]), _UNITS[-1])
    return amount(max(int(seconds // size), 0), name)


def _plain(text: str) -> str:
    """Make sure that nothing a stranger wrote reaches the terminal as a command to it."""
    return "".join(character if character.isprintable() or character == "\n" else "?" for character in text)
