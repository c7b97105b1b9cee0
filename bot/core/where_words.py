"""Conditions on where a change stands and where it comes from, in plain words."""

from collections.abc import Sequence

from bot.core.globs_folded import folded
from bot.core.markdown import code, listed
from bot.core.model.conditions import Fork, OnlyPaths, SomePaths, WherePredicate

_LONGEST = 2_000  # characters of a glob; the policy room takes no longer ones


DONE = {None: "changed", True: "added", False: "removed"}


def in_words(predicate: WherePredicate) -> str:
    """Say when it holds, without a full stop."""
    match predicate:
        case SomePaths(globs=globs, came=came):
            return f"a file is {DONE[came]} that is {named_globs(globs)}"
        case OnlyPaths(globs=globs):
            return f"every changed file is {named_globs(globs)}"
        case Fork(yes=True):
            return "the head branch is in another repository"
        case Fork():
            return "the head branch is in the same repository"


def named_globs(globs: Sequence[str]) -> str:
    """Name globs in their order: what `!` takes back stands behind what it takes back from."""
    shown = folded(globs)
    if not any(glob.startswith("!") for glob in shown):
        return listed([code(glob, _LONGEST) for glob in shown], "or")
    return ", ".join(
        f"but not {code(glob[1:], _LONGEST)}" if glob.startswith("!") else code(glob, _LONGEST) for glob in shown
    )
