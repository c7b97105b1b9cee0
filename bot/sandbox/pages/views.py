"""What the templates show: plain values, made from the sandbox's state for one answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from markupsafe import Markup

from bot.sandbox.pages.diff import Row

NOTHING = Markup()
FACES = 8  # colours of faces in the style sheet


@dataclass(frozen=True, slots=True)
class Person:
    """An account; `role` says in a few words what it may do here."""

    login: str
    role: str = ""
    app: bool = False

    @property
    def colour(self) -> int:
        """The number of its colour, always the same."""
        return crc32(self.login.encode()) % FACES


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: in the conversation, in a thread, or the text of a review.

    `address` is where its forms go; `form` names the form of its boxes, "" where it has none; `source` is the
    Markdown for its author to edit; `shown` the state of the text that the boxes belong to.
    """

    id: str
    by: Person
    at: datetime
    html: Markup
    address: str = ""
    source: str = ""
    mine: bool = False
    edited: bool = False
    form: str = ""
    shown: str = ""
    reactions: Sequence[tuple[str, int, str]] = ()  # the face, how many, who


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread on a line; `root` is the number of its first comment, `rows` the lines that it is about."""

    id: str
    root: int
    path: str
    side: str
    line: int | None
    said: Sequence[Said]
    rows: Sequence[Row] = ()
    resolved: bool = False
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Something in the conversation: `kind` is said, review or event."""

    kind: str
    id: str
    at: datetime
    says: str = ""
    detail: str = ""
    sha: str = ""
    by: Person | None = None
    icon: str = "dot"
    tone: str = ""
    said: Said | None = None
    verb: str = "commented"
    review: int = 0
    dismissible: bool = False
    threads: Sequence[Talk] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation of a check."""

    path: str
    line: int
    where: str
    tone: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckAction:
    """A button that a check offers."""

    label: str
    description: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check run; `tone` is good, bad, warn, quiet or wait, `word` its conclusion in words."""

    id: int
    name: str
    head_sha: str
    at: datetime
    tone: str
    word: str
    title: str = ""
    summary: Markup = NOTHING
    text: Markup = NOTHING
    annotations: Sequence[tuple[str, Sequence[Note]]] = ()
    actions: Sequence[CheckAction] = ()


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request in lists and at the head of its pages; `state` is open, draft, closed or merged."""

    number: int
    title: str
    state: str
    author: Person
    at: datetime
    base: str
    head: str
    head_sha: str
    commits: int = 0
    files: int = 0
    comments: int = 0
    labels: Sequence[str] = ()
    check: Check | None = None

    @property
    def tone(self) -> str:
        """The colour of its mark."""
        return {"open": "good", "closed": "bad", "merged": "merged"}.get(self.state, "quiet")

    @property
    def over(self) -> bool:
        """Whether it waits for nothing any more."""
        return self.state in ("closed", "merged")


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue in lists and at the head of its page; `state` is open or closed."""

    number: int
    title: str
    state: str
    author: Person
    at: datetime
    labels: Sequence[str] = ()
    assignees: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a file with the threads and annotations that stand below it; `anchor` names it in links."""

    row: Row
    anchor: str
    talks: Sequence[Talk] = ()
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A changed file; without rows `nothing` says why. `elsewhere` are threads on lines that are not shown."""

    path: str
    anchor: str
    status: str
    additions: int
    deletions: int
    old_path: str | None = None
    rows: Sequence[Shown] = ()
    nothing: str = ""
    elsewhere: Sequence[Talk] = field(default=())

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        return {"added": "good", "removed": "bad", "renamed": "note"}.get(self.status, "")


@dataclass(frozen=True, slots=True)
class Merge:
    """Whether it may be merged, in words; `may` go into the merge queue, or is `queued` there already, or `done`."""

    tone: str
    title: str
    says: str
    may: bool = False
    queued: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Tour:
    """Where a first visit leads: a pull request, its author, and who was asked to look at it."""

    number: int
    author: str
    seniors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a reviewer stands, in words."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class OfBranch:
    """A file of a branch, and whether the pull request changes it."""

    path: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the lists of deliveries and of API calls; `took` is in words, `name` the delivery's own id."""

    id: str
    at: datetime
    tone: str
    what: str
    detail: str
    answer: str
    took: str
    again: bool = False
    name: str = ""
