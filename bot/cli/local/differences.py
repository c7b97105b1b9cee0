"""Asks one long-lived `git diff-tree` for the difference of many pairs of commits."""

import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.cli.local.git import Conversation, Repository

LARGEST_ANSWER = 128 * 1024 * 1024  # bytes kept of one change; the rest is read past and reported as unseen
AHEAD = 16  # requests under way: few enough that they always fit into the pipe
CHUNK = 1 << 18

ARGUMENTS = (
    "diff-tree",
    "--stdin",
    "--root",
    "-r",
    "--raw",
    "-p",
    "-z",
    "-M50%",
    "-l1000",
    "-U3",
    "--no-abbrev",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--diff-algorithm=myers",
    "--ignore-submodules=none",
    "--submodule=short",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A commit and what it is compared with; `base` None is the empty tree."""

    head: str
    base: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What git says of one pair; `cut` when it was longer than is kept, `failed` in words when git gave up on it."""

    output: bytes
    cut: bool = False
    failed: str | None = None


class Differences:
    """Gives the answers in the order of the pairs; git runs ahead while they are judged."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        # diff-tree repeats a line that is no commit, and flushes: that ends an answer. No commit can hold this word.
        self._end = f"end-{secrets.token_hex(16)}"
        self._git: Conversation | None = None
        self._rest = b""

    def answers(self, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, Answer]]:
        """Answer every pair; one that git gives up on is `failed`, and the others go on."""
        asked: deque[Pair] = deque()
        for pair in pairs:
            self._ask(pair)
            asked.append(pair)
            if len(asked) == AHEAD:
                yield asked[0], self._hear(asked)
        while asked:
            yield asked[0], self._hear(asked)

    def close(self) -> None:
        """End git."""
        if self._git:
            self._git.close()
        self._git, self._rest = None, b""

    def _ask(self, pair: Pair) -> None:
        if self._git is None:
            self._git = self._repository.start(*ARGUMENTS)
        self._git.say(f"{pair.head} {pair.base}" if pair.base else pair.head)
        self._git.say(self._end)

    def _hear(self, asked: deque[Pair]) -> Answer:
        answer = self._next()
        asked.popleft()
        if answer.failed is not None:
            self.close()
            for pair in asked:
                self._ask(pair)
        return answer

    def _next(self) -> Answer:
        assert self._git is not None  # noqa: S101 - it was asked before
        end, kept, tail, cut = self._end.encode() + b"\n", bytearray(), self._rest, False
        while (found := tail.find(end)) < 0:
            # The end may lie across two chunks, so its length is held back.
            ready = max(len(tail) - len(end), 0)
            cut = _keep(kept, tail[:ready]) or cut
            chunk = self._git.answers.read1(CHUNK)  # type: ignore[attr-defined] # a pipe is buffered, which IO does not say
            if not chunk:
                return Answer(b"", failed=self._git.last_words())
            tail = tail[ready:] + chunk
        cut = _keep(kept, tail[:found]) or cut
        self._rest = tail[found + len(end) :]
        return Answer(bytes(kept), cut)


def _keep(kept: bytearray, more: bytes) -> bool:
    """Add what there is room for; whether something was left out."""
    room = LARGEST_ANSWER - len(kept)
    kept += more[:room]
    return len(more) > room
