"""Taking a merge group apart: which pull request brought which of its commits."""

from collections.abc import Mapping, Sequence

from bot.core.model.group import Part


def parts(
    head: str, start: str, parents: Mapping[str, Sequence[str]], numbers: Mapping[str, int]
) -> tuple[Part, ...] | None:
    """Cut the way from `head` down to `start` where the queue's entries end; lowest first, None where it can't be told.

    `parents` are those of the commits in between, `numbers` the pull requests by the commits that their entries end in.
    A queue puts each entry on top of the one before, so the first parents lead down, however it merges: what a merged
    branch brought along hangs on second parents. Every commit on the way belongs to exactly one entry, so no part of
    the group stays unlooked at.
    """
    found: list[Part] = []
    top = at = head
    while at != start:
        if top not in numbers or not parents.get(at):
            return None
        at = parents[at][0]
        if at == start or at in numbers:
            found.append(Part(numbers[top], at, top, numbers.get(at)))
            top = at
    return tuple(reversed(found))
