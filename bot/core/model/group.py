"""A merge queue's group: the pull requests in it, each on top of the one before, and what was found of each."""

from dataclasses import dataclass

from bot.core.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Part:
    """One pull request in a group: the commits between which it is merged, and the one that it stands on."""

    number: int
    base: str
    head: str
    below: int | None = None  # the pull request that it stands on; None: the branch itself


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of one part."""

    part: Part
    conclusion: str  # in GitHub's words, as its pull request's own check would have it
    verdict: Verdict | None = None  # None: it could not be judged
    says: tuple[str, ...] = ()  # what holds it back, in sentences
