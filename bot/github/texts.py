"""Whole texts of changed files at the head, by their ids: many in few calls, all of them at once."""

from collections.abc import Sequence

from bot.core.model.change import ChangedFile
from bot.core.model.known import GaveUp
from bot.github import file_queries
from bot.github.addresses import names, route
from bot.github.client import Client
from bot.github.contents import MOST_BYTES, MOST_BYTES_IN_ALL, MOST_TEXTS
from bot.github.file_shapes import ReadBlobs
from bot.github.graph_shapes import GitObject
from bot.github.wave import each

AT_ONCE = 25  # GitHub gives up on a GraphQL answer after ten seconds

NO_ID = GaveUp("GitHub does not say which content it has")
NOT_FOUND = GaveUp("GitHub does not find its content")
NO_TEXT = GaveUp("GitHub says that it is no text")
TOO_MANY = GaveUp(f"this change asks for more than {MOST_TEXTS} whole texts")
TOO_LARGE = GaveUp(f"it is larger than {MOST_BYTES // 2**20} MB, more than is read whole")
TOO_MUCH = GaveUp(f"the whole texts that this change asks for have more than {MOST_BYTES_IN_ALL // 2**20} MB")


async def texts(client: Client, repo: str, files: Sequence[ChangedFile]) -> dict[str, str | GaveUp]:
    """Give the texts by path, or why there is none to look at; what GraphQL cuts short is read once more by itself."""
    ids = {file.path: file.new_blob for file in files}
    wanted = list(dict.fromkeys(blob for blob in ids.values() if blob))[:MOST_TEXTS]
    batches = [wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)]

    async def batch(some: Sequence[str]) -> dict[str, GitObject | None]:
        return await _read(client, repo, some)

    found = {blob: said for one in await each(batches, batch) for blob, said in one.items()}
    known = {blob: _text(said) for blob, said in found.items()}
    known |= await _long(client, repo, {blob: said for blob, said in found.items() if said and known[blob] is None})
    return {path: _judged(blob, known) for path, blob in ids.items()}


async def _read(client: Client, repo: str, blobs: Sequence[str]) -> dict[str, GitObject | None]:
    owner, name = names(repo)
    variables = {"owner": owner, "name": name, **{f"o{index}": blob for index, blob in enumerate(blobs)}}
    answer = await client.query("ReadBlobs", file_queries.read_blobs(len(blobs)), variables, ReadBlobs)
    return {blob: answer.repository.get(f"b{index}") for index, blob in enumerate(blobs)}


def _text(said: GitObject | None) -> str | GaveUp | None:
    """Give the text; None where it was cut short."""
    if said is None or said.typename != "Blob":
        return NOT_FOUND
    if said.is_binary:
        return NO_TEXT
    if (said.byte_size or 0) > MOST_BYTES:
        return TOO_LARGE
    return None if said.is_truncated else said.text or ""


async def _long(client: Client, repo: str, cut: dict[str, GitObject]) -> dict[str, str | GaveUp]:
    """Read the texts that GraphQL cuts, smallest first, within the budget."""
    chosen, left = [], MOST_BYTES_IN_ALL
    for blob, said in sorted(cut.items(), key=lambda item: item[1].byte_size or 0):
        left -= said.byte_size or 0
        if left < 0:
            break
        chosen.append(blob)

    async def one(blob: str) -> str | GaveUp:
        raw = await client.get_bytes(route("repos", *names(repo), "git", "blobs", blob))
        return raw.decode("utf-8", "replace")

    return dict.fromkeys(cut, TOO_MUCH) | dict(zip(chosen, await each(chosen, one), strict=True))


def _judged(blob: str | None, known: dict[str, str | GaveUp | None]) -> str | GaveUp:
    if blob is None:
        return NO_ID
    text = known.get(blob)
    return TOO_MANY if text is None else text
