"""The changed files with what was said about their lines."""

import hashlib
from collections.abc import Sequence

from bot.sandbox.model.diff import Change
from bot.sandbox.pages.diff import Row, rows
from bot.sandbox.pages.views import File, Note, Shown, Talk

_MOST_ROWS = 3_000  # a browser is slow with more


def file(change: Change, talks: Sequence[Talk], notes: Sequence[Note], *, withheld: bool = False) -> File:
    """Show a changed file; `talks` and `notes` may be of any file."""
    anchor = "diff-" + hashlib.sha256(change.path.encode("utf-8", "surrogatepass")).hexdigest()
    ours = [talk for talk in talks if talk.path == change.path]
    numbered = () if withheld else rows(change.patch.text) if change.patch.text else ()
    lines = numbered[:_MOST_ROWS]
    shown = [_row(row, anchor, ours, [note for note in notes if note.path == change.path]) for row in lines]
    placed = {talk.id for row in shown for talk in row.talks}
    return File(
        path=change.path,
        anchor=anchor,
        status=change.status,
        additions=change.patch.additions,
        deletions=change.patch.deletions,
        old_path=change.old_path,
        rows=shown,
        nothing=_nothing(change, withheld=withheld),
        elsewhere=[talk for talk in ours if talk.id not in placed],
    )


def _row(row: Row, anchor: str, talks: Sequence[Talk], notes: Sequence[Note]) -> Shown:
    name = "" if row.kind in {"hunk", "note"} else f"{anchor}L{row.old}" if row.new is None else f"{anchor}R{row.new}"
    return Shown(
        row,
        name,
        [talk for talk in talks if not talk.outdated and row.stands(talk.side, talk.line)],
        [note for note in notes if row.stands("RIGHT", note.line)],
    )


def _nothing(change: Change, *, withheld: bool) -> str:
    if withheld:
        return "GitHub shows no diff of this file."
    if change.binary:
        return "A binary file."
    if change.status == "renamed":
        return "Renamed without changes."
    modes = {entry.mode for entry in (change.old, change.new) if entry}
    return "Only its mode changed." if len(modes) > 1 else "An empty file."
