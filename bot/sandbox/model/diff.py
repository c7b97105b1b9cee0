"""What differs between two trees, renames found the way git finds them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.sandbox.model.git import SUBMODULE, Entry
from bot.sandbox.model.patch import Patch, is_binary, patch

_CHUNK = 64
_MOST_PAIRS = 1_000_000  # beyond so many pairs git looks for exact renames alone
_EMPTY = Patch("", 0, 0, frozenset())


@dataclass(frozen=True, slots=True)
class Change:
    """One changed file; `old` and `new` are its entries on either side, where there is one."""

    path: str
    old_path: str | None
    old: Entry | None
    new: Entry | None
    binary: bool
    patch: Patch

    @property
    def status(self) -> str:
        """GitHub's word."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        if self.old_path is not None:
            return "renamed"
        return "changed" if self.old.sha == self.new.sha else "modified"


Read = Callable[[str], bytes]


def differences(old: Mapping[str, Entry], new: Mapping[str, Entry], read: Read) -> list[Change]:
    """Compare two flat trees; in the order of the paths."""
    gone = {path: old[path] for path in old.keys() - new.keys()}
    came = {path: new[path] for path in new.keys() - old.keys()}
    both = [path for path in old.keys() & new.keys() if old[path] != new[path]]
    moved = _renames(gone, came, read)
    found = [_change(path, None, old[path], new[path], read) for path in both]
    found += [_change(path, source, old[source], new[path], read) for path, source in moved.items()]
    found += [_change(path, None, None, entry, read) for path, entry in came.items() if path not in moved]
    sources = set(moved.values())
    found += [_change(path, None, entry, None, read) for path, entry in gone.items() if path not in sources]
    return sorted(found, key=lambda change: change.path.encode(errors="surrogateescape"))


def _change(path: str, old_path: str | None, old: Entry | None, new: Entry | None, read: Read) -> Change:
    before, after = (_data(entry, read) for entry in (old, new))
    binary = is_binary(before) or is_binary(after)
    same = old is not None and new is not None and old.sha == new.sha
    return Change(path, old_path, old, new, binary, _EMPTY if binary or same else patch(before, after))


def _data(entry: Entry | None, read: Read) -> bytes:
    if entry is None:
        return b""
    return b"Subproject commit %s\n" % entry.sha.encode() if entry.mode == SUBMODULE else read(entry.sha)


def _renames(gone: Mapping[str, Entry], came: Mapping[str, Entry], read: Read) -> dict[str, str]:
    """Map new paths to the old ones: the same content first, then the likest by at least half."""
    moved: dict[str, str] = {}
    free = dict(gone)
    for path in sorted(came):
        same = [source for source in sorted(free) if free[source].sha == came[path].sha]
        if same:
            moved[path] = min(same, key=lambda source: (_name(source) != _name(path), source))
            del free[moved[path]]
    left = [path for path in sorted(came) if path not in moved]
    if len(left) * len(free) <= _MOST_PAIRS:
        moved |= _similar({p: came[p] for p in left}, free, read)
    return moved


def _similar(came: Mapping[str, Entry], free: Mapping[str, Entry], read: Read) -> dict[str, str]:
    scored = [
        (-_likeness(read(free[source].sha), read(came[path].sha)), _name(source) != _name(path), path, source)
        for path in came
        for source in free
        if SUBMODULE not in {came[path].mode, free[source].mode} and came[path].mode[:2] == free[source].mode[:2]
    ]
    moved: dict[str, str] = {}
    for score, _, path, source in sorted(scored):
        if -score * 2 >= 1 and path not in moved and source not in moved.values():
            moved[path] = source
    return moved


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _likeness(one: bytes, other: bytes) -> float:
    """Measure the share of bytes carried over, in chunks of a line or 64 bytes, as git's `diffcore-delta.c` does."""
    most = max(len(one), len(other))
    if min(len(one), len(other)) * 2 < most or not most:
        return 0.0
    left, right = _chunks(one), _chunks(other)
    return sum(min(size, right[chunk]) for chunk, size in left.items()) / most


@lru_cache(maxsize=4096)
def _chunks(data: bytes) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for line in data.split(b"\n"):
        text = line + b"\n"
        for at in range(0, len(text), _CHUNK):
            piece = text[at : at + _CHUNK]
            found[piece] += len(piece)
    return found
