"""What a stranger may write: the tools give up within bounds, the process lives, and the next file is answered."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from bot.analysis import process
from bot.analysis.desk import Desk
from bot.analysis.limits import MOST_CHARACTERS, TASK_SECONDS
from bot.core.model.change import Side
from bot.core.model.known import Answer, GaveUp, Job, Look
from bot.core.model.predicates import Structure

LINES = ((1, 1_000_000),)
CALL = Structure(("python",), "f($$$)")
HOSTILE = {
    "200,000 brackets": "(" * 200_000 + ")" * 200_000,
    "brackets in SQL": "CREATE TABLE a (b int DEFAULT " + "(" * 200_000,
    "a column far out": "f('" + "a" * 100_000 + "')",
    "NUL": "\0" * 1_000 + "DROP TABLE a;\0",
    "quotes": "'" * 200_001,
    "dollars": "$a$ " * 100_000,
    "comments": "/*" * 100_000,
    "comments that MySQL runs": "/*!" * 100_000,
    "copies": "COPY a FROM stdin\n" * 20_000,
    "many WITH": "WITH a AS (" * 20_000,
    "deep blocks": "DO $$ BEGIN EXECUTE '" * 2_000,
    "blank lines": "\n" * 300_000,
    "half a surrogate": "f('\ud800') DROP TABLE a",
}


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.close()


def sql(text: str) -> Job:
    return Job(Look("a.sql", Side.ADDED, LINES, sql=True), text)


def code(text: str) -> Job:
    return Job(Look("a.py", Side.ADDED, LINES, (CALL,), sql=True), text)


def kinds(answer: Answer) -> list[tuple[str, ...]]:
    assert isinstance(answer.statements, tuple)
    return [piece.kinds for piece in answer.statements]


@pytest.mark.parametrize("name", HOSTILE)
def test_within_bounds_and_alive_afterwards(desk, name):
    started = time.monotonic()
    found = desk.answer([sql(HOSTILE[name]), code(HOSTILE[name]), sql("DROP TABLE a;")])
    assert time.monotonic() - started < 4 * (TASK_SECONDS + 10)
    assert kinds(found[-1]) == [("drops-table",)]


def test_what_is_too_large_is_not_read(desk):
    (found,) = desk.answer([sql("x" * (MOST_CHARACTERS + 1))])
    assert found.statements == GaveUp("it has more than 1,000,000 characters")


def test_what_takes_too_long_ends_the_child_and_another_goes_on(desk, monkeypatch):
    desk.answer([sql("SELECT 1")])
    monkeypatch.setattr(process, "TASK_SECONDS", 0.0)
    monkeypatch.setattr(process, "_GRACE", 0.01)
    (found,) = desk.answer([sql("SELECT 1;" * 60_000)])
    monkeypatch.undo()
    assert found.statements == GaveUp("it takes too long to take apart")
    assert kinds(desk.answer([sql("DROP TABLE a;")])[0]) == [("drops-table",)]


def test_a_child_that_was_killed_is_replaced_without_a_word(desk):
    desk.answer([sql("SELECT 1")])
    child = desk._free[0]._child
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert kinds(desk.answer([sql("DROP TABLE a;")])[0]) == [("drops-table",)]


def test_many_threads_are_all_answered(desk):
    found: list[Answer] = []
    threads = [threading.Thread(target=lambda: found.extend(desk.answer([sql("DROP TABLE a;")] * 5))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [kinds(answer) for answer in found] == [[("drops-table",)]] * 30
    assert len(desk._free) <= 2


def test_nothing_is_started_before_it_is_needed():
    script = "import sys, bot.cli, bot.analysis.desk as d; d.answer([]); print({'sqlglot', 'ast_grep_py'} & {*sys.modules}, d._DESK._free)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set() []\n"


def test_the_child_sees_nothing_of_the_environment(desk, monkeypatch):
    monkeypatch.setenv("WEBHOOK_SECRET", "s3cret")
    desk.answer([sql("SELECT 1")])
    with open(f"/proc/{desk._free[0]._child.pid}/environ", "rb") as environ:  # noqa: PTH123  # no file as others are
        assert b"s3cret" not in environ.read()
