"""Code that its grammar does not understand."""

from collections.abc import Iterator

from ast_grep_py import SgNode


class BrokenCodeError(Exception):
    """The code can't be taken apart; the message says why, without a full stop."""


def broken_lines(root: SgNode) -> Iterator[tuple[int, int]]:
    """Give the lines, from 1, first and last, of each piece of code with a syntax error."""
    for node in root.find_all({"rule": {"kind": "ERROR"}}):
        yield node.range().start.line + 1, node.range().end.line + 1
