"""`dont-delegate backtest`: judges many past commits, each against its first parent, a line each or as a report."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot.cli import chosen, terminal, words
from bot.cli.judging import Depth, Judge, Judgement, as_row
from bot.cli.local import Change, GitError, Reader
from bot.cli.report import History, Report, document, markdown, page, text
from bot.cli.which import Which, which_commits
from bot.core.markdown import plain
from bot.core.model.policy import Policy
from bot.errors import UserError

_COLOURS = {Depth.DEEP: "red", Depth.SHALLOW: "green", Depth.UNKNOWN: "yellow"}
_REPORTS: dict[str, Callable[[Report], str]] = {
    "text": text.text,
    "markdown": markdown.markdown,
    "json": document.text,
    "html": page.html,
}
_LISTS = ("list", "jsonl")


@click.command("backtest")
@which_commits
@click.option("--policy", type=click.Path(path_type=Path), help="Judge by this policy file instead of HEAD's.")
@click.option(
    "--floor",
    type=click.Path(path_type=Path),
    help="Judge by this file too, whatever else judges: the organisation's floor.",
)
@click.option(
    "--against", type=click.Path(path_type=Path), help="Judge by this policy file as well, and report what it changes."
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*_LISTS, *_REPORTS]),
    help="A commit a line: list, jsonl. A report: text, markdown, json, html. (Default: list; text with --against.)",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def backtest(
    which: Which, policy: Path | None, floor: Path | None, against: Path | None, form: str | None, output: Path | None
) -> None:
    """Show what the policy would have said of past commits.

    Each commit is compared with its first parent, so a merge counts with all that it brought in; --since and --range
    follow first parents. All are judged by one policy: --policy, or .github/dont-delegate.yml at HEAD, or the shipped packs.

    A report counts how often each zone and rule would have asked for a senior, shows the noisiest rules with commits to
    look at, and with --against which commits another policy would newly ask for, and which it would let go.

    \b
    What one policy says of a quarter, commit by commit:
      dont-delegate backtest --since "3 months ago"
    The report as a page to open in a browser:
      dont-delegate backtest --since "1 year ago" --format html --output report.html
    What an edit of the policy would change, to paste into its pull request:
      dont-delegate backtest --since "1 year ago" --against edited.yml --format markdown
    """  # noqa: D301 - click's own sign for lines that it must not join
    form = form or ("text" if against else "list")
    if against and form in _LISTS:
        raise click.UsageError(f"--against compares in a report; choose --format {', '.join(_REPORTS)}.")
    if output and not output.resolve().parent.is_dir():
        raise UserError(f"There is no folder {output.parent} to write {output.name} to.")
    shas = which.shas()
    with Reader(which.repository) as reader:
        now = Judge(chosen.named(policy, floor) if policy else _own(reader, which, floor), reader)
        then = Judge(chosen.named(against, floor), reader) if against else None
        changes = _watched(reader, shas)
        if form in _LISTS:
            _list(map(now.judge, changes), form, output)
        else:
            _report(History(which.repository.title, now, then).look(changes), form, output)


def _own(reader: Reader, which: Which, floor: Path | None) -> Policy:
    try:
        head = which.repository.commit("HEAD")
    except GitError:  # a bare copy may have no branch that HEAD names
        return chosen.on(floor, None)
    return chosen.at_commit(reader, head, floor)


def _watched(reader: Reader, shas: Sequence[str]) -> Iterator[Change]:
    """Read the changes under a progress bar on stderr, which only a terminal shows."""
    console = terminal.output(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("judging", total=len(shas))
        for change in reader.single(shas):
            yield change
            progress.advance(task)


def _report(report: Report, form: str, output: Path | None) -> None:
    console = terminal.output()
    if form == "text" and output is None and console.is_terminal:
        text.show(report, console)
    else:
        _write(_REPORTS[form](report), output)


def _write(whole: str, output: Path | None) -> None:
    with click.open_file(output or "-", "w", encoding="utf-8") as file:
        file.write(whole)


def _list(judged: Iterator[Judgement], form: str, output: Path | None) -> None:
    """Write a line a commit as soon as it is judged."""
    with click.open_file(output or "-", "w", encoding="utf-8") as file:
        if form == "jsonl":
            for judgement in judged:
                file.write(json.dumps(as_row(judgement), separators=(",", ":")) + "\n")
        else:
            _table(judged, terminal.output(file=file))


def _table(judged: Iterator[Judgement], console: Console) -> None:
    counts: Counter[Depth] = Counter()
    zones: Counter[str] = Counter()
    for judgement in judged:
        counts[judgement.depth] += 1
        zones.update(zone.zone.id for zone in judgement.zones if zone.touched)
        console.print(_row(judgement))
    console.print(words.summary(counts, dict(zones.most_common())))


def _row(judgement: Judgement) -> Text:
    pull = judgement.change.pull
    return Text.assemble(
        (f"{pull.head_sha[:7]}  ", "dim"),
        (f"{judgement.depth:<8}", _COLOURS[judgement.depth]),
        (f"{words.touched_zones(judgement.zones):<22}  ", "cyan"),
        plain(judgement.change.subject, 100),
    )
