"""Reads git objects through one long-lived `git cat-file` each for content and size."""

from bot.cli.local.git import Conversation, GitError, Repository

_MISSING = ("missing", "ambiguous")


class Objects:
    """The objects of one repository; names are ids or `id:path`, never a revision of a stranger's making."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._open: dict[str, Conversation] = {}

    def read(self, name: str) -> bytes | None:
        """Give an object's content; None when it is not there."""
        size = self._ask("--batch", name)
        if size is None:
            return None
        answers = self._open["--batch"].answers
        content = answers.read(size)
        answers.read(1)  # the line end behind it
        return content

    def size(self, name: str) -> int | None:
        """Give an object's size in bytes without reading it; None when it is not there."""
        return self._ask("--batch-check", name)

    def close(self) -> None:
        """End the processes."""
        for conversation in self._open.values():
            conversation.close()
        self._open.clear()

    def _ask(self, kind: str, name: str) -> int | None:
        git = self._open.get(kind) or self._open.setdefault(kind, self._repository.start("cat-file", kind))
        git.say(name)
        answer = git.answers.readline()
        if not answer:
            raise GitError(f"git cat-file ended early: {git.last_words()}.")
        last = answer.decode(errors="replace").split()[-1]
        return None if last in _MISSING else int(last)
