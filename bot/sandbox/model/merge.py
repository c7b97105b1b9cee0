"""Three-way merges of trees and of texts."""

from collections.abc import Mapping, Sequence

from bot.errors import UserError
from bot.sandbox.model.git import Entry, File, Objects
from bot.sandbox.model.lines import changes, split
from bot.sandbox.model.patch import is_binary


class ConflictError(UserError):
    """Both sides changed the same lines, or the same file in ways that can't be joined."""


Tree = Mapping[str, Entry]


def merge_trees(base: Tree, ours: Tree, theirs: Tree, objects: Objects) -> dict[str, Entry]:
    """Join what both sides did since the base; ConflictError where that is not clear."""

    def side(path: str) -> Entry | None:
        old, mine, yours = base.get(path), ours.get(path), theirs.get(path)
        if yours in (mine, old):
            return mine
        if mine == old:
            return yours
        return _merge_file(path, (old, mine, yours), objects)

    joined = {path: side(path) for path in sorted({*ours, *theirs})}
    return {path: entry for path, entry in joined.items() if entry is not None}


def _merge_file(path: str, sides: tuple[Entry | None, Entry | None, Entry | None], objects: Objects) -> Entry:
    old, mine, yours = sides
    if old is None or mine is None or yours is None or mine.mode != yours.mode or old.sha not in objects.blobs:
        raise ConflictError(f"Both branches changed {path} in ways that can't be joined.")
    texts = [objects.blobs[entry.sha] for entry in (old, mine, yours)]
    if any(is_binary(text) for text in texts):
        raise ConflictError(f"Both branches changed the binary file {path}.")
    try:
        merged = merge_texts(texts[0], texts[1], texts[2])
    except ConflictError:
        raise ConflictError(f"Both branches changed the same lines of {path}.") from None
    return objects.store(File(merged, mine.mode))


def merge_texts(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """Join two edits of one text; edits that touch or overlap conflict unless they are the same."""
    old = split(base)
    edits = {_edit(new, run) for new in (split(ours), split(theirs)) for run in changes(old, new)}
    out: list[bytes] = []
    at = -1
    for start, end, lines in sorted(edits):
        if start <= at:
            raise ConflictError("Both changed the same lines.")
        out += old[max(at, 0) : start]
        out += lines
        at = end
    return b"".join(out + old[max(at, 0) :])


def _edit(new: Sequence[bytes], run: tuple[int, int, int, int]) -> tuple[int, int, tuple[bytes, ...]]:
    return run[0], run[1], tuple(new[run[2] : run[3]])
