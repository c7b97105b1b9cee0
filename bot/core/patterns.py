"""Line patterns as RE2: each alone for the exact answer, and a scan of a whole patch for those that could match."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import re2

from bot.core.model.change import Side

# A set's automaton is built as it runs and thrown away when it outgrows this; thousands of states fit.
_SET_MEMORY = 32 * 1024 * 1024
# The states of many patterns together are so many that the automaton is thrown away at every text, which is a hundred times slower.
_SET_PATTERNS = 200
_END = b"\n the end of the patch"
# Of one pattern with its automaton; a policy's are held to a quarter of it when they are read.
_PATTERN_MEMORY = 1024 * 1024
_TOKEN = re.compile(
    r"(?P<quoted>\\Q.*?(?:\\E|\Z))|(?P<start>\^|\\A)|(?P<end>\$|\\z)|\\[pP]\{[^}]*\}|\\."
    r"|\[\^?\]?(?:\[:\^?\w+:\]|\\[pP]\{[^}]*\}|\\.|[^\]\\])*\]|.",
    re.DOTALL,
)
_FLAGS = re.compile(r"(?:\(\?[imsU]*(?:-[imsU]+)?\))*")
_INDENTATION = r"[ \t\v\f\r]*"
_SIGNS = {Side.ADDED: "[+]", Side.REMOVED: "[-]", None: "[-+]"}


class PatternError(Exception):
    """RE2 refuses a pattern of a rule; `why` in RE2's words."""

    def __init__(self, rule_id: str, pattern: str, why: str) -> None:
        super().__init__(f"{rule_id}: the pattern {pattern!r} can't be used: {why}")
        self.rule_id, self.pattern, self.why = rule_id, pattern, why


def options(*, one_line: bool = True) -> re2.Options:
    """Give RE2's options: `one_line` keeps everything in a pattern from crossing a line's end."""
    given = re2.Options()
    given.log_errors = False
    given.never_nl = one_line
    given.max_mem = _PATTERN_MEMORY
    return given


def check(pattern: str) -> None:
    """Compile a pattern and let it go: most of a policy's are never asked. Raises `re2.error`."""
    re2._Regexp(pattern, options())  # noqa: SLF001  # re2.compile would keep some


@lru_cache(maxsize=8192)
def compiled(pattern: str) -> "re2._Regexp":
    """Compile a pattern for one line, kept; raises `re2.error`."""
    return re2._Regexp(pattern, options())  # noqa: SLF001  # re2.compile forgets all but 128


@lru_cache(maxsize=8192)
def loosened(pattern: str, side: Side | None, *, indented: bool = False) -> str:
    """Rewrite a pattern so that it finds, in a raw patch, at least every changed line that it matches alone.

    A raw line has its sign in front and may end in a carriage return or in a comment that was cut. So a `^` that opens the pattern, or
    a choice at its top, takes the sign in, and every other anchor is dropped. A word boundary needs no care: signs, line ends and
    comment marks are no word characters. `indented`: the pattern is tried on lines without their indentation.
    """
    return _reopened(pattern, f"(?m:^{_SIGNS[side]}{_INDENTATION if indented else ''})")


@lru_cache(maxsize=1024)
def unanchored(pattern: str) -> str:
    """Rewrite a pattern so that it finds, in a whole text, at least every line that it matches alone."""
    return _reopened(pattern, "(?m:^)")


def candidates(pattern: str, raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a text that may match, each with its number from 1, by one pass over the whole."""
    loose, at, number, counted = compiled(unanchored(pattern)), 0, 1, 0
    while at <= len(raw) and (hit := loose.search(raw, at)) is not None:
        start = raw.rfind(b"\n", 0, hit.start()) + 1
        end = raw.find(b"\n", hit.start())
        end = len(raw) if end < 0 else end
        number += raw.count(b"\n", counted, start)
        counted, at = start, end + 1
        yield number, raw[start:end]


def _reopened(pattern: str, start: str) -> str:
    """Put `start` for a `^` at the top, and nothing for any other anchor."""
    flags = _FLAGS.match(pattern)
    head = flags.end() if flags else 0
    tokens = [*_TOKEN.finditer(pattern, head)]
    loose, depth, before = [pattern[:head]], 0, "|"
    for index, token in enumerate(tokens):
        text = token[0]
        if token["start"] and before == "|" and depth == 0 and not _is_repeated(tokens, index):
            loose.append(start)
        else:
            loose.append("(?:)" if token["start"] or token["end"] else text)
        depth += (text == "(") - (text == ")")
        before = text
    return "".join(loose)


def _is_repeated(tokens: list[re.Match[str]], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1][0] in "{*+?"


class Scan:
    """Line patterns, each known by a number, and which of them could match in a patch.

    RE2 takes from each pattern the literal parts that any match must hold, and looks for all of them in one pass. A set of
    the whole patterns would say exactly which match, but on real text its automaton is built anew all the time.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._filter: re2.Filter | None = None

    def add(self, pattern: str) -> int:
        """Take a pattern in and give its number; the same pattern is taken once."""
        return self._numbers.setdefault(pattern, len(self._numbers))

    def match(self, text: bytes) -> frozenset[int]:
        """Give the numbers of all patterns that may match somewhere in a text; one that is missing does not."""
        if self._filter is None:
            self._filter = self._compiled()
        found = self._filter.Match(text + _END, potential=True) or ()
        if len(self._numbers) not in found:
            # The end is in every text, so RE2 ran out of memory: anything may be there.
            return frozenset(self._numbers.values())
        return frozenset(found) - {len(self._numbers)}

    def _compiled(self) -> "re2.Filter":
        compiling = re2.Filter()
        for pattern in (*self._numbers, re2.escape(_END.decode())):
            compiling.Add(pattern, options())
        compiling.Compile()
        return compiling


class PatternSet:
    """Patterns on short texts, each known by a number, all tried on a text in a few passes."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._sets: list[tuple[re2.Set, int, list[int]]] | None = None

    def add(self, pattern: str) -> int:
        """Take a pattern in and give its number; the same pattern is taken once."""
        return self._numbers.setdefault(pattern, len(self._numbers))

    def match(self, text: bytes) -> frozenset[int]:
        """Give the numbers of all patterns that match somewhere in a text."""
        if self._sets is None:
            items = list(self._numbers.items())
            parts = (items[at : at + _SET_PATTERNS] for at in range(0, len(items), _SET_PATTERNS))
            self._sets = [one for part in parts for one in self._compile(part)]
        found: list[int] = []
        for patterns, end, numbers in self._sets:
            hits = patterns.Match(text)
            if hits is None or end not in hits:
                # Every text has an end, so RE2 ran out of memory: anything may be there.
                found.extend(numbers)
            elif len(hits) > 1:
                found.extend(numbers[hit] for hit in hits if hit != end)
        return frozenset(found)

    def _compile(self, items: list[tuple[str, int]]) -> "Iterable[tuple[re2.Set, int, list[int]]]":
        """Compile one set; where it grows too large, two of half the patterns."""
        if not items:
            return
        given = options(one_line=False)
        given.max_mem = _SET_MEMORY
        patterns = re2.Set.SearchSet(given)
        for pattern, _ in items:
            patterns.Add(pattern)
        end = patterns.Add(r"\z")
        try:
            patterns.Compile()
        except re2.error:
            if len(items) == 1:
                raise
            yield from self._compile(items[: len(items) // 2])
            yield from self._compile(items[len(items) // 2 :])
        else:
            yield patterns, end, [number for _, number in items]
