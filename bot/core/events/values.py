"""The events as frozen values, each with only the fields that are used."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.events.boxes import Box
from bot.core.model.change import Account


@dataclass(frozen=True, slots=True)
class Where:
    """A repository as one installation sees it."""

    installation: int
    repo_id: int
    repo: str  # "owner/name"


@dataclass(frozen=True, slots=True)
class PullRequestTouched:
    """Something happened to a pull request that may change its verdict, or what should stand on it.

    `why` is the action alone for the pull request itself ("opened"), and with its subject for all else:
    "review submitted", "comment created", "line comment created", "check run rerequested".
    """

    delivery: str
    where: Where
    number: int
    why: str
    changed_files: int | None = None  # how many, where GitHub says so
    comment: int | None = None  # id of the comment that was touched
    people_since: float | None = None  # what was learnt of people until then, in seconds since 1970, is of no use now

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"pr:{self.where.repo_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class PullRequestClosed:
    """A pull request was closed without a merge."""

    delivery: str
    where: Where
    number: int

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"pr:{self.where.repo_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class BoxesChanged:
    """Somebody other than us switched boxes of the checklist in a comment of ours."""

    delivery: str
    where: Where
    number: int
    comment: int
    sender: Account
    boxes: tuple[Box, ...]  # the switched ones, as they are now
    at: datetime  # when, by GitHub's clock

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"pr:{self.where.repo_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class PullRequestMerged:
    """A pull request was merged, whatever its check said."""

    delivery: str
    where: Where
    number: int
    head: str
    sha: str  # the commit by which it came into its base
    base: str
    by: str  # login; "": not known any more
    at: datetime  # by GitHub's clock

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"pr:{self.where.repo_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class IssueTouched:
    """Something happened to an issue that we opened: "issue closed", "comment created"."""

    delivery: str
    where: Where
    issue: int
    why: str

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"issue:{self.where.repo_id}:{self.issue}"


@dataclass(frozen=True, slots=True)
class CommitTouched:
    """A check on a commit was asked for again, and GitHub does not name just one pull request for it."""

    delivery: str
    where: Where
    sha: str
    why: str

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"repo:{self.where.repo_id}"


@dataclass(frozen=True, slots=True)
class MergeGroupAsked:
    """A merge queue's group wants a verdict: GitHub asks for its checks, or what it rests on may have changed.

    `base_sha`: what its last part stands on, where GitHub says so; else it is judged from the branch on.
    """

    delivery: str
    where: Where
    sha: str  # the group's head
    branch: str  # that it is to be merged into, without refs/heads/
    ref: str  # the branch that GitHub keeps the group on, without refs/heads/
    why: str
    base_sha: str | None = None

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"group:{self.where.repo_id}:{self.sha}"


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A commit status, a check run of another App or a workflow says something else of a commit.

    `numbers` are the pull requests that GitHub names for it; none named: those that have the commit as their head.
    """

    delivery: str
    where: Where
    sha: str
    workflow: bool  # else a commit status or check run
    names: tuple[str, ...]  # by each of which it goes
    numbers: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"repo:{self.where.repo_id}"


@dataclass(frozen=True, slots=True)
class PolicyPushed:
    """A push changed the policy file on a branch, or may have; `branch` None: the floor under those of all branches."""

    delivery: str
    where: Where
    branch: str | None  # without refs/heads/

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"repo:{self.where.repo_id}"


@dataclass(frozen=True, slots=True)
class ReplayWanted:
    """A policy that a pull request proposes is to be tried on what was merged of late; `proposal` names it."""

    delivery: str
    where: Where
    number: int
    proposal: str

    @property
    def key(self) -> str:
        """What is handled in order and together: apart from the pull request's own events, which wait for nothing."""
        return f"replay:{self.where.repo_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class FloorPushed:
    """A push changed the floor of all repositories that an installation sees, or may have."""

    delivery: str
    installation: int

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"installation:{self.installation}"


@dataclass(frozen=True, slots=True)
class RepositoriesAdded:
    """An installation sees these repositories from now on; none named: it may see any of its own anew, so ask."""

    delivery: str
    installation: int
    repos: tuple[Where, ...]

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"installation:{self.installation}"


@dataclass(frozen=True, slots=True)
class InstallationGone:
    """An installation was deleted or suspended: nothing can be read or written there."""

    delivery: str
    installation: int

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"installation:{self.installation}"


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Who belongs to a team, an organisation or a repository has changed; `what` is for the log: "team edited"."""

    delivery: str
    installation: int
    what: str

    @property
    def key(self) -> str:
        """What is handled in order and together."""
        return f"installation:{self.installation}"


Event = (
    PullRequestTouched
    | BoxesChanged
    | PullRequestMerged
    | PullRequestClosed
    | IssueTouched
    | CommitTouched
    | MergeGroupAsked
    | StatusChanged
    | PolicyPushed
    | ReplayWanted
    | FloorPushed
    | RepositoriesAdded
    | InstallationGone
    | PeopleChanged
)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A delivery that changes nothing here, and the reason in a sentence; nothing of a stranger's making is in it."""

    reason: str
