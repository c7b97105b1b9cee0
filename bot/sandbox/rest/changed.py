"""Lists of changed files as REST gives them, with what it leaves out of long ones."""

from collections.abc import Container, Iterable

from bot.sandbox.model.diff import Change
from bot.sandbox.rest.call import Call
from bot.sandbox.shapes import repositories
from bot.sandbox.shapes.accounts import Json

# Past so many lines of patches in one answer the files that follow have neither patch nor counts, unmarked:
# https://github.com/orgs/community/discussions/213491
MOST_LINES = 20_000
_LARGEST = 500_000  # bytes of one file's patch


def changed_rows(call: Call, head: str, changes: Iterable[Change], withheld: Container[str]) -> list[Json]:
    """Shape the files of one answer; those in `withheld` never show a patch."""
    rows: list[Json] = []
    lines = 0
    for change in changes:
        row = repositories.diff_entry(call.world.urls, call.repo, head, change)
        lines += change.patch.lines
        if lines > MOST_LINES and change.patch.lines <= MOST_LINES:
            row |= {"additions": 0, "deletions": 0, "changes": 0}
        if lines > MOST_LINES or change.path in withheld or _too_large(change):
            row.pop("patch", None)
        rows.append(row)
    return rows


def _too_large(change: Change) -> bool:
    return change.patch.lines > MOST_LINES or len(change.patch.text) > _LARGEST
