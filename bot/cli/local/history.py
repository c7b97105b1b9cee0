"""Reads changes of a local repository as the pull requests that they could have been."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Self

from bot.cli.local.commits import Told, told
from bot.cli.local.differences import Answer, Differences, Pair
from bot.cli.local.entries import files
from bot.cli.local.git import LARGEST_TEXT, GitError, Repository
from bot.cli.local.lacking import NOT_HERE, seen_in_part
from bot.cli.local.objects import Objects
from bot.core import textdiff
from bot.core.matching import languages
from bot.core.model.change import ATTRIBUTES_PATH, Account, ChangedFile, PullRequest
from bot.core.model.known import GaveUp

LARGEST_WHOLE = 4 * 1024 * 1024  # bytes of a text that is looked at whole
_LOOKED_FOR_NUL = 8000  # bytes; git's own measure of a binary file
_GITLINK = "160000"


@dataclass(frozen=True, slots=True)
class Change:
    """One change as a pull request; `subject` is the first line of its newest commit's message, `at` its date if it has one."""

    pull: PullRequest
    subject: str
    at: datetime | None


class Reader:
    """Reads changes; a context manager, since it keeps git running between them."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._objects = Objects(repository)
        self._differences = Differences(repository)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._objects.close()
        self._differences.close()

    def single(self, shas: Iterable[str]) -> Iterator[Change]:
        """Give each commit as a change of its first parent, a root commit as one of nothing; raises GitError."""
        waiting: deque[Told] = deque()
        for pair, answer in self._differences.answers(self._pair(sha, waiting) for sha in shas):
            yield self._change(pair, (waiting.popleft(),), answer)

    def between(self, base: str, head: str) -> Change:
        """Give all that leads from one commit to another as one change."""
        between = self._repository.run("rev-list", "--topo-order", f"{base}..{head}").decode().split()
        commits = tuple(self._told(sha) for sha in between) or (self._told(head),)
        pair, answer = next(self._differences.answers([Pair(head, base)]))
        return self._change(pair, commits, answer)

    def text(self, commit: str, path: str) -> bytes | None:
        """Give a file's content as it stands in a commit; None when there is none."""
        return self._objects.read(f"{commit}:{path}")

    def texts(self, files: Iterable[ChangedFile]) -> dict[str, str | GaveUp]:
        """Give the whole texts at the head by path, or why there is none to look at."""
        return {file.path: self._whole(file) for file in files}

    def _whole(self, file: ChangedFile) -> str | GaveUp:
        size = self._objects.size(file.new_blob) if file.new_blob and file.new_mode != _GITLINK else None
        if size is None:
            return GaveUp(NOT_HERE)
        if size > LARGEST_WHOLE:
            return GaveUp(f"it is larger than {LARGEST_WHOLE // 2**20} MB, more than is read whole")
        return (self._objects.read(file.new_blob or "") or b"").decode("utf-8", "replace")

    def _told(self, sha: str) -> Told:
        content = self._objects.read(sha)
        if content is None:
            raise GitError(f"The commit `{sha}` is not in {self._repository.folder}.")
        return told(sha, content)

    def _pair(self, sha: str, waiting: deque[Told]) -> Pair:
        waiting.append(self._told(sha))
        parents = waiting[-1].parents
        return Pair(sha, parents[0] if parents else None)

    def _change(self, pair: Pair, commits: tuple[Told, ...], answer: Answer) -> Change:
        newest = commits[0]
        found, unseen = self._files(pair, answer)
        pull = PullRequest(
            repository=self._repository.name,
            number=0,
            title=newest.subject,
            body="",
            author=Account(""),
            base_ref="",
            base_sha=pair.base or "",
            head_ref="",
            head_sha=pair.head,
            head_repository=None,
            commits=tuple(one.commit for one in commits),
            files=tuple(map(self._checked, found)),
            unseen=unseen,
            attributes=self._attributes(pair.base),
        )
        return Change(pull, newest.subject, newest.at)

    def _attributes(self, base: str | None) -> str:
        text = self.text(base, ATTRIBUTES_PATH) if base else None
        return (text or b"").decode("utf-8", "replace")

    def _files(self, pair: Pair, answer: Answer) -> tuple[tuple[ChangedFile, ...], tuple[str, ...]]:
        """Give the files, and sentences on what could not be read of the change as a whole."""
        if answer.failed is None:
            return files(answer), ()
        found = seen_in_part(self._repository, self._objects, pair)
        return (found, ()) if found is not None else ((), (f"git could not show what it changes: {answer.failed}",))

    def all_it_was(self, file: ChangedFile) -> ChangedFile:
        """Give a renamed file as if all of it were removed."""
        return replace(file, patch=textdiff.patch(self._decoded(file.old_blob), None))

    def _as_text(self, file: ChangedFile) -> ChangedFile:
        """Compare what git takes for binary: not every compiler minds a NUL."""
        shown = textdiff.patch(self._decoded(file.old_blob), self._decoded(file.new_blob))
        return replace(file, binary=False, patch=shown)

    def _decoded(self, blob: str | None) -> str | None:
        return None if blob is None else (self._objects.read(blob) or b"").decode("utf-8", "replace")

    def _checked(self, file: ChangedFile) -> ChangedFile:
        """Tell binary files from text that git would not show: too large, hidden by an attribute, or a program with a NUL in it."""
        if not file.binary:
            return file
        blobs = [
            blob
            for blob, mode in ((file.old_blob, file.old_mode), (file.new_blob, file.new_mode))
            if blob and mode != _GITLINK
        ]
        sizes = [self._objects.size(blob) or 0 for blob in blobs]
        if max(sizes, default=0) > LARGEST_TEXT:
            says = f"it is larger than {LARGEST_TEXT // (1024 * 1024)} MB, more than is read here"
            return replace(file, binary=False, unseen=says)
        if any(b"\0" in (self._objects.read(blob) or b"")[:_LOOKED_FOR_NUL] for blob in blobs):
            return self._as_text(file) if languages(file.path) else file
        return replace(file, binary=False, unseen="git is told by an attribute not to show its text")
