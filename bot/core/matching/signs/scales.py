"""The scales that weights are given for: numbers read off the file that leads, and off the change as a whole."""

from collections.abc import Callable, Sequence
from math import log1p

from bot.core.matching.signs.kinds import FileKind, kinds_of_file
from bot.core.matching.signs.reading import FileSigns, Spoken
from bot.core.matching.signs.vocabulary import Mark

_KIND_COUNTS = {FileKind.DISPLAY: 0.6, FileKind.TOOLING: 0.5, FileKind.SETTINGS: 0.7}


def lead(file: FileSigns, table: int) -> float:
    """Rank a file: how much its place, its words and the kind of its lines say together. 0 and up; above 4 is much."""
    if not file.weighed:
        return 0.0
    spoken = file.tables[table]
    share = 1 / file.weighed
    sum_ = (
        2 * min(_count(spoken.path, 3), 2)
        + min(_count(spoken.path, 2), 2)
        + 1.5 * (_count(spoken.name, 3) > 0)
        + 0.7 * (_count(spoken.name, 2) > 0)
        + share * (3 * spoken.lines[3] + 1.5 * spoken.lines[2])
        + 1.2 * log1p(spoken.deciding[3])
        + 0.6 * log1p(spoken.deciding[2])
        + 0.8 * log1p(spoken.guarding[3])
        + 0.7 * min(_count(spoken.section, 3), 2)
        + 0.4 * min(_count(spoken.section, 2), 2)
        + 1.5 * spoken.around[3] / (1 + file.context)
        + 0.8 * min(spoken.quoted[3], 2)
        + 0.3 * min(spoken.quoted[2], 2)
    )
    for kind in kinds_of_file(file.path):
        sum_ *= _KIND_COUNTS[kind]
    return sum_


def _count(marks: set[Mark], strength: int) -> int:
    return len({mark.sign for mark in marks if mark.strength == strength})


Scale = Callable[[FileSigns, Spoken], float]
# One file: the one that leads.
FILE_SCALES: dict[str, Scale] = {
    "path-strong": lambda _, spoken: _count(spoken.path, 3),
    "path-medium": lambda _, spoken: _count(spoken.path, 2),
    "name-strong": lambda _, spoken: float(_count(spoken.name, 3) > 0),
    "function-strong": lambda _, spoken: _count(spoken.section, 3),
    "function-medium": lambda _, spoken: _count(spoken.section, 2),
    "share": lambda file, spoken: (spoken.lines[3] + spoken.lines[2]) / file.weighed,
    "share-weak": lambda file, spoken: spoken.lines[1] / file.weighed,
    "deciding-strong": lambda _, spoken: spoken.deciding[3],
    "deciding-medium": lambda _, spoken: spoken.deciding[2],
    "guarding-strong": lambda _, spoken: spoken.guarding[3],
    "guarding-medium": lambda _, spoken: spoken.guarding[2],
    "removed-strong": lambda _, spoken: spoken.removed[3],
    "quoted-strong": lambda _, spoken: spoken.quoted[3],
    "quoted-medium": lambda _, spoken: spoken.quoted[2],
    "around": lambda file, spoken: (spoken.around[3] + 0.5 * spoken.around[2]) / (1 + file.context),
    "guards-share": lambda file, _: file.guards / file.weighed,
    "display": lambda file, _: float(FileKind.DISPLAY in kinds_of_file(file.path)),
    "settings": lambda file, _: float(FileKind.SETTINGS in kinds_of_file(file.path)),
    "tooling": lambda file, _: float(FileKind.TOOLING in kinds_of_file(file.path)),
}
# All files but displays and tooling.
CHANGE_SCALES: dict[str, Scale] = {
    "change-deciding-strong": lambda _, spoken: spoken.deciding[3],
    "change-deciding-medium": lambda _, spoken: spoken.deciding[2],
    "change-guarding-strong": lambda _, spoken: spoken.guarding[3],
    "change-guarding-medium": lambda _, spoken: spoken.guarding[2],
    "change-files": lambda _, spoken: float(_count(spoken.path, 3) > 0),
    "change-file-guards": lambda file, spoken: file.guards if _count(spoken.path, 3) else 0.0,
}
SCALES = ("lead", *FILE_SCALES, *CHANGE_SCALES, "idle-share")


def weigh(files: Sequence[FileSigns], table: int) -> dict[str, float]:
    """Read every scale off a change; `files` stand with the one that leads first, and it has weighed lines."""
    first = files[0]
    spoken = first.tables[table]
    values = {"lead": lead(first, table)}
    values |= {name: scale(first, spoken) for name, scale in FILE_SCALES.items()}
    aside = {FileKind.DISPLAY, FileKind.TOOLING}
    counted = [file for file in files if file.weighed and aside.isdisjoint(kinds_of_file(file.path))]
    for name, scale in CHANGE_SCALES.items():
        values[name] = sum(scale(file, file.tables[table]) for file in counted)
    changed = sum(file.changed for file in files)
    values["idle-share"] = sum(file.idle for file in files) / (1 + changed)
    return values
