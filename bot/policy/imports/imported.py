"""What an import gives: a policy's text, and what of the source it could not carry, line by line."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that is not carried, or that means something else here; `line` counts from 1."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A policy that loads, and the notes on it in the order of the source's lines."""

    text: str
    notes: tuple[Note, ...]


Tell = Callable[[int, str], None]  # (line, sentence)


class Notes:
    """Gathers notes, each once."""

    def __init__(self) -> None:
        self._found: dict[Note, None] = {}

    def __call__(self, line: int, says: str) -> None:
        """Take one."""
        self._found[Note(line, says)] = None

    @property
    def all(self) -> tuple[Note, ...]:
        """All of them, by line."""
        return tuple(sorted(self._found))
