"""Conditions put together by and, or and not, kept short, and written as `if` asks for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Is:
    """One predicate of ours: its key, and its value as JSON-like data made hashable by `repr` order."""

    key: str
    value: str | bool | tuple[str, ...] | tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All of these."""

    of: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of these."""

    of: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    of: "Formula"


Formula = bool | Is | Both | Either | Not


def both(*parts: Formula) -> Formula:
    """All of these, or less where some say nothing."""
    flat = [inner for part in parts for inner in (part.of if isinstance(part, Both) else (part,))]
    left = tuple(dict.fromkeys(part for part in flat if part is not True))
    if any(part is False for part in left) or any(Not(part) in left for part in left):
        return False
    return True if not left else left[0] if len(left) == 1 else Both(left)


def either(*parts: Formula) -> Formula:
    """One of these, or less where some say nothing."""
    flat = [inner for part in parts for inner in (part.of if isinstance(part, Either) else (part,))]
    left = tuple(dict.fromkeys(part for part in flat if part is not False))
    if any(part is True for part in left) or any(Not(part) in left for part in left):
        return True
    short = tuple(dict.fromkeys(_where_others_fail(part, left) for part in left))
    least = tuple(part for part in short if not _more_of_another(part, short))
    return False if not least else least[0] if len(least) == 1 else Either(least)


def _where_others_fail(part: Formula, others: tuple[Formula, ...]) -> Formula:
    """Leave out of a part what is so wherever another one does not hold: "a and b, or not a" is "b, or not a"."""
    if not isinstance(part, Both):
        return part
    for other in others:
        given = other.of if isinstance(other, Not) else Not(other)
        known = given.of if isinstance(given, Both) else (given,)
        if other is not part and set(known) < set(part.of):
            return both(*(one for one in part.of if one not in known))
    return part


def _more_of_another(part: Formula, others: tuple[Formula, ...]) -> bool:
    """Whether a part asks for all that another one does, and more."""
    if not isinstance(part, Both):
        return False
    asked = set(part.of)
    return any(
        set(other.of) < asked if isinstance(other, Both) else other in asked for other in others if other is not part
    )


def none(*parts: Formula) -> Formula:
    """None of these."""
    found = either(*parts)
    if isinstance(found, bool):
        return not found
    return found.of if isinstance(found, Not) else Not(found)


def as_mapping(formula: Formula) -> dict[str, Any]:
    """Write it out; what always or never holds can't be."""
    match formula:
        case Is(key=key, value=value):
            return {key: _plain(value)}
        case Both(of=of):
            return _together([as_mapping(part) for part in of])
        case Either(of=of):
            return {"any": [as_mapping(part) for part in of]}
        case Not(of=Either(of=of)):
            return {"none": [as_mapping(part) for part in of]}
        case Not(of=of):
            return {"none": [as_mapping(of)]}
    raise ValueError(formula)


def _together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Write conditions into one mapping where no key comes twice."""
    keys = [key for part in parts for key in part]
    if len(set(keys)) == len(keys):
        return {key: value for part in parts for key, value in part.items()}
    return {"all": parts}


def _plain(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    if value and all(isinstance(one, tuple) for one in value):
        return {key: _plain(inner) for key, inner in value}
    return list(value)


def named(key: str, pairs: Iterable[tuple[str, Any]]) -> Is:
    """Give a predicate whose value is a mapping; keys without a value are left out."""
    return Is(key, tuple((name, value) for name, value in pairs if value not in ((), None)))
