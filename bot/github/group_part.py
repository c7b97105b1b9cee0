"""One pull request of a merge group: what was said on it, beside what it changes where the queue put it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.branches import Branches
from bot.core.model.group import Part
from bot.core.model.report import Snapshot
from bot.github.blobs import Range
from bot.github.checks import checks
from bot.github.client import Client
from bot.github.contents import Wants
from bot.github.group_shapes import Span
from bot.github.groups import Group, compare
from bot.github.place import Place
from bot.github.reading import Reading, read_node
from bot.github.snapshot import Files, as_shown, assembled, read_lists, with_contents
from bot.github.trees import unlisted
from bot.github.wave import wave

MOST_COMPARED = (
    300  # files; a comparison lists no more: https://docs.github.com/en/rest/commits/commits#compare-two-commits
)


@dataclass(frozen=True, slots=True)
class Looks:
    """What matters to who judges: the content of which files, which branches are guarded, what others say of heads."""

    wants: Wants
    branches: Branches
    with_checks: bool


async def read_part(client: Client, app_id: int, group: Group, part: Part, looks: Looks) -> Snapshot:
    """Read a pull request as it stands in the group: its own people, words and reviews, the group's files."""
    place = Place(group.repository, part.number)
    async with wave() as tasks:
        node = tasks.create_task(read_node(client, place, app_id))
        files = tasks.create_task(_files(client, group, part, looks.wants))
        said = tasks.create_task(checks(client, place, None)) if looks.with_checks else None
    found = said.result() if said is not None else None
    reading = Reading(place, node.result(), {}, found[1] if found else None)
    shown = assembled(reading, await read_lists(client, reading), looks.branches, files.result())
    return replace(shown, pull=replace(shown.pull, base_sha=part.base, head_sha=part.head))


async def _files(client: Client, group: Group, part: Part, wants: Wants) -> Files:
    """List what it changes on top of what it stands on; past what a comparison lists the trees tell."""
    span = await _span(client, group.spans, group.repository, part)
    listed = {file.filename: file for file in span.files}
    between = Range(client, group.repository, part.base, part.head)
    whole = len(span.files) < MOST_COMPARED
    shown = as_shown(listed, wants)
    if whole and shown is not None:
        return shown
    rest = [] if whole else await unlisted(between, span.files)
    return await with_contents(between, listed, rest, wants)


async def _span(client: Client, known: Mapping[tuple[str, str], Span], repo: str, part: Part) -> Span:
    found = known.get((part.base, part.head))
    return found if found is not None else await compare(client, repo, part.base, part.head)
