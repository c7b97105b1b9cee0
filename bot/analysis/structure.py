"""Pieces of code by their shape: ast-grep's patterns on one file, and whether a pattern is one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ast_grep_py import SgNode, SgRoot

from bot.analysis.broken import BrokenCodeError, broken_lines

MOST_SHOWN = 120  # characters of a piece
MOST_PIECES = 200  # of one pattern in one file
_MARKS = re.compile(r"\$+([A-Z_][A-Z0-9_]*)|\$\$\$")
_AROUND = (("inside", "inside", True), ("not_inside", "inside", False), ("has", "has", True), ("not_has", "has", False))

# (kinds, first line, last line, how it begins, whether it was guessed)
Piece = tuple[list[str], int, int, str, bool]


def pieces(
    text: str, grammar: str, wanted: Sequence[Mapping[str, Any]], changed: Sequence[Sequence[int]]
) -> list[list[Piece]]:
    """Give for each pattern the pieces that hold a changed line; raises `BrokenCodeError` for code with a syntax error."""
    root = SgRoot(text, grammar).root()
    for first, _ in broken_lines(root):
        raise BrokenCodeError(f"it has a syntax error on line {first:,}")
    return [list(_touched(root.find_all(all=rule(one)), changed)) for one in wanted]


def rule(wanted: Mapping[str, Any]) -> list[Any]:
    """Give ast-grep's rules for a structure, which must all hold."""
    around = []
    for key, relation, holds in _AROUND:
        if wanted.get(key):
            found = {relation: {"pattern": wanted[key], "stopBy": "end"}}
            around.append(found if holds else {"not": found})
    return [{"pattern": wanted["pattern"]}, *around]


def refusal(pattern: str, grammar: str) -> str | None:
    """Say why a pattern can't be used, without a full stop; None when it can."""
    own = SgRoot(_MARKS.sub(lambda found: f"x{found[1] or ''}".lower(), pattern), grammar).root()
    if any(broken_lines(own)):
        return "it is no whole piece of code"
    try:
        own.find(pattern=pattern)
    except RuntimeError as error:
        return f"ast-grep refuses it: {_cause(str(error))}"
    return None


def _cause(said: str) -> str:
    """Give the innermost of the causes that ast-grep lists, on one line."""
    causes = re.split(r"\n\s*\d+: ", said.split("Stack backtrace", maxsplit=1)[0])
    return " ".join(causes[-1].split()).rstrip(".")


def _touched(nodes: Sequence[SgNode], changed: Sequence[Sequence[int]]) -> Iterator[Piece]:
    told = 0
    for node in nodes:
        first, last = node.range().start.line + 1, node.range().end.line + 1
        if any(start <= last and end >= first for start, end in changed):
            told += 1
            yield [], first, last, " ".join(node.text()[: 4 * MOST_SHOWN].split())[:MOST_SHOWN], False
        if told == MOST_PIECES:
            return
