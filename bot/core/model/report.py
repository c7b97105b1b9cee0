"""What stands on a pull request, what should, and the difference."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.model.change import Account, PullRequest, Side
from bot.core.model.verdict import Review

# --- what stands ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StandingCheck:
    """Our check run on the head, as it is."""

    id: int
    external_id: str  # the digest of the report it shows
    conclusion: str | None  # GitHub's word in lower case; None while it is not completed


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the conversation (`thread` None) or in a thread on a line."""

    id: int
    author: Account
    body: str
    created_at: datetime
    updated_at: datetime
    edited: bool = False
    ours: bool = False
    thread: str | None = None  # node id of the review thread it stands in
    root: int | None = None  # id of that thread's first comment, the only one GitHub lets be replied to
    edited_by: Account | None = None  # who did so last; None where that was not asked for or is not known

    @property
    def untouched(self) -> bool:
        """Whether we wrote every letter of it: anybody with write access can edit what we wrote."""
        return self.ours and (not self.edited or self.edited_by == self.author)


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread on a line that we began; `key` is its finding's."""

    id: str  # node id
    key: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """All of ours that stands on a pull request, and what people said there."""

    check: StandingCheck | None = None
    summary: Comment | None = None
    threads: tuple[Thread, ...] = ()
    comments: tuple[Comment, ...] = ()  # by anyone, oldest first, as far back as was read
    reviews: tuple[Review, ...] = ()  # oldest first
    requested: frozenset[str] = frozenset()  # logins asked for a review now, lower-cased


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy file as it stands in a commit. `text` None: there is no such file; `problem`: it is there, unreadable."""

    commit: str
    text: str | None = None
    blob: str | None = None
    problem: str | None = None

    @property
    def there(self) -> bool:
        """Whether there is such a file, of whatever use."""
        return self.text is not None or self.problem is not None


@dataclass(frozen=True, slots=True)
class FloorText:
    """The floor of whoever owns the repository. `file` None: the repository that would hold it can't be seen, or there is none."""

    owner: str  # an id of GitHub's that stays when the login changes
    login: str
    file: PolicyText | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A pull request as GitHub showed it in one reading."""

    pull: PullRequest
    standing: Standing
    base_policy: PolicyText
    head_policy: PolicyText
    floor: FloorText
    head_floor: PolicyText  # as the pull request would have it, where its repository is the one that holds the floor


# --- what should stand ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on lines in the check; `level` is `notice`, `warning` or `failure`."""

    path: str
    start_line: int
    end_line: int
    level: str
    title: str  # at most 255 characters
    message: str  # at most 64 KB


@dataclass(frozen=True, slots=True)
class CheckRun:
    """The check as it should be. `conclusion` in GitHub's words."""

    name: str
    head_sha: str
    conclusion: str  # "success", "action_required", "failure", "neutral"
    title: str
    summary: str  # Markdown, at most 65,535 characters
    annotations: tuple[Annotation, ...] = ()  # at most 50
    actions: tuple[
        tuple[str, str, str], ...
    ] = ()  # (label <= 20, description <= 40, identifier <= 20 characters), at most 3

    text: str = ""  # Markdown below the summary


@dataclass(frozen=True, slots=True)
class LineComment:
    """A comment on a changed line; `key` is its finding's."""

    key: str
    path: str
    line: int
    side: Side
    body: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The one reply to a comment that holds commands."""

    to: Comment
    body: str  # carries the marker that names the comment
    reaction: str  # GitHub's word: "+1", "confused", "eyes", "rocket"


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict in words, in all the places where it stands."""

    check: CheckRun
    summary: str | None  # the summary comment's body; None: none is needed
    review_body: str = ""
    lines: tuple[LineComment, ...] = ()  # most important first, at most ten
    keys: frozenset[str] = frozenset()  # of all findings that still hold; other threads of ours are over
    reviewers: tuple[str, ...] = ()  # who should be asked
    answers: tuple[Answer, ...] = ()


# --- the difference ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CreateCheck:
    """POST a check run."""

    check: CheckRun
    external_id: str


@dataclass(frozen=True, slots=True)
class UpdateCheck:
    """PATCH a check run; annotations stay as they were, since GitHub adds to them."""

    id: int
    check: CheckRun
    external_id: str


@dataclass(frozen=True, slots=True)
class PostSummary:
    """POST the summary comment."""

    body: str


@dataclass(frozen=True, slots=True)
class EditSummary:
    """PATCH the summary comment."""

    id: int
    body: str


@dataclass(frozen=True, slots=True)
class PostReview:
    """POST one review with its line comments, as a comment, neither approving nor refusing."""

    head_sha: str
    body: str
    comments: tuple[LineComment, ...]


@dataclass(frozen=True, slots=True)
class ResolveThread:
    """Resolve a thread whose finding is gone."""

    id: str


@dataclass(frozen=True, slots=True)
class RequestReviewers:
    """Ask people for a review."""

    logins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """POST a reply where the command was given, and a reaction on it."""

    answer: Answer


Effect = (
    CreateCheck | UpdateCheck | PostSummary | EditSummary | PostReview | ResolveThread | RequestReviewers | PostAnswer
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of one effect."""

    effect: Effect
    id: int | None = None  # of what was made
    at: datetime | None = None  # GitHub's clock
    refused: str | None = None  # GitHub would not have it (422, 403, 404 on the effect alone), and retrying is no use
    gone: bool = False  # it was refused because what it changes is there no more (404)
