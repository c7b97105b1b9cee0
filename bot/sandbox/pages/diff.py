"""A patch as numbered rows for a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_KINDS = {"+": "added", "-": "removed", " ": "context", "": "context", "\\": "note"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `kind` is hunk, added, removed, context or note; `old` and `new` are its line numbers, where it has them."""

    kind: str
    old: int | None
    new: int | None
    text: str

    @property
    def sign(self) -> str:
        """The sign before the text."""
        return {"added": "+", "removed": "-"}.get(self.kind, "")

    def stands(self, side: str, line: int | None) -> bool:
        """Whether a line comment at this side ("LEFT" or "RIGHT") and line belongs below this row."""
        return line is not None and line == (self.old if side == "LEFT" else self.new)


def rows(patch: str) -> tuple[Row, ...]:
    """Put numbers on the lines of a patch as GitHub gives it: hunks without file headers, ended by line feeds alone."""
    return tuple(_rows(patch))


def _rows(patch: str) -> Iterator[Row]:
    old = new = 0
    for line in patch.removesuffix("\n").split("\n"):
        start = _HUNK.match(line)
        kind = "hunk" if start else _KINDS.get(line[:1], "note")
        if start:
            old, new = int(start[1]), int(start[2])
        on_old, on_new = kind in {"removed", "context"}, kind in {"added", "context"}
        yield Row(
            kind, old if on_old else None, new if on_new else None, line if kind in {"hunk", "note"} else line[1:]
        )
        old, new = old + on_old, new + on_new
