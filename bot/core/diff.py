"""Reads the patch of one file, as GitHub gives it, into hunks and lines."""

import re
from dataclasses import dataclass

from unidiff.errors import UnidiffParseError
from unidiff.patch import Hunk as ParsedHunk
from unidiff.patch import PatchSet

from bot.core.model.change import Side

# Fixed names: a real path could hold a newline, and with it headers of its own.
_NAMES = ("--- a/file\n", "+++ b/file\n")
_SIDES = {"+": Side.ADDED, "-": Side.REMOVED, " ": None}
_HEADER = re.compile(rb"(?:@@ -)?(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_PLAIN_HEADER = re.compile(
    r"@@ -([0-9]{1,8})(?:,([0-9]{1,8}))? \+([0-9]{1,8})(?:,([0-9]{1,8}))? @@(?: ([^\r\n]*))?", re.ASCII
)
NO_NEWLINE = "\\ No newline at end of file"
_MOST_LINES = 10**9
BETWEEN = b"\n@@ -"


class DiffError(Exception):
    """A patch that is not what it says it is; the message says what is odd."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a hunk without its sign; `side` None is context, numbered as on the new side."""

    text: str
    side: Side | None
    number: int


@dataclass(frozen=True, slots=True)
class Hunk:
    """A run of changed lines with its context; `section` is what stands behind the second `@@`."""

    old_start: int
    old_lines: int
    new_start: int
    new_lines: int
    section: str
    lines: tuple[Line, ...]


def hunks(patch: str) -> tuple[Hunk, ...]:
    """Parse one file's hunks; `""` has none. Lines end at line feeds alone. Raises `DiffError` on anything odd."""
    if not patch:
        return ()
    return plain_hunks(patch) or parsed_hunks(patch)


def plain_hunks(patch: str) -> tuple[Hunk, ...] | None:
    """Read a patch as nearly all are written; None leaves an odd one to the parser, which alone refuses."""
    rows = patch.removesuffix("\n").split("\n")
    found, at = list[Hunk](), 0
    while at < len(rows):
        header = _PLAIN_HEADER.fullmatch(rows[at])
        hunk, at = _plain_hunk(header, rows, at + 1) if header else (None, at)
        if hunk is None:
            return None
        found.append(hunk)
    return tuple(found)


def _plain_hunk(header: re.Match[str], rows: list[str], at: int) -> tuple[Hunk | None, int]:
    """Read the lines that a header announces and give where they end; no hunk where there are others."""
    old, new = int(header[1]), int(header[3])
    old_end, new_end = old + int(header[2] or 1), new + int(header[4] or 1)
    lines = list[Line]()
    while (old < old_end or new < new_end) and at < len(rows):
        row = rows[at]
        sign = row[:1]
        if sign == "+":
            lines.append(Line(row[1:], Side.ADDED, new))
            new += 1
        elif sign == "-":
            lines.append(Line(row[1:], Side.REMOVED, old))
            old += 1
        elif sign == " ":
            lines.append(Line(row[1:], None, new))
            old, new = old + 1, new + 1
        elif row != NO_NEWLINE:
            return None, at
        at += 1
    at += at < len(rows) and rows[at] == NO_NEWLINE
    if (old, new) != (old_end, new_end):
        return None, at
    counts = int(header[1]), int(header[2] or 1), int(header[3]), int(header[4] or 1)
    return Hunk(*counts, header[5] or "", tuple(lines)), at


def parsed_hunks(patch: str) -> tuple[Hunk, ...]:
    """Parse a patch of any kind; raises `DiffError` on anything odd."""
    rows = [row + "\n" for row in patch.removesuffix("\n").split("\n")]
    if not rows[0].startswith("@@ -"):
        raise DiffError("it does not begin with a hunk")
    try:
        files = PatchSet((*_NAMES, *rows))
    except (UnidiffParseError, ValueError) as error:
        raise DiffError("a hunk is cut short or holds something else than lines of a diff") from error
    if len(files) != 1 or sum(len(hunk) + 1 for hunk in files[0]) != len(rows):
        raise DiffError("it has more lines than its hunks announce")
    return tuple(_hunk(parsed) for parsed in files[0])


