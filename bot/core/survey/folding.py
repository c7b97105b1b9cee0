"""From scored files to the few globs that a person would have written: folders first, then names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

MOST_FOLDERS = 9
_SHARE = 0.6  # of a folder's code, or of the files of one name, that must lean to the zone
_TOO_LARGE = 0.4  # of the whole repository's code; a glob for more of it says nothing
_SMALL = 40  # files of code; a smaller repository may well be one thing in whole


@dataclass(frozen=True, slots=True)
class Folded:
    """One glob, or one part of names, with what stands behind it."""

    glob: str
    files: tuple[str, ...]  # those that lean to the zone, the surest first
    of: int  # how many files of code it covers


def folders(
    points: Mapping[str, float], floor: float, fits: Callable[[Folded], bool] = lambda _: True
) -> tuple[Folded, ...]:
    """Give the topmost folders that fit of which most code leans to a zone: at least two files with `floor` points or more."""
    within = _within(points)
    taken: list[Folded] = []
    for folder in sorted(within, key=lambda name: (name.count("/"), name)):
        files = within[folder]
        if len(files) > _most(points) or any(folder.startswith(one.glob[1:-2]) for one in taken):
            continue
        strong = _strong(files, points, floor)
        found = Folded(f"/{writable(folder)}**", strong, len(files))
        if len(strong) >= 2 and len(strong) >= _SHARE * len(files) and fits(found):  # noqa: PLR2004 - one file is no folder
            taken.append(found)
    return tuple(sorted(taken, key=lambda one: (-len(one.files), one.glob))[:MOST_FOLDERS])


def names(points: Mapping[str, float], floor: float, vocabulary: Iterable[str]) -> tuple[Folded, ...]:
    """Give the parts of names, wherever they stand in a path, under which most code leans to the zone."""
    lowered = {path: path.lower() for path in points}
    found = []
    for part in vocabulary:
        files = [path for path, low in lowered.items() if part in low]
        strong = _strong(files, points, floor)
        if strong and len(strong) >= _SHARE * len(files) and len(files) <= _most(points):
            found.append(Folded(part, strong, len(files)))
    return tuple(sorted(found, key=lambda one: (-len(one.files), one.glob)))


def writable(path: str) -> str:
    """Write a path as a glob: a sign that means something there, or can't be written, becomes `?`."""
    return "".join(
        sign if (sign.isprintable() and sign not in "*?[]{},\\!#�") and not sign.isspace() else "?" for sign in path
    )


def _most(points: Mapping[str, float]) -> float:
    """Give how many files one glob may cover."""
    return len(points) if len(points) < _SMALL else len(points) * _TOO_LARGE


def _within(points: Iterable[str]) -> dict[str, list[str]]:
    """Give each folder, ending in a slash, with the files in it and below."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in points:
        for place, sign in enumerate(path):
            if sign == "/":
                found[path[: place + 1]].append(path)
    return found


def _strong(files: Iterable[str], points: Mapping[str, float], floor: float) -> tuple[str, ...]:
    return tuple(sorted((path for path in files if points[path] >= floor), key=lambda path: (-points[path], path)))
