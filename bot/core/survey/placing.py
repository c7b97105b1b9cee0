"""One zone's place in a repository: the folders that are its core, what leans to it, and how anybody can tell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from bot.core.matching.globs import GlobSet, last_match
from bot.core.survey.findings import Placed, ZoneFound
from bot.core.survey.folding import Folded, folders, names, writable
from bot.core.survey.lexicon import LEXICONS
from bot.core.survey.scoring import Score
from bot.core.survey.words import words

LEANS = 1.8  # points from which a file leans to a zone
SURE = 2.5  # points from which a folder's files are the zone's own
MOST_FILES = 5  # files named alone
MOST_PARTS = 24  # parts of names
_IN_ONE_GLOB = 24  # of them, so that it stays short enough to be read and allowed
_PRESENT = 2  # files that lean to a zone before it counts as found
_SMALL = 40  # files of code; a smaller repository may well be one thing in whole
_MOST_SHARE = 3  # at most so much of the code, one in ..., leans to a zone
_CORE = 3  # files of the zone before a folder is its core
_CORE_AT_MOST = 15  # of more, too much changes that is none of the zone
_CORE_SHARE = 0.8
_DECLARING = frozenset({"type", "interface", "dto"})  # folders that say what there is, and do nothing
_BESIDE = (
    Placed("!**/{test,tests,spec,specs,__tests__}/**", "but not the tests beside it"),
    Placed("!**/*{_test,_spec,.test,.spec}.*", "the same"),
)
_TOLD_LIBRARIES = 4


@dataclass(frozen=True, slots=True)
class Aside:
    """What no zone but the schema leans on: folders by name that are shown to people, and globs of migrations."""

    shown: tuple[str, ...]
    migrations: tuple[str, ...]


class Covered:
    """Whether globs take a path in."""

    def __init__(self, globs: Iterable[str]) -> None:
        self._set = GlobSet()
        self._signed = self._set.add_all(globs)

    def __contains__(self, path: str) -> bool:
        return last_match(self._signed, self._set.match(path))


def place(zone: str, scored: Mapping[str, Score], aside: Aside) -> ZoneFound:
    """Place one zone by the scores of the files that may hold it."""
    points = {path: score.points for path, score in scored.items()}
    floor = _floor(points)
    leaning = tuple(sorted((path for path in points if points[path] >= floor), key=lambda path: (-points[path], path)))
    if len(leaning) < _PRESENT:
        return ZoneFound(zone, leaning)
    core = folders(points, max(SURE, floor), partial(_is_core, zone))
    inside = Covered(one.glob for one in core)
    wider = [one for one in folders(points, floor) if not all(path in inside for path in one.files)]
    parts = [one for one in names(points, floor, LEXICONS[zone].parts) if _is_name(zone, one)][:MOST_PARTS]
    called = _called(parts)
    covered = Covered(chain((one.glob for one in (*core, *wider)), (f"**/*{part}*" for part in _styled(parts))))
    alone = [path for path in leaning if path not in covered][:MOST_FILES]
    return ZoneFound(
        zone,
        leaning,
        (*map(_folder, core), *(_BESIDE if core else ())),
        (
            *map(_folder, wider),
            *called,
            *(Placed(f"/{writable(path)}", "by its words") for path in alone),
            *_not(aside),
        ),
        _said(leaning, scored),
    )


def _floor(points: Mapping[str, float]) -> float:
    """Give the points from which a file leans to a zone: where everything speaks of it, only what does so most."""
    if len(points) < _SMALL:
        return LEANS
    return max(LEANS, sorted(points.values(), reverse=True)[len(points) // _MOST_SHARE])


def _folder(one: Folded) -> Placed:
    folder = len(one.glob) - len("/**")  # a glob has as many signs as what it stands for
    return Placed(one.glob, f"{len(one.files)} of {one.of} files, e.g. {one.files[0][folder:]}")


def _is_core(zone: str, one: Folded) -> bool:
    """Whether a folder is the zone alone: called after it, nearly all of it the zone's, and small enough to be asked for whole."""
    name = one.glob.removesuffix("/**").rpartition("/")[2]
    called = bool(LEXICONS[zone].names.intersection(words(name))) and _DECLARING.isdisjoint(words(one.glob))
    return called and _CORE <= len(one.files) <= _CORE_AT_MOST and len(one.files) >= _CORE_SHARE * one.of


def _is_name(zone: str, one: Folded) -> bool:
    """Whether a part of names tells the zone: a word that is only a hint must do so twice."""
    return one.glob in LEXICONS[zone].names or len(one.files) > 1


def _styled(parts: Iterable[Folded]) -> list[str]:
    """Give parts of names in the cases in which they stand."""
    return [
        style
        for one in parts
        for style in (one.glob, one.glob.capitalize())
        if any(style in file for file in one.files)
    ]


def _called(parts: Sequence[Folded]) -> list[Placed]:
    """Write the names that are seen to mean the zone here as few globs."""
    styled = _styled(parts)
    seen = ", ".join(f"{one.glob} ({len(one.files)})" for one in parts[:MOST_FILES])
    return [
        Placed(
            _choice(styled[at : at + _IN_ONE_GLOB]), f"names that mean it here: {seen}" if at == 0 else "more of them"
        )
        for at in range(0, len(styled), _IN_ONE_GLOB)
    ]


def _choice(parts: Sequence[str]) -> str:
    return f"**/*{parts[0]}*" if len(parts) == 1 else f"**/*{{{','.join(parts)}}}*"


def _not(aside: Aside) -> list[Placed]:
    """Take back what is shown to people, and migrations, which are a zone of their own."""
    found = [Placed(f"!{glob}", "migrations have their own zone") for glob in aside.migrations if glob.endswith("/**")]
    if aside.shown:
        shown = [writable(name) for name in aside.shown]
        choice = shown[0] if len(shown) == 1 else f"{{{','.join(shown)}}}"
        found.append(Placed(f"!**/{choice}/**", "shown to people, decides nothing"))
    return found


def _said(leaning: Sequence[str], scored: Mapping[str, Score]) -> tuple[str, ...]:
    libraries: Counter[str] = Counter()
    for score in scored.values():
        libraries.update(score.libraries)
    said = [f"{len(leaning):,} of {len(scored):,} files of code speak of it; e.g. {leaning[0]}"]
    if libraries:
        told = [f"{name} ({_files(count)})" for name, count in libraries.most_common(_TOLD_LIBRARIES)]
        said.append(f"imported: {', '.join(told)}")
    return tuple(said)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
