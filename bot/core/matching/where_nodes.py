"""Predicates on where a change stands and where it comes from: all of its paths, and whether from a fork."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.core.markdown import code
from bot.core.matching.globs import GlobSet, Signed, last_match
from bot.core.matching.outcome import NO, UNKNOWN, Outcome, yes
from bot.core.model.change import FileStatus, PullRequest
from bot.core.model.conditions import Fork, OnlyPaths, SomePaths, WherePredicate
from bot.core.where_words import DONE, named_globs

KEYS = {None: "some_paths", True: "added_paths", False: "removed_paths"}


def judge(predicate: WherePredicate, pull: PullRequest) -> Outcome:
    """Judge a predicate; unknown where it hangs on files that could not be listed."""
    match predicate:
        case SomePaths(globs=globs, came=came):
            found = next((path for path in _PATHS[came](pull) if _fits(globs, path)), None)
            if found is not None:
                return yes(f"{code(found)} is {DONE[came]}", KEYS[came], found, ", ".join(globs))
            return UNKNOWN if pull.unseen else NO
        case OnlyPaths(globs=globs):
            return _only(pull, globs)
        case Fork(yes=wanted):
            forked = (pull.head_repository or "").lower() != pull.repository.lower()
            says = f"the head branch is in {'another' if forked else 'the same'} repository"
            return yes(says, "fork", str(forked).lower(), str(wanted).lower()) if forked is wanted else NO


def why_not(predicate: WherePredicate) -> str:
    """Say why a predicate did not hold."""
    match predicate:
        case SomePaths(globs=globs, came=came):
            return f"no {DONE[came]} file is one of {named_globs(globs)}"
        case OnlyPaths(globs=globs):
            return f"other files than {named_globs(globs)} are changed"
        case Fork(yes=True):
            return "the head branch is in the same repository"
        case Fork():
            return "the head branch is in another repository"


def _only(pull: PullRequest, globs: Sequence[str]) -> Outcome:
    """Hold where every file is known and fits; a change of no file is no change of these files."""
    if any(not _fits(globs, path) for path in _paths(pull)):
        return NO
    if pull.unseen:
        return UNKNOWN
    says = f"nothing but {named_globs(globs)} is changed"
    return yes(says, "only_paths", f"{len(pull.files):,} files", ", ".join(globs)) if pull.files else NO


def _paths(pull: PullRequest) -> Iterator[str]:
    """Give each path that a file has, or had before it was moved."""
    for file in pull.files:
        yield file.path
        if file.old_path is not None:
            yield file.old_path


def _came(pull: PullRequest) -> Iterator[str]:
    """Give the paths where files stand that did not stand there before."""
    return (file.path for file in pull.files if file.status in _NEW)


def _went(pull: PullRequest) -> Iterator[str]:
    """Give the paths where no file stands any more."""
    for file in pull.files:
        if file.status is FileStatus.REMOVED:
            yield file.path
        elif file.status is FileStatus.RENAMED and file.old_path is not None:
            yield file.old_path


_NEW = (FileStatus.ADDED, FileStatus.RENAMED, FileStatus.COPIED)
_PATHS = {None: _paths, True: _came, False: _went}


def _fits(globs: Sequence[str], path: str) -> bool:
    found, signed = _ready(tuple(globs))
    return last_match(signed, found.match(path))


@lru_cache(maxsize=256)
def _ready(globs: tuple[str, ...]) -> tuple[GlobSet, Signed]:
    found = GlobSet()
    return found, found.add_all(globs)
