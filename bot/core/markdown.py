"""Turning strangers' text into harmless Markdown."""

import hashlib
import re
import unicodedata
from datetime import datetime
from urllib.parse import quote

from bot.core.model.change import PullRequest, Side
from bot.core.model.verdict import Place

_RUN = re.compile(r"`+")
_LOGIN = re.compile(r"[\w-]+(?:\[bot\])?", re.ASCII)


def code(text: str, at_most: int = 200) -> str:
    """Show a text as inline code that nothing in it can leave; control and direction characters become visible.

    GitHub makes no mention, link or markup inside inline code: https://github.github.com/gfm/#code-spans
    """
    shown = plain(text, at_most)
    fence = "`" * (max((len(run) for run in _RUN.findall(shown)), default=0) + 1)
    pad = " " if shown[:1] in {"`", ""} or shown[-1:] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def plain(text: str, at_most: int = 200) -> str:
    """Make a text fit for one line where no markup is read: controls, line ends and direction marks become visible.

    The beginning of a hidden mark is broken up: ours are looked for in what we wrote, and nobody else writes them there.
    """
    shown = text if len(text) <= at_most else text[: at_most - 1] + "…"
    return "".join(_visible(character) for character in shown).replace("<!--", "<! --")


def _visible(character: str) -> str:
    if character in "\n\r\u2028\u2029":
        return "␊"
    # Cc controls, Cf direction marks and zero-width characters, Cs lone surrogates
    return "�" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character


_OWN_LINE = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|#|>|\||</?\w|$)")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def unwrapped(text: str) -> str:
    """Join the lines of each paragraph and list item: a comment on GitHub shows every line end as a break."""
    lines: list[str] = []
    fenced = joins = False
    for line in text.strip().split("\n"):
        fence = bool(_FENCE.match(line))
        indented = not joins and line.startswith("    ")
        own = fenced or fence or indented or bool(_OWN_LINE.match(line))
        if joins and not own:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.rstrip())
        fenced ^= fence
        joins = not (fenced or fence or indented) and bool(line.strip()) and not line.lstrip().startswith(("#", "|"))
    return "\n".join(lines)


def person(login: str) -> str:
    """Name an account without mentioning it: a mention would call that person."""
    return f"**{account(login)}**" if login else "a deleted account"


def account(login: str) -> str:
    """Give a login where it stands among HTML or markup: one that GitHub would not give out is not repeated."""
    return login if _LOGIN.fullmatch(login) else "an account with an unusual name"


def cut(text: str, at_most: int, ending: str) -> str:
    """Keep the first whole lines of a text that is too long, and say so: half a line may hold half a mark or link."""
    if len(text) <= at_most:
        return text
    kept = text[:at_most].rpartition("\n")[0]
    return f"{kept or plain(text, at_most)}\n\n{ending}"


def listed(names: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Join names as a sentence does: `a`, `a and b`, `a, b and c`."""
    *head, tail = names or ("",)
    return f"{', '.join(head)} {last} {tail}" if head else tail


def moment(at: datetime) -> str:
    """Write a time as people read it, in UTC to the minute."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def short(sha: str) -> str:
    """Show a commit's id as GitHub does."""
    return code(sha[:7])


def spot(path: str, place: Place) -> str:
    """Name a place in a sentence: "`a.py` line 4", with the side when the line is gone."""
    if place.line is None:
        return code(path)
    gone = " (removed)" if place.side is Side.REMOVED else ""
    return f"{code(path)} line {place.line}{gone}"


def linked_spot(path: str, place: Place, pull: PullRequest, web_url: str) -> str:
    """Name a place and link it to the pull request's diff.

    GitHub names a file's part of the diff page by the SHA-256 of its path.
    """
    anchor = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
    line = "" if place.line is None else f"{'L' if place.side is Side.REMOVED else 'R'}{place.line}"
    repository = quote(pull.repository)
    return f"[{spot(path, place)}]({web_url}/{repository}/pull/{pull.number}/files#diff-{anchor}{line})"
