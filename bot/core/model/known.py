"""What is known of a change beyond its patches: whole texts, what tools found in them, and who is who."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.model.change import Side
from bot.core.model.predicates import Structure
from bot.core.model.verdict import People


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Why something can't be known; the words go on from "its text can't be looked at: " without a full stop."""

    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """What to look for in one side of a file, and where: `lines` are runs of changed lines, first and last, from 1."""

    path: str
    side: Side
    lines: tuple[tuple[int, int], ...]
    structures: tuple[Structure, ...] = ()
    sql: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A look with the text to look at."""

    look: Look
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text that holds a changed line, by its first and last line; `kinds` of an SQL statement."""

    first: int
    last: int
    shown: str  # how it begins, on one line
    kinds: tuple[str, ...] = ()
    guessed: bool = False  # a quote in it is not closed, so it was read by its words alone


Found = tuple[Piece, ...] | GaveUp


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one job: for each structure that was looked for, in their order, and for SQL."""

    structures: tuple[Found, ...] = ()
    statements: Found = ()


@dataclass(frozen=True, slots=True)
class Known:
    """All that was found out: the texts at the head by path, and the answers by path and side."""

    texts: Mapping[str, str | GaveUp] = field(default_factory=dict)
    answers: Mapping[tuple[str, Side], tuple[Look, Answer]] = field(default_factory=dict)
    people: People | None = None  # of the teams and organisations that rules name; None: nobody has asked


@dataclass(frozen=True, slots=True)
class Around:
    """What conditions may hang on beside the change itself; None: not told."""

    now: datetime | None = None
    people: People | None = None


NOT_TOLD = Around()
NOTHING = Known()
