"""A rule's condition in plain words: a nested list in Markdown."""

from collections.abc import Iterator, Sequence

from bot.core.globs_folded import folded
from bot.core.markdown import code, listed
from bot.core.model.change import Side
from bot.core.model.predicates import (
    All,
    AnyOf,
    File,
    Languages,
    LinePattern,
    Lines,
    Missing,
    Moved,
    NoneOf,
    Paths,
    Predicate,
    Replaced,
    Replacement,
    Signs,
    Sql,
    StatusIs,
    Structure,
    TextPredicate,
)
from bot.core.pull_words import LONGEST, codes, in_words_of_pull
from bot.core.sql_kinds import SQL_KINDS

IN_A_ROW = 3  # more globs than these stand one a line

_SIDES = {Side.ADDED: "an added line", Side.REMOVED: "a removed line", None: "an added or a removed line"}
_ENDS = {Side.ADDED: "head", Side.REMOVED: "base"}
_TREES = {All: "all of this holds", AnyOf: "one of these is so", NoneOf: "none of these is so"}


def in_words(predicate: Predicate) -> str:
    """Say when a predicate holds, one bullet a part: "- its path matches `/src/**`"."""
    parts = predicate.of if isinstance(predicate, All) else (predicate,)
    return "\n".join(row for part in parts for row in _rows(part))


def _rows(predicate: Predicate, depth: int = 0) -> Iterator[str]:
    says, below = _said(predicate)
    yield f"{'  ' * depth}- {says}{':' if below else ''}"
    for part in below:
        if isinstance(part, str):
            yield f"{'  ' * (depth + 1)}- {part}"
        else:
            yield from _rows(part, depth + 1)


def _said(predicate: Predicate) -> tuple[str, Sequence[Predicate | str]]:
    """Say what a predicate asks, and what stands below it."""
    match predicate:
        case All(of=of) | AnyOf(of=of) | NoneOf(of=of):
            return _TREES[type(predicate)], of
        case Paths(globs=globs):
            return _paths(globs)
        case Languages(names=names):
            return f"it is written in {listed(names, 'or')}", ()
        case StatusIs():
            kinds = [*predicate.kinds, *(["binary"] if predicate.binary else [])]
            return f"it is {listed(kinds, 'or')}", ()
        case Lines() | Moved() | Replaced() | Signs() | File() | Structure() | Sql():
            return _content(predicate)
        case Missing():
            return _missing(predicate), ()
    return in_words_of_pull(predicate), ()


def _content(predicate: Lines | Moved | Replaced | Signs | TextPredicate) -> tuple[str, Sequence[Predicate | str]]:
    """Say what must stand in the file."""
    match predicate:
        case Lines():
            return _lines(predicate)
        case Moved(patterns=patterns):
            return _matching("a line that was moved elsewhere in the change, or is indented otherwise,", patterns)
        case Replaced(pairs=pairs):
            rows = [_replacement(pair) for pair in pairs]
            return (rows[0], ()) if len(rows) == 1 else ("one of these is so", rows)
        case Signs(table=table, leaning=leaning):
            says = f"the signs of {table.zone} in the change add up to enough, and the file is one of those that lead"
            return f"{says}{_leaning(leaning)}", ()
    return _text(predicate)


def _leaning(globs: Sequence[str]) -> str:
    return f"; they count for less where that is none of {codes(folded(globs))}" if globs else ""


