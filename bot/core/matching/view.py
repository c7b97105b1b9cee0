"""What rules look at: the pull request as a whole, and one file of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bot.core.diff import DiffError
from bot.core.hands import authors, unknown_authors
from bot.core.markdown import code
from bot.core.matching.languages import languages
from bot.core.matching.text import PatchText
from bot.core.matching.whole import changed, sides_of
from bot.core.model.change import ChangedFile, FileStatus, PullRequest, Side
from bot.core.model.known import NOTHING, Answer, Found, GaveUp, Known
from bot.core.model.policy import AgentMarks
from bot.core.model.predicates import Provenance, Structure
from bot.core.model.verdict import People
from bot.core.provenance import by_people

if TYPE_CHECKING:
    from bot.core.matching.moves import Moves
    from bot.core.matching.signs import Weighing

MOST_COMPARISONS = 200_000
ASK = "split the change so that it can be shown"


class Name(NamedTuple):
    """A file's name as far as rules tell one from another: the globs that fit each of its paths, and its languages."""

    globs: tuple[frozenset[int], ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathView:
    """One path of a file: the globs that fit it, and why it may be left out."""

    path: str
    globs: frozenset[int]
    kind: str | None  # a class of files that rules pass over
    excluded: bool  # by the policy


class PullView:
    """The pull request, with what is counted once."""

    def __init__(self, pull: PullRequest, level: Provenance, agents: AgentMarks | None = None) -> None:
        self.pull = pull
        self.level = level
        self.agents = agents
        self.now: datetime | None = None  # not told
        self.people: People | None = None  # of whom nobody has asked yet
        self.files: tuple[FileView, ...] = ()  # every file of it, as whoever reads them adds them
        self.read: Callable[[FileView], None] = lambda _view: None  # has a file's patch scanned, whatever its class
        self.weighing: Weighing | None = None  # where the policy has signs to weigh
        self.comparisons = MOST_COMPARISONS  # of removed lines with added ones that may still be made
        self.moves: dict[int, Moves] = {}  # by a pattern's number in the scan
        self.companions: dict[int, list[tuple[bool | None, FileView]]] = {}  # by the predicate that asks for them

    @cached_property
    def looked_at_whole(self) -> bool:
        """Whether all files that every rule looks at could be seen."""
        return not self.pull.unseen and all(view.unseen is None for view in self.files if view.plain)

    @cached_property
    def lines(self) -> int:
        """Changed lines that could be seen."""
        return sum(changed_lines(file.patch or "") for file in self.pull.files)

    def lines_of(self, side: Side) -> int:
        """Count the added or the removed lines that could be seen."""
        mark = "\n+" if side is Side.ADDED else "\n-"
        return sum((file.patch or "").count(mark) for file in self.pull.files)

    @cached_property
    def all_seen(self) -> bool:
        """Whether the whole change could be seen."""
        return not self.pull.unseen and all(unseen(file) is None for file in self.pull.files)

    @cached_property
    def contributors(self) -> frozenset[str]:
        """Everyone who had a hand in it, whoever had an assistant make it included; lower-cased."""
        return authors(self.pull, self.agents)

    @cached_property
    def strangers(self) -> tuple[str, ...]:
        """Names in commits of which nobody knows the account, and that are no assistant's."""
        return unknown_authors(by_people(self.pull, self.agents), self.agents)


class FileView:
    """One file: its paths, which patterns the scan found in its patch, and the patch itself."""

    def __init__(
        self,
        file: ChangedFile,
        paths: tuple[PathView, ...],
        whole: PullView | None = None,
        status: FileStatus | None = None,
    ) -> None:
        """`whole` or `status` None: not known, for a file of which only the name is."""
        self.file = file
        self.paths = paths
        self.whole = whole
        self.status = status
        self.unseen = unseen(file)
        self.scanned = False
        self.plain = any(path.kind is None and not path.excluded for path in paths)  # every rule looks at it
        self.hits: frozenset[int] = frozenset()
        self.text: PatchText | None = None
        self.known: Known = NOTHING  # beyond the patch
        self._lines: dict[Side, tuple[tuple[int, int], ...]] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of all its paths."""
        return tuple(dict.fromkeys(name for view in self.paths for name in languages(view.path)))

    @cached_property
    def name(self) -> Name:
        """The name, as far as it matters."""
        return Name(tuple(path.globs for path in self.paths), self.languages)

    def text_at(self, side: Side) -> str | GaveUp | None:
        """Give the whole text on a side; None while it is not known."""
        return sides_of(self.file, side, self.known.texts.get(self.file.path))

    def lines_at(self, side: Side) -> tuple[tuple[int, int], ...]:
        """Give the runs of lines that changed on a side."""
        if side not in self._lines:
            self._lines[side] = changed(self.file.patch or "", side)
        return self._lines[side]

    def structures(self, wanted: Structure) -> Found | None:
        """Give what was found of a structure; None while nobody has looked."""
        look, answer = self.known.answers.get((self.file.path, wanted.side), (None, Answer()))
        if look is None:
            return None
        return next(
            (found for one, found in zip(look.structures, answer.structures, strict=True) if one == wanted), None
        )

    def statements(self) -> Found | None:
        """Give the SQL statements that hold added lines; None while nobody has looked."""
        look, answer = self.known.answers.get((self.file.path, Side.ADDED), (None, Answer()))
        return answer.statements if look is not None and look.sql else None

    def read(self, patch: str, raw: bytes) -> None:
        """Take the patch in, as it is to be read; a false one makes the file unseen."""
        try:
            self.text = PatchText(patch, raw, self.file.path)
        except DiffError as error:
            self.lose(error)

    def lose(self, error: DiffError) -> None:
        """Give the patch up: it does not parse."""
        self.text = None
        self.unseen = f"{code(self.file.path)}: its diff can't be read, {error}; {ASK}"


def unseen(file: ChangedFile) -> str | None:
    """Say why a file's content could not be seen and what to do; None when it could, or when it is binary."""
    if file.unseen is not None:
        return f"{code(file.path)}: {file.unseen.rstrip('.')}; {ASK}"
    if file.patch is None and not file.binary:
        return f"{code(file.path)}: GitHub gave no text for it; {ASK}"
    return None


def changed_lines(patch: str) -> int:
    """Count the added and removed lines of a patch."""
    return patch.count("\n+") + patch.count("\n-")


def was(file: ChangedFile) -> str:
    """Say in words what happened to a file."""
    return "its mode was changed" if file.status is FileStatus.MODE_CHANGED else f"it was {file.status.value}"
