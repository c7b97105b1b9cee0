"""The ledger as one HTML page for an auditor: by pull request, who signed what, by which right, and when."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from bot.cli.report.ledger_lines import OVERRIDDEN, SIGNED, Stories, moment
from bot.cli.report.paper import paper

if TYPE_CHECKING:  # the store takes longer to import than other commands take to run
    from bot.store import Head, Record


async def html(found: "AsyncIterator[tuple[Head, Record]]", file: IO[str]) -> None:
    """Write the page. Whatever comes from a pull request is text in it, never markup."""
    stories = Stories()
    async for head, record in found:
        stories.add(head, record)
    file.write(page(stories, datetime.now(UTC)))


def page(stories: Stories, now: datetime) -> str:
    """Give the page as it is at a time."""
    tiles = (
        ("pull requests", len(stories.told), ""),
        ("sign-offs", stories.count(SIGNED), ""),
        ("overrides", stories.count(OVERRIDDEN), "alarm"),
        ("reviews owed", stories.unpaid, "alarm"),
    )
    template = paper().get_template("ledger.html")
    return template.render(stories=stories, tiles=tiles, made=moment(now.timestamp()))
