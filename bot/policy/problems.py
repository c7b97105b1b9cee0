"""What is wrong with a file, in words: where, what, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

MOST_SHOWN = 100
MOST_TOLD = 1_000  # of a flood, no more are put into words
REFUSED = "refused"  # the type of our own errors among pydantic's


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a text; both count from 1, `column` in code points."""

    line: int
    column: int


START = Spot(1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong; `says` and `instead` are sentences, lines and columns count from 1."""

    line: int
    column: int
    says: str
    instead: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Everything wrong with one file, in the order of its lines."""

    items: tuple[Problem, ...]
    source: str = ""

    def __str__(self) -> str:
        """One line a problem: `file:line:column: what is wrong What to write instead.`."""
        return "\n".join(f"{self.source}:{p.line}:{p.column}: {p.says} {p.instead}" for p in self.items)


def problem(spot: Spot, says: str, instead: str) -> Problem:
    """Place two sentences."""
    return Problem(spot.line, spot.column, says, instead)


def gather(found: Iterable[Problem], source: str) -> Problems:
    """Sort, drop doubles, and cut a flood off, saying so."""
    items = sorted(set(found))
    if len(items) > MOST_SHOWN:
        last = items[MOST_SHOWN]
        rest = Problem(last.line, last.column, "More problems follow from here on.", "Mend those above first.")
        items = [*items[:MOST_SHOWN], rest]
    return Problems(tuple(items), source)


def refuse(says: str, instead: str) -> PydanticCustomError:
    """Build the error that a validator raises; its words reach the reader as they are."""
    return PydanticCustomError(REFUSED, "{says}", {"says": says, "instead": instead})


def listed(words: Iterable[str], last: str = "or") -> str:
    """Write `a`, `b` or `c`, each in backticks."""
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)
