"""`dont-delegate backtest`: judges many past commits, each against its first parent."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot.cli import chosen, terminal, words
from bot.cli.judging import Depth, Judge, Judgement, as_row
from bot.cli.local import Change, GitError, Reader, Repository
from bot.core.markdown import plain
from bot.core.model.policy import Policy
from bot.errors import UserError
from bot.policy import unconfigured

_COLOURS = {Depth.DEEP: "red", Depth.SHALLOW: "green", Depth.UNKNOWN: "yellow"}


@click.command("backtest")
@click.option(
    "--repo", default=".", type=click.Path(path_type=Path), help="A folder in the repository (default: here)."
)
@click.option(
    "--commits", type=click.File(errors="replace"), help="A file with one commit a line; - is standard input."
)
@click.option("--since", help="The commits of HEAD since a date, such as 2025-01-31 or `3 months ago`.")
@click.option("--range", "span", help="The commits of a range, such as v1.0..HEAD.")
@click.option("--policy", type=click.Path(path_type=Path), help="Judge by this policy file instead of HEAD's.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text")
def backtest(
    repo: Path, commits: TextIO | None, since: str | None, span: str | None, policy: Path | None, form: str
) -> None:
    """Show what the policy would have said of past commits.

    Each commit is compared with its first parent, so a merge counts with all that it brought in; --since and --range
    follow first parents. All are judged by one policy: --policy, or .github/dont-delegate.yml at HEAD, or the shipped packs.
    """
    if sum(given is not None for given in (commits, since, span)) != 1:
        raise click.UsageError("Say which commits: --commits FILE, --since WHEN or --range A..B.")
    repository = Repository(repo)
    shas = _shas(repository, commits, since, span)
    with Reader(repository) as reader:
        judge = Judge(chosen.named(policy) if policy else _own(reader, repository), reader)
        judged = (judge.judge(change) for change in _watched(reader, shas))
        if form == "jsonl":
            _lines(judged)
        else:
            _table(judged, terminal.output())


def _shas(repository: Repository, commits: TextIO | None, since: str | None, span: str | None) -> Sequence[str]:
    if commits is not None:
        names = [name for line in commits if (name := line.strip()) and not name.startswith("#")]
        shas = repository.commits(names)
    elif since is not None:
        shas = _listed(repository, f"--since={since}", repository.commit("HEAD"))
    else:
        shas = _listed(repository, *_ends(repository, span or ""))
    if not shas:
        raise UserError("That names no commit.")
    return shas


def _ends(repository: Repository, span: str) -> tuple[str, str]:
    first, dots, last = span.partition("..")
    if not dots or last.startswith("."):
        raise UserError(f"`{plain(span)}` is no range; write A..B.")
    return f"^{repository.commit(first or 'HEAD')}", repository.commit(last or "HEAD")


def _listed(repository: Repository, *what: str) -> list[str]:
    return repository.run("rev-list", "--first-parent", *what).decode().split()


def _own(reader: Reader, repository: Repository) -> Policy:
    try:
        head = repository.commit("HEAD")
    except GitError:  # a bare copy may have no branch that HEAD names
        return unconfigured()
    return chosen.at_commit(reader, head)


def _watched(reader: Reader, shas: Sequence[str]) -> Iterator[Change]:
    """Read the changes under a progress bar on stderr, which only a terminal shows."""
    console = terminal.output(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("judging", total=len(shas))
        for change in reader.single(shas):
            yield change
            progress.advance(task)


def _lines(judged: Iterator[Judgement]) -> None:
    for judgement in judged:
        click.echo(json.dumps(as_row(judgement), separators=(",", ":")))


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
