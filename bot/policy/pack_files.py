"""The files that travel with the program: `rules/` in a checkout, `bot/rules` in a wheel."""

from functools import cache
from pathlib import Path

from bot.errors import DontDelegateError


class BrokenPackError(DontDelegateError):
    """A shipped file is wrong; every problem is told, a line each. A mistake of ours, never of a user."""


@cache
def home() -> Path:
    """Find the folder of the packs."""
    bot = Path(__file__).resolve().parent.parent
    for folder in (bot / "rules", bot.parent / "rules"):
        if (folder / "provenance.yml").is_file():
            return folder
    raise BrokenPackError(f"No rules/ lies beside {bot}; the package is not whole.")


def shown(path: Path) -> str:
    """Name a shipped file for people: `rules/money/refund.yml`."""
    return path.relative_to(home().parent).as_posix() if path.is_relative_to(home().parent) else str(path)
