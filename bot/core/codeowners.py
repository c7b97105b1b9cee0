"""CODEOWNERS: who owns a path, by the last line that fits it.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import re2

from bot.core.hands import login_of
from bot.core.matching.globs import files_alone, translated
from bot.core.model.change import Identity
from bot.core.patterns import PatternSet, options

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")  # where GitHub looks; the first that is there counts
MOST_BYTES = 3 * 1024 * 1024  # GitHub does not load a larger one
MOST_LINES = 10_000  # with owners; more would be slow to try on every path
LONGEST_PATTERN = 4_096  # of a path on Linux, so a longer pattern fits none
UNREADABLE = "CODEOWNERS"  # the key of `People.unreadable` that says why owners are not known

_LINE = re.compile(r"((?:[^\s\\#]|\\.|(?<=\S)#)+)(.*)", re.ASCII)  # a pattern, in which a backslash keeps a space
_COMMENT = re.compile(r"(?:^|\s)#.*", re.ASCII)
_USER = re.compile(r"@[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_TEAM = re.compile(r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[\w.-]+", re.ASCII)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+", re.ASCII)
_REFUSED = re.compile(r"^!|[\[\]]|\\[#!]")  # what gitignore knows and GitHub does not read here


@dataclass(frozen=True, slots=True)
class Line:
    """One line that GitHub reads: a pattern and its owners; none: nobody owns what it fits."""

    number: int
    pattern: str
    owners: tuple[str, ...]  # "@ada", "@acme/payments" or an address, as written


class Codeowners:
    """A CODEOWNERS file, ready to be asked."""

    def __init__(self, text: str) -> None:
        """Read it; lines that GitHub would skip are skipped. Raises ValueError where it can't be asked."""
        self._set = PatternSet()
        self._lines: dict[int, tuple[Line, str]] = {}  # of lines with the same pattern the last
        for count, line in enumerate(lines(text), 1):
            if count > MOST_LINES:
                raise ValueError(f"it has more than {MOST_LINES:,} lines with owners")
            regex = _regex(line)
            if regex is not None:
                self._lines[self._set.add(regex)] = (line, regex)

    def owners(self, path: str) -> tuple[str, ...]:
        """Give the owners of a path as they are written; () where nobody owns it."""
        raw = path.encode("utf-8", "replace")
        # A set that runs out of memory names all its patterns, so the last one is asked again by itself.
        hits = sorted((self._lines[number] for number in self._set.match(raw)), key=lambda hit: -hit[0].number)
        found = next((line for line, regex in hits if re2.compile(regex, options(one_line=False)).search(raw)), None)
        return found.owners if found else ()


def lines(text: str) -> Iterator[Line]:
    """Read the lines of a file that GitHub would not skip."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        found = _LINE.match(line.strip(" \t\r"))
        if found is None or _REFUSED.search(found[1]) or len(found[1]) > LONGEST_PATTERN:
            continue
        owners = tuple(_COMMENT.sub("", found[2]).split())
        if all(_USER.fullmatch(one) or _TEAM.fullmatch(one) or _ADDRESS.fullmatch(one) for one in owners):
            yield Line(number, found[1], owners)


def login_in(owner: str) -> str:
    """Give the lower-cased login that an owner names, "" for a team and for an address that tells none."""
    if _USER.fullmatch(owner):
        return owner[1:].lower()
    return "" if team_in(owner) else login_of(Identity("", owner)).lower()


def team_in(owner: str) -> str:
    """Give the team that an owner names as "org/slug", "" for anybody else."""
    return owner[1:] if _TEAM.fullmatch(owner) else ""


def _regex(line: Line) -> str | None:
    """Give a line's pattern as RE2; the star at the end of `docs/*` fits files there, and not what folders hold."""
    regex, _ = translated(line.pattern)
    if regex is None:
        return None
    regex = files_alone(regex) if line.pattern.endswith("/*") else regex
    try:
        re2.compile(regex, options(one_line=False))
    except re2.error as error:
        raise ValueError(f"the pattern on line {line.number} is too large") from error
    return regex
