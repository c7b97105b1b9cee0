"""Reads git's raw and patch output of one change into files; every split is one that no path or content can forge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cli.local.differences import Answer
from bot.core.model.change import ChangedFile, FileStatus

SECTION = b"diff --git "
NOTHING = "000000"
_STATUS = {
    "A": FileStatus.ADDED,
    "M": FileStatus.MODIFIED,
    "D": FileStatus.REMOVED,
    "R": FileStatus.RENAMED,
    "C": FileStatus.COPIED,
    "T": FileStatus.MODE_CHANGED,  # from file to symlink or submodule, or back; GitHub calls it `changed`
}
TOO_MUCH = "the change as a whole is too large to be read here"
NOT_READ = "git's answer about it could not be read"


@dataclass(frozen=True, slots=True)
class _Entry:
    status: str  # git's letter
    path: str
    old_path: str | None
    modes: tuple[str, str]
    blobs: tuple[str, str]

    @property
    def parts(self) -> int:
        """How many sections of the patch it has: a change of type is a removal and an addition."""
        return 2 if self.status == "T" else 1


def files(answer: Answer, *, listed_only: bool = False) -> tuple[ChangedFile, ...]:
    """Give the changed files; those whose text git did not give to the end have `unseen`, all if it was not asked for."""
    if not answer.output:
        return ()
    start = answer.output.index(b"\0") + 1  # behind the commit's id
    entries, start = _entries(answer.output, start)
    if listed_only:
        return tuple(_file(entry, None, NOT_READ) for entry in entries)
    sections = _sections(answer.output[start:])
    if answer.cut:
        sections = sections[:-1]
    elif len(sections) != sum(entry.parts for entry in entries):
        return tuple(_file(entry, None, NOT_READ) for entry in entries)
    return tuple(_files(entries, sections))


def _files(entries: Sequence[_Entry], sections: Sequence[bytes]) -> Iterator[ChangedFile]:
    at = 0
    for entry in entries:
        own = sections[at : at + entry.parts]
        at += entry.parts
        yield _file(entry, own, None) if len(own) == entry.parts else _file(entry, None, TOO_MUCH)


def _entries(output: bytes, at: int) -> tuple[list[_Entry], int]:
    """Read the raw records, NUL between their fields; give them and where the patch begins."""
    entries = []
    while output[at : at + 1] == b":":
        record, at = _field(output, at)
        old_mode, new_mode, old_blob, new_blob, status = record[1:].split(" ")
        path, at = _field(output, at)
        old_path = None
        if status[0] in "RC":
            old_path = path
            path, at = _field(output, at)
        entries.append(_Entry(status[0], path, old_path, (old_mode, new_mode), (old_blob, new_blob)))
    return entries, at + 1  # one NUL stands between the records and the patch


def _field(output: bytes, at: int) -> tuple[str, int]:
    end = output.find(b"\0", at)
    end = len(output) if end < 0 else end
    return output[at:end].decode("utf-8", "replace"), end + 1


def _sections(patch: bytes) -> list[bytes]:
    """Split at the files' headers: every line of a hunk begins with a sign, so none begins as a header does."""
    if not patch.startswith(SECTION):
        return []
    return patch.removesuffix(b"\n").split(b"\n" + SECTION)


def _file(entry: _Entry, sections: Sequence[bytes] | None, unseen: str | None) -> ChangedFile:
    binary = any(_is_binary(section) for section in sections or ())
    patch = None
    if sections is not None and not binary:
        patch = "\n".join(filter(None, map(_hunks, sections)))
    return ChangedFile(
        path=entry.path,
        status=_status(entry),
        patch=patch,
        old_path=entry.old_path,
        binary=binary,
        unseen=unseen,
        old_mode=None if entry.modes[0] == NOTHING else entry.modes[0],
        new_mode=None if entry.modes[1] == NOTHING else entry.modes[1],
        old_blob=None if entry.modes[0] == NOTHING else entry.blobs[0],
        new_blob=None if entry.modes[1] == NOTHING else entry.blobs[1],
    )


def _status(entry: _Entry) -> FileStatus:
    if entry.status == "M" and entry.blobs[0] == entry.blobs[1]:
        return FileStatus.MODE_CHANGED
    return _STATUS[entry.status]


def _hunks(section: bytes) -> str:
    start = section.find(b"\n@@ ")
    return "" if start < 0 else section[start + 1 :].decode("utf-8", "replace")


def _is_binary(section: bytes) -> bool:
    return b"\n@@ " not in section and b"\nBinary files " in section
