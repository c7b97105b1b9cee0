"""Whether a branch began from another text of a file than the one that stands on its base now."""

from collections.abc import Sequence

from bot.core.diff import DiffError, Hunk, hunks
from bot.core.model.change import Side


def is_behind(base: str, head: str, patch: str) -> bool:
    """Whether the change of a file, made to its text on the base, does not give its text at the head."""
    try:
        return _applied(_lines(base), hunks(patch)) != _lines(head)
    except (DiffError, ValueError):
        return True


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _applied(lines: Sequence[str], made: Sequence[Hunk]) -> list[str]:
    """Make a change; ValueError where the text is not the one that it was made to."""
    done, at = list[str](), 0
    for hunk in made:
        start = (
            hunk.old_start - 1 if hunk.old_lines else hunk.old_start
        )  # nothing is replaced: it stands behind that line
        done += lines[at:start]
        at = start
        for line in hunk.lines:
            if line.side is not Side.ADDED:
                if at >= len(lines) or lines[at] != line.text:
                    raise ValueError(line.text)
                at += 1
            if line.side is not Side.REMOVED:
                done.append(line.text)
    return done + list(lines[at:])
