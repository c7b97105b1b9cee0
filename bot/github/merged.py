"""The pull requests merged last into a branch, with what they changed; few calls at a time, since nobody waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.model.change import ChangedFile, PullRequest
from bot.github import queries
from bot.github.addresses import names
from bot.github.client import Client
from bot.github.contents import as_listed
from bot.github.files_list import files_page, lacks_patch, pages_for
from bot.github.merged_shapes import MergedIn, MergedNode, ReadMerged
from bot.github.place import Place
from bot.github.pull import account, commit
from bot.github.rest_shapes import ListedFile
from bot.github.wave import each

MOST_FILES = 300  # of one pull request
MOST_CHARACTERS = 8_000_000  # of patches, of all together
AT_ONCE = 6
# They come as they were touched last, so a few more are listed than are looked at: one that was merged long ago may have
# got a comment since.
LISTED = 50

NOT_SHOWN = "GitHub shows no patch of it."


@dataclass(frozen=True, slots=True)
class Merged:
    """Merged pull requests, newest first; `too_large` were left out."""

    pulls: tuple[PullRequest, ...] = field(repr=False)
    too_large: int = 0


async def merged(client: Client, repo: str, branch: str, at_most: int) -> Merged:
    """Read those merged last into a branch, as far as they are small enough."""
    owner, name = names(repo)
    variables = {"owner": owner, "name": name, "branch": branch, "first": LISTED}
    answer = await client.query("ReadMerged", queries.READ_MERGED, variables, ReadMerged)
    found = answer.repository
    newest = sorted(found.pull_requests.nodes, key=_merged_at, reverse=True)[:at_most]
    small = [node for node in newest if node.changed_files <= MOST_FILES]
    pulls: list[PullRequest] = []
    left = MOST_CHARACTERS
    for start in range(0, len(small), AT_ONCE):
        some = small[start : start + AT_ONCE]
        for node, files in zip(some, await _files(client, found.name_with_owner, some), strict=True):
            left -= sum(len(file.patch or "") for file in files)
            pulls.append(_pull(found, node, files))
        if left < 0:  # the batch that spent it is kept: it has been read
            break
    return Merged(tuple(pulls), len(newest) - len(pulls))


def _merged_at(node: MergedNode) -> datetime:
    return node.merged_at


async def _files(client: Client, repo: str, nodes: Sequence[MergedNode]) -> list[list[ChangedFile]]:
    pages = [(node.number, page) for node in nodes for page in pages_for(node.changed_files)]

    async def read(which: tuple[int, int]) -> list[ListedFile]:
        return await files_page(client, Place(repo, which[0]), which[1])

    found: dict[int, list[ChangedFile]] = {node.number: [] for node in nodes}
    for (number, _), files in zip(pages, await each(pages, read), strict=True):
        found[number] += [_file(file) for file in files]
    return [found[node.number] for node in nodes]


def _file(file: ListedFile) -> ChangedFile:
    """Take a file without a patch for what it most likely is, since its content is not read here."""
    listed = as_listed(file)
    if not lacks_patch(file):
        return listed
    if file.changes:
        return replace(listed, patch=None, unseen=NOT_SHOWN)
    renamed = file.status in ("renamed", "copied", "changed", "unchanged")
    return replace(listed, patch="") if renamed else replace(listed, binary=True)


def _pull(repository: MergedIn, node: MergedNode, files: Sequence[ChangedFile]) -> PullRequest:
    return PullRequest(
        repository=repository.name_with_owner,
        number=node.number,
        title=node.title,
        body=node.body,
        author=account(node.author),
        base_ref=node.base_ref_name,
        base_sha=node.base_ref_oid,
        head_ref=node.head_ref_name,
        head_sha=node.head_ref_oid,
        head_repository=node.head_repository.name_with_owner if node.head_repository else None,
        closed=True,
        labels=tuple(label.name for label in node.labels.nodes) if node.labels else (),
        commits=tuple(commit(entry.commit) for entry in node.commits.nodes),
        files=tuple(files),
        visibility=repository.visibility.lower(),
    )
