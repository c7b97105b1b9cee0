"""Words that any text holds which a pattern matches: a cheap search for them goes before a dear one for the pattern."""

import re
from functools import lru_cache

MOST_DEPTH = 40  # groups within groups that are looked into
SHORTEST = 3  # letters; shorter words stand everywhere
_TOKEN = re.compile(
    r"\(\?[imsU-]+\)|(?P<open>\((?:\?P?<\w+>|\?[imsU]*(?:-[imsU]+)?:)?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<word>\w)|\\Q.*?(?:\\E|\Z)|\\[pPx]\{[^}]*\}|\\x..|\\[pP].|\\[0-7]{1,3}|\\."
    r"|\[\^?\]?(?:\[:\^?\w+:\]|\\[pP]\{[^}]*\}|\\.|[^\]\\])*\]|.",
    re.DOTALL | re.ASCII,
)
_REPEAT = re.compile(r"(?:(?P<star>[*?])|(?P<plus>\+)|\{(?P<least>\d+)(?:,\d*)?\})\??")

Words = frozenset[str]


@lru_cache(maxsize=8192)
def needed(pattern: str) -> Words | None:
    """Give words of which one stands, in some case, in every text that a pattern matches; None where none is known."""
    try:
        return _Reader(pattern).choice(0)
    except _TooDeepError:
        return None


class _TooDeepError(Exception):
    """A pattern nests deeper than is looked into."""


class _Reader:
    """Reads a pattern once, from left to right."""

    def __init__(self, pattern: str) -> None:
        self._text, self._at = pattern, 0

    def choice(self, depth: int) -> Words | None:
        """Read alternatives up to a closing bracket or the end: each must need something."""
        found: list[Words | None] = []
        while True:
            words, again = self._sequence(depth)
            found.append(words)
            if not again:
                break
        known = [words for words in found if words is not None]
        return frozenset().union(*known) if len(known) == len(found) else None

    def _sequence(self, depth: int) -> tuple[Words | None, bool]:
        """Read what follows one another; gives the best words of it, and whether an alternative follows."""
        best: Words | None = None
        run = ""
        while self._at < len(self._text):
            token = _TOKEN.match(self._text, self._at)
            assert token is not None  # noqa: S101  # its last alternative takes anything
            self._at = token.end()
            if token["close"] or token["or"]:
                return _better(best, run), bool(token["or"])
            inside = self._group(depth) if token["open"] else None
            least, repeated = self._repeated()
            if token["word"] and least:
                run += token[0]
            if not token["word"] or not least or repeated:
                best, run = _better(best, run), ""
            if inside is not None and least:
                best = _better_of(best, inside)
        return _better(best, run), False

    def _group(self, depth: int) -> Words | None:
        if depth >= MOST_DEPTH:
            raise _TooDeepError
        return self.choice(depth + 1)

    def _repeated(self) -> tuple[int, bool]:
        """Read a repetition: how often at least, and whether there is one."""
        found = _REPEAT.match(self._text, self._at)
        if found is None:
            return 1, False
        self._at = found.end()
        return (0 if found["star"] else int(found["least"] or 1)), True


def _better(best: Words | None, run: str) -> Words | None:
    return _better_of(best, frozenset({run.lower()})) if len(run) >= SHORTEST else best


def _better_of(one: Words | None, other: Words) -> Words:
    """Prefer what is rarer: the longer word, of several the shortest counts."""
    return other if one is None or min(map(len, other)) > min(map(len, one)) else one
