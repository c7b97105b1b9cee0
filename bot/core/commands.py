"""Slash commands in a comment: which lines are commands, and which only look so."""

import re
from dataclasses import dataclass

NAMES = ("explain", "sign-off", "revoke", "recheck", "help")

_COMMAND = re.compile(r" {0,3}/(?P<name>[a-z-]{2,20})(?:[ \t]+(?P<rest>[^\r\n]{0,500}))?[ \t\r]*$", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
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


def commands(body: str) -> tuple[Command, ...]:
    """List the commands that the writer of `body` gives: own lines, outside quotes, code and hidden text.

    Unknown names are left out, since other bots have commands too. At most ten are read.
    """
    found = []
    for line in _spoken_lines(body):
        match = _COMMAND.match(line)
        if match is None:
            continue
        name = match["name"].lower().replace("signoff", "sign-off")
        if name in NAMES:
            found.append(Command(name, tuple((match["rest"] or "").split())))
    return tuple(found[:10])


def _spoken_lines(body: str) -> list[str]:
    """Keep the lines that are the writer's own running words.

    A line right after a quoted one still belongs to the quote in Markdown (a lazy continuation), so only a blank line ends it.
    """
    kept: list[str] = []
    fence = ""
    closing = ""
    quoted = False
    after_blank = True
    for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if closing:
            closing = "" if closing in line.lower() else closing
            continue
        mark = _FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if mark:
            fence = mark["mark"]
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


def _closing(opening: re.Match[str]) -> str:
    """Name what ends a block of raw HTML."""
    name = (opening["name"] or "!--").lower()
    return "-->" if name == "!--" else f"</{name}"
