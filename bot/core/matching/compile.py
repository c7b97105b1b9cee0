"""A policy's predicates made ready: all globs in one set, all line patterns in another."""

import re2

from bot.core.matching.globs import GlobSet, Signed
from bot.core.matching.groups import AllNode, AnyNode, NoneNode
from bot.core.matching.lines import LineTest
from bot.core.matching.nodes import FileNode, LinesNode, Node, PathsNode, PullNode
from bot.core.model.policy import (
    All,
    AnyOf,
    Languages,
    LinePattern,
    Lines,
    NoneOf,
    Paths,
    Predicate,
    Rule,
    StatusIs,
    Title,
)
from bot.core.patterns import PatternError, PatternSet, compiled, loosened


class Compiler:
    """Collects globs and patterns while it makes predicates ready. Raises `PatternError` on what RE2 refuses."""

    def __init__(self) -> None:
        self.globs = GlobSet()
        self.patterns = PatternSet(one_line=True)

    def rule(self, rule: Rule) -> Node:
        """Make a rule's `when` ready."""
        return self.node(rule.when, rule.id)

    def node(self, predicate: Predicate, rule_id: str) -> Node:
        """Make a predicate ready; `rule_id` names it in errors."""
        match predicate:
            case All(of=of):
                return AllNode(tuple(sorted(self._nodes(of, rule_id), key=lambda node: node.cost)))
            case AnyOf(of=of):
                return AnyNode(self._nodes(of, rule_id))
            case NoneOf(of=of):
                return NoneNode(self._nodes(of, rule_id))
            case Paths(globs=globs):
                signed = self.take_globs(globs, rule_id)
                return PathsNode(predicate, signed, frozenset(number for number, _ in signed))
            case Languages() | StatusIs():
                return FileNode(predicate)
            case Lines(patterns=patterns):
                tests = tuple(self._line(pattern, predicate, rule_id) for pattern in patterns)
                return LinesNode(tests, frozenset(test.number for test in tests))
            case Title(match=pattern):
                _sound(pattern, rule_id)
        return PullNode(predicate)

    def take_globs(self, globs: tuple[str, ...], rule_id: str) -> Signed:
        """Take globs into the set."""
        try:
            return self.globs.add_all(globs)
        except ValueError as error:
            raise PatternError(rule_id, ", ".join(globs), str(error)) from error

    def _nodes(self, of: tuple[Predicate, ...], rule_id: str) -> tuple[Node, ...]:
        return tuple(self.node(part, rule_id) for part in of)

    def _line(self, pattern: LinePattern, lines: Lines, rule_id: str) -> LineTest:
        for text in (pattern.match, pattern.unless, pattern.unless_hunk, pattern.unless_file):
            if text is not None:
                _sound(text, rule_id)
        return LineTest(
            pattern,
            lines.side,
            lines.comments,
            self.patterns.add(loosened(pattern.match, lines.side)),
            self.take_globs(pattern.files, rule_id),
        )


def _sound(pattern: str, rule_id: str) -> None:
    try:
        compiled(pattern)
    except re2.error as error:
        said = error.args[0]
        raise PatternError(
            rule_id, pattern, said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        ) from None
