"""Slash commands in a comment: which lines are commands, and which only look so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

NAMES = ("explain", "sign-off", "not-applicable", "revoke", "answer", "recheck", "override", "help")
WITH_TEXT = ("answer",)  # whose text goes on over the lines that follow, to the next command

AT_MOST = 10  # commands in a comment
REST_AT_MOST = 500  # characters after a command's name; a longer line is none
_MORE = {"override": 4_000}  # a reason may be long, and whoever gives one is in a hurry

# Only the beginning is matched: a pattern for the whole line takes for ever on one that is full of spaces.
_COMMAND = re.compile(r" {0,3}/(?P<name>[a-z-]{2,20})(?![^ \t])", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(?P<bullet>(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}){0,9})(?P<mark>`{3,}|~{3,})")
# Blocks of HTML whose text is shown or hidden as it is: https://github.github.com/gfm/#html-blocks
_RAW_HTML = re.compile(r"<(?P<name>!--|pre|code|blockquote|script|style|textarea)\b|<!--", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    """One command as written: `/sign-off money auth` is name `sign-off`, words ("money", "auth")."""

    name: str
    words: tuple[str, ...] = ()
    text: str = ""  # all that follows the name as it was written, of a command that takes a text

    @property
    def rest(self) -> str:
        """The words as one text, for arguments that may hold spaces."""
        return " ".join(self.words)

    @property
    def zones(self) -> tuple[str, ...]:
        """The words as names of zones, however they were set off."""
        return tuple(word.strip("`,").lower() for word in self.words)


def commands(body: str) -> tuple[Command, ...]:
    """List the commands that the writer of `body` gives: own lines, outside quotes, code and hidden text.

    Unknown names are left out, since other bots have commands too. At most `AT_MOST` are read.
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    read = [(number, *said) for number, line in _spoken_lines(lines) if (said := _read(line))][: AT_MOST + 1]
    ends = [*(number for number, _, _ in read), len(lines)][1:]
    found = []
    for (number, name, rest), end in zip(read, ends, strict=False):
        text = "\n".join([rest, *lines[number + 1 : end]]).strip() if name in WITH_TEXT else ""
        found.append(Command(name, tuple(rest.split()), text))
    return tuple(found[:AT_MOST])


def _read(line: str) -> tuple[str, str] | None:
    """Read a line as a command's name and what follows it."""
    match = _COMMAND.match(line)
    if match is None:
        return None
    name, rest = match["name"].lower().replace("signoff", "sign-off"), line[match.end() :].strip()
    short = len(rest) <= _MORE.get(name, REST_AT_MOST) or name in WITH_TEXT
    return (name, rest) if name in NAMES and short else None


def _spoken_lines(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Keep the lines that are the writer's own running words, each with its number.

    A line right after a quoted one still belongs to the quote in Markdown (a lazy continuation), so only a blank line ends it.
    """
    kept: list[tuple[int, str]] = []
    fence, indent = "", 3
    closing = ""
    quoted = False
    after_blank = True
    for number, line in enumerate(lines):
        if closing:
            closing = "" if closing in line.lower() else closing
            continue
        if fence:
            fence = "" if _ends(line, fence, indent) else fence
            continue
        mark = _FENCE.match(line)
        if mark:
            # In a list item the closing fence may stand as deep as the opening one.
            fence, indent = mark["mark"], mark.start("mark") if mark["bullet"] else 3
            continue
        if not line.strip():
            quoted, after_blank = False, True
            continue
        quoted = quoted or line.lstrip().startswith(">")
        indented_code = after_blank and (line.startswith("    ") or line.lstrip(" ").startswith("\t"))
        after_blank = False
        raw = _RAW_HTML.search(line)
        if raw:
            end = _closing(raw)
            closing = "" if end in line[raw.end() :].lower() else end
            continue
        if not quoted and not indented_code:
            kept.append((number, line))
    return kept


def _ends(line: str, fence: str, indent: int) -> bool:
    """Whether a line closes a block of code."""
    mark = line.strip()
    return mark.startswith(fence) and not mark.strip(fence[0]) and len(line) - len(line.lstrip(" ")) <= indent


def _closing(opening: re.Match[str]) -> str:
    """Name what ends a block of raw HTML."""
    name = (opening["name"] or "!--").lower()
    return "-->" if name == "!--" else f"</{name}"
