"""What a pull request that edits the policy would change: in words, and for what was merged of late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """Whether a change of the policy asks for less, for more, or for neither as far as can be told."""

    WEAKER = "weaker"
    OTHER = "other"
    STRONGER = "stronger"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an edit of the policy changes, as Markdown in which nothing of a stranger's is markup."""

    weight: Weight
    says: str  # "**money** loses `/src/ledger/**`"


@dataclass(frozen=True, slots=True)
class Replay:
    """What two policies say of the pull requests merged last; numbers of pull requests by zone, newest first."""

    judged: int = 0
    asked: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # by the new one alone
    free: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # of what the old one asked for
    too_large: int = 0  # that were not looked at
    in_part: int = 0  # of which something that matters could not be seen
    failed: str = ""  # why there is none, in a sentence without its full stop


@dataclass(frozen=True, slots=True)
class Proposal:
    """A policy that can be used and that a pull request proposes, beside the one that judges it."""

    changes: tuple[Change, ...] = ()  # weaker ones first
    replay: Replay | None = None  # None: not known yet
    gone: bool = False  # the pull request takes the policy away
    behind: bool = False  # the branch began from another policy than the one that stands there now
    first: bool = False  # there was none before, so nothing is compared
    elsewhere: bool = False  # it is a floor: it judges in other repositories, so nothing is replayed here
