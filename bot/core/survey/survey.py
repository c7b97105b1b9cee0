"""A look through a repository: its paths and the beginnings of its files in, where the zones are out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.core.survey.files import display_folders, is_code, is_display
from bot.core.survey.findings import Placed, Survey, ZoneFound
from bot.core.survey.noise import noise
from bot.core.survey.placing import Aside, Covered, place
from bot.core.survey.schema import schema
from bot.core.survey.scoring import TextWords, scores

LONGEST = 400  # characters of a glob


def survey(paths: Iterable[str], texts: Mapping[str, str]) -> Survey:
    """Find the zones; `texts` gives the beginning of each file that was read, by its path."""
    listed = tuple(paths)
    quiet = tuple(filter(_fits, noise(texts)))
    noisy = Covered(placed.glob for placed in quiet)
    code = [path for path in listed if is_code(path) and path not in noisy]
    database = schema(listed, texts)
    migrations = Covered(placed.glob for placed in database.paths)
    deciding = [path for path in code if not is_display(path) and path not in migrations]
    read = {path: TextWords(text) for path, text in texts.items()}
    aside = Aside(display_folders(listed), tuple(placed.glob for placed in database.paths))
    zones = tuple(place(zone, of, aside) for zone, of in scores(deciding, read).items())
    found = tuple(map(_short, (database, *zones)))
    return Survey(found, quiet, len(listed), len(code), sum(path in read for path in code))


def _short(zone: ZoneFound) -> ZoneFound:
    return replace(zone, paths=tuple(filter(_fits, zone.paths)), likely=tuple(filter(_fits, zone.likely)))


def _fits(placed: Placed) -> bool:
    """Whether a policy may hold the glob: deep folders with long names can make one that is too long."""
    return len(placed.glob) <= LONGEST
