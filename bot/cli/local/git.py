"""Runs git on one repository with settings that neither the user's nor the repository's configuration changes."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from bot.core.markdown import plain
from bot.errors import UserError

LARGEST_TEXT = 16 * 1024 * 1024  # bytes of one file; git calls a larger one binary, and it is not read

# Only reading commands are run, so whose repository it is does not matter; in containers it is often someone else's.
_TRUSTED = ("-c", "safe.directory=*")
_SETTINGS = (
    "core.quotepath=off",
    f"core.bigFileThreshold={LARGEST_TEXT}",
    # With .gitattributes a change could hide its own text: newer versions read a bare repository's from this empty tree,
    # and from no work tree or index, since git is started in its own folder and told of an index that is not there.
    "attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "core.attributesFile=/dev/null",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    "diff.suppressBlankEmpty=false",
    "diff.renameLimit=1000",
    "diff.orderFile=/dev/null",
    "diff.context=3",
    "diff.interHunkContext=0",
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_INDEX_FILE": "no-such-index",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(UserError):
    """Git refused or is not there; the text is one sentence."""


class Repository:
    """A repository on this machine, bare or with a work tree."""

    def __init__(self, folder: str | Path) -> None:
        """Find the repository that `folder` belongs to; raises GitError."""
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise GitError(f"There is no folder {folder}.")
        try:
            found = _run(["git", *_TRUSTED, "-C", str(self.folder), "rev-parse", "--absolute-git-dir"])
        except GitError as error:
            raise GitError(f"{folder} is not in a git repository ({str(error).rstrip('.')}).") from error
        self._git_dir = os.fsdecode(found.removesuffix(b"\n"))

    @property
    def name(self) -> str:
        """What the repository is called here: its folder's name."""
        folder = self.folder.resolve()
        return folder.name or "repository"

    @property
    def title(self) -> str:
        """What people call the repository: its folder, without the parts of the path that git itself makes."""
        folder = Path(self._git_dir).resolve()
        names = [part for part in folder.parts if part not in {".git", "repo"}]
        return names[-1].removesuffix(".git") if names else "repository"

    def top(self) -> Path | None:
        """Give the top folder of the work tree; None where there is none."""
        try:
            found = _run(["git", *_TRUSTED, "-C", str(self.folder), "rev-parse", "--show-toplevel"])
        except GitError:
            return None
        return Path(os.fsdecode(found.removesuffix(b"\n")))

    def run(self, *arguments: str) -> bytes:
        """Run one git command to its end and give its output; raises GitError."""
        return _run([*self._command, *arguments], self._git_dir)

    def commit(self, revision: str) -> str:
        """Give the full id of the commit that a revision names; raises GitError."""
        return self.commits([revision])[0]

    def commits(self, revisions: Sequence[str]) -> list[str]:
        """Give the full ids of the commits that revisions name, in order; raises GitError on the first that names none."""
        for revision in revisions:
            # git reads no option from its input; but what looks like one is no revision that anybody means
            if not revision or revision.startswith("-") or not revision.isprintable():
                raise self._no_commit(revision)
        asked = "".join(f"{revision}^{{commit}}\n" for revision in revisions).encode()
        answers = _run([*self._command, "cat-file", "--batch-check=%(objectname)"], self._git_dir, asked)
        found = answers.decode("utf-8", "replace").split("\n")
        for revision, answer in zip(revisions, found, strict=False):
            if " " in answer:
                raise self._no_commit(revision)
        return found[: len(revisions)]

    def _no_commit(self, revision: str) -> GitError:
        return GitError(f"`{plain(revision)}` names no commit in {self.folder}.")

    def start(self, *arguments: str) -> "Conversation":
        """Start a git command that answers line by line for as long as it is asked."""
        return Conversation([*self._command, *arguments], self._git_dir)

    @property
    def _command(self) -> list[str]:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        return ["git", *_TRUSTED, *settings, f"--git-dir={self._git_dir}"]


class Conversation:
    """A running git that is asked in lines and answers in bytes."""

    def __init__(self, command: Sequence[str], folder: str) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._process = subprocess.Popen(  # noqa: S603 - no shell, and no revision that could be an option
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=folder,
            env=_environment(),
        )

    def say(self, line: str) -> None:
        """Ask; a git that has ended is noticed by the next `hear`."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return

    @property
    def answers(self) -> IO[bytes]:
        """What git says, in order."""
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        return self._process.stdout

    def last_words(self) -> str:
        """Give the last thing git complained about, without a full stop."""
        self._process.wait()
        self._errors.seek(0)
        return _complaint(self._errors.read())

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()
        self._errors.close()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | _ENVIRONMENT


def _run(command: Sequence[str], folder: str | None = None, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, cwd=folder, env=_environment())  # noqa: S603 - as above
    except FileNotFoundError as error:
        raise GitError("git is not installed, or not on PATH.") from error
    if done.returncode:
        raise GitError(f"{_complaint(done.stderr)}.")
    return done.stdout


def _complaint(errors: bytes) -> str:
    lines = errors.decode(errors="replace").strip().split("\n")
    said = lines[-1].removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
    return said or "git said nothing"
