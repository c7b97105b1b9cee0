"""Pieces of code by their shape: ast-grep's patterns on one file, and whether a pattern is one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ast_grep_py import SgNode, SgRoot

from bot.analysis.broken import BrokenCodeError, broken_lines

MOST_SHOWN = 120  # characters of a piece
MOST_PIECES = 200  # of one pattern in one file
_MANY = re.compile(r"\$\$\$[A-Z_]?[A-Z0-9_]*")
_ONE = re.compile(r"\$+([A-Z_][A-Z0-9_]*)")
_AROUND = (("inside", "inside", True), ("not_inside", "inside", False), ("has", "has", True), ("not_has", "has", False))

_BODY = ("void a() { {}; }", "void a() { {} }")
_CLASS = ("class A { void a() { {}; } }", "class A { {} }", "class A { {} void a() { } }")
# Where a piece of code may stand that can't stand alone.
_AROUND_CODE = {
    "c": _BODY,
    "cpp": _BODY,
    "csharp": _CLASS,
    "dart": (*_BODY, *_CLASS),
    "go": ("package a\nfunc a() { {} }", "package a\n{}"),
    "java": _CLASS,
    "javascript": ("class A { {} }", "async () => { {} }", "({ {} })"),
    "kotlin": ("class A { {} }",),
    "php": ("<?php {};", "<?php {}", "<?php class A { {} }"),
    "rust": ("fn a() { {}; }", "fn a() { {} }"),
    "scala": ("object A { def a = { {} } }",),
    "solidity": ("contract A { function a() public { {}; } }", "contract A { {} }"),
    "swift": ("func a() { {} }",),
    "tsx": ("class A { {} }", "async () => { {} }", "({ {} })"),
    "typescript": ("class A { {} }", "async () => { {} }", "({ {} })"),
}

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
    """Say why a pattern can't be used, without a full stop; None when it finds its own text where such code may stand."""
    try:
        found = any(
            _finds(pattern, around.replace("{}", own), grammar) for own in _own(pattern) for around in _places(grammar)
        )
    except RuntimeError as error:
        return f"ast-grep refuses it: {_cause(str(error))}"
    return None if found else "ast-grep does not find even its own text with it"


def _own(pattern: str) -> Iterator[str]:
    """Give texts that the pattern should find: something in the place of each `$X` and `$$$`."""
    for one, many in (("x{}", "x"), ("x{}", ""), ("x{}", "x();"), ("1", "1")):
        single = _MANY.sub(many, pattern)
        yield _ONE.sub(lambda mark, one=one: one.format(mark[1].lower()), single)  # type: ignore[misc]  # bound in its own turn


def _places(grammar: str) -> tuple[str, ...]:
    return ("{}", *_AROUND_CODE.get(grammar, ()))


def _finds(pattern: str, text: str, grammar: str) -> bool:
    root = SgRoot(text, grammar).root()
    return not any(broken_lines(root)) and root.find(pattern=pattern) is not None


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
