r"""Where a pattern's `\b` stands beside a sign: there it wants a letter on the other side, which is seldom meant.

The pattern is read as an automaton by Glushkov's construction: each character of it is a state, and what may follow what is known.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"(?P<edge>\\b)|(?P<start>\^|\\A)|(?P<end>\$|\\z)|(?P<flags>\(\?[imsU-]+\))"
    r"|(?P<open>\((?:\?(?:P?<\w+>|[imsU-]*:))?)|(?P<close>\))|(?P<bar>\|)|(?P<many>[*+?]\??|\{\d+(?:,\d*)?\}\??)"
    r"|(?P<one>\\[pP](?:\{[^}]*\}|.)|\\x(?:\{[^}]*\}|..)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|.)",
    re.DOTALL,
)
_WORD, _SIGN, _EITHER = "word", "sign", "either"
_ESCAPES = {"w": _WORD, "d": _WORD, "W": _SIGN, "s": _SIGN, "t": _SIGN}
_LETTERS = re.compile(r"[A-Za-z0-9_]")
_CLASS = re.compile(r"\\.|[^\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edge:
    r"""A sign beside a `\b` that wants a letter on its other side; `never`: the pattern allows none there."""

    sign: str
    leads: bool  # the `\b` stands before the sign
    never: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern: the states it may begin and end with, and whether it may be empty."""

    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    empty: bool = True


@dataclass(slots=True)
class _Reading:
    tokens: list[re.Match[str]]
    at: int = 0
    states: list[tuple[str, str]] = field(default_factory=list)  # kind of what is read there, and how it is written
    follows: set[tuple[int, int]] = field(default_factory=set)
    optional: set[int] = field(default_factory=set)  # states that may be left out, so that nothing is lost with them

    def choice(self) -> _Part:
        parts = [self.row()]
        while self._is("bar"):
            self.at += 1
            parts.append(self.row())
        first, last = (frozenset().union(*sets) for sets in zip(*((p.first, p.last) for p in parts), strict=True))
        return _Part(first, last, any(part.empty for part in parts))

    def row(self) -> _Part:
        whole = _Part()
        while self.at < len(self.tokens) and not self._is("bar") and not self._is("close"):
            part = self.repeated(self.single())
            self._join(whole.last, part.first)
            whole = _Part(
                whole.first | part.first if whole.empty else whole.first,
                whole.last | part.last if part.empty else part.last,
                whole.empty and part.empty,
            )
        return whole

    def single(self) -> _Part:
        token = self.tokens[self.at]
        self.at += 1
        if token.lastgroup == "open":
            inner = self.choice()
            self.at += 1  # its `)`
            return inner
        if token.lastgroup == "flags":
            return _Part()
        self.states.append((_kind(token), token[0]))
        here = frozenset({len(self.states) - 1})
        return _Part(here, here, empty=False)

    def repeated(self, part: _Part) -> _Part:
        while self._is("many"):
            many = self.tokens[self.at][0]
            self.at += 1
            if many[0] != "?":
                self._join(part.last, part.first)
            if many[0] in "*?" or many.startswith("{0"):
                self.optional |= part.first & part.last
                part = _Part(part.first, part.last, empty=True)
        return part

    def _is(self, group: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].lastgroup == group

    def _join(self, left: Iterable[int], right: Iterable[int]) -> None:
        self.follows.update((one, other) for one in left for other in right)


def edges(pattern: str) -> Iterator[Edge]:
    r"""Find each sign beside a `\b` that is found only where a letter stands on its other side; `pattern` is one RE2 takes."""
    if "\\b" not in pattern or "\\Q" in pattern:
        return
    reading = _Reading(list(_TOKEN.finditer(pattern)))
    whole = reading.choice()
    for edge, (kind, _) in enumerate(reading.states):
        if kind == "edge":
            before = {one for one, other in reading.follows if other == edge}
            after = {other for one, other in reading.follows if one == edge}
            yield from _beside(reading, after, before, leads=True, open_end=edge in whole.first)
            yield from _beside(reading, before, after, leads=False, open_end=edge in whole.last)


def _beside(reading: _Reading, signs: set[int], others: set[int], *, leads: bool, open_end: bool) -> Iterator[Edge]:
    r"""Look at one side of a `\b`; `open_end`: the pattern may begin or end there, so anything may stand around it."""
    if any(reading.states[other][0] != _SIGN for other in others):
        return
    for sign in sorted(signs):
        kind, text = reading.states[sign]
        if kind == _SIGN and sign not in reading.optional and text not in ("^", "$", "\\A", "\\z"):
            yield Edge(text, leads, never=not open_end)


def _kind(token: re.Match[str]) -> str:
    text = token[0]
    if token.lastgroup in ("start", "end"):
        return _SIGN  # a line's end is no letter
    if token.lastgroup == "edge":
        return "edge"
    if text[0] == "[":
        return _class(text)
    if text[0] == "\\":
        return _ESCAPES.get(text[1], _EITHER if text[1].isalpha() else _SIGN)
    return _EITHER if text == "." else _WORD if _LETTERS.match(text) else _SIGN


def _class(text: str) -> str:
    """Tell whether a class of characters holds letters alone, signs alone, or may hold both."""
    inner = text[1:-1]
    if inner.startswith("^") or "[:" in inner:
        return _EITHER
    kinds = {_ESCAPES.get(one[1:], _EITHER if one[1:].isalpha() else _SIGN) if one[0] == "\\" else _of(one)
             for one in _CLASS.findall(re.sub(r"(?<=\w)-(?=\w)", "", inner))}  # fmt: skip
    return kinds.pop() if len(kinds) == 1 else _EITHER


def _of(sign: str) -> str:
    return _WORD if _LETTERS.match(sign) else _SIGN
