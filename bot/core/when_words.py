"""A rule's condition in plain words: a nested list in Markdown."""

from collections.abc import Iterator, Sequence

from bot.core.globs_folded import folded
from bot.core.markdown import code, listed
from bot.core.model.change import Side
from bot.core.model.policy import (
    Ai,
    All,
    AnyOf,
    Author,
    Branch,
    Contributors,
    Labels,
    Languages,
    LinePattern,
    Lines,
    NoneOf,
    Paths,
    Predicate,
    Provenance,
    PullPredicate,
    Size,
    StatusIs,
    Title,
)

LONGEST = 2_000  # characters of a pattern or glob; the policy room takes no longer ones

IN_A_ROW = 3  # more globs than these stand one a line

_SIDES = {Side.ADDED: "an added line", Side.REMOVED: "a removed line", None: "an added or a removed line"}
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
        case Lines():
            return _lines(predicate)
    return _pull(predicate), ()


def _paths(globs: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Name the globs in their order: what `!` takes back stands behind what it takes back from."""
    says, shown = "its path, or the one it had before, matches", folded(globs)
    if not any(glob.startswith("!") for glob in shown) and len(shown) <= IN_A_ROW:
        return f"{says} {_codes(shown)}", ()
    rows = [f"but not {code(glob[1:], LONGEST)}" if glob.startswith("!") else code(glob, LONGEST) for glob in shown]
    return f"{says} one of these", rows


def _lines(lines: Lines) -> tuple[str, Sequence[str]]:
    where = f"{_SIDES[lines.side]}{', comments included,' if lines.comments else ''}"
    if len(lines.patterns) == 1:
        return f"{where} matches {_pattern(lines.patterns[0])}", ()
    return f"{where} matches one of these", [_pattern(pattern) for pattern in lines.patterns]


def _pattern(pattern: LinePattern) -> str:
    files = f" in {_files(pattern.files)}" if pattern.files else ""
    unless = [
        f"{where} matches {code(cancels, LONGEST)}"
        for where, cancels in (
            ("the same line", pattern.unless),
            ("some line of its hunk", pattern.unless_hunk),
            ("some line of the file's diff", pattern.unless_file),
        )
        if cancels
    ]
    but = f", unless {listed(unless, 'or')}" if unless else ""
    sure = f" ({pattern.confidence} confidence)" if pattern.confidence else ""
    return f"{code(pattern.match, LONGEST)}{files}{but}{sure}"


def _files(globs: Sequence[str]) -> str:
    """Name the files that a pattern is for, in one row."""
    rows = [
        f"but not {code(glob[1:], LONGEST)}" if glob.startswith("!") else code(glob, LONGEST) for glob in folded(globs)
    ]
    return ", ".join(rows) if rows[-1].startswith("but") else listed(rows, "or")


def _pull(predicate: PullPredicate) -> str:
    match predicate:
        case Author(users=users):
            return f"the pull request was opened by {listed(users, 'or')}"
        case Contributors(users=users):
            return f"{listed(users, 'or')} opened it, or wrote or committed a part of it"
        case Labels(names=names):
            return f"the pull request has the label {_codes(names)}"
        case Branch(which=which, globs=globs):
            return f"the {which} branch is {_codes(globs)}"
        case Title(match=pattern):
            return f"the pull request's title matches {code(pattern, LONGEST)}"
        case Size():
            return _size(predicate)
        case Ai(at_least=Provenance.AGENT):
            return "an AI agent opened the pull request or wrote it"
        case Ai():
            return "an AI assistant is known to have taken part"


def _size(size: Size) -> str:
    bounds = ((size.files_over, "files"), (size.lines_over, "lines"))
    return f"it changes {listed([f'more than {bound:,} {what}' for bound, what in bounds if bound is not None], 'or')}"


def _codes(names: Sequence[str]) -> str:
    return listed([code(name, LONGEST) for name in names], "or")
