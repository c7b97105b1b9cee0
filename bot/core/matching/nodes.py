"""Predicates made ready: each is asked of one file and answers yes, no, or unknown, with where and why."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.markdown import code, listed
from bot.core.matching import pull_nodes
from bot.core.matching.globs import Signed, last_match
from bot.core.matching.joined_lines import JoinedTest
from bot.core.matching.lines import LineTest
from bot.core.matching.moved_lines import MovedTest
from bot.core.matching.outcome import NO, UNKNOWN, Outcome, unknown, yes
from bot.core.matching.replaced_lines import ReplacedTest
from bot.core.matching.view import FileView, Name, was
from bot.core.model.predicates import (
    Languages,
    Paths,
    PullPredicate,
    StatusIs,
)

SomeLineTest = LineTest | JoinedTest | MovedTest | ReplacedTest
Trigger = tuple[str, int]  # ("glob" or "line", its number)


class Node(ABC):
    """A predicate made ready."""

    __slots__ = ()

    @property
    @abstractmethod
    def cost(self) -> int:
        """Rank the work: a conjunction asks the cheap ones first."""

    @abstractmethod
    def test(self, view: FileView) -> Outcome:
        """Ask it of a file."""

    @abstractmethod
    def why_not(self, view: FileView) -> str:
        """Say in words why it does not hold."""

    def triggers(self) -> frozenset[Trigger] | None:
        """Give globs and lines of which one must hit before it can hold; None: nothing such is known."""
        return None

    def contents(self) -> "Iterator[ContentNode]":
        """Give the predicates on content in it."""
        return iter(())

    def open(self, view: FileView) -> "Iterator[ContentNode]":  # noqa: ARG002  # most never need more
        """Give the predicates in it whose answers need more than the patch, and could decide."""
        return iter(())

    def fits(self, name: Name, patterns: frozenset[int]) -> bool:  # noqa: ARG002  # most can't tell by a name
        """Whether it may hold on a file of this name, `patterns` being the line patterns for it."""
        return True

    def may_hold(self, view: FileView) -> bool:  # noqa: ARG002  # most can't tell without work
        """Whether it may hold, as far as that costs nothing."""
        return True


@dataclass(frozen=True, slots=True)
class PathsNode(Node):
    """`paths`."""

    predicate: Paths
    signed: Signed
    numbers: frozenset[int]  # of its globs
    cost: int = 0

    def test(self, view: FileView) -> Outcome:
        """Hold where the last glob that fits some path of the file adds."""
        for path in view.paths:
            if not self.numbers.isdisjoint(path.globs) and last_match(self.signed, path.globs):
                number, _ = next(entry for entry in reversed(self.signed) if entry[0] in path.globs)
                glob = self.predicate.globs[[number for number, _ in self.signed].index(number)]
                which = "path" if path.path == view.file.path else "old path"
                return yes(f"the {which} matches {code(glob)}", "paths", path.path, glob)
        return NO

    def triggers(self) -> frozenset[Trigger] | None:
        """Wait for one of the globs that add."""
        return frozenset(("glob", number) for number, adds in self.signed if adds)

    def fits(self, name: Name, patterns: frozenset[int]) -> bool:  # noqa: ARG002  # it asks for no lines
        """Look at the globs."""
        return any(last_match(self.signed, globs) for globs in name.globs if not self.numbers.isdisjoint(globs))

    def may_hold(self, view: FileView) -> bool:
        """Look whether any of the globs fits."""
        return not all(self.numbers.isdisjoint(path.globs) for path in view.paths)

    def why_not(self, view: FileView) -> str:  # noqa: ARG002  # the same words for every file
        """Say that the paths are others."""
        return "no path of this rule covers it"


@dataclass(frozen=True, slots=True)
class FileNode(Node):
    """`languages` and `status`."""

    predicate: Languages | StatusIs
    cost: int = 1

    def test(self, view: FileView) -> Outcome:
        """Hold by the name or the status of the file."""
        if isinstance(self.predicate, Languages):
            found = next((name for name in view.languages if name in self.predicate.names), None)
            return (
                yes(f"it is written in {found}", "languages", found, ", ".join(self.predicate.names)) if found else NO
            )
        if view.status is None:
            return UNKNOWN
        tested = ", ".join((*self.predicate.kinds, *(["binary"] if self.predicate.binary else [])))
        if view.status in self.predicate.kinds:
            return yes(was(view.file), "status", view.status, tested)
        return yes("it is binary", "status", "binary", tested) if self.predicate.binary and view.file.binary else NO

    def fits(self, name: Name, patterns: frozenset[int]) -> bool:  # noqa: ARG002  # it asks for no lines
        """Look at the languages."""
        return not isinstance(self.predicate, Languages) or not set(name.languages).isdisjoint(self.predicate.names)

    def why_not(self, view: FileView) -> str:
        """Say what the file is instead."""
        if isinstance(self.predicate, Languages):
            return f"it is not written in {listed(self.predicate.names, 'or')}"
        kinds = [*self.predicate.kinds, *(["binary"] if self.predicate.binary else [])]
        return f"{was(view.file)}, and the rule looks at files that are {listed(kinds, 'or')}"


@dataclass(frozen=True, slots=True)
class PullNode(Node):
    """A predicate on the pull request as a whole."""

    predicate: PullPredicate
    cost: int = 2

    def test(self, view: FileView) -> Outcome:
        """Hold, or not, for every file alike."""
        return UNKNOWN if view.whole is None else pull_nodes.judge(self.predicate, view.whole)

    def why_not(self, view: FileView) -> str:  # noqa: ARG002  # the same words for every file
        """Say what the pull request lacks."""
        return pull_nodes.why_not(self.predicate)


class ContentNode(Node):
    """A predicate on what stands in a file."""

    __slots__ = ()

    @abstractmethod
    def covers(self, view: FileView) -> bool:
        """Whether it says anything of a file of this name."""

    def contents(self) -> "Iterator[ContentNode]":
        """Give itself."""
        yield self


@dataclass(frozen=True, slots=True)
class LinesNode(ContentNode):
    """`added`, `removed`, `changed`, `moved`, `replaced`."""

    tests: tuple[SomeLineTest, ...]
    numbers: frozenset[int]  # of their patterns in the scan
    cost: int = 10

    def covers(self, view: FileView) -> bool:
        """Whether some pattern is for this file."""
        return any(test.covers(view) for test in self.tests)

    def test(self, view: FileView) -> Outcome:
        """Hold where some pattern hits."""
        if view.unseen is not None:
            return UNKNOWN if self.covers(view) else NO
        if view.text is None:
            return NO
        hits, text = view.hits, view.text
        found = [test.find(view, text) for test in self.tests if test.number in hits]
        held = [outcome for outcome in found if outcome.holds]
        if held:
            return merged(held)
        return unknown(found) if any(outcome.holds is None for outcome in found) else NO

    def triggers(self) -> frozenset[Trigger] | None:
        """Wait for one of the patterns."""
        return frozenset(("line", number) for number in self.numbers)

    def fits(self, name: Name, patterns: frozenset[int]) -> bool:  # noqa: ARG002  # that is in the patterns
        """Look whether a pattern is for such files."""
        return not self.numbers.isdisjoint(patterns)

    def may_hold(self, view: FileView) -> bool:
        """Look whether the scan found one of the patterns."""
        return view.unseen is not None or not self.numbers.isdisjoint(view.hits)

    def why_not(self, view: FileView) -> str:
        """Say that no line is hit."""
        if view.unseen is not None:
            return "its changed lines could not be seen"
        if not self.covers(view):
            return "its line patterns are for other files"
        text = view.text
        told = (test.why_not(view, text) for test in self.tests if text is not None)
        return next((why for why in told if why), "its line patterns match no changed line")


def merged(outcomes: list[Outcome]) -> Outcome:
    """Take together outcomes that all hold."""
    if len(outcomes) == 1:
        return outcomes[0]
    return Outcome(
        holds=True,
        hits=tuple(hit for outcome in outcomes for hit in outcome.hits),
        evidence=tuple(says for outcome in outcomes for says in outcome.evidence),
        strengths=frozenset().union(*(outcome.strengths for outcome in outcomes)),
    )
