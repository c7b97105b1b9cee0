"""A companion that ought to change as well: `missing`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.diff import DiffError
from bot.core.markdown import code, listed
from bot.core.matching.globs import Signed, last_match
from bot.core.matching.joined_lines import JoinedTest
from bot.core.matching.lines import LineTest
from bot.core.matching.nodes import Node
from bot.core.matching.outcome import NO, UNKNOWN, Outcome, yes
from bot.core.matching.view import FileView, PullView
from bot.core.model.change import FileStatus
from bot.core.model.predicates import Missing

# Where teams keep their records of decisions: https://adr.github.io
RECORDS = ("**/docs/adr/**", "**/docs/adrs/**", "**/doc/adr/**", "**/adr/*.md", "**/decisions/*.md")
_MOST_LISTED = 6  # globs or patterns told in one sentence
_RECORD_NAMED = re.compile(r"\bADR[- ]?\d{1,6}\b")


@dataclass(frozen=True, slots=True)
class MissingNode(Node):
    """No file of the change is the companion; the file that is asked about is none of its own."""

    predicate: Missing
    signed: Signed  # globs of the companion, those of decision records among them
    tests: tuple[LineTest | JoinedTest, ...]
    cost: int = 20  # it looks through the whole change

    def test(self, view: FileView) -> Outcome:
        """Hold where every file of the change is known and none is the companion."""
        if view.whole is None:
            return UNKNOWN
        answers = [(answer, other) for answer, other in self._found(view.whole) if other is not view]
        if self._named(view.whole) or any(answer for answer, _ in answers):
            return NO
        doubts = [*view.whole.pull.unseen, *(other.unseen or "" for _, other in answers)]
        if doubts:
            return Outcome(None, doubt=doubts[0])
        return yes(self._says(), "missing", "nothing of the kind", self._tested())

    def companion(self, view: FileView) -> bool:
        """Whether a file's lines have to be seen to know if it is the companion."""
        return bool(self.tests) and any(last_match(self.signed, path.globs) for path in view.paths)

    def why_not(self, view: FileView) -> str:
        """Say what is there."""
        if view.whole is not None:
            if self._named(view.whole):
                return "a decision record is named"
            found = next((other for answer, other in self._found(view.whole) if answer and other is not view), None)
            if found is not None:
                return f"its companion changes too: {code(found.file.path)}"
        return "whether its companion changes could not be seen"

    def _found(self, whole: PullView) -> list[tuple[bool | None, FileView]]:
        """Give the files that are the companion, and (None) those that may be, looked for once."""
        key = id(self)
        if key not in whole.companions:
            answers = ((self._accompanies(other, whole), other) for other in whole.files)
            whole.companions[key] = [(answer, other) for answer, other in answers if answer is not False]
        return whole.companions[key]

    def _accompanies(self, other: FileView, whole: PullView) -> bool | None:
        if other.status is FileStatus.REMOVED or not last_match(self.signed, other.paths[0].globs):
            return False
        if not self.tests:
            return True
        whole.read(other)
        if other.unseen is not None or other.text is None:
            return None if other.unseen is not None else False
        try:
            return any(test.number in other.hits and test.find(other, other.text).holds for test in self.tests)
        except DiffError as error:
            other.lose(error)
            return None

    def _named(self, whole: PullView) -> bool:
        """Whether a decision record is named, by its number, in the words that come with the change."""
        if not self.predicate.decision_record:
            return False
        texts = (whole.pull.title, whole.pull.body, *(commit.message for commit in whole.pull.commits))
        return any(_RECORD_NAMED.search(text) for text in texts)

    def _says(self) -> str:
        if self.predicate.decision_record and not self.predicate.globs:
            return "no decision record changes with it, and none is named (`ADR-12`)"
        what = f"no other file of the change matches {_some(self.predicate.globs)}"
        added = tuple(pattern.match for pattern in self.predicate.added)
        return what + (f" and adds a line with {_some(added)}" if added else "")

    def _tested(self) -> str:
        tested = [*self.predicate.globs, *(pattern.match for pattern in self.predicate.added)]
        return ", ".join([*tested, *(["decision_record"] if self.predicate.decision_record else [])])


def _some(texts: tuple[str, ...]) -> str:
    """List the first few: braces may stand for a hundred globs."""
    more = len(texts) - _MOST_LISTED
    return listed([*(code(text, 80) for text in texts[:_MOST_LISTED]), *([f"{more:,} more"] if more > 0 else [])], "or")


def companions(node: Node) -> Iterator[MissingNode]:
    """Give the predicates on companions within a predicate."""
    if isinstance(node, MissingNode):
        yield node
    for part in getattr(node, "parts", ()):
        yield from companions(part)
