"""Where the database's schema is written down: the ordered migrations, and the file that holds its present state."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from posixpath import basename, dirname

from bot.core.matching import excluded_class
from bot.core.survey.findings import Placed, ZoneFound
from bot.core.survey.folding import writable
from bot.core.survey.words import words

MOST = 6  # folders that are written out; more become one glob for all of their name
_KINDS = (
    ("Rails", re.compile(r"<\s*ActiveRecord::Migration")),
    ("Django", re.compile(r"\bmigrations\.Migration\b")),
    ("Alembic", re.compile(r"^from alembic import|\bdown_revision\b", re.MULTILINE)),
    ("Laravel", re.compile(r"\bSchema::(?:create|table|drop)|extends Migration\b")),
    ("Ecto", re.compile(r"\buse Ecto\.Migration\b")),
    ("Entity Framework", re.compile(r":\s*Migration\b|\bmigrationBuilder\.|\bDbContext\b")),
    ("Doctrine", re.compile(r"\bextends AbstractMigration\b")),
    ("TypeORM", re.compile(r"\bMigrationInterface\b|\bqueryRunner\.")),
    ("Knex", re.compile(r"\bknex\.schema\b|exports\.up\b")),
    ("SQL", re.compile(r"(?i)\b(?:create|alter|drop)\s+(?:unique\s+)?(?:table|index|type|view)\b|\binsert\s+into\b|\bupdate\b")),
)  # fmt: skip
_STATES = {"schema.rb": "ActiveRecord::Schema", "structure.sql": "CREATE ", "schema.prisma": "datasource "}
_FOLDERS = frozenset({"migration", "migrate", "migrator"})


def is_migration(path: str) -> bool:
    """Whether a file stands in a folder of migrations."""
    return _folder(path) is not None


def schema(paths: Iterable[str], texts: Mapping[str, str]) -> ZoneFound:
    """Find the migrations; a folder counts when some file in it that was read is one."""
    within: dict[str, list[str]] = defaultdict(list)
    states = []
    for path in paths:
        if excluded_class(path) is not None:
            continue
        folder = _folder(path)
        if folder is not None:
            within[folder].append(path)
        elif (mark := _STATES.get(basename(path))) and (path not in texts or mark in texts[path]):
            states.append(path)
    kinds = {folder: kind for folder, files in within.items() if (kind := _kind(files, texts))}
    files = tuple(path for folder in kinds for path in within[folder])
    placed = (*_migrations({folder: len(within[folder]) for folder in kinds}), *map(_state, states[:MOST]))
    return ZoneFound("schema", (*files, *states), placed, said=_said(kinds, files))


def _folder(path: str) -> str | None:
    """Give the topmost folder that is called after migrations."""
    place = path.find("/")
    while place >= 0:
        if _FOLDERS.intersection(words(basename(path[:place]))[-1:]):
            return path[:place]
        place = path.find("/", place + 1)
    return None


def _kind(files: Iterable[str], texts: Mapping[str, str]) -> str | None:
    seen = (texts[path] for path in files if path in texts)
    return next((name for text in seen for name, mark in _KINDS if mark.search(text)), None)


def _migrations(found: Mapping[str, int]) -> Iterable[Placed]:
    if len(found) <= MOST:
        return [Placed(f"/{writable(folder)}/**", _migration_count(count)) for folder, count in sorted(found.items())]
    alike: Counter[str] = Counter()
    for folder, count in found.items():
        alike["/".join((basename(dirname(folder)), basename(folder))).lstrip("/")] += count
    return [Placed(f"**/{writable(name)}/**", _migration_count(count)) for name, count in alike.most_common(MOST)]


def _migration_count(count: int) -> str:
    return "1 migration" if count == 1 else f"{count:,} migrations"


def _state(path: str) -> Placed:
    return Placed(f"/{writable(path)}", "the schema as it stands")


def _said(kinds: Mapping[str, str], files: tuple[str, ...]) -> tuple[str, ...]:
    if not kinds:
        return ()
    names = " and ".join(dict.fromkeys(sorted(kinds.values())))
    return (f"{_migration_count(len(files))} ({names}); e.g. {max(files)}",)