def _paths(globs: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Name the globs in their order: what `!` takes back stands behind what it takes back from."""
    says, shown = "its path, or the one it had before, matches", folded(globs)
    if not any(glob.startswith("!") for glob in shown) and len(shown) <= IN_A_ROW:
        return f"{says} {codes(shown)}", ()
    rows = [f"but not {code(glob[1:], LONGEST)}" if glob.startswith("!") else code(glob, LONGEST) for glob in shown]
    return f"{says} one of these", rows


def _lines(lines: Lines) -> tuple[str, Sequence[str]]:
    where = f"{_SIDES[lines.side]}{', comments included,' if lines.comments else ''}"
    return _matching(where, lines.patterns)


def _matching(where: str, patterns: Sequence[LinePattern]) -> tuple[str, Sequence[str]]:
    if len(patterns) == 1:
        return f"{where} matches {_pattern(patterns[0])}", ()
    return f"{where} matches one of these", [_pattern(pattern) for pattern in patterns]


def _replacement(pair: Replacement) -> str:
    by = (
        f"the line in its place matches {code(pair.by, LONGEST)}"
        if pair.by
        else "the line in its place does so otherwise"
    )
    but = f", unless that line matches {code(pair.unless, LONGEST)}" if pair.unless else ""
    return f"a removed line matches {code(pair.match, LONGEST)}{_where(pair)}, and {by}{but}{_sure(pair)}"


def _where(pattern: LinePattern | Replacement) -> str:
    files = f" in {_files(pattern.files)}" if pattern.files else ""
    return files + (f" in a hunk under {code(pattern.section, LONGEST)}" if pattern.section else "")


def _sure(pattern: LinePattern | Replacement) -> str:
    return f" ({pattern.confidence} confidence)" if pattern.confidence else ""


def _missing(missing: Missing) -> str:
    if missing.decision_record and not missing.globs:
        return "no decision record changes with it, and none is named (`ADR-12`)"
    record = " or is a decision record" if missing.decision_record else ""
    says = f"no other changed file matches {codes(folded(missing.globs))}{record}"
    added = listed([_pattern(pattern) for pattern in missing.added], "or")
    return f"{says} and gains a line that matches {added}" if added else says


def _text(predicate: TextPredicate) -> tuple[str, Sequence[Predicate]]:
    """Say what is asked beyond the changed lines, and what decides where that can't be told."""
    match predicate:
        case File(match=pattern, unless=unless, side=side):
            but = f", and none matches {code(unless, LONGEST)}" if unless else ""
            return f"some line of the whole file at the {_ENDS[side]} matches {code(pattern, LONGEST)}{but}", ()
        case Structure():
            says = f"{_SIDES[predicate.side]} stands in {listed(predicate.languages, 'or')} like {_shape(predicate)}"
        case Sql(kinds=kinds):
            says = f"an added line stands in SQL that {listed([SQL_KINDS[kind] for kind in kinds], 'or')}"
    if predicate.otherwise is None:
        return says, ()
    return f"{says}; where that can't be told, this decides", (predicate.otherwise,)


def _shape(structure: Structure) -> str:
    around = (
        ("inside", structure.inside),
        ("not inside", structure.not_inside),
        ("with", structure.has),
        ("without", structure.not_has),
    )
    more = "".join(f", {where} {code(pattern, LONGEST)}" for where, pattern in around if pattern)
    return f"{code(structure.pattern, LONGEST)}{more}"


def _pattern(pattern: LinePattern) -> str:
    unless = [
        f"{where} matches {code(cancels, LONGEST)}"
        for where, cancels in (
            ("the same line", pattern.unless),
            ("some line of its hunk", pattern.unless_hunk),
            ("some line of the file's diff", pattern.unless_file),
        )
        if cancels
    ]
    if pattern.unless_moved:
        unless.append("it stands again elsewhere in the change")
    but = f", unless {listed(unless, 'or')}" if unless else ""
    joined = " with the lines of its statement joined" if pattern.joined else ""
    bare = " outside of quotes" if not pattern.strings else ""
    bare += f" beside a line with {code(pattern.with_hunk, LONGEST)}" if pattern.with_hunk else ""
    return f"{code(pattern.match, LONGEST)}{joined}{bare}{_where(pattern)}{but}{_sure(pattern)}"


def _files(globs: Sequence[str]) -> str:
    """Name the files that a pattern is for, in one row."""
    rows = [
        f"but not {code(glob[1:], LONGEST)}" if glob.startswith("!") else code(glob, LONGEST) for glob in folded(globs)
    ]
    return ", ".join(rows) if rows[-1].startswith("but") else listed(rows, "or")
