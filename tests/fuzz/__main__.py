"""Judges hostile policies and changes for a time: `python -m tests.fuzz --minutes 10 --seed 1`.

What breaks a promise is made small and kept in `tests/fuzz/cases/`, where every run of the tests tries it again.
"""

import faulthandler
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import click

from bot.analysis.desk import Desk
from bot.core.model.change import Side
from bot.core.model.known import Job, Look
from tests.fuzz.case import FuzzCase, written
from tests.fuzz.changes import change
from tests.fuzz.checks import TooSlowError, judge
from tests.fuzz.smaller import joined, smallest

CASES = Path(__file__).parent / "cases"
LAST = Path(tempfile.gettempdir()) / "dont-delegate-fuzz-last.json"  # what is judged now, should this process fall
MOST_MEMORY = 4 * 1024**3  # bytes of address space: this machine is to live as well
TOLD_EVERY = 60.0


@click.command()
@click.option("--minutes", default=10.0, show_default=True, help="How long to go on.")
@click.option("--seed", default=None, type=int, help="Where chance begins; the same seed makes the same cases.")
@click.option("--keep", default=CASES, show_default=True, type=click.Path(path_type=Path), help="Where failures go.")
def main(minutes: float, seed: int | None, keep: Path) -> None:
    """Judge hostile policies and changes, and keep what fails."""
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    seed = time.time_ns() % 1_000_000 if seed is None else seed
    click.echo(f"seed {seed}; the case at hand is in {LAST}")
    seen, failures = Counter[str](), dict[str, str]()
    until, told, number = time.monotonic() + minutes * 60, time.monotonic(), 0
    while time.monotonic() < until:
        case = change(Random(f"{seed} {number}"))
        LAST.write_text(written(case), encoding="utf-8")
        began = time.process_time()
        said = failure(case, seen)
        seen["slowest, ms of CPU"] = max(seen["slowest, ms of CPU"], round((time.process_time() - began) * 1e3))
        number += 1
        if said is not None and said not in failures:
            failures[said] = kept(case, said, keep)
            click.echo(f"case {number}: {said}: {failures[said]}")
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            click.echo(f"{number:,} cases, {len(failures)} kinds of failure")
    alive = answers()
    click.echo(f"{number:,} cases in {minutes} minutes from seed {seed}; {len(failures)} kinds of failure")
    click.echo(
        f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB; the tools answer: {alive}"
    )
    for what, times in sorted(seen.items()):
        click.echo(f"{times:9,} {what}")
    sys.exit(bool(failures) or not alive)


def failure(case: FuzzCase, seen: Counter[str]) -> str | None:
    """Say in a few words how a case fails, the same for failures of one kind; None when it does not."""
    try:
        judge(case, seen)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  # panics of libraries in Rust are no Exception
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "/bot/" in frame.filename] or frames
        where = f"{Path(ours[-1].filename).stem}-{ours[-1].name}"
        if isinstance(error, TooSlowError):
            return f"{' '.join(str(error).split()[:2])} slow"
        return f"{type(error).__name__} {where}"
    return None


def kept(case: FuzzCase, said: str, keep: Path) -> str:
    """Make a failing case small and write it down; gives the file's name."""
    small = smallest(case, lambda one: failure(one, Counter()) == said)
    files = tuple(replace(file, patch=joined(file.patch), head=joined(file.head)) for file in small.files)
    name = "".join(sign if sign.isalnum() else "-" for sign in said.lower())
    keep.mkdir(parents=True, exist_ok=True)
    (keep / f"{name}.json").write_text(
        written(replace(small, policy=joined(small.policy), files=files)), encoding="utf-8"
    )
    return f"{name}.json"


def answers() -> bool:
    """Whether the tools still take something apart."""
    job = Job(Look("a.sql", Side.ADDED, ((1, 1),), sql=True), "DROP TABLE a;")
    (answer,) = Desk().answer([job])
    return isinstance(answer.statements, tuple) and answer.statements[0].kinds == ("drops-table",)


if __name__ == "__main__":
    main()
