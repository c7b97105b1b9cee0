"""A policy's predicates made ready: all globs in one set, all line patterns in another."""

import re2

from bot.core.matching.companions import RECORDS, MissingNode
from bot.core.matching.globs import GlobSet, Signed
from bot.core.matching.groups import AllNode, AnyNode, NoneNode
from bot.core.matching.joined_lines import JoinedTest, trigger
from bot.core.matching.lines import LineTest
from bot.core.matching.moved_lines import MovedTest
from bot.core.matching.nodes import FileNode, LinesNode, Node, PathsNode, PullNode, SomeLineTest
from bot.core.matching.replaced_lines import ReplacedTest
from bot.core.matching.signs import SignsNode
from bot.core.matching.text_nodes import SqlNode, StructureNode, WholeNode
from bot.core.model.change import Side
from bot.core.model.policy import Rule
from bot.core.model.predicates import (
    All,
    AnyOf,
    File,
    FilePredicate,
    Languages,
    LinePattern,
    Lines,
    Missing,
    Moved,
    NoneOf,
    Paths,
    Predicate,
    Replaced,
    Replacement,
    Signs,
    Sql,
    StatusIs,
    Structure,
    TextPredicate,
    Title,
)
from bot.core.model.signs import SignTable
from bot.core.patterns import PatternError, Scan, check, loosened


class Compiler:
    """Collects globs and patterns while it makes predicates ready. Raises `PatternError` on what RE2 refuses."""

    def __init__(self) -> None:
        self.globs = GlobSet()
        self.patterns = Scan()
        self.tables: list[SignTable] = []
        self.files: dict[int, set[Signed]] = {}  # of a pattern, by its number: the globs of each predicate that has it

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
            case Paths() | Languages() | StatusIs() | Lines() | Moved() | Replaced() | Signs():
                return self._of_file(predicate, rule_id)
            case File() | Structure() | Sql():
                return self._text(predicate, rule_id)
            case Missing():
                return self._missing(predicate, rule_id)
            case Title(match=pattern):
                _sound(rule_id, pattern)
        return PullNode(predicate)

    def _of_file(self, predicate: FilePredicate, rule_id: str) -> Node:
        match predicate:
            case Paths(globs=globs):
                signed = self.take_globs(globs, rule_id)
                return PathsNode(predicate, signed, frozenset(number for number, _ in signed))
            case Lines():
                return self._lines(predicate, rule_id)
            case Moved(patterns=patterns):
                return _lines_node(tuple(self._moved(pattern, rule_id) for pattern in patterns))
            case Replaced(pairs=pairs):
                return _lines_node(tuple(self._replaced(pair, rule_id) for pair in pairs))
            case Signs():
                return self._signs(predicate, rule_id)
        return FileNode(predicate)

    def _signs(self, predicate: Signs, rule_id: str) -> SignsNode:
        table = predicate.table
        if table not in self.tables:
            self.tables.append(table)
        return SignsNode(table, self.tables.index(table), self.take_globs(predicate.leaning, rule_id))

    def _missing(self, predicate: Missing, rule_id: str) -> MissingNode:
        records = RECORDS if predicate.decision_record else ()
        asked = Lines(Side.ADDED, predicate.added)
        tests = tuple(self._line(pattern, asked, rule_id) for pattern in predicate.added)
        return MissingNode(predicate, self.take_globs((*predicate.globs, *records), rule_id), tests)

    def take_globs(self, globs: tuple[str, ...], rule_id: str) -> Signed:
        """Take globs into the set."""
        try:
            return self.globs.add_all(globs)
        except ValueError as error:
            raise PatternError(rule_id, ", ".join(globs), str(error)) from error

    def _nodes(self, of: tuple[Predicate, ...], rule_id: str) -> tuple[Node, ...]:
        return tuple(self.node(part, rule_id) for part in of)

    def _text(self, predicate: TextPredicate, rule_id: str) -> Node:
        match predicate:
            case File(match=pattern, unless=unless):
                _sound(rule_id, pattern, unless)
                return WholeNode(predicate)
            case Structure(otherwise=otherwise):
                return StructureNode(predicate, self._lines(otherwise, rule_id) if otherwise else None)
            case Sql(otherwise=otherwise):
                return SqlNode(predicate, self._lines(otherwise, rule_id) if otherwise else None)

    def _lines(self, lines: Lines, rule_id: str) -> LinesNode:
        return _lines_node(tuple(self._line(pattern, lines, rule_id) for pattern in lines.patterns))

    def _line(self, pattern: LinePattern, lines: Lines, rule_id: str) -> LineTest | JoinedTest:
        _sound(
            rule_id,
            pattern.match,
            pattern.unless,
            pattern.unless_hunk,
            pattern.unless_file,
            pattern.section,
            pattern.with_hunk,
        )
        files = self.take_globs(pattern.files, rule_id)
        if pattern.joined:
            number = self._scanned(trigger(pattern.match), files)
            return JoinedTest(pattern, lines.side, lines.comments, number, files)
        number = self._scanned(loosened(pattern.match, lines.side), files)
        anywhere = self._anywhere(pattern.match) if pattern.unless_moved else -1
        return LineTest(pattern, lines.side, lines.comments, number, files, anywhere)

    def _moved(self, pattern: LinePattern, rule_id: str) -> MovedTest:
        _sound(
            rule_id,
            pattern.match,
            pattern.unless,
            pattern.unless_hunk,
            pattern.unless_file,
            pattern.section,
            pattern.with_hunk,
        )
        files = self.take_globs(pattern.files, rule_id)
        number = self._scanned(loosened(pattern.match, Side.REMOVED, indented=True), files)
        return MovedTest(pattern, number, files, self._anywhere(pattern.match))

    def _replaced(self, pair: Replacement, rule_id: str) -> ReplacedTest:
        _sound(rule_id, pair.match, pair.by, pair.unless, pair.section)
        files = self.take_globs(pair.files, rule_id)
        return ReplacedTest(pair, self._scanned(loosened(pair.match, Side.REMOVED), files), files)

    def _anywhere(self, pattern: str) -> int:
        """Look for a line in any file, on either side, since it may have gone there or come from there."""
        return self._scanned(loosened(pattern, None, indented=True), ())

    def _scanned(self, pattern: str, files: Signed) -> int:
        number = self.patterns.add(pattern)
        self.files.setdefault(number, set()).add(files)
        return number


def _lines_node(tests: tuple[SomeLineTest, ...]) -> LinesNode:
    return LinesNode(tests, frozenset(test.number for test in tests))


def _sound(rule_id: str, *patterns: str | None) -> None:
    for pattern in patterns:
        try:
            check(pattern or "")
        except re2.error as error:
            said = error.args[0]
            why = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
            raise PatternError(rule_id, pattern or "", why) from None
