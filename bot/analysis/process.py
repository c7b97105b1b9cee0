"""One child process that answers tasks, started when it is first asked and again when it has ended."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bot.analysis.limits import START_SECONDS, TASK_SECONDS

_ROOT = str(Path(__file__).parents[2])
# Isolated: neither the folder where the bot runs nor the environment says what the child loads.
_BEGIN = f"import sys; sys.path.insert(0, {_ROOT!r}); from bot.analysis.child import main; main()"
_MOST_BYTES = 64 * 1024 * 1024  # of one answer
_GRACE = 1.0  # seconds beyond what the child allows itself


class TakesTooLongError(Exception):
    """The child was still at it when its time was over."""


class EndedError(Exception):
    """The child ended without an answer."""


class Process:
    """A child process; not for two threads at once."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self.fresh = True  # it has answered nothing yet

    def ask(self, task: dict[str, Any]) -> dict[str, Any]:
        """Give the child's answer; raises `TakesTooLongError` and `EndedError`, and the next task starts another child."""
        begun = self._child is None
        self._start()
        limit = TASK_SECONDS + _GRACE + (START_SECONDS if begun else 0)
        try:
            answer = self._exchange(json.dumps(task).encode() + b"\n", time.monotonic() + limit)
        except (TimeoutError, EndedError, OSError) as error:
            slow = isinstance(error, TimeoutError) or self._ended_by_its_clock()
            self.close()
            raise (TakesTooLongError if slow else EndedError) from error
        self.fresh = False
        return answer

    def close(self) -> None:
        """End the child."""
        if self._socket is not None:
            self._socket.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._socket, self._child, self.fresh = None, None, True

    def _start(self) -> None:
        if self._child is not None:
            return
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-I", "-c", _BEGIN]
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603  # our own code, with nothing of a stranger's on the command line
                command,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            )
        self._socket = ours

    def _exchange(self, task: bytes, until: float) -> dict[str, Any]:
        assert self._socket is not None  # noqa: S101 - it was started
        self._socket.settimeout(_left(until))
        self._socket.sendall(task)
        answer = bytearray()
        while not answer.endswith(b"\n"):
            self._socket.settimeout(_left(until))
            part = self._socket.recv(1 << 16)
            if not part or len(answer) > _MOST_BYTES:
                raise EndedError
            answer += part
        found: dict[str, Any] = json.loads(answer)
        return found

    def _ended_by_its_clock(self) -> bool:
        """Whether the child's own alarm ended it."""
        assert self._child is not None  # noqa: S101 - it was started
        try:
            return self._child.wait(timeout=_GRACE) == -signal.SIGALRM
        except subprocess.TimeoutExpired:
            return False


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
