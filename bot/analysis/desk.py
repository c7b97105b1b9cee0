"""Where code and SQL are handed in to be taken apart; a process keeps few children for it, started when first needed."""

import atexit
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from bot.analysis.limits import BATCH_SECONDS, MOST_CHARACTERS, MOST_PROCESSES
from bot.analysis.process import EndedError, Process, TakesTooLongError
from bot.core.grammars import grammar_of, grammars_of, is_sql
from bot.core.matching import Sight
from bot.core.model.known import Answer, Found, GaveUp, Job, Known, Piece

TOO_LARGE = GaveUp(f"it has more than {MOST_CHARACTERS:,} characters")
TOO_SLOW = GaveUp("it takes too long to take apart")
TOO_MANY = GaveUp("taking apart what stands before it in this change took all the time there is")
FELL = GaveUp("the tool that takes it apart failed on it")
BATCH = 500  # patterns checked at once


class Desk:
    """Hands tasks to child processes; for any number of threads."""

    def __init__(self) -> None:
        self._free: list[Process] = []
        self._places = threading.BoundedSemaphore(MOST_PROCESSES)
        self._lock = threading.Lock()

    def answer(self, jobs: Sequence[Job]) -> list[Answer]:
        """Answer each job, in order; what a tool gives up on is answered with why."""
        if not jobs:
            return []
        until = time.monotonic() + BATCH_SECONDS
        with self._process() as process:
            return [self._one(process, job, until) for job in jobs]

    def refusals(self, patterns: Sequence[tuple[str, str]]) -> list[str | None]:
        """Say of each (pattern, language) why ast-grep can't use it; None where it can."""
        asked = [(pattern, grammar) for pattern, language in patterns for grammar in grammars_of(language)[:1]]
        found: list[str | None] = []
        with self._process() as process:
            for start in range(0, len(asked), BATCH):
                some = asked[start : start + BATCH]
                answer = _tried(process, {"check": some})
                found += [answer.why] * len(some) if isinstance(answer, GaveUp) else answer["refusals"]
        return found

    def close(self) -> None:
        """End all children; one that is asked for later starts anew."""
        with self._lock:
            free, self._free = self._free, []
        for process in free:
            process.close()

    def _one(self, process: Process, job: Job, until: float) -> Answer:
        if len(job.text) > MOST_CHARACTERS:
            return _given_up(job, TOO_LARGE)
        if time.monotonic() > until:
            return _given_up(job, TOO_MANY)
        answer = _tried(process, _task(job))
        return _given_up(job, answer) if isinstance(answer, GaveUp) else _as_answer(job, answer)

    @contextmanager
    def _process(self) -> Iterator[Process]:
        with self._places:
            with self._lock:
                process = self._free.pop() if self._free else Process()
            try:
                yield process
            except BaseException:
                process.close()
                raise
            with self._lock:
                self._free.append(process)


def _tried(process: Process, task: Mapping[str, Any]) -> dict[str, Any] | GaveUp:
    """Ask; a child that had worked before and ended, perhaps for want of memory or work, is tried once more as a new one."""
    for _ in range(2):
        fresh = process.fresh
        try:
            answer = process.ask(dict(task))
        except TakesTooLongError:
            return TOO_SLOW
        except EndedError:
            if fresh:
                return FELL
        else:
            return GaveUp(str(answer["failed"])) if "failed" in answer else answer
    return FELL


def _task(job: Job) -> dict[str, Any]:
    look = job.look
    return {
        "path": look.path,
        "text": job.text,
        "grammar": grammar_of(look.path),
        "is_sql": is_sql(look.path),
        "lines": look.lines,
        "structures": [asdict(one) for one in look.structures],
        "sql": look.sql,
    }


def _as_answer(job: Job, answer: Mapping[str, Any]) -> Answer:
    structures = answer.get("structures", [])
    if isinstance(structures, str):
        structures = [structures] * len(job.look.structures)
    return Answer(tuple(map(_found, structures)), _found(answer.get("sql", [])))


def _found(answer: Any) -> Found:
    if isinstance(answer, str):
        return GaveUp(answer)
    return tuple(Piece(first, last, shown, tuple(kinds), guessed) for kinds, first, last, shown, guessed in answer)


def _given_up(job: Job, why: GaveUp) -> Answer:
    return Answer((why,) * len(job.look.structures), why)


_DESK = Desk()
atexit.register(_DESK.close)
answer = _DESK.answer
refusals = _DESK.refusals
close = _DESK.close


def find_out(sight: Sight, texts: Mapping[str, str | GaveUp]) -> Known:
    """Find out what a change leaves open, its unread texts given by path."""
    jobs = sight.jobs(texts)
    return sight.known(texts, zip(jobs, answer(jobs), strict=True))
