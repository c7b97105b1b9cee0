"""Slash commands in a comment: which lines are commands, and which only look so."""

import re
from dataclasses import dataclass

NAMES = ("explain", "sign-off", "revoke", "recheck", "override", "help")

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

    Unknown names are left out, since other bots have commands too. At most ten are read.
    """
    found = []
    for line in _spoken_lines(body):
        match = _COMMAND.match(line)
        if match is None:
            continue
        name, rest = match["name"].lower().replace("signoff", "sign-off"), line[match.end() :].strip()
        if name in NAMES and len(rest) <= _MORE.get(name, REST_AT_MOST):
            found.append(Command(name, tuple(rest.split())))
    return tuple(found[:10])


def _spoken_lines(body: str) -> list[str]:
    """Keep the lines that are the writer's own running words.

    A line right after a quoted one still belongs to the quote in Markdown (a lazy continuation), so only a blank line ends it.
    """
    kept: list[str] = []
    fence, indent = "", 3
    closing = ""
    quoted = False
    after_blank = True
    for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
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
            kept.append(line)
    return kept


def _ends(line: str, fence: str, indent: int) -> bool:
    """Whether a line closes a block of code."""
    mark = line.strip()
    return mark.startswith(fence) and not mark.strip(fence[0]) and len(line) - len(line.lstrip(" ")) <= indent


def _closing(opening: re.Match[str]) -> str:
    """Name what ends a block of raw HTML."""
    name = (opening["name"] or "!--").lower()
    return "-->" if name == "!--" else f"</{name}"
