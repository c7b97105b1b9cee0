"""What the words of every kind of change are made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.markdown import code, listed

MOST_NAMED = 5
LONGEST_NAME = 120
_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Moved:
    """What one list has and the other has not, in their orders; `reordered`: only the order differs."""

    gone: tuple[str, ...]
    come: tuple[str, ...]
    reordered: bool

    def __bool__(self) -> bool:
        return bool(self.gone or self.come or self.reordered)


def moved(old: Sequence[str], new: Sequence[str]) -> Moved:
    """Compare two lists of names."""
    before, after = set(old), set(new)
    gone = tuple(dict.fromkeys(name for name in old if name not in after))
    come = tuple(dict.fromkeys(name for name in new if name not in before))
    return Moved(gone, come, not gone and not come and tuple(old) != tuple(new))


def bold(name: str) -> str:
    """Name a zone; the name of one is checked when a policy is read, but a value can be made otherwise."""
    return f"**{name}**" if _ID.fullmatch(name) else code(name, LONGEST_NAME)


def codes(names: Sequence[str], at_most: int = MOST_NAMED) -> str:
    """Name a few things, and count the rest."""
    shown = [code(name, LONGEST_NAME) for name in names[:at_most]]
    return listed([*shown, f"{len(names) - at_most} more"] if len(names) > at_most else shown)


def many(count: int, noun: str) -> str:
    """Count things."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
