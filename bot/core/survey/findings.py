"""What a look through a repository found: values that the policy writer turns into words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """One glob and, for people, what stands behind it."""

    glob: str
    why: str


@dataclass(frozen=True, slots=True)
class ZoneFound:
    """Where a zone is. All of it empty: it was not found."""

    zone: str
    files: tuple[str, ...] = ()  # that lean to it, the surest first
    paths: tuple[Placed, ...] = ()
    likely: tuple[Placed, ...] = ()
    said: tuple[str, ...] = ()  # evidence, a sentence each


@dataclass(frozen=True, slots=True)
class Survey:
    """The whole look: zones in their order, globs of what no zone is about, and how much was seen."""

    zones: tuple[ZoneFound, ...]
    noise: tuple[Placed, ...]
    listed: int  # files in the tree
    code: int  # of them code that rules look at
    read: int  # of those read
