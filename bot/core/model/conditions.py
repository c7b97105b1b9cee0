"""Conditions on who made a pull request, and on the hour: they hang on more than the change itself."""

from dataclasses import dataclass

MIDNIGHT = 24 * 60  # minutes into the day


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """Logins, compared without case, apps as `name[bot]`; members of teams (`org/slug`) and of organisations."""

    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author(NamedPeople):
    """Who opened the pull request is one of these."""


@dataclass(frozen=True, slots=True)
class Contributors(NamedPeople):
    """Some author, co-author or committer of a commit, or who opened it, is one of these."""


@dataclass(frozen=True, slots=True)
class OnlyContributors(NamedPeople):
    """Each author, co-author and committer of a commit, and who opened it, is one of these."""


@dataclass(frozen=True, slots=True)
class SignedBy(NamedPeople):
    """GitHub verified the signature of every commit, and whose it is: one of these."""


@dataclass(frozen=True, slots=True)
class SignedWith:
    """GitHub verified the signature of every commit, and it was made with one of these keys, compared without case."""

    keys: tuple[str, ...]  # the id of a GPG key, or the fingerprint of an SSH key


@dataclass(frozen=True, slots=True)
class SomePaths:
    """Some file of the change stands, or stood, where these globs fit; `!` takes back.

    `came` true: where there was none before; false: where there is none any more. A moved file went and came.
    """

    globs: tuple[str, ...]
    came: bool | None = None


@dataclass(frozen=True, slots=True)
class OnlyPaths:
    """Every file of the change stands, and stood, where these globs fit; `!` takes back."""

    globs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """The head branch is in another repository; `yes` false: in the same one."""

    yes: bool


@dataclass(frozen=True, slots=True)
class AuthorAlone:
    """Nobody but who opened it had a hand in the change; `yes` false: somebody had."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Time:
    """The hour is within a window that comes again every week.

    One that ends before it begins goes on past midnight, and belongs to the day on which it began.
    """

    zone: str  # as the IANA names it: "Europe/Berlin"
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # from Monday, 0, on
    begins: int = 0  # minutes into the day, by the clocks of the zone
    ends: int = MIDNIGHT  # the first minute that is not in it


PeoplePredicate = Author | Contributors | OnlyContributors | SignedBy
WherePredicate = SomePaths | OnlyPaths | Fork
