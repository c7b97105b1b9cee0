"""Entries of the ledger as lines: which ones are wanted, and how they are written."""

import csv
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from bot.errors import UserError

if TYPE_CHECKING:  # the store takes longer to import than other commands take to run
    from bot.store import Head, Record, Store

    Rows = AsyncIterator[tuple[Head, Record]]

COLUMNS = (
    "repository",
    "repo_id",
    "number",
    "position",
    "kind",
    "at",
    "source",
    "zone",
    "login",
    "data",
    "recorded_at",
    "previous",
    "hash",
)
# What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to take out; None: all."""

    repository: str | None = None  # "owner/name" or an id
    pull: int | None = None
    since: float | None = None

    def takes(self, record: "Record") -> bool:
        """Whether an entry of a wanted repository is wanted."""
        return self.pull in (None, record.number) and (self.since is None or record.at >= self.since)


async def rows(store: "Store", wanted: Wanted) -> "Rows":
    """Give all that is wanted, oldest first, one repository after the other."""
    for head in await chosen(store, wanted.repository):
        async for record in store.records.of(head.repo_id):
            if wanted.takes(record):
                yield head, record


async def json_lines(found: "Rows", file: IO[str]) -> None:
    """Write a JSON object a line."""
    async for head, record in found:
        file.write(json.dumps(_row(head, record), separators=(",", ":")) + "\n")


async def comma_separated(found: "Rows", file: IO[str]) -> None:
    """Write values under a line of names, with nothing in them that a spreadsheet would calculate."""
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(COLUMNS)
    async for head, record in found:
        row = _row(head, record)
        row["data"] = "" if row["data"] is None else json.dumps(row["data"], separators=(",", ":"))
        lines.writerow(_harmless(value) for value in row.values())


async def chosen(store: "Store", repository: str | None) -> "tuple[Head, ...]":
    """Find the repositories of which something is noted: the one that is asked for, or all."""
    heads = await store.records.heads()
    if repository is None:
        return heads
    found = tuple(head for head in heads if repository.lower() in (head.name.lower(), str(head.repo_id)))
    if not found:
        known = ", ".join(head.title for head in heads[:10]) or "none"
        raise UserError(f"The ledger knows no repository {repository}. It knows: {known}.")
    return found


def _row(head: "Head", record: "Record") -> dict[str, Any]:
    given: Mapping[str, Any] = {name: getattr(record, name) for name in COLUMNS if name != "repository"}
    times = {name: _moment(given[name]) for name in ("at", "recorded_at")}
    return {name: {"repository": head.name, **given, **times}[name] for name in COLUMNS}


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
