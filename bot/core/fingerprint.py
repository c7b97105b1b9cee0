"""What a sign-off covers, as digests: equal digests are the same change, and different ones say what moved."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.core.diff import DiffError, Hunk, hunks, is_whole, pieces
from bot.core.markdown import code
from bot.core.model.change import ChangedFile, FileStatus, PullRequest, Side
from bot.core.model.verdict import Cover, Finding

_PLAIN = "100644"  # the mode of a file that is neither a program nor a link


def cover(findings: Sequence[Finding], pull: PullRequest) -> Cover:
    """Digest the files of some findings and their rules; the numbers of lines and the order of the files do not matter.

    The heading that git gives a hunk does: the same lines in another function or class are another change.
    """
    paths = sorted({finding.path for finding in findings})
    files = {path: _digests(pull.files_by_path[path], pull) for path in paths}
    rules = tuple(sorted({f"{finding.rule.id}@{finding.rule.digest}" for finding in findings}))
    return Cover(_digest({"files": files, "rules": rules}), files, rules)


def changes(before: Mapping[str, Sequence[str]], pull: PullRequest, now: Cover) -> tuple[str, ...]:
    """Say in words what differs between the files of an earlier cover and the present one."""
    said: list[str] = []
    for path, digests in now.files.items():
        if path not in before:
            said.append(f"{code(path)} was not part of it")
        elif tuple(before[path]) != tuple(digests):
            said.extend(_moved(tuple(before[path]), pull.files_by_path[path]))
    for path in sorted(before.keys() - now.files.keys()):
        still = path in pull.files_by_path
        said.append(f"{code(path)} is no longer {'found to matter' if still else 'changed'}")
    return tuple(said) or ("the rules that cover it changed",)


def _digests(file: ChangedFile, pull: PullRequest) -> tuple[str, ...]:
    found = _bodies(file)
    blobs = [file.old_blob, file.new_blob] if file.binary else None
    if found is None or (file.binary and file.old_blob is None and file.new_blob is None):
        # What nobody saw may change with any push.
        blobs = ["unseen", file.new_blob or pull.head_sha]
    once = file.status.value if file.status in (FileStatus.ADDED, FileStatus.REMOVED) else ""
    first = _digest([file.path, file.old_path, *_modes(file, found), once, blobs])
    return (first, *map(_body_digest, found or ()))


def _modes(file: ChangedFile, found: tuple[bytes, ...] | None) -> list[str | None]:
    """Give the modes where they say something.

    Those of a file with hunks are known only if its patch was not listed, which must not look like a change.
    """
    modes = [file.old_mode, file.new_mode]
    if not found:
        return modes
    return [None, None] if modes[0] == modes[1] else [None if mode == _PLAIN else mode for mode in modes]


def _bodies(file: ChangedFile) -> tuple[bytes, ...] | None:
    """Give each hunk without its line numbers; None when the content could not be seen whole."""
    if file.unseen is not None or (file.patch is None and not file.binary):
        return None
    if not file.patch:
        return ()
    patch = file.patch.encode("utf-8", "surrogatepass")
    if not is_whole(patch):
        return None
    return tuple(_body(piece) for piece in pieces(patch))


def _body(piece: bytes) -> bytes:
    """Take a hunk without its line numbers: its heading, then its lines."""
    header, _, lines = piece.partition(b"\n")
    return header.partition(b" @@")[2].strip() + b"\n" + lines


def _body_digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _moved(before: tuple[str, ...], file: ChangedFile) -> Iterable[str]:
    """Say which parts of a file are new since, or that some are gone."""
    name = code(file.path)
    if file.status is FileStatus.REMOVED:
        return (f"{name}, which is deleted now",)
    try:
        found = hunks(file.patch or "")
        bodies = _bodies(file)
    except DiffError:
        bodies = None
    if bodies is None:
        return (f"{name}, which can't be seen",)
    known = Counter(before[1:])
    fresh = []
    for hunk, body in zip(found, bodies, strict=True):
        digest = _body_digest(body)
        known[digest] -= 1
        if known[digest] < 0:
            fresh.append(f"{name} {_where(hunk)}")
    if fresh:
        return fresh
    if +known:
        return (f"{name}, where changes were taken back",)
    if file.binary:
        return (f"{name}, its content or what kind of file it is",)
    return (f"{name}, what kind of file it is (its lines are the same)",)


def _where(hunk: Hunk) -> str:
    """Name the changed lines of a hunk as they stand now."""
    added = [line.number for line in hunk.lines if line.side is Side.ADDED]
    if added:
        first, last = min(added), max(added)
        return f"line {first}" if first == last else f"lines {first}-{last}"
    removed = [line.number for line in hunk.lines if line.side is Side.REMOVED]
    return f"lines removed near {hunk.new_start + _context_before(hunk)}" if removed else f"near {hunk.new_start}"


def _context_before(hunk: Hunk) -> int:
    return next((index for index, line in enumerate(hunk.lines) if line.side is not None), 0)
