"""The hunks of one file's change, as GitHub writes them into `patch`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.sandbox.model.lines import Change, changes, split

CONTEXT = 3
_SECTION = 80  # git cuts a hunk's section heading there
_LOOK = 8000  # git takes a file for binary by a NUL in so many bytes


@dataclass(frozen=True, slots=True)
class Patch:
    """What changed in a text. `commentable` holds (side, line) for each line that the hunks show."""

    text: str
    additions: int
    deletions: int
    commentable: frozenset[tuple[str, int]]

    @property
    def lines(self) -> int:
        """How many lines the text has."""
        return self.text.count("\n") + 1 if self.text else 0


def is_binary(data: bytes) -> bool:
    """Tell as git does."""
    return b"\0" in data[:_LOOK]


@lru_cache(maxsize=4096)
def patch(before: bytes, after: bytes) -> Patch:
    """Compare two texts, with three lines of context."""
    old, new = split(before), split(after)
    runs = changes(old, new)
    rows: list[str] = []
    shown: set[tuple[str, int]] = set()
    for group in _groups(runs):
        rows += _hunk(old, new, group, shown)
    return Patch("\n".join(rows), sum(r[3] - r[2] for r in runs), sum(r[1] - r[0] for r in runs), frozenset(shown))


def _groups(runs: Sequence[Change]) -> list[list[Change]]:
    """Put changes whose context meets into one hunk."""
    groups: list[list[Change]] = []
    for run in runs:
        if groups and run[0] - groups[-1][-1][1] <= 2 * CONTEXT:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _hunk(old: Sequence[bytes], new: Sequence[bytes], group: list[Change], shown: set[tuple[str, int]]) -> list[str]:
    first, last = group[0], group[-1]
    lead = min(CONTEXT, first[0])
    trail = min(CONTEXT, len(old) - last[1])
    i, j = first[0] - lead, first[2] - lead
    head = f"@@ -{_span(i, last[1] + trail - i)} +{_span(j, last[3] + trail - j)} @@{_section(old, i)}"
    rows = [head]
    for i1, i2, j1, j2 in [*group, (last[1] + trail, 0, last[3] + trail, 0)]:
        rows += [_row(" ", old[n]) for n in range(i, i1)]
        shown.update(("LEFT", n + 1) for n in range(i, max(i1, i2)))
        shown.update(("RIGHT", n + 1) for n in range(j, max(j1, j2)))
        rows += [_row("-", old[n]) for n in range(i1, i2)] + [_row("+", new[n]) for n in range(j1, j2)]
        i, j = i2, j2
    return rows


def _span(start: int, count: int) -> str:
    number = start + 1 if count else start
    return f"{number}" if count == 1 else f"{number},{count}"


def _row(sign: str, line: bytes) -> str:
    text = line.decode(errors="replace")
    return sign + (text[:-1] if text.endswith("\n") else text + "\n\\ No newline at end of file")


def _section(old: Sequence[bytes], start: int) -> str:
    """Name the nearest line above that begins with a letter, as git does without a driver for the language."""
    for n in range(start - 1, -1, -1):
        first = old[n][:1]
        if first.isalpha() or first in {b"_", b"$"}:
            return " " + old[n][:_SECTION].rstrip().decode(errors="replace")
    return ""
