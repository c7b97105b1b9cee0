"""Words in identifiers, paths and strings, and which signs they are of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.core.model.signs import SignTable

_KNOWN_WORDS = 16_384
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z0-9]+")
# Names that are one word however they are written.
_ONE_WORD = re.compile(r"OAuth|WebAuthn|OpenID|GitHub|GitLab|PayPal")


class Mark(NamedTuple):
    """A word that is a sign: of which zone's table, how strong, and the sign's number there."""

    table: int
    strength: int
    sign: int


def words(text: str) -> list[str]:
    """Split into words at the borders of camelCase, snake_case and everything else; in lower case."""
    whole = _ONE_WORD.sub(lambda found: found[0].capitalize(), text)
    return _WORD.findall(_HUMP.sub(" ", whole).lower())


class Vocabulary:
    """The words of several tables, looked up together."""

    def __init__(self, tables: Sequence[SignTable]) -> None:
        self._single: dict[str, list[Mark]] = {}
        self._stems: dict[str, list[Mark]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Mark]]] = {}
        for number, table in enumerate(tables):
            for index, sign in enumerate(table.signs):
                for phrase in sign.words:
                    self._add(phrase, Mark(number, sign.strength, index))
        self._shortest = min(map(len, self._stems), default=0)
        self.of_word = lru_cache(maxsize=_KNOWN_WORDS)(self._of_word)

    def marks(self, found: Sequence[str]) -> set[Mark]:
        """Give the marks of a run of words, phrases too."""
        marks: set[Mark] = set()
        for at, word in enumerate(found):
            single, phrases = self.of_word(word)
            marks.update(single)
            for rest, mark in phrases:
                if _follows(found, at + 1, rest):
                    marks.add(mark)
        return marks

    def _add(self, phrase: str, mark: Mark) -> None:
        first, *rest = phrase.split()
        if rest:
            self._phrases.setdefault(first, []).append((tuple(rest), mark))
        elif first.endswith("*"):
            self._stems.setdefault(first.removesuffix("*"), []).append(mark)
        else:
            self._single.setdefault(first, []).append(mark)

    def _of_word(self, word: str) -> tuple[tuple[Mark, ...], tuple[tuple[tuple[str, ...], Mark], ...]]:
        """Give what a word is a sign of by itself, and the phrases that it begins."""
        singular = tuple(_singular(word))
        alone = [mark for form in singular for mark in self._single.get(form, ())]
        for length in range(self._shortest, len(word) + 1):
            alone += self._stems.get(word[:length], ())
        phrases = [phrase for form in singular for phrase in self._phrases.get(form, ())]
        return tuple(dict.fromkeys(alone)), tuple(dict.fromkeys(phrases))


def _follows(found: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    return len(found) - at >= len(rest) and all(
        word.startswith(wanted[:-1]) if wanted.endswith("*") else wanted in _singular(word)
        for word, wanted in zip(found[at:], rest, strict=False)
    )


def _singular(word: str) -> Iterator[str]:
    """Give a word, and what it is the plural of."""
    yield word
    if len(word) > 3 and word.endswith("s"):  # noqa: PLR2004  # "tls" and "cors" are no plurals, and do no harm
        yield word[:-1]
        if word.endswith("es"):
            yield word[:-2]
        if word.endswith("ies"):
            yield word[:-3] + "y"


def strongest(marks: Iterable[Mark], table: int) -> int:
    """Tell how strong the strongest mark of a table is; 0 when there is none."""
    return max((mark.strength for mark in marks if mark.table == table), default=0)
