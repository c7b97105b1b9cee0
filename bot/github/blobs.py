"""What stands at paths in two commits: modes, ids, texts; read for many files in few calls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.github import file_queries
from bot.github.addresses import names, route
from bot.github.client import Client
from bot.github.file_shapes import FileEntry, ReadFiles
from bot.github.rest_shapes import ListedFile
from bot.github.wave import each

SUBMODULE = 0o160000
ENTRIES_AT_ONCE = 100
TEXTS_AT_ONCE = 10  # GitHub gives up on a GraphQL answer after ten seconds


@dataclass(frozen=True, slots=True)
class Sides:
    """What stood at a file's old path and what stands at its new one; None where there is nothing."""

    before: FileEntry | None
    after: FileEntry | None
    is_text: bool = False  # whatever GitHub says

    @property
    def entries(self) -> tuple[FileEntry, ...]:
        """Those that there are."""
        return tuple(entry for entry in (self.before, self.after) if entry is not None)

    @property
    def same(self) -> bool:
        """Whether the content is proven to be the same."""
        return self.before is not None and self.after is not None and self.before.oid == self.after.oid

    @property
    def binary(self) -> bool:
        """Whether GitHub says that one of them is no text, and it matters."""
        return not self.is_text and any(entry.object is not None and entry.object.is_binary for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Range:
    """Two commits of one repository: the merge base and the head."""

    client: Client
    repo: str
    before: str
    after: str

    async def entries(self, files: Sequence[ListedFile]) -> dict[str, Sides]:
        """Read modes and ids, by path; files of which there is nothing on either side are there with neither."""
        return await self._read(files, ENTRIES_AT_ONCE, with_text=False)

    async def texts(self, files: Sequence[ListedFile]) -> dict[str, Sides]:
        """Read texts too, as far as GraphQL gives them whole."""
        return await self._read(files, TEXTS_AT_ONCE, with_text=True)

    async def raw(self, oids: Iterable[str]) -> dict[str, bytes]:
        """Read blobs as they are, by id."""
        ids = list(oids)

        async def one(oid: str) -> bytes:
            return await self.client.get_bytes(route("repos", *names(self.repo), "git", "blobs", oid))

        return dict(zip(ids, await each(ids, one), strict=True))

    async def _read(self, files: Sequence[ListedFile], at_once: int, *, with_text: bool) -> dict[str, Sides]:
        async def batch(start: int) -> dict[str, Sides]:
            return await self._batch(files[start : start + at_once], with_text=with_text)

        found = await each(range(0, len(files), at_once), batch)
        return {path: sides for some in found for path, sides in some.items()}

    async def _batch(self, files: Sequence[ListedFile], *, with_text: bool) -> dict[str, Sides]:
        document = file_queries.read_files(len(files)) if with_text else file_queries.read_entries(len(files))
        owner, name = names(self.repo)
        variables = {"owner": owner, "name": name, "before": self.before, "after": self.after}
        for index, file in enumerate(files):
            variables[f"b{index}"] = file.previous_filename or file.filename
            variables[f"a{index}"] = file.filename
        operation = "ReadFiles" if with_text else "ReadEntries"
        answer = await self.client.query(operation, document, variables, ReadFiles)
        before, after = answer.repository.before, answer.repository.after
        if before is None or after is None:  # a commit that is not there: nothing of it can be proven
            return {}
        return {file.filename: _sides(file, before.get(f"f{i}"), after.get(f"f{i}")) for i, file in enumerate(files)}


def _sides(file: ListedFile, before: FileEntry | None, after: FileEntry | None) -> Sides:
    """Keep the sides that count: what is added has no before, what is removed no after."""
    return Sides(None if file.status == "added" else before, None if file.status == "removed" else after)


def text_of(entry: FileEntry | None, raw: Mapping[str, bytes]) -> str | None:
    """Give the text, None while it is not at hand; nothing is an empty text, a submodule the line that git shows."""
    if entry is None:
        return ""
    if entry.mode == SUBMODULE:
        return f"Subproject commit {entry.oid}\n"
    if entry.oid in raw:
        return raw[entry.oid].decode("utf-8", "replace")
    if entry.object is None:
        return None
    if entry.object.byte_size == 0:
        return ""
    return None if entry.object.is_truncated else entry.object.text
