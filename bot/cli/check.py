"""`dont-delegate check`: judges what a local branch changes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli import chosen, summary, terminal
from bot.cli.judging import Judge, Judgement, as_document
from bot.cli.local import GitError, Reader, Repository
from bot.errors import UserError

DEFAULT_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
DEEP = 1


@click.command("check")
@click.option(
    "--repo", default=".", type=click.Path(path_type=Path), help="A folder in the repository (default: here)."
)
@click.option("--base", help="What the change is to be merged into (default: the default branch).")
@click.option("--head", default="HEAD", help="The newest commit of the change (default: HEAD).")
@click.option("--policy", type=click.Path(path_type=Path), help="Judge by this policy file instead of the base's.")
@click.option("--floor", type=click.Path(path_type=Path), help="Judge by this file too: the organisation's floor.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.pass_context
def check(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    *,
    repo: Path,
    base: str | None,
    head: str,
    policy: Path | None,
    floor: Path | None,
    form: str,
) -> None:
    """Judge what the commits from the base to HEAD change, as a pull request of them would be judged.

    The base is the default branch: the first of origin/HEAD, origin/main, origin/master, main and master that exists.
    The change begins where it left the base. It is judged by .github/dont-delegate.yml as it stands on the base, never
    by its own edit of it, and by the shipped packs where there is none. With --floor the organisation's floor judges as
    well, alone where there is no policy: the dont-delegate.yml of its .github repository. Work that is not committed is
    not looked at.

    What GitHub alone knows (signatures, statuses, workflows, teams, the repository's name and who may see it) is not known
    here: a rule that hangs on it could not be judged, and says so.

    Ends with 0 when the change is shallow (or the policy in shadow mode), 1 when it is deep or could not be judged,
    and 2 when something is wrong with the call.
    """
    repository = Repository(repo)
    newest = repository.commit(head)
    into = repository.commit(base) if base is not None else _default(repository)
    with Reader(repository) as reader:
        by = chosen.named(policy, floor) if policy else chosen.at_commit(reader, into, floor)
        judge = Judge(by, reader, datetime.now(UTC))
        judgement = judge.judge(reader.between(_left(repository, into, newest), newest))
    _show(judgement, form)
    context.exit(DEEP if judgement.holds else 0)


def _show(judgement: Judgement, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(as_document(judgement), indent=2, ensure_ascii=False))
    elif form == "markdown":
        click.echo(summary.markdown(judgement), nl=False)
    else:
        terminal.show(judgement, terminal.output())


def _default(repository: Repository) -> str:
    for branch in DEFAULT_BRANCHES:
        try:
            return repository.commit(branch)
        except GitError:
            continue
    raise UserError(
        f"None of {', '.join(DEFAULT_BRANCHES)} is here; say what the change is compared with: --base REVISION."
    )


def _left(repository: Repository, into: str, newest: str) -> str:
    """Find the commit where the change left its base."""
    try:
        return repository.run("merge-base", into, newest).decode().split()[0]
    except GitError as error:
        says = f"{into[:7]} and {newest[:7]} have no commit in common (in a shallow clone: fetch more history)."
        raise UserError(says) from error
