"""Globs as people write them: those that differ in one word alone become one with braces again."""

import re
from collections.abc import Sequence

_PART = re.compile(r"\{[^{}]*\}|\*+|[A-Z]+[a-z]*|[a-z]+[0-9]*|[0-9]+|.", re.DOTALL)
_SIGNS = frozenset("*/?!")

Row = list[str]


def folded(globs: Sequence[str]) -> list[str]:
    """Fold globs that stand one after another, in their order: `a.js`, `a.ts` becomes `a.{js,ts}`."""
    rows = [_PART.findall(glob) for glob in globs]
    while len(fewer := _once(rows)) < len(rows):
        rows = fewer
    return ["".join(row) for row in rows]


def _once(rows: Sequence[Row]) -> list[Row]:
    """Fold each run of rows that differ in the same word."""
    done: list[Row] = []
    run: list[Row] = []
    for row in rows:
        if run and not _joins(run, row):
            done.append(_one(run))
            run = []
        run.append(row)
    return [*done, _one(run)] if run else done


def _joins(run: Sequence[Row], row: Row) -> bool:
    place = _difference(run[0], row)
    return place is not None and all(_difference(run[0], other) == place for other in run[1:])


def _one(run: Sequence[Row]) -> Row:
    place = _difference(run[0], run[1]) if len(run) > 1 else None
    if place is None:
        return run[0]
    words = [word for row in run for word in row[place].strip("{}").split(",")]
    return [*run[0][:place], "{" + ",".join(dict.fromkeys(words)) + "}", *run[0][place + 1 :]]


def _difference(one: Row, other: Row) -> int | None:
    """Give the place of the one word in which two globs differ; None where they differ in more, or in a sign."""
    if len(one) != len(other):
        return None
    places = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(places) != 1 or _SIGNS & {one[places[0]][0], other[places[0]][0]}:
        return None
    return places[0]
