"""`dont-delegate lint`: everything wrong with a policy file, with the line, and what to write instead."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.cli import words
from bot.core.model.policy import POLICY_PATH, Mode, Policy, Severity
from bot.errors import UserError
from bot.policy import Problem, Problems, case_problems, load

BEFORE_CARET = 70  # of a long line, so many characters before the caret are shown
AFTER_CARET = 30


@click.command("lint")
@click.argument("file", type=click.Path(path_type=Path), default=POLICY_PATH)
def lint(file: Path) -> None:
    """Check a policy, FILE or .github/dont-delegate.yml.

    Exits with 0 when it is sound, 1 when something is wrong with it, 2 when it can't be read.
    """
    try:
        written = file.read_bytes()
    except OSError as error:
        raise UserError(
            f"{file} can't be read: {error.strerror}. Name a policy file, or go to the repository's top."
        ) from error
    console = Console(soft_wrap=True, highlight=False)
    loaded = load(written, str(file))
    problems = loaded.items if isinstance(loaded, Problems) else case_problems(written, loaded)
    if isinstance(loaded, Problems) or problems:
        _tell(console, file, problems, written.decode("utf-8", "replace").replace("\r\n", "\n").split("\n"))
        raise SystemExit(1)
    console.print(_summary(file, loaded))


def _tell(console: Console, file: Path, problems: Sequence[Problem], lines: Sequence[str]) -> None:
    for problem in problems:
        console.print(_shown(file, problem, lines[problem.line - 1] if problem.line <= len(lines) else ""))
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    console.print(Text(f"{count} in {file}", style="bold red"))


def _shown(file: Path, problem: Problem, line: str) -> Text:
    begin = max(0, problem.column - 1 - BEFORE_CARET)
    before, after = _clean(line[begin : problem.column - 1]), _clean(line[problem.column - 1 :][:AFTER_CARET])
    margin = f"  {problem.line} | "
    return Text.assemble(
        (f"{file}:{problem.line}:{problem.column}: ", "bold"),
        (f"{problem.says}\n", "red"),
        (f"{margin}", "dim"),
        f"{before}{after}".rstrip() + "\n",
        " " * (len(margin) + cell_len(before)),
        ("^\n", "bold red"),
        ("  instead: ", "green"),
        f"{problem.instead}\n",
    )


def _clean(text: str) -> str:
    """Keep what a stranger wrote from steering the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _summary(file: Path, policy: Policy) -> Text:
    rules = policy.rules
    advise = sum(rule.severity is Severity.ADVISE for rule in rules)
    shadow = sum(rule.mode is Mode.SHADOW for rule in rules)
    counts = f"{len(rules)} rules: {len(rules) - advise} block, {advise} advise; {shadow} in shadow"
    width = max(map(len, policy.zones))
    zones = [f"  {name:{width}}  {_asked(policy, name)}" for name in policy.zones]
    mode = ", and judges in shadow: nothing is blocked" if policy.mode is Mode.SHADOW else ""
    return Text.assemble((f"{file} is sound{mode}.\n", "green"), "\n".join([f"  {counts}", *zones]))


def _asked(policy: Policy, zone: str) -> str:
    rules = sum(rule.zone == zone for rule in policy.rules)
    return f"{rules:3} rule{'s' if rules != 1 else ' '}  signed by {words.who_signs(policy.zones[zone].sign_off)}"
