"""The list of changed files, and the signs that it does not show all there is.

https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, urlsplit

from bot.github.addresses import route
from bot.github.client import PER_PAGE, Client
from bot.github.failures import GitHubNonsenseError, HeadMovedError
from bot.github.place import Place
from bot.github.rest_shapes import ListedFile
from bot.github.wave import each

MOST_LISTED = 3_000  # GitHub lists no more
SMALL_PAGE = 10
# Past about 20,000 lines of patches in one answer GitHub leaves patches out and says 0 changes, unmarked:
# https://github.com/orgs/community/discussions/213491
CUT_AT = 15_000

Pages = Mapping[int, list[ListedFile]]

# What a symbolic link or a submodule shows at the head: one line that does not end, or the id of a commit. A plain file may show the same.
_LINK = re.compile(
    r"@@ -\d+(?:,\d+)? \+1(?:,1)? @@[^\n]*\n(?:[-\\][^\n]*\n)*\+(?:[^\n]*\n\\ [^\n]*|Subproject commit [0-9a-f]{40})$"
)


async def files_page(client: Client, place: Place, page: int, per_page: int = PER_PAGE) -> list[ListedFile]:
    """Read one page, the first is 1."""
    return await client.get(route(*place.pulls, "files", per_page=per_page, page=page), list[ListedFile])


def pages_for(files: int) -> range:
    """Name the pages that so many files take; the first always."""
    return range(1, max(1, -(-min(files, MOST_LISTED) // PER_PAGE)) + 1)


def check_head(files: Iterable[ListedFile], head: str, place: Place) -> None:
    """Raise unless the files were listed for this head: their `contents_url` names the commit.

    That of a removed file may name the commit where the file still was, so it proves nothing.
    """
    for file in files:
        if file.status == "removed" or file.contents_url.endswith(f"?ref={head}"):
            continue
        ref = parse_qs(urlsplit(file.contents_url).query).get("ref")
        if not ref:
            raise GitHubNonsenseError(f"GitHub lists the files of {place} without the commit they are of")
        if ref != [head]:
            raise HeadMovedError(f"{place} got a new head while it was read", retry_after=1.0)


def lacks_patch(file: ListedFile) -> bool:
    """Whether the patch is not there, or does not tell all: the list names no modes, and a link looks like a text."""
    if file.patch is None or _LINK.match(file.patch):
        return True
    return (file.patch.count("\n+"), file.patch.count("\n-")) != (file.additions, file.deletions)


async def mended(client: Client, place: Place, pages: Pages) -> list[ListedFile]:
    """Read again, in small pages, where a page looks cut; files as they are listed there."""
    small = sorted({number for page, files in pages.items() for number in _small_pages(page, files)})

    async def read(page: int) -> list[ListedFile]:
        return await files_page(client, place, page, SMALL_PAGE)

    return [file for files in await each(small, read) for file in files]


def _small_pages(page: int, files: list[ListedFile]) -> Iterable[int]:
    """Name the small pages to read in place of the doubtful parts of this one."""
    if sum(file.changes for file in files) < CUT_AT:
        return
    per_page = PER_PAGE // SMALL_PAGE
    for index, file in enumerate(files):
        if file.patch is None and file.changes == 0:
            yield (page - 1) * per_page + index // SMALL_PAGE + 1
