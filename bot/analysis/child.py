"""The process that takes code and SQL apart, so that nothing of a stranger's making hangs or fells the bot.

It reads one task a line from its standard input, as JSON, and answers each with one line. It keeps itself small and short:
what takes too long ends it, and whoever asked starts another.
"""

import json
import os
import resource
import select
import signal
import sys
from typing import Any

from bot.analysis.limits import IDLE_SECONDS, MOST_MEMORY, TASK_SECONDS


def main() -> None:
    """Answer until the input ends or nobody asks for a while."""
    _confine()
    with os.fdopen(0, "rb") as asked, os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever a library prints is no answer
        while _asked_in_time(asked.fileno()) and (line := asked.readline()):
            signal.setitimer(
                signal.ITIMER_REAL, TASK_SECONDS
            )  # its default is to end the process, in any library's code
            answer = _answer(json.loads(line))
            signal.setitimer(signal.ITIMER_REAL, 0)
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()


def _confine() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(1_000)


def _asked_in_time(number: int) -> bool:
    return bool(select.select([number], [], [], IDLE_SECONDS)[0])


def _answer(task: dict[str, Any]) -> dict[str, Any]:
    try:
        return _checked(task) if "check" in task else _looked(task)
    except MemoryError:
        return {"failed": "it needs more memory than one file may"}
    except RecursionError:
        return {"failed": "it is nested too deep"}
    except BaseException as error:  # ast-grep's panics are no Exception; an answer is due whatever happens
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return {"failed": f"the tool failed on it ({type(error).__name__})"}


def _checked(task: dict[str, Any]) -> dict[str, Any]:
    from bot.analysis.structure import refusal  # noqa: PLC0415  # loaded when it is first needed

    return {"refusals": [refusal(pattern, grammar) for pattern, grammar in task["check"]]}


def _looked(task: dict[str, Any]) -> dict[str, Any]:
    """Look for structures and for SQL; each may fail without the other."""
    answer: dict[str, Any] = {}
    if task["structures"]:
        answer["structures"] = _either(_structures, task)
    if task["sql"]:
        answer["sql"] = _either(_sql, task)
    return answer


def _either(work: Any, task: dict[str, Any]) -> Any:
    from bot.analysis.broken import BrokenCodeError  # noqa: PLC0415  # as above

    try:
        return work(task)
    except BrokenCodeError as error:
        return str(error)


def _structures(task: dict[str, Any]) -> Any:
    from bot.analysis.structure import pieces  # noqa: PLC0415  # as above

    if task["grammar"] is None:
        return "no grammar reads files of this kind"
    return pieces(task["text"], task["grammar"], task["structures"], task["lines"])


def _sql(task: dict[str, Any]) -> Any:
    from bot.analysis.sql import pieces  # noqa: PLC0415  # sqlglot takes a third of a second to load

    return pieces(task["path"], task["text"], None if task["is_sql"] else task["grammar"], task["lines"])


if __name__ == "__main__":
    main()
