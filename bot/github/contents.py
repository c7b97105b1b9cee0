"""Files that GitHub lists without a patch: what became of them, found out by their blobs.

A file without a patch is not a file without a change: it may be binary, too large, past a cut in the list, or changed
in its mode alone. Only the ids of what stood there before and stands there after prove which.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import textdiff
from bot.core.matching import languages
from bot.core.matching.wanted import Wanted
from bot.core.model.change import ChangedFile, FileStatus
from bot.github.blobs import Range, Sides, text_of
from bot.github.file_shapes import FileEntry
from bot.github.files_list import lacks_patch
from bot.github.rest_shapes import ListedFile
from bot.github.wave import wave

Wants = Callable[[str, str | None], Wanted]

MOST_ENTRIES = 3_000
MOST_TEXTS = 300
MOST_BYTES = 4 * 1024 * 1024  # of one text
MOST_BYTES_IN_ALL = 24 * 1024 * 1024
BINARY_LOOK = 8_000  # bytes in which git looks for a NUL

UNWANTED = "GitHub shows no patch of it, and since no rule looks at its content it was not read."
TOO_MANY = f"GitHub shows no patch of it, and more than {MOST_TEXTS} files of this change are like that."
TOO_LARGE = f"GitHub shows no patch of it, and it is too large to be read (more than {MOST_BYTES // 2**20} MB)."
TOO_MUCH = (
    f"GitHub shows no patch of it, and there is too much of that in this change ({MOST_BYTES_IN_ALL // 2**20} MB)."
)
NOWHERE = "GitHub lists it, but its content was not found in the commits."

STATUS = {
    "added": FileStatus.ADDED,
    "modified": FileStatus.MODIFIED,
    "removed": FileStatus.REMOVED,
    "renamed": FileStatus.RENAMED,
    "copied": FileStatus.COPIED,
    "changed": FileStatus.MODE_CHANGED,
    "unchanged": FileStatus.MODIFIED,
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A file listed without a patch; `sides` where its modes and ids are known already."""

    file: ListedFile
    sides: Sides | None = None


def as_listed(file: ListedFile) -> ChangedFile:
    """Take a file as the list has it."""
    removed = file.status == "removed"
    return ChangedFile(
        path=file.filename,
        status=STATUS[file.status],
        patch=file.patch,
        old_path=file.previous_filename,
        old_blob=file.sha if removed else None,
        new_blob=None if removed else file.sha,
    )


def in_doubt(file: ListedFile, wants: Wants) -> bool:
    """Whether the list does not show all that matters of it."""
    return lacks_patch(file) or _leaves(file, wants)


def must_read(file: ListedFile, wants: Wants) -> bool:
    """Whether its content, or the proof that there is none to see, has to be read.

    Where GitHub counts no lines, the file may be binary or have a new mode, which rules on paths ask about too.
    """
    if lacks_patch(file):
        return file.changes == 0 or bool(wants(file.filename, file.previous_filename))
    return _leaves(file, wants)  # what is wanted takes a look at every rule, so it is asked of renamed files alone


def _leaves(file: ListedFile, wants: Wants) -> bool:
    """Whether it is renamed to where rules look at less: then all that it was counts as removed."""
    renamed = file.status == "renamed" and file.previous_filename is not None
    return renamed and wants(file.filename, file.previous_filename) is Wanted.ALL_IT_WAS


def unread(file: ListedFile) -> ChangedFile:
    """Take a file without a patch whose content no rule looks at."""
    return replace(as_listed(file), patch=None, unseen=UNWANTED)


async def settle(between: Range, lacking: Sequence[Lacking], wants: Wants) -> dict[str, ChangedFile]:
    """Give each file by its path: with its patch, or proven to need none, or with the reason why it is not seen."""
    wanted = {one.file.filename: wants(one.file.filename, one.file.previous_filename) for one in lacking}
    sides = {one.file.filename: one.sides for one in lacking if one.sides is not None}
    unknown = [one.file for one in lacking if one.sides is None]
    proofs = [file for file in unknown if file.changes == 0][:MOST_ENTRIES]
    direct = [file for file in unknown if file.changes > 0 and wanted[file.filename]][:MOST_TEXTS]
    async with wave() as group:
        light = group.create_task(between.entries(proofs))
        heavy = group.create_task(between.texts(direct))
    sides |= light.result() | heavy.result()
    read = {file.filename for file in direct}
    open_ones = [one.file for one in lacking if wanted[one.file.filename] and one.file.filename not in read]
    second = [file for file in open_ones if file.filename in sides and _missing(_content(file, sides, wanted), {})]
    sides |= await between.texts(second[: MOST_TEXTS - len(direct)])
    contents = [
        _content(one.file, sides, wanted) for one in lacking if wanted[one.file.filename] and one.file.filename in sides
    ]
    raw = await between.raw(_affordable([entry for content in contents for entry in _missing(content, {})]))
    return {one.file.filename: _judge(one.file, sides, raw, wanted) for one in lacking}


