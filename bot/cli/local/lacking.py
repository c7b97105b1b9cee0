"""Reads a change of which this copy lacks some content: a partial clone, or one that left large files out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cli.local.differences import ARGUMENTS, Answer, Pair
from bot.cli.local.entries import files
from bot.cli.local.git import GitError, Repository
from bot.cli.local.objects import Objects
from bot.core.model.change import ChangedFile

MOST_LEFT_OUT = 500  # files; their paths must fit on git's command line
NOT_HERE = "its content is not in this copy of the repository"
_GITLINK = "160000"

PATCH = tuple(argument for argument in ARGUMENTS if argument != "--stdin")
# Nothing here asks for content: not a patch (nor -U, which means one), not renames by likeness.
LIST = ("diff-tree", "--root", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=none")


def seen_in_part(repository: Repository, objects: Objects, pair: Pair) -> tuple[ChangedFile, ...] | None:
    """Give the files, those without content `unseen` and the others whole; None when git can't even list them."""
    try:
        listed = files(Answer(_asked(repository, pair, LIST)), listed_only=True)
        lacking = [file for file in listed if _lacks(objects, file)]
        if not lacking or len(lacking) > MOST_LEFT_OUT:
            return None
        out = [f":(top,literal,exclude){file.path}" for file in lacking]
        seen = files(Answer(_asked(repository, pair, PATCH, out)))
    except GitError:
        return None
    return (*seen, *(replace(file, unseen=NOT_HERE) for file in lacking))


def _asked(repository: Repository, pair: Pair, arguments: Sequence[str], paths: Sequence[str] = ()) -> bytes:
    trees = [pair.base, pair.head] if pair.base else [pair.head]
    output = repository.run(*arguments, *trees, "--", *paths)
    return b"\0" + output if pair.base and output else output  # with two trees no commit's id stands in front


def _lacks(objects: Objects, file: ChangedFile) -> bool:
    sides = ((file.old_blob, file.old_mode), (file.new_blob, file.new_mode))
    return any(blob and mode != _GITLINK and objects.size(blob) is None for blob, mode in sides)
