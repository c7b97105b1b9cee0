"""Reads what stands in a commit's tree, and the commits that led to it: all that a look through a repository needs."""

from collections.abc import Iterable
from contextlib import closing

from bot.cli.local.commits import told
from bot.cli.local.git import Repository
from bot.cli.local.objects import Objects
from bot.core.survey import Past

LARGEST_READ = 512 * 1024  # bytes of a file; what is larger is data
BEGINNING = 16_000  # characters of a file that are kept
_DAY = 24 * 60 * 60
_LINK = b"120000"


def paths(repository: Repository, commit: str) -> tuple[str, ...]:
    """Give the paths of the files in a commit's tree; links and submodules are left out."""
    entries = repository.run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
    found = (entry.partition(b"\t") for entry in entries if entry)
    return tuple(
        path.decode("utf-8", "surrogateescape")
        for what, _, path in found
        if b" blob " in what and not what.startswith(_LINK)
    )


def beginnings(repository: Repository, commit: str, wanted: Iterable[str]) -> dict[str, str]:
    """Give how files begin; without those that are large, binary, not here, or whose names git can't be asked for."""
    found = {}
    with closing(Objects(repository)) as objects:
        for path in wanted:
            name = f"{commit}:{path}"
            if not path.isprintable() or (objects.size(name) or LARGEST_READ + 1) > LARGEST_READ:
                continue
            content = objects.read(name)
            if content is not None and b"\0" not in content[:BEGINNING]:
                found[path] = content[:BEGINNING].decode("utf-8", "replace")
    return found


def text(repository: Repository, commit: str, path: str) -> str | None:
    """Give one file's whole text; None when there is none."""
    with closing(Objects(repository)) as objects:
        content = objects.read(f"{commit}:{path}")
    return None if content is None else content.decode("utf-8", "replace")


def past(repository: Repository, commit: str, most: int) -> tuple[Past, ...]:
    """Give the last commits along first parents, each with the files in which it differs from its first parent."""
    listing = repository.run(
        "log", "--first-parent", "-m", f"--max-count={most}", "--format=%x00%H%x00", "--name-only", "--no-renames", "-z", commit
    )  # fmt: skip
    files: dict[str, list[str]] = {}
    current: list[str] = []
    known = set(repository.run("rev-list", "--first-parent", f"--max-count={most}", commit).decode().split())
    for part in listing.split(b"\0"):
        name = part.lstrip(b"\n").decode("utf-8", "surrogateescape")
        if name in known:
            current = files.setdefault(name, [])
        elif name:
            current.append(name)
    with closing(Objects(repository)) as objects:
        return tuple(_past(sha, objects.read(sha) or b"", tuple(names)) for sha, names in files.items())


def last_days(repository: Repository, commit: str, days: int, most: int) -> tuple[str, ...]:
    """Give the commits along first parents of so many days before a commit, the newest first; at most `most`."""
    made = int(repository.run("log", "-1", "--format=%ct", commit))
    since = f"--since={max(made - days * _DAY, 0)}"
    return tuple(repository.run("rev-list", "--first-parent", since, f"--max-count={most}", commit).decode().split())


def is_shallow(repository: Repository) -> bool:
    """Whether the copy holds only the newest part of the history."""
    return repository.run("rev-parse", "--is-shallow-repository").strip() == b"true"


def _past(sha: str, content: bytes, names: tuple[str, ...]) -> Past:
    one = told(sha, content)
    return Past(one.commit, len(one.parents) > 1, names)
