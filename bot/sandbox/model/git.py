"""Git's objects with their real ids: blobs, trees and commits of one network of forks."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

FILE, EXECUTABLE, SYMLINK, SUBMODULE = "100644", "100755", "120000", "160000"
_TRAILER = re.compile(r"^co-authored-by:\s*(?P<name>[^<]*?)\s*<(?P<email>[^>]*)>\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a tree: its mode as git writes it, and the id of its blob (of a commit, for a submodule)."""

    mode: str
    sha: str


@dataclass(frozen=True, slots=True)
class File:
    """Content to push. A submodule's data is the 40 hex digits of its commit."""

    data: bytes
    mode: str = FILE


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and address in a commit."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; `files` is its whole tree, flat."""

    sha: str
    tree: str
    files: Mapping[str, Entry] = field(repr=False)
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    message: str
    at: datetime

    @property
    def authors(self) -> tuple[Identity, ...]:
        """The author, then everybody whom a `Co-authored-by` trailer names, each once."""
        named = [Identity(m["name"], m["email"]) for m in _TRAILER.finditer(self.message)]
        found = {self.author.email.lower(): self.author}
        for one in named:
            found.setdefault(one.email.lower(), one)
        return tuple(found.values())


def object_id(kind: str, data: bytes) -> str:
    """Give the id that git gives an object."""
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data, usedforsecurity=False).hexdigest()


def tree_ids(files: Mapping[str, Entry]) -> dict[str, str]:
    """Give the id of every folder of a flat tree, by path; the root's path is ""."""
    folders: dict[str, dict[str, Entry]] = {"": {}}
    for path, entry in files.items():
        parent, _, name = path.rpartition("/")
        folders.setdefault(parent, {})[name] = entry
        while parent:
            parent = parent.rpartition("/")[0]
            folders.setdefault(parent, {})
    ids: dict[str, str] = {}
    for path in sorted(folders, key=lambda p: (p.count("/") + bool(p), p), reverse=True):
        ids[path] = object_id("tree", _tree_bytes(folders[path]))
        if path:
            parent, _, name = path.rpartition("/")
            folders[parent][name] = Entry("40000", ids[path])
    return ids


def _tree_bytes(entries: Mapping[str, Entry]) -> bytes:
    def order(name: str) -> bytes:
        return name.encode(errors="surrogateescape") + (b"/" if entries[name].mode == "40000" else b"")

    names = sorted(entries, key=order)
    return b"".join(
        entries[n].mode.encode() + b" " + n.encode(errors="surrogateescape") + b"\0" + bytes.fromhex(entries[n].sha)
        for n in names
    )


class Objects:
    """All objects of a repository and its forks."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.commits: dict[str, Commit] = {}
        self.trees: dict[str, Mapping[str, Entry]] = {}
        self._bases: dict[tuple[str, str], str | None] = {}

    def store(self, file: File) -> Entry:
        """Keep a file's content."""
        if file.mode == SUBMODULE:
            return Entry(file.mode, file.data.decode())
        sha = object_id("blob", file.data)
        self.blobs[sha] = file.data
        return Entry(file.mode, sha)

    def commit(
        self,
        files: Mapping[str, Entry],
        parents: tuple[str, ...],
        who: tuple[Identity, Identity],
        message: str,
        at: datetime,
    ) -> Commit:
        """Write a commit; `who` is its author and its committer."""
        ids = tree_ids(files)
        tree = ids[""]
        self.trees[tree] = files
        stamp = f"{int(at.timestamp())} +0000"
        lines = [f"tree {tree}", *(f"parent {p}" for p in parents)]
        lines += [f"author {who[0].name} <{who[0].email}> {stamp}", f"committer {who[1].name} <{who[1].email}> {stamp}"]
        text = "\n".join([*lines, "", message])
        sha = object_id("commit", text.encode())
        made = Commit(sha, tree, files, parents, who[0], who[1], message, at)
        self.commits[sha] = made
        return made

    def ancestors(self, tips: Iterable[str]) -> set[str]:
        """Give the tips and everything that they descend from."""
        seen: set[str] = set()
        todo = list(tips)
        while todo:
            sha = todo.pop()
            if sha not in seen:
                seen.add(sha)
                todo.extend(self.commits[sha].parents)
        return seen

    def merge_base(self, one: str, other: str) -> str | None:
        """Give the best common ancestor; None where histories are unrelated."""
        key = (one, other)
        if key not in self._bases:
            self._bases[key] = self._find_base(one, other)
        return self._bases[key]

    def _find_base(self, one: str, other: str) -> str | None:
        known = self.ancestors([one])
        met: set[str] = set()
        seen: set[str] = set()
        todo = [other]
        while todo:
            sha = todo.pop()
            if sha in known:
                met.add(sha)
            elif sha not in seen:
                seen.add(sha)
                todo.extend(self.commits[sha].parents)
        best = {sha for sha in met if not any(sha in self.ancestors(self.commits[m].parents) for m in met if m != sha)}
        return max(best, key=lambda sha: (self.commits[sha].at, sha), default=None)

    def between(self, base: str, head: str) -> list[Commit]:
        """List the commits that head has and base has not, parents before children."""
        known = self.ancestors([base])
        return [self.commits[sha] for sha in self._walk(head, known)]

    def _walk(self, head: str, known: set[str]) -> Iterator[str]:
        """Yield depth first, parents first, without recursion."""
        seen = set(known)
        stack: list[tuple[str, bool]] = [(head, False)]
        while stack:
            sha, ready = stack.pop()
            if ready:
                yield sha
            elif sha not in seen:
                seen.add(sha)
                stack.append((sha, True))
                stack.extend((parent, False) for parent in reversed(self.commits[sha].parents))
