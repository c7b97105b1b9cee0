"""The rest of a list that GitHub cuts at 3,000 files: the trees of both commits, compared.

https://docs.github.com/en/rest/git/trees#get-a-tree
"""

from collections.abc import Iterable, Mapping

from bot.github.addresses import names, route
from bot.github.blobs import Range, Sides
from bot.github.contents import Lacking
from bot.github.file_shapes import FileEntry
from bot.github.rest_shapes import ListedFile, Tree
from bot.github.wave import each

_Entries = Mapping[str, FileEntry]


async def unlisted(between: Range, listed: Iterable[ListedFile]) -> list[Lacking] | None:
    """Give the changed files that the list leaves out, a rename as one removed and one added; None: the trees are cut."""

    async def tree(commit: str) -> Tree:
        address = route("repos", *names(between.repo), "git", "trees", commit, recursive="1")
        return await between.client.get(address, Tree)

    before, after = await each((between.before, between.after), tree)
    if before.truncated or after.truncated:
        return None
    known = {path for file in listed for path in (file.filename, file.previous_filename) if path}
    return [one for one in _changes(_entries(before), _entries(after)) if one.file.filename not in known]


def _entries(tree: Tree) -> _Entries:
    return {
        item.path: FileEntry(mode=int(item.mode, 8), oid=item.sha, object=None)
        for item in tree.tree
        if item.type != "tree"
    }


def _changes(before: _Entries, after: _Entries) -> Iterable[Lacking]:
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        status = "added" if old is None else "removed" if new is None else "modified"
        there = new or old
        yield Lacking(
            ListedFile(
                filename=path,
                status=status,
                additions=0,
                deletions=0,
                changes=0,
                contents_url="",
                sha=there.oid if there else None,
            ),
            Sides(old, new),
        )
