"""From a reading to a snapshot: the lists that go on, and the files that GitHub shows no patch of.

A plain pull request needs no call for this. Otherwise there is a second wave (further pages, the merge base, small
pages in place of cut ones) and a third (the contents); texts too long for GraphQL take one more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from bot.core.branches import Branches
from bot.core.model.change import ChangedFile
from bot.core.model.report import Snapshot
from bot.github import further
from bot.github.addresses import route
from bot.github.blobs import Range
from bot.github.checks import checks
from bot.github.client import Client
from bot.github.contents import Lacking, Wants, as_listed, in_doubt, must_read, settle, unread
from bot.github.failures import RefusedError
from bot.github.files_list import Pages, check_head, files_page, mended, pages_for
from bot.github.place import Place
from bot.github.pull import Lists, pull_request
from bot.github.reading import Reading
from bot.github.rest_shapes import Comparison, ListedFile
from bot.github.standing import standing
from bot.github.trees import unlisted
from bot.github.wave import each, wave

NO_BASE = "GitHub shows no patch of it, and finds no commit that head and base have in common."


@dataclass(frozen=True, slots=True)
class Files:
    """The changed files, and sentences on what is missing of their list."""

    files: Sequence[ChangedFile]
    unseen: tuple[str, ...] = ()


async def complete(
    client: Client, reading: Reading, wants: Wants, branches: Sequence[str] = (), *, with_checks: bool = False
) -> Snapshot:
    """Read what is left to read; `wants(path, old_path)` says of which files the content matters.

    `branches`: globs of the branches that are guarded beside the default one.
    `with_checks`: what others say of the head matters too.
    """
    late = with_checks and reading.checks is None
    async with wave() as group:
        said = group.create_task(checks(client, reading.place, reading.head_sha)) if late else None
        lists = group.create_task(read_lists(client, reading))
        files = group.create_task(_files(client, reading, wants))
    found = said.result() if said is not None else None
    told = reading if found is None else replace(reading, checks=found[1])
    return assembled(told, lists.result(), Branches(reading.default_branch, tuple(branches)), files.result())


def assembled(reading: Reading, lists: Lists, guarded: Branches, seen: Files) -> Snapshot:
    """Put together what was read."""
    return Snapshot(
        pull=replace(
            pull_request(reading.node, lists, guarded, seen.files, seen.unseen),
            attributes=reading.base_attributes,
            codeowners=reading.codeowners,
            checks=reading.checks,
        ),
        standing=standing(reading.node.pull_request, lists, guarded.check_name(reading.base_ref)),
        base_policy=reading.base_policy,
        head_policy=reading.head_policy,
        floor=reading.floor,
        head_floor=reading.head_floor,
    )


async def read_lists(client: Client, reading: Reading) -> Lists:
    """Read what the lists of the first wave leave to further pages."""
    node, place = reading.node.pull_request, reading.place
    async with wave() as group:
        commits = group.create_task(further.whole(client, place, further.COMMITS, node.commits))
        comments = group.create_task(further.whole(client, place, further.COMMENTS, node.comments))
        reviews = group.create_task(further.whole(client, place, further.REVIEWS, node.reviews))
        threads = group.create_task(further.whole(client, place, further.THREADS, node.review_threads))
    return Lists(commits.result(), comments.result(), reviews.result(), threads.result())


async def _files(client: Client, reading: Reading, wants: Wants) -> Files:
    """Complete the list, mend its holes, and read what it does not show."""
    changed = reading.node.pull_request.changed_files
    doubtful = any(must_read(file, wants) for files in reading.pages.values() for file in files)
    async with wave() as group:
        more = group.create_task(_more_pages(client, reading))
        early = group.create_task(mended(client, reading.place, reading.pages))
        base = group.create_task(_merge_base(client, reading)) if doubtful else None
    listed = _by_path(reading, {**reading.pages, **more.result()}, early.result())
    late = await mended(client, reading.place, more.result())
    listed |= _by_path(reading, {}, late)
    whole = len(listed) >= changed
    shown = as_shown(listed, wants)
    if whole and shown is not None:
        return shown
    merge_base = base.result() if base is not None else await _merge_base(client, reading)
    if merge_base is None:
        return _without_base(listed, changed, wants)
    between = Range(client, reading.repository, merge_base, reading.head_sha)
    rest = [] if whole else await unlisted(between, listed.values())
    return await with_contents(between, listed, rest, wants)


def as_shown(listed: Mapping[str, ListedFile], wants: Wants) -> Files | None:
    """Take the files as the list has them; None where it does not show all that matters."""
    lacking = {path for path, file in listed.items() if in_doubt(file, wants)}
    if any(must_read(listed[path], wants) for path in lacking):
        return None
    return Files([unread(file) if path in lacking else as_listed(file) for path, file in listed.items()])


async def _more_pages(client: Client, reading: Reading) -> Pages:
    numbers = [page for page in pages_for(reading.node.pull_request.changed_files) if page not in reading.pages]

    async def page(number: int) -> list[ListedFile]:
        return await files_page(client, reading.place, number)

    return dict(zip(numbers, await each(numbers, page), strict=True))


def _by_path(reading: Reading, pages: Pages, mended_files: Sequence[ListedFile]) -> dict[str, ListedFile]:
    """Index the files, those from small pages in place of those from cut ones."""
    listed = [file for page in sorted(pages) for file in pages[page]] + list(mended_files)
    check_head(listed, reading.head_sha, reading.place)
    return {file.filename: file for file in listed}


async def _merge_base(client: Client, reading: Reading) -> str | None:
    """Ask for the commit that GitHub's own diff starts from; past the first page the answer leaves out the files."""
    place = Place(reading.repository, reading.place.number)
    span = f"{reading.node.pull_request.base_ref_oid}...{reading.head_sha}"
    try:
        found = await client.get(route(*place.repos, "compare", span, per_page=1, page=2), Comparison)
    except RefusedError as refusal:
        if refusal.status == HTTPStatus.NOT_FOUND:
            return None
        raise
    return found.merge_base_commit.sha


async def with_contents(
    between: Range, listed: dict[str, ListedFile], rest: list[Lacking] | None, wants: Wants
) -> Files:
    """Read what the list does not show; `rest` are the files that it leaves out, None where nobody can tell which."""
    lacking = [Lacking(file) for file in listed.values() if in_doubt(file, wants)] + (rest or [])
    settled = await settle(between, lacking, wants)
    files = [settled[path] if path in settled else as_listed(file) for path, file in listed.items()]
    files += [file for path, file in settled.items() if path not in listed]
    cut = () if rest is not None else (_cut(len(listed), "and its trees are too large to be compared"),)
    return Files(files, cut)


def _without_base(listed: dict[str, ListedFile], changed: int, wants: Wants) -> Files:
    files = [
        replace(as_listed(file), patch=None, unseen=NO_BASE) if in_doubt(file, wants) else as_listed(file)
        for file in listed.values()
    ]
    cut = (_cut(len(listed), "and finds no commit that head and base have in common"),) if len(listed) < changed else ()
    return Files(files, cut)


def _cut(listed: int, why: str) -> str:
    return f"GitHub lists only {listed:,} of the changed files, {why}."
