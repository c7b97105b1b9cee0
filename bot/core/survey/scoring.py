"""How much a file leans to a zone: by its name, by the words of its code, and by what it imports."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from posixpath import basename

from bot.core.survey.lexicon import LEXICONS, Lexicon
from bot.core.survey.words import counted, words

_IMPORT = re.compile(
    r"^[ \t]*(?:#include|import|from|use|using|require|require_relative|gem|alias|extern crate|pub use|\w[\w{}, *]*=\s*require\()"
    r"[^\n]*|^[ \t]+(?:\w+ )?\"[\w.~-]+/[\w./~-]+\"$|\bfrom ['\"][^'\"\n]+['\"]",
    re.MULTILINE,
)
_ENOUGH_NAMES = 3.0  # points; a path that says a thing five times is no surer than one that says it twice
_DENSEST = 0.25  # of all words; beyond it a file is a table of constants
_SURE_OF = 3  # different words of a zone; one or two, however often, may mean something else here
_FEW_FILES = 40  # in a smaller repository no word is taken to be everywhere
_COMMON = 1 / 3  # of all files; a word that more of them hold says nothing about one of them
_FEW_WORDS = 40  # so many words count as read in any file, so that two lines make nobody sure


@dataclass(frozen=True, slots=True)
class Score:
    """How much one file leans to one zone."""

    name: float  # points for the words of its path
    density: float  # of the zone's words among all words of its code, from 0 to 1
    libraries: tuple[str, ...]  # of the zone, that it imports

    @property
    def points(self) -> float:
        """Add up: two named words, or a word in ten, or a name and a library make about 2."""
        return min(self.name, _ENOUGH_NAMES) / 2 + min(self.density, _DENSEST) * 20 + (0.75 if self.libraries else 0.0)


class TextWords:
    """The words of one file's text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.counts = counted(text)

    @cached_property
    def total(self) -> int:
        """How many words there are."""
        return sum(self.counts.values())

    @cached_property
    def imported(self) -> frozenset[str]:
        """The words of its imports; joined ones as well, so that `next-auth` is `nextauth`."""
        found: set[str] = set()
        for line in _IMPORT.findall(self._text):
            one = words(line)
            found.update(one, map("".join, pairwise(one)))
        return frozenset(found)


def score(path: str, text: TextWords | None, zone: Lexicon, terms: frozenset[str]) -> Score:
    """Score one file by the terms that tell anything here; without its text by its name alone."""
    named = name_points(path, zone)
    if text is None:
        return Score(named, 0.0, ())
    found = [times for word, times in text.counts.items() if word in terms]
    libraries = tuple(sorted({name for word, name in zone.libraries.items() if word in text.imported}))
    share = min(1.0, len(found) / _SURE_OF)
    return Score(named, share * sum(found) / max(text.total, _FEW_WORDS), libraries)


def name_points(path: str, zone: Lexicon) -> float:
    """Count a path's words of the zone: a name 2, a hint 1; each word once."""
    found = set(words(path.rpartition(".")[0] or basename(path)))
    return 2.0 * len(found & zone.names) + len(found & zone.hints)


def scores(paths: Iterable[str], texts: Mapping[str, TextWords]) -> dict[str, dict[str, Score]]:
    """Score files for every zone: zone -> path -> score."""
    listed = list(paths)
    everywhere = _everywhere([texts[path] for path in listed if path in texts])
    return {
        zone: {path: score(path, texts.get(path), lexicon, lexicon.terms - everywhere) for path in listed}
        for zone, lexicon in LEXICONS.items()
    }


def _everywhere(texts: Sequence[TextWords]) -> frozenset[str]:
    """Give the words that stand in so many of the files that they tell nothing about one."""
    if len(texts) < _FEW_FILES:
        return frozenset()
    files = Counter(word for text in texts for word in text.counts)
    return frozenset(word for word, count in files.items() if count > len(texts) * _COMMON)
