"""What a pull request changes: files, commits and the people behind them."""

from dataclasses import dataclass, field
from enum import StrEnum

ATTRIBUTES_PATH = ".gitattributes"


class Side(StrEnum):
    """Which side of the diff a line stands on."""

    ADDED = "added"
    REMOVED = "removed"


class FileStatus(StrEnum):
    """What happened to a file; GitHub's words, but `mode-changed` for its vague `changed`."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RENAMED = "renamed"
    COPIED = "copied"
    MODE_CHANGED = "mode-changed"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file of the change, as far as it could be seen.

    `patch` holds the hunks as GitHub gives them, from the first `@@` line on, lines split by line feeds alone.
    `""` means that no text changed (a pure rename, a mode change, an empty file); `None` means that there
    is no text to show: a binary file, or one that could not be read, and then `unseen` says why.
    """

    path: str
    status: FileStatus
    patch: str | None
    old_path: str | None = None  # where it was, for a rename or copy; None when unchanged
    binary: bool = False
    unseen: str | None = None  # a sentence for people, when the content could not be read
    old_mode: str | None = None  # "100644", "100755", "120000" a symlink, "160000" a submodule; None: not known
    new_mode: str | None = None
    old_blob: str | None = None  # git object ids, where known
    new_blob: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A GitHub account. `login` is "" for a deleted one."""

    login: str
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """A name in a commit; `login` is None when GitHub knows no account for the address."""

    name: str
    email: str
    login: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the pull request, side branches that were merged in included."""

    sha: str
    message: str
    authors: tuple[Identity, ...]  # the author first, then co-authors
    committer: Identity | None = None
    verified: bool | None = None  # whether its signature is; None: not known
    signer: str | None = None  # the login of whose verified signature it is
    key: str = ""  # the id or fingerprint of the key that made it; "": not told


@dataclass(frozen=True, slots=True)
class Check:
    """What a commit status, a check run or a workflow says of the head, by each name that it goes by.

    `state` is GitHub's word in small letters ("success", "timed_out"), and "pending" while it is not done.
    """

    names: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Checks:
    """What is said of the head by others than us."""

    statuses: tuple[Check, ...] = ()  # commit statuses and check runs
    workflows: tuple[Check, ...] = ()
    whole: bool = True  # false: there are more than were read


@dataclass(frozen=True, slots=True)
class OwnersText:
    """CODEOWNERS as it stands at the head of the base branch; without a `path` there is none.

    `text` None: it was too long to come along and has to be read by `blob`, or `problem` says why it is of no use.
    """

    path: str = ""
    text: str | None = None
    blob: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class PullRequest:
    """One pull request at one head, as far as it could be seen."""

    repository: str  # "owner/name"
    number: int
    title: str
    body: str
    author: Account
    base_ref: str  # branch name, without refs/heads/
    base_sha: str
    head_ref: str
    head_sha: str
    head_repository: str | None  # "owner/name"; None when the fork is gone
    draft: bool = False
    closed: bool = False
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()  # logins of whoever is or was assigned
    commits: tuple[Commit, ...] = ()
    files: tuple[ChangedFile, ...] = ()
    unseen: tuple[str, ...] = ()  # sentences on what could not be read of the change as a whole
    visibility: str = ""  # of the repository: "public", "private", "internal"; "": not known
    checks: Checks | None = None  # None: not read
    codeowners: OwnersText = OwnersText()
    attributes: str = ""  # `.gitattributes` at the root of the base, never of the head
    files_by_path: dict[str, ChangedFile] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the files by their present path."""
        object.__setattr__(self, "files_by_path", {file.path: file for file in self.files})
