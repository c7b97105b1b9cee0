"""Regular expressions to globs, where that says the same: policy-bot matches paths and branches by the one, we by the other.

A part of an expression that globs have no sign for makes it unwritable, and whoever imports is told. An unescaped dot
between letters is read as a dot, as it was meant.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

MOST = 60  # globs of one expression
_PLAIN = re.compile(r"[\w./@%+,~=: -]", re.ASCII)
_GROUP = re.compile(r"\((?:\?:)?")


class Wild(Enum):
    """What stands for more than one text."""

    START = auto()
    END = auto()
    ANY = auto()  # `.*`
    SOME = auto()  # `.+`
    SEGMENT = auto()  # `[^/]*`
    SOME_SEGMENT = auto()  # `[^/]+`
    ONE = auto()  # `[^/]`


Token = str | Wild
Row = tuple[Token, ...]
_REPEATED: dict[tuple[str, str], Token] = {
    (".", "*"): Wild.ANY,
    (".", "+"): Wild.SOME,
    ("[^/]", "*"): Wild.SEGMENT,
    ("[^/]", "+"): Wild.SOME_SEGMENT,
    ("[^/]", ""): Wild.ONE,
    (".", ""): ".",
}


class UnwritableError(ValueError):
    """No glob says this."""


@dataclass(frozen=True, slots=True)
class PathGlob:
    """One glob; `ends` where the expression's end is the path's: a glob fits all in a folder of that name too."""

    glob: str
    ends: bool
    wild_end: bool  # it ends in a wildcard, so that folders of such names are common


def path_globs(expression: str) -> tuple[PathGlob, ...]:
    """Give the globs that fit the paths in which an expression is found; raises UnwritableError."""
    if expression in (".", ""):
        return (PathGlob("**", ends=False, wild_end=False),)  # found in every path
    found = [PathGlob(_shown(glob), *_ending(row)) for row in rows(expression) for glob in _paths(row)]
    return tuple(dict.fromkeys(found))


def branch_globs(expression: str) -> tuple[str, ...]:
    """Give the globs that fit the names in which an expression is found, `**` crossing slashes; raises UnwritableError."""
    return tuple(dict.fromkeys(glob for row in rows(expression) for glob in _names(_inner(row))))


def _ending(row: Row) -> tuple[bool, bool]:
    """Tell whether the path has to end where the expression does, and whether what stands there is wild."""
    before = row[-2] if row[-1:] == (Wild.END,) and len(row) > 1 else Wild.ANY
    return before not in (Wild.ANY, Wild.SOME), isinstance(before, Wild)


def rows(expression: str) -> tuple[Row, ...]:
    """Take an expression apart into alternatives; raises UnwritableError."""
    found, end = _alternatives(expression, 0)
    if end != len(expression) or len(found) > MOST:
        raise UnwritableError(expression)
    return tuple(found)


def _alternatives(text: str, at: int) -> tuple[list[Row], int]:
    found: list[Row] = []
    while True:
        some, at = _sequence(text, at)
        found += some
        if at >= len(text) or text[at] != "|":
            return found, at
        at += 1


def _sequence(text: str, at: int) -> tuple[list[Row], int]:
    found: list[Row] = [()]
    while at < len(text) and text[at] not in "|)":
        some, at = _piece(text, at)
        found = [(*before, *after) for before, after in itertools.product(found, some)]
        if len(found) > MOST:
            raise UnwritableError(text)
    return found, at


def _piece(text: str, at: int) -> tuple[list[Row], int]:
    """Read one part with what repeats it."""
    if text[at] in "^$":
        anchor: Row = (Wild.START,) if text[at] == "^" else (Wild.END,)
        return [anchor], at + 1
    atom, inner, at = _atom(text, at)
    times, at = _times(text, at)
    if (atom, times) in _REPEATED:
        return [(_REPEATED[atom, times],)], at
    if times not in ("", "?"):
        raise UnwritableError(text)
    optional: list[Row] = [()] if times else []
    return [*inner, *optional], at


def _atom(text: str, at: int) -> tuple[str, list[Row], int]:
    sign = text[at]
    if sign == "." or text.startswith("[^/]", at):
        atom = "." if sign == "." else "[^/]"
        return atom, [], at + len(atom)
    if sign == "(":
        found, end = _alternatives(text, _GROUP.match(text, at).end())  # type: ignore[union-attr]  # it begins so
        if end >= len(text):
            raise UnwritableError(text)
        return "", found, end + 1
    if sign == "\\" and at + 1 < len(text) and not text[at + 1].isalnum():
        return "", [(_plain(text[at + 1]),)], at + 2
    one = re.compile(r"\[(\\?[^\]\\^])\]").match(text, at)
    if one:
        return "", [(_plain(one[1][-1]),)], one.end()
    return "", [(_plain(sign),)], at + 1


def _plain(sign: str) -> str:
    if not _PLAIN.fullmatch(sign):
        raise UnwritableError(sign)
    return sign


def _times(text: str, at: int) -> tuple[str, int]:
    """Read what repeats a part; how greedy it is changes nothing in whether it is found."""
    if at >= len(text) or text[at] not in "*+?{":
        return "", at
    lazy = text[at] in "*+" and text[at + 1 : at + 2] == "?"
    return text[at], at + (2 if lazy else 1)


def _inner(row: Row) -> list[Token]:
    """Give what stands between the anchors, an end that is not anchored filled with anything, texts joined."""
    row = row if row[:1] == (Wild.START,) else (Wild.ANY, *row)
    row = row if row[-1:] == (Wild.END,) else (*row, Wild.ANY)
    tokens = [token for token in row if token not in (Wild.START, Wild.END)]
    if len(row) - len(tokens) > sum(token in (Wild.START, Wild.END) for token in (row[0], row[-1])):
        raise UnwritableError(str(row))
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if isinstance(token, str) and isinstance(last, str):
            joined[-1] = last + token
        elif isinstance(token, Wild) and isinstance(last, Wild):
            joined[-1] = _both(last, token)
        else:
            joined.append(token)
    return joined


def _both(one: Wild, other: Wild) -> Wild:
    pair = {one, other}
    if one is other and one in (Wild.ANY, Wild.SEGMENT):
        return one
    if pair == {Wild.ANY, Wild.SEGMENT}:
        return Wild.ANY
    if pair == {Wild.ANY, Wild.SOME}:
        return Wild.SOME
    raise UnwritableError(str(pair))


def _paths(row: Row) -> Iterator[str]:
    tokens = _inner(row)
    if tokens and isinstance(tokens[0], str) and tokens[0].startswith("/"):
        raise UnwritableError("no path begins with a slash")
    outs = ["/"]
    for number, token in enumerate(tokens):
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        outs = [new for out in outs for new in _path_step(out, token, after)]
        if len(outs) > MOST:
            raise UnwritableError("too many globs")
    if any(out.endswith("/") or "//" in out for out in outs):
        raise UnwritableError("no path ends with a slash, or has two side by side")
    yield from outs


_ONE_SEGMENT = {Wild.SEGMENT: "*", Wild.SOME_SEGMENT: "?*", Wild.ONE: "?"}


def _path_step(out: str, token: Token, after: Token | None) -> Sequence[str]:
    """Append one token; anything may hold slashes, so it stands within a name or over several."""
    if isinstance(token, str):
        return [out + token]
    if token in _ONE_SEGMENT:
        return [out + _ONE_SEGMENT[token]]
    begins = out.endswith("/")
    if token is Wild.SOME:
        if begins:
            return [out + "**"] if after is None else _path_step(out + "?", Wild.ANY, after)
        if after is None:
            return [out + "?*", out + "/**"]
        raise UnwritableError(out)
    if after is None:
        return [out + ("**" if begins else "*")]
    if isinstance(after, str) and after.startswith("/"):
        return [out + "*/**"]
    return [out + "**/*"] if begins else [out + "*", out + "*/**/*"]


def _names(tokens: Sequence[Token]) -> Iterator[str]:
    outs = [""]
    for number, token in enumerate(tokens):
        outs = [new for out in outs for new in _name_step(out, token, last=number + 1 == len(tokens))]
    yield from outs


def _name_step(out: str, token: Token, *, last: bool) -> Sequence[str]:
    if isinstance(token, str):
        return [out + token]
    if token in _ONE_SEGMENT:
        return [out + _ONE_SEGMENT[token]]
    if token is Wild.ANY:
        return [out + "**"]
    if not out or out.endswith("/"):
        return [out + "?**"]
    if last:
        return [out + "?**", out + "/**"]
    raise UnwritableError(out)


def _shown(glob: str) -> str:
    """Write a glob as people do."""
    return "**" if glob == "/**" else glob.removeprefix("/") if glob.startswith("/**/") else glob
