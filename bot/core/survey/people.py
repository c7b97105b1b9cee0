"""Who might sign for a zone: the owners of its files, who reviewed there, and only then who worked there most."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.codeowners import Codeowners, login_in, team_in
from bot.core.model.change import Commit, Identity

MOST = 3  # people or teams that are proposed for one zone
_FEW = 3  # who owns less than a third of what the first one owns is not proposed
_NOREPLY = re.compile(
    r"(?:\d+\+)?([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)@users\.noreply\.github\.com", re.IGNORECASE
)
_TRAILER = re.compile(r"(?:reviewed|approved|acked)-by:\s*(.*?)\s*<([^<>\n]*)>\s*", re.IGNORECASE)
_MACHINE = re.compile(r"\[bot\]|\bbot\b|-bot\b|^github$|dependabot|renovate|weblate", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Past:
    """One commit of the history: what it was, and the files in which it differs from its first parent."""

    commit: Commit
    merge: bool
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who is proposed, and why."""

    users: tuple[str, ...]
    teams: tuple[str, ...]
    why: str


def owners(codeowners: str, files: Sequence[str]) -> Proposal | None:
    """Propose the owners of most of a zone's files by CODEOWNERS, in which the last line that fits decides."""
    try:
        owned = Codeowners(codeowners)
    except ValueError:
        return None
    counts = Counter(owner for file in files for owner in dict.fromkeys(owned.owners(file)))
    teams = _most(counts, team_in)
    users = _most(counts, lambda owner: owner[1:] if login_in(owner) and owner.startswith("@") else "")
    if not teams and not users:
        return None
    return Proposal(users, teams, f"owners of most of its {len(files):,} files by CODEOWNERS")


def history(past: Sequence[Past], files: Iterable[str]) -> Proposal | None:
    """Propose who reviewed the zone's files before, or who committed there most; None where no login is known."""
    there, logins = frozenset(files), _logins(past)
    touching = [one for one in past if not there.isdisjoint(one.files)]
    reviewed = Counter(login for one in touching for login in _known(_reviewers(one), logins))
    if reviewed:
        return Proposal(_top(reviewed), (), f"reviewed or merged here before: {_counts(reviewed)}")
    wrote = Counter(login for one in touching if not one.merge for login in _known(one.commit.authors[:1], logins))
    if not wrote:
        return None
    return Proposal(_top(wrote), (), f"a guess: committed here most: {_counts(wrote)}")


def _most(counts: Counter[str], named: Callable[[str], str]) -> tuple[str, ...]:
    fitting = [(name, times) for owner, times in counts.most_common() if (name := named(owner))]
    return tuple(name for name, times in fitting if times * _FEW >= fitting[0][1])[:MOST]


def _top(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(login for login, _ in counts.most_common(MOST))


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{login} ({times})" for login, times in counts.most_common(MOST))


def _reviewers(one: Past) -> Iterator[Identity]:
    """Give who said in a trailer to have looked, and who made a merge."""
    for line in one.commit.message.split("\n"):
        if found := _TRAILER.fullmatch(line):
            yield Identity(found[1], found[2])
    if one.merge:
        yield from one.commit.authors[:1]


def _known(people: Iterable[Identity], logins: dict[str, str]) -> set[str]:
    found = {_login(person) or logins.get(person.email.lower()) or logins.get(person.name) for person in people}
    return {login for login in found if login and not _MACHINE.search(login)}


def _logins(past: Iterable[Past]) -> dict[str, str]:
    """Learn the logins of names and addresses from those who committed with GitHub's own address as well."""
    found: dict[str, str] = {}
    for one in past:
        for person in (*one.commit.authors, *([one.commit.committer] if one.commit.committer else [])):
            if login := _login(person):
                found.setdefault(person.name, login)
    for one in past:
        for person in one.commit.authors:
            if person.name in found:
                found.setdefault(person.email.lower(), found[person.name])
    return found


def _login(person: Identity) -> str | None:
    match = _NOREPLY.fullmatch(person.email)
    return match[1] if match and not _MACHINE.search(person.name) else None
