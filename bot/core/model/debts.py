"""What is owed for a merge without sign-offs: a review after the fact, tracked by an issue."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.model.report import Comment


@dataclass(frozen=True, slots=True)
class Merge:
    """How a pull request came into its base."""

    head: str
    sha: str
    base: str
    by: str  # login; "": not known
    at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """A zone that nobody had signed when it was merged."""

    zone: str
    title: str
    state: str  # where it stood: "overridden", "open", "vetoed", ...
    overriders: tuple[str, ...] = ()  # logins, lower-cased


@dataclass(frozen=True, slots=True)
class Debt:
    """The reviews that are owed for one merge; `paid` are the zones that were reviewed since."""

    repo_id: int
    number: int
    repository: str
    issue: int  # 0: GitHub would not have one opened
    url: str
    since: datetime
    zones: tuple[Owed, ...]
    authors: tuple[str, ...]  # logins, lower-cased: of the change, so they never review it
    paid: frozenset[str] = frozenset()

    @property
    def unpaid(self) -> tuple[Owed, ...]:
        """The zones whose review is still owed."""
        return tuple(owed for owed in self.zones if owed.zone not in self.paid)


@dataclass(frozen=True, slots=True)
class NewIssue:
    """An issue to be opened; `mark` begins its body, and is how it is known again."""

    title: str
    mark: str
    body: str  # Markdown, at most 65,536 characters with the mark
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingIssue:
    """An issue of ours as it is."""

    number: int
    url: str
    open: bool
    created_at: datetime
    closed_by: str = ""  # login
    comments: tuple[Comment, ...] = ()
