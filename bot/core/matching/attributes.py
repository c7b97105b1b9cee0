"""What `.gitattributes` at the root of the base branch says of files: generated, vendored, documentation, or expressly not.

It is never read from the head, whose author would choose what is looked at. Attribute files in folders are not read.
https://github.com/github-linguist/linguist/blob/main/docs/overrides.md
"""

from functools import lru_cache

from bot.core.matching.classes import excluded_class
from bot.core.matching.globs import GlobSet

MOST_LINES, MOST_SAID, MOST_CHARACTERS = 2_000, 50, 300  # lines, attributes of one, characters of a glob
# Written by tools, and run on the real database all the same.
_NEVER = ("**/migrations/**", "**/migrate/**", "**/Migrations/**", "**/db/schema.rb", "*.sql")
_CLASSES = {"linguist-generated": "generated", "linguist-vendored": "vendored", "linguist-documentation": "docs"}
_FALSE = {"false", "0", "no", "off"}


class Attributes:
    """The attributes of one commit, by path."""

    def __init__(self, text: str) -> None:
        self._globs = GlobSet()
        self._said: list[tuple[int, str, bool | None]] = []  # a glob's number, a class of files, and whether it is one
        for line in text.split("\n")[:MOST_LINES]:
            self._take(line.strip())
        self._never = {number for number, _ in self._globs.add_all(_NEVER)}

    def excluded_class(self, path: str) -> str | None:
        """Name the class of files that a path belongs to, by its attributes first and then by its name."""
        hits = self._globs.match(path) if self._said else frozenset()
        if not hits:
            return excluded_class(path)
        set_to = {kind: value for number, kind, value in self._said if number in hits}
        found = next((kind for kind, value in set_to.items() if value), None)
        if found is not None and hits.isdisjoint(self._never):
            return found
        return excluded_class(path, frozenset(kind for kind, value in set_to.items() if value is False))

    def _take(self, line: str) -> None:
        pattern, *said = line.split()[:MOST_SAID] or [""]
        if len(pattern) > MOST_CHARACTERS or pattern.startswith(("#", "!", "[attr]", '"')):
            return
        meant = [(kind, _value(one)) for one in said if (kind := _CLASSES.get(_name(one)))]
        try:
            number = self._globs.add_of_files(pattern) if meant and pattern else None
        except ValueError:  # no glob that git would take either
            return
        if number is not None:
            self._said += [(number, kind, value) for kind, value in meant]


@lru_cache(maxsize=64)
def attributes(text: str) -> Attributes:
    """Read an attribute file, kept by its text."""
    return Attributes(text)


def _name(attribute: str) -> str:
    return attribute.lstrip("-!").partition("=")[0]


def _value(attribute: str) -> bool | None:
    """Give true, false, or None where nothing is said any more."""
    if attribute.startswith("!"):
        return None
    return not attribute.startswith("-") and attribute.partition("=")[2].lower() not in _FALSE
