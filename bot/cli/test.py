"""`dont-delegate test`: tries the cases that rules bring with them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from bot.cli import terminal
from bot.cli.words import amount
from bot.core.markdown import listed, plain
from bot.core.model.policy import POLICY_PATH, Rule, RuleTest
from bot.errors import UserError
from bot.policy import Problems
from bot.policy.cases import CaseFailure, run_cases
from bot.policy.suites import Suite, files_in, shipped_files, suite

LONGEST = 200  # characters of a line that are shown
FAILED, UNUSABLE = 1, 2


@dataclass(frozen=True, slots=True)
class Failed:
    """A case that came out otherwise, and where it is written."""

    suite: Suite
    case: RuleTest
    failure: CaseFailure

    @property
    def where(self) -> str:
        """Name the place as editors understand it."""
        spot = self.suite.spots[self.failure.rule, self.failure.case]
        return f"{self.suite.source}:{spot.line}:{spot.column}"


@click.command("test")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print.")
def test(path: Path | None, form: str) -> None:
    """Try the cases of the rules in PATH: a rule file, a policy, or a folder of them.

    Without PATH: of every shipped rule, and of those in .github/dont-delegate.yml.

    Exits with 0 when every case comes out as it says, 1 when one does not, 2 when a rule can't be used.
    """
    read = [_read(file) for file in _files(path)]
    broken = [one for one in read if isinstance(one, Problems)]
    suites = [one for one in read if isinstance(one, Suite)]
    rules = [rule for one in suites for rule in one.rules]
    if not rules and not broken:
        raise UserError(f"No rule is written in {path}. A policy's own rules stand under `rules:`.")
    failed = list(_failed(suites))
    if form == "json":
        click.echo(json.dumps(_document(rules, failed, broken), indent=2))
    else:
        _show(rules, failed, broken)
    raise SystemExit(UNUSABLE if broken else FAILED if failed else 0)


def _files(path: Path | None) -> Sequence[Path]:
    if path is None:
        own = Path(POLICY_PATH)
        return [*shipped_files(), *([own] if own.is_file() else [])]
    return files_in(path) if path.is_dir() else [path]


def _read(file: Path) -> Suite | Problems:
    try:
        return suite(file.read_bytes(), _shown(file))
    except OSError as error:
        raise UserError(f"{file} can't be read: {error.strerror}. Name a rule file, a policy or a folder.") from error


def _shown(file: Path) -> str:
    """Name a file as seen from here."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _failed(suites: Iterable[Suite]) -> Iterator[Failed]:
    for one in suites:
        cases = {(rule.id, case.name): case for rule in one.rules for case in rule.tests}
        for failure in run_cases(one.rules):
            yield Failed(one, cases[failure.rule, failure.case], failure)


def _show(rules: Sequence[Rule], failed: Sequence[Failed], broken: Sequence[Problems]) -> None:
    console = terminal.output()
    for problems in broken:
        console.print(Text(plain(str(problems), LONGEST * 10).replace("␊", "\n"), "red"))
    for one in failed:
        _tell(one, console)
    untried = [rule.id for rule in rules if not rule.tests]
    if untried:
        console.print(Text(f"Without cases: {listed(untried)}.", "yellow"))
    cases = sum(len(rule.tests) for rule in rules)
    counts = f"{amount(len(rules), 'rule')}, {amount(cases, 'case')}"
    if failed:
        console.print(Text(f"{counts}: {len(failed)} came out otherwise.", "bold red"))
    elif rules:
        said = "all came out as they say" if cases else "nothing to try"
        console.print(Text(f"{counts}: {said}.", "bold green" if cases and not broken else "bold yellow"))
    if broken:
        console.print(Text(f"{amount(len(broken), 'file')} can't be used.", "bold red"))


def _tell(one: Failed, console: Console) -> None:
    console.print(Text.assemble((f"{one.where}: ", "bold"), (one.failure.rule, "cyan"), f": {plain(one.case.name)}"))
    console.print(Text(f"  {one.failure.says}", "red"))
    if one.failure.why:
        console.print(Text(f"  {plain(one.failure.why, LONGEST * 5)}"))
    console.print(Text(f"  {plain(one.case.path)}", "dim"))
    for line in one.case.diff.rstrip("\n").split("\n"):
        console.print(Text(f"    {plain(line, LONGEST)}", {"+": "green", "-": "red"}.get(line[:1], "dim")))
    console.print()


def _document(rules: Sequence[Rule], failed: Sequence[Failed], broken: Sequence[Problems]) -> dict[str, Any]:
    return {
        "rules": len(rules),
        "cases": sum(len(rule.tests) for rule in rules),
        "untried": [rule.id for rule in rules if not rule.tests],
        "failed": [_row(one) for one in failed],
        "problems": [
            {"file": each.source, "line": p.line, "column": p.column, "says": p.says, "instead": p.instead}
            for each in broken
            for p in each.items
        ],
    }


def _row(one: Failed) -> dict[str, Any]:
    spot = one.suite.spots[one.failure.rule, one.failure.case]
    return {
        "rule": one.failure.rule,
        "case": one.case.name,
        "file": one.suite.source,
        "line": spot.line,
        "column": spot.column,
        "path": one.case.path,
        "expect": "hit" if one.case.expect_hit else "miss",
        "says": one.failure.says,
        "why": one.failure.why,
    }
