"""Globs as CODEOWNERS reads them, all of them tried on a path in one pass.

The syntax is pathspec's; the matching is RE2's, since a glob of many stars takes Python's own engine for ever.
"""

from collections.abc import Iterable
from functools import lru_cache

import re2
from pathspec import RegexPattern, lookup_pattern

from bot.core.patterns import PatternSet, options

Signed = tuple[tuple[int, bool], ...]  # (a glob's id, whether it adds or takes back), in the order written

_OR_FOLDER = "(?:/|$)"  # how pathspec ends a glob that may name a folder


class GlobSet:
    """Globs, each known by a number; filled first, then matched."""

    def __init__(self) -> None:
        self._set = PatternSet()

    def add_all(self, globs: Iterable[str]) -> Signed:
        """Take globs in; gives their numbers in order, and which of them take back (`!`)."""
        signed = []
        for glob in globs:
            regex, adds = translated(glob)
            if regex is not None:
                signed.append((self._set.add(regex), adds))
        return tuple(signed)

    def add_of_files(self, glob: str) -> int | None:
        """Take in a glob as git's attributes read it: it fits files alone, not all that a folder holds.

        Gives its number, None where it fits no file; raises ValueError where it is no glob.
        """
        regex, adds = translated(glob)
        if regex is None or not adds or glob.endswith("/"):
            return None
        try:
            re2.compile(regex, options(one_line=False))
        except re2.error as error:
            raise ValueError(glob) from error
        return self._set.add(files_alone(regex))

    def match(self, path: str) -> frozenset[int]:
        """Give the numbers of all globs that fit a path, `!` ones too."""
        return self._set.match(path.encode("utf-8", "replace"))


def files_alone(regex: str) -> str:
    """Make of a translated glob one that fits files alone, not all that a folder holds."""
    return regex.removesuffix(_OR_FOLDER) + "$" if regex.endswith(_OR_FOLDER) else regex


def last_match(signed: Signed, hits: frozenset[int]) -> bool:
    """Whether a list of globs takes a path in: the last one that fits decides."""
    if hits:
        for number, adds in reversed(signed):  # asked so often that a generator would be felt
            if number in hits:
                return adds
    return False


@lru_cache(maxsize=16_384)  # the shipped packs alone have some two thousand, in every policy
def translated(glob: str) -> tuple[str | None, bool]:
    """Give a glob as RE2 on a whole path, None for one that names nothing, and whether it adds or takes back."""
    pattern = lookup_pattern("gitignore")(glob)
    regex = pattern.regex if isinstance(pattern, RegexPattern) else None
    return (None, True) if regex is None else (f"(?s){regex.pattern}", bool(pattern.include))


def branch_fits(globs: Iterable[str], name: str) -> bool:
    """Whether a branch's name fits one of the globs: `*` crosses no slash, `**` does."""
    return any(_branch(glob).fullmatch(name.encode("utf-8", "replace")) is not None for glob in globs)


@lru_cache(maxsize=1024)
def _branch(glob: str) -> "re2._Regexp":
    stars = ".*".join("[^/]*".join(map(_characters, part.split("*"))) for part in glob.split("**"))
    return re2.compile(f"(?s){stars}", options(one_line=False))


def _characters(text: str) -> str:
    return "[^/]".join(map(re2.escape, text.split("?")))