def _content(file: ListedFile, sides: Mapping[str, Sides], wanted: Mapping[str, Wanted]) -> Sides:
    """Give what is to be compared: where rules no longer look there is nothing, and a program's file is a text.

    Not every compiler minds a NUL, by which GitHub tells that a file is none.
    """
    found = sides[file.filename]
    leaves = wanted[file.filename] is Wanted.ALL_IT_WAS
    return Sides(found.before, None if leaves else found.after, is_text=bool(languages(file.filename)))


def _missing(sides: Sides, raw: Mapping[str, bytes]) -> list[FileEntry]:
    """List what texts are still needed to know what changed."""
    if sides.same or sides.binary:
        return []
    return [entry for entry in sides.entries if text_of(entry, raw) is None]


def _affordable(entries: Sequence[FileEntry]) -> set[str]:
    """Choose the blobs to read, smallest first, within the budget."""
    sizes = {entry.oid: entry.object.byte_size or 0 for entry in entries if entry.object is not None}
    chosen, left = set(), MOST_BYTES_IN_ALL
    for oid, size in sorted(sizes.items(), key=lambda item: item[1]):
        left -= size
        if size > MOST_BYTES or left < 0:
            break
        chosen.add(oid)
    return chosen


def _judge(
    file: ListedFile, known: Mapping[str, Sides], raw: Mapping[str, bytes], wanted: Mapping[str, Wanted]
) -> ChangedFile:
    sides = known.get(file.filename)
    plain = replace(as_listed(file), patch=None)
    if sides is None:
        return replace(plain, unseen=TOO_MANY if wanted[file.filename] or file.changes == 0 else UNWANTED)
    if not sides.entries or (sides.after is None and file.status != "removed"):
        return replace(plain, unseen=NOWHERE)
    seen, content = _with_ids(plain, sides), _content(file, known, wanted)
    if content.same:
        return _same(seen, file)
    nul = any(b"\0" in raw.get(entry.oid, b"")[:BINARY_LOOK] for entry in content.entries)
    if content.binary or (nul and not content.is_text):
        return replace(seen, binary=True)
    missing = _missing(content, raw)
    if missing:
        return replace(seen, unseen=_why(missing, wanted=bool(wanted[file.filename])))
    return _with_patch(seen, content, raw)


def _with_ids(file: ChangedFile, sides: Sides) -> ChangedFile:
    before, after = sides.before, sides.after
    return replace(
        file,
        old_mode=f"{before.mode:06o}" if before else None,
        new_mode=f"{after.mode:06o}" if after else None,
        old_blob=before.oid if before else None,
        new_blob=after.oid if after else None,
    )


def _same(file: ChangedFile, listed: ListedFile) -> ChangedFile:
    """No content changed: proven by equal ids."""
    if listed.changes > 0:
        return replace(file, unseen="GitHub counts changed lines in it, but shows the same content on both sides.")
    moded = file.old_mode != file.new_mode and file.status is FileStatus.MODIFIED
    return replace(file, patch="", status=FileStatus.MODE_CHANGED if moded else file.status)


def _with_patch(file: ChangedFile, sides: Sides, raw: Mapping[str, bytes]) -> ChangedFile:
    old, new = text_of(sides.before, raw), text_of(sides.after, raw)
    patch = textdiff.patch(old, new)
    if not patch and len(sides.entries) > 1:  # other bytes that read the same: no text we could show
        return replace(file, binary=True)
    return replace(file, patch=patch)


def _why(missing: Sequence[FileEntry], *, wanted: bool) -> str:
    if not wanted:
        return UNWANTED
    sizes = [entry.object.byte_size for entry in missing if entry.object is not None]
    if any(size is not None and size > MOST_BYTES for size in sizes):
        return TOO_LARGE
    return TOO_MUCH if any(sizes) else NOWHERE