def _hunk(parsed: ParsedHunk) -> Hunk:
    if max(parsed.source_start, parsed.source_length, parsed.target_start, parsed.target_length) > _MOST_LINES:
        raise DiffError("its line numbers are too large to be true")
    return Hunk(
        parsed.source_start,
        parsed.source_length,
        parsed.target_start,
        parsed.target_length,
        parsed.section_header,
        tuple(
            Line(
                line.value.removesuffix("\n"),
                _SIDES[line.line_type],
                (line.source_line_no if line.is_removed else line.target_line_no) or 0,
            )
            for line in parsed
            if line.line_type in _SIDES
        ),
    )


def pieces(patch: bytes) -> list[bytes]:
    """Split a patch into its hunks without parsing them; all but the first lose their `@@ -`.

    No line of a hunk begins with `@`, so the split is exact for every patch that is one.
    """
    return patch.removesuffix(b"\n").split(BETWEEN)


def is_whole(patch: bytes) -> bool:
    """Whether a patch begins as one and its last hunk is not cut short: far quicker than parsing it all."""
    if not patch.startswith(b"@@ -"):
        return False
    return _adds_up(patch[patch.rfind(BETWEEN) + 1 :].removesuffix(b"\n"))


def _adds_up(part: bytes) -> bool:
    header = _HEADER.match(part)
    if header is None:
        return False
    old, new = int(header[2] or 1), int(header[4] or 1)
    total = part.count(b"\n")
    # Lines of a hunk = added + old side = removed + new side. Markers of a missing newline belong to no side.
    added, removed = part.count(b"\n+"), part.count(b"\n-")
    if total not in (added + old, removed + new):
        total -= part.count(b"\n\\")
    return total == added + old == removed + new


def first_change(patch: str) -> Line | None:
    """Find the first changed line without parsing the rest; None where there is none, or the patch is odd."""
    header, number, at = None, 0, 0
    while 0 <= at < len(patch):
        sign, end = patch[at], patch.find("\n", at)
        side = _SIDES.get(sign)
        if sign == "@":  # the first hunk, or one behind a hunk that changes nothing
            header = _HEADER.match(patch[at : at + 200].encode("utf-8", "replace"))
            number = int(header[3]) - 1 if header else 0
        if header is None:
            return None
        if side is not None:
            ends = end if end >= 0 else len(patch)
            removed_at = int(header[1]) + number - int(header[3])
            return Line(patch[at + 1 : ends], side, removed_at if side is Side.REMOVED else number)
        if end < 0:
            break
        number, at = number + (sign != "\\"), end + 1
    return None


def as_patch(diff: str) -> str:
    """Put one hunk around bare lines of a diff (`+`, `-` or a space each); a text with `@@` lines stays as it is."""
    rows = [row or " " for row in diff.removesuffix("\n").split("\n")]
    if any(row.startswith("@@ ") for row in rows):
        return diff
    for row in rows:
        if row[0] not in "+- ":
            raise DiffError(f"a line of a diff begins with +, - or a space, not with {row[0]!r}")
    old = sum(row[0] != "+" for row in rows)
    new = sum(row[0] != "-" for row in rows)
    return "\n".join((f"@@ -{min(old, 1)},{old} +{min(new, 1)},{new} @@", *rows))


def head_lines(patch: str) -> str:
    """Give the text at the head as far as a patch shows it, each line in its place and the unseen ones empty."""
    rows: list[str] = []
    for hunk in hunks(patch):
        rows += [""] * (hunk.new_start - 1 - len(rows))
        rows += [line.text for line in hunk.lines if line.side is not Side.REMOVED]
    return "\n".join(rows) + "\n"


def placed(patch: str, head: str) -> str:
    """Move a patch of one hunk to where its lines stand in the text at the head; raises `DiffError` where they don't."""
    (hunk,) = hunks(patch)
    new, rows = [line.text for line in hunk.lines if line.side is not Side.REMOVED], head.split("\n")
    starts = (at for at in range(len(rows) - len(new) + 1) if rows[at : at + len(new)] == new)
    at = next(starts, None)
    if at is None:
        raise DiffError("its lines do not stand in `head` as they are")
    _, _, body = patch.partition("\n")
    starts_at = [at + bool(count) for count in (hunk.old_lines, hunk.new_lines)]
    return f"@@ -{starts_at[0]},{hunk.old_lines} +{starts_at[1]},{hunk.new_lines} @@\n{body}"
