"""What a file's name alone leaves of a policy: the rules that may hold on it, and the line patterns that are for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.matching.globs import Signed, last_match
from bot.core.matching.nodes import Node
from bot.core.matching.view import FileView, Name

_NAMES = 4096  # kinds of names that are remembered
_KINDS = 256  # kinds of names by the patterns that are for them


@dataclass(frozen=True, slots=True)
class Left:
    """What is left: `at_once` may hold whatever the lines say, the others only where one of their patterns hits."""

    patterns: frozenset[int]
    at_once: frozenset[int]
    by_pattern: Mapping[int, tuple[int, ...]]


class Names:
    """The rules of a policy by the names of files. `files`: for each pattern, the globs of each predicate that has it."""

    def __init__(self, nodes: Sequence[Node], files: Mapping[int, Collection[Signed]]) -> None:
        self._nodes = tuple(nodes)
        self._anywhere = frozenset(number for number, lists in files.items() if () in lists)
        self._by_globs: dict[Signed, list[int]] = {}
        for number, lists in files.items():
            for signed in lists:
                self._by_globs.setdefault(signed, []).append(number)
        self._globs = frozenset(glob for signed in self._by_globs for glob, _ in signed)
        self._by_glob: dict[int, list[int]] = {}
        self._by_pattern: dict[int, list[int]] = {}
        self._always: set[int] = set()
        for number, node in enumerate(self._nodes):
            self._index(number, node)
        self._left = lru_cache(_NAMES)(self._look)
        self._patterns = lru_cache(_KINDS)(self._covered)

    def left(self, view: FileView) -> Left:
        """Give what is left for a file."""
        return self._left(view.name)

    def _index(self, number: int, node: Node) -> None:
        triggers = node.triggers()
        if triggers is None:
            self._always.add(number)
        for trigger in triggers or ():
            kind, found = trigger
            (self._by_glob if kind == "glob" else self._by_pattern).setdefault(found, []).append(number)

    def _look(self, name: Name) -> Left:
        patterns = self._patterns(frozenset(globs & self._globs for globs in name.globs))
        fit = {number for number, node in enumerate(self._nodes) if node.fits(name, patterns)}
        by_glob = (self._by_glob.get(glob, ()) for globs in name.globs for glob in globs)
        by_pattern = {number: fit.intersection(self._by_pattern.get(number, ())) for number in patterns}
        return Left(
            patterns,
            frozenset(fit.intersection(self._always.union(*by_glob))),
            {number: tuple(rules) for number, rules in by_pattern.items() if rules},
        )

    def _covered(self, paths: frozenset[frozenset[int]]) -> frozenset[int]:
        """Give the patterns that are for files which these globs fit."""
        lists = (
            numbers for signed, numbers in self._by_globs.items() if any(last_match(signed, globs) for globs in paths)
        )
        return self._anywhere.union(*lists)
