"""Why signs add up, in words: what was seen, with the points it gave."""

from collections import Counter
from collections.abc import Callable, Iterable

from bot.core.markdown import listed
from bot.core.matching.signs.kinds import FileKind, kinds_of_file
from bot.core.matching.signs.reading import FileSigns, Spoken
from bot.core.matching.signs.vocabulary import Mark
from bot.core.matching.signs.weighing import Weighed
from bot.core.model.signs import SignTable, Step

_MOST_SIGNS = 3
_LEAST_POINTS = 0.1
# scale -> what it is a reason of
_ABOUT = {
    **dict.fromkeys(("path-strong", "path-medium", "name-strong", "change-files"), "path"),
    **dict.fromkeys(("function-strong", "function-medium"), "function"),
    **dict.fromkeys(("share", "share-weak", "deciding-strong", "deciding-medium", "removed-strong"), "lines"),
    **dict.fromkeys(("change-deciding-strong", "change-deciding-medium"), "lines"),
    **dict.fromkeys(("guarding-strong", "guarding-medium", "guards-share"), "guards"),
    **dict.fromkeys(("change-guarding-strong", "change-guarding-medium", "change-file-guards"), "guards"),
    **dict.fromkeys(("quoted-strong", "quoted-medium"), "quoted"),
    "around": "around",
    "lead": "together",
    "display": "display",
    "settings": "settings",
    "tooling": "tooling",
    "idle-share": "idle",
}


def reasons(weighed: Weighed, signs: FileSigns, number: int) -> tuple[str, ...]:
    """Give a sentence a reason, the weightiest first, for one of the files that lead."""
    points = _points(weighed.reached)
    spoken = signs.tables[number]
    told = (
        (about, _SAYS[about](signs, spoken, weighed.table)) for about in sorted(points, key=lambda one: -points[one])
    )
    return tuple(
        f"{says} ({points[about]:+.1f})" for about, says in told if says and abs(points[about]) >= _LEAST_POINTS
    )


def _points(reached: Iterable[Step]) -> dict[str, float]:
    points: Counter[str] = Counter()
    for step in reached:
        points[_ABOUT[step.scale]] += step.points  # type: ignore[assignment]  # a Counter of points, not of pieces
    return dict(points)


def _spoken_of(signs: Iterable[int], table: SignTable) -> str:
    said = dict.fromkeys(table.signs[sign].says for sign in signs)
    return listed(tuple(said)[:_MOST_SIGNS], "and")


def _of(marks: Iterable[Mark], table: SignTable) -> str:
    ranked = sorted(marks, key=lambda mark: (-mark.strength, mark.sign))
    return _spoken_of((mark.sign for mark in ranked if mark.strength == ranked[0].strength), table)


def _path(_signs: FileSigns, spoken: Spoken, table: SignTable) -> str:
    return f"its path speaks of {_of(spoken.path, table)}" if spoken.path else "files about it change with it"


def _function(_signs: FileSigns, spoken: Spoken, table: SignTable) -> str:
    return f"it happens in a function about {_of(spoken.section, table)}" if spoken.section else ""


def _lines(signs: FileSigns, spoken: Spoken, table: SignTable) -> str:
    count = sum(spoken.lines.values())
    if not count:
        return ""
    said = _spoken_of((sign for sign, _ in spoken.said.most_common()), table)
    return f"{count:,} of {signs.weighed:,} changed lines that decide something speak of {said}"


def _guards(signs: FileSigns, _spoken: Spoken, _table: SignTable) -> str:
    if not signs.guards:
        return "files about it hold conditions, refusals or annotations"
    if signs.guards == 1:
        return "1 of these lines is a condition, a refusal or an annotation"
    return f"{signs.guards:,} of these lines are conditions, refusals or annotations"


def _always(says: str) -> Callable[[FileSigns, Spoken, SignTable], str]:
    return lambda _signs, _spoken, _table: says


def _quoted(_signs: FileSigns, spoken: Spoken, _table: SignTable) -> str:
    return "texts in it name them too" if spoken.quoted[3] or spoken.quoted[2] else ""


def _around(_signs: FileSigns, spoken: Spoken, _table: SignTable) -> str:
    return "so do the lines around" if spoken.around[3] or spoken.around[2] else ""


def _kind(kind: FileKind, says: str) -> Callable[[FileSigns, Spoken, SignTable], str]:
    """Say what a file is where it is that: the points are those of the file that leads, and this may be another."""
    return lambda signs, _spoken, _table: says if kind in kinds_of_file(signs.path) else ""


_SAYS: dict[str, Callable[[FileSigns, Spoken, SignTable], str]] = {
    "path": _path,
    "function": _function,
    "lines": _lines,
    "guards": _guards,
    "quoted": _quoted,
    "around": _around,
    "together": _always("its place and its lines say the same"),
    "display": _kind(FileKind.DISPLAY, "it only displays"),
    "settings": _kind(FileKind.SETTINGS, "it is a file of settings"),
    "tooling": _kind(FileKind.TOOLING, "it is a tool for developers"),
    "idle": _always("much of the change only moves, renames or logs"),
}
