"""What code of a zone speaks of, and what each sign of it weighs: data from `rules/signs/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """A group of words of one meaning. Words stand in lower case, several make a phrase, and a final `*` is any ending."""

    id: str
    says: str  # for people: "refunds and payouts"
    strength: int  # 3 strong, 2 medium, 1 weak
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Points, or points off, where a scale reaches a height."""

    scale: str  # a name of `bot.core.matching.signs.scales.SCALES`
    at_least: float
    points: float


@dataclass(frozen=True, slots=True)
class SignTable:
    """A zone's signs and their weights: `start` points and those of each step reached; four touch the zone."""

    zone: str
    signs: tuple[Sign, ...]
    start: float
    steps: tuple[Step, ...]
