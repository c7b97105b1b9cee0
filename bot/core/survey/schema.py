"""Where the database's schema is written down: the migrations, told by what is in them, and the file of its present state."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from posixpath import basename, dirname

from bot.core.survey.files import is_code
from bot.core.survey.findings import Placed, ZoneFound
from bot.core.survey.folding import writable
from bot.core.survey.words import words

MOST = 6  # folders that are written out; more become one glob for all of their name
_KINDS = (
    ("Rails", re.compile(r"<\s*ActiveRecord::Migration")),
    ("Django", re.compile(r"\bmigrations\.Migration\b")),
    ("Alembic", re.compile(r"^from alembic import op\b", re.MULTILINE)),
    ("Laravel", re.compile(r"\bSchema::(?:create|table|drop)|Illuminate\\Database\\Migrations")),
    ("Ecto", re.compile(r"\buse Ecto\.Migration\b")),
    ("Entity Framework", re.compile(r"\bmigrationBuilder\.|:\s*Migration\b")),
    ("Doctrine", re.compile(r"\bextends AbstractMigration\b")),
    ("MikroORM", re.compile(r"@mikro-orm/migrations")),
    ("TypeORM", re.compile(r"\bimplements MigrationInterface\b")),
    ("Knex", re.compile(r"\bknex\.schema\b")),
)
_TABLES = re.compile(r"(?i)\b(?:create|alter|drop)\s+(?:unique\s+)?(?:table|index|type|view)\b")
_MANY = 3  # statements on tables in a file of code: migrations kept in one file
_STATES = {"schema.rb": "ActiveRecord::Schema", "structure.sql": "CREATE ", "schema.prisma": "datasource "}
_FOLDERS = frozenset({"migration", "migrate"})


def schema(paths: Iterable[str], texts: Mapping[str, str]) -> ZoneFound:
    """Find the folders of migrations and the files that hold the schema; a folder counts by what was read of it."""
    found: dict[str, list[str]] = defaultdict(list)  # folder -> the kinds of migrations seen there
    states, kept = [], []
    for path, text in texts.items():
        if not is_code(path) and basename(path) not in _STATES:
            continue
        if basename(path) in _STATES:
            states += [path] if _STATES[basename(path)] in text else []
        elif kind := _kind(path, text):
            found[_folder(path) or dirname(path)].append(kind)
        elif len(_TABLES.findall(text)) >= _MANY and _FOLDERS.intersection(words(basename(path))):
            kept.append(path)
    beside = Counter(map(dirname, texts))
    kinds = {folder: seen[0] for folder, seen in found.items() if _is_history(folder, len(seen), beside[folder])}
    within = _within(kinds, paths)
    files = tuple(path for folder in within for path in within[folder])
    placed = (
        *_migrations({folder: len(found) for folder, found in within.items() if folder}),
        *(Placed(f"/{writable(path)}", "migrations in one file") for path in kept[:MOST]),
        *(Placed(f"/{writable(path)}", "the schema as it stands") for path in states[:MOST]),
    )
    return ZoneFound("schema", (*files, *kept, *states), placed, said=_said(kinds, files))


def _is_history(folder: str, seen: int, files: int) -> bool:
    """Whether a folder holds migrations: by its name, or because most of what stands in it are some."""
    return _folder(f"{folder}/") is not None or (seen > 1 and 2 * seen > files)


def _kind(path: str, text: str) -> str | None:
    found = next((name for name, mark in _KINDS if mark.search(text)), None)
    if found is None and path.endswith(".sql") and _folder(path) is not None and _TABLES.search(text):
        return "SQL"
    return found


def _folder(path: str) -> str | None:
    """Give the topmost folder that is called after migrations."""
    place = path.find("/")
    while place >= 0:
        if _FOLDERS.intersection(words(basename(path[:place]))[-1:]):
            return path[:place]
        place = path.find("/", place + 1)
    return None


def _within(folders: Mapping[str, str], paths: Iterable[str]) -> dict[str, list[str]]:
    """Give the files in each folder and below; a folder inside another is part of it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        places = (place for place, sign in enumerate(path) if sign == "/")
        if (top := next((path[:place] for place in places if path[:place] in folders), None)) is not None:
            found[top].append(path)
    return found


def _migrations(found: Mapping[str, int]) -> Iterable[Placed]:
    if len(found) <= MOST:
        return [Placed(f"/{writable(folder)}/**", _count(count)) for folder, count in sorted(found.items())]
    alike = _alike(found, 2)
    if len(alike) > MOST // 2:
        alike = _alike(found, 1)
    return [Placed(f"**/{writable(name)}/**", _count(count)) for name, count in alike.most_common(MOST)]


def _alike(found: Mapping[str, int], names: int) -> Counter[str]:
    """Add up folders whose last names are the same."""
    alike: Counter[str] = Counter()
    for folder, count in found.items():
        alike["/".join(folder.split("/")[-names:])] += count
    return alike


def _count(files: int) -> str:
    return "1 file of migrations" if files == 1 else f"{files:,} files of migrations"


def _said(kinds: Mapping[str, str], files: tuple[str, ...]) -> tuple[str, ...]:
    if not files:
        return ()
    return (f"{_count(len(files))} ({' and '.join(sorted(set(kinds.values())))}); e.g. {max(files)}",)
