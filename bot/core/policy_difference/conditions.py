"""When a rule fires: which of its conditions are gone or new, and whether it fires less for it."""

from collections.abc import Sequence
from typing import Any

from bot.core.model.predicates import All, AnyOf, LinePattern, Lines, NoneOf, Paths, Predicate
from bot.core.model.proposal import Weight
from bot.core.policy_difference.parts import moved
from bot.core.when_words import in_words

LONGEST_ROW = 300  # characters
MOST_ROWS = 3
TOO_LONG = "one too long to show here"
_OPPOSITE = {Weight.WEAKER: Weight.STRONGER, Weight.STRONGER: Weight.WEAKER, Weight.OTHER: Weight.OTHER}


def in_a_row(predicate: Predicate) -> str:
    """Say a condition within a sentence."""
    return _shown(_rows(predicate))


def rewritten(old: Predicate, new: Predicate) -> str:
    """Say which conditions are gone and which are new, as far as their words differ."""
    rows = moved(_rows(old), _rows(new))
    said = [f"{what}: {_shown(some)}" for what, some in (("gone", rows.gone), ("new", rows.come)) if some]
    return "; ".join(said) or "the same parts, put together otherwise"


def weight(old: Predicate, new: Predicate) -> Weight:
    """Weigh a change of a condition; `OTHER` where it may fire both on more and on less."""
    match old, new:
        case AnyOf(of=before), AnyOf(of=after):
            return _parts(before, after, Weight.WEAKER)
        case Lines(patterns=patterns), Lines(patterns=others) if (old.side, old.comments) == (new.side, new.comments):
            return _parts(patterns, others, Weight.WEAKER)
        case All(of=before), All(of=after):
            return _parts(before, after, Weight.STRONGER)
        case NoneOf(of=before), NoneOf(of=after):
            return _OPPOSITE[_parts(before, after, Weight.WEAKER)]
        case Paths(globs=before_globs), Paths(globs=after_globs):
            return globs(before_globs, after_globs)
    return Weight.OTHER


def globs(old: Sequence[str], new: Sequence[str]) -> Weight:
    """Weigh a change of globs, of which the last that fits decides: a `!` more never takes in a file more."""
    changed = moved(old, new)
    if _without(old, changed.gone) != _without(new, changed.come):
        return Weight.OTHER
    less = {not glob.startswith("!") for glob in changed.gone} | {glob.startswith("!") for glob in changed.come}
    return (Weight.WEAKER if less.pop() else Weight.STRONGER) if len(less) == 1 else Weight.OTHER


def _without(globs: Sequence[str], some: Sequence[str]) -> list[str]:
    left = set(some)
    return [glob for glob in globs if glob not in left]


def _parts(old: Sequence[Any], new: Sequence[Any], if_gone: Weight) -> Weight:
    """Weigh parts that are gone (`if_gone`) or new; one that stands for one is weighed itself."""
    gone, come = list({*old} - {*new}), list({*new} - {*old})
    if len(gone) == len(come) == 1 and not isinstance(gone[0], LinePattern):
        return weight(gone[0], come[0])
    if bool(gone) == bool(come):
        return Weight.OTHER
    return if_gone if gone else _OPPOSITE[if_gone]


def _rows(predicate: Predicate) -> list[str]:
    return [row.strip().removeprefix("- ").removesuffix(":") for row in in_words(predicate).split("\n")]


def _shown(rows: Sequence[str]) -> str:
    short = [row if len(row) <= LONGEST_ROW else TOO_LONG for row in rows[:MOST_ROWS]]
    return ", ".join([*short, f"{len(rows) - MOST_ROWS} more"] if len(rows) > MOST_ROWS else short)
