"""`dont-delegate init`: looks through a repository and writes a first policy for it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from bot.cli.judging import Depth, Judge
from bot.cli.local import GitError, Reader, Repository, past
from bot.core.markdown import plain
from bot.core.model.policy import POLICY_PATH
from bot.core.survey import Proposal, Survey, history, owners, survey, worth_reading
from bot.errors import UserError
from bot.policy import Problems, load
from bot.policy.draft import Draft, written

DAYS = 90
MOST_JUDGED = 150  # commits of those days
MOST_LOOKED_BACK = 1500  # commits, for who reviewed
_SHALLOW = "This copy holds only the newest commits, so who reviewed and what would have been flagged is known in part."
_CODEOWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")


@click.command("init")
@click.option(
    "--repo", default=".", type=click.Path(path_type=Path), help="A folder in the repository (default: here)."
)
@click.option("--at", "revision", default="HEAD", help="The commit whose files are looked at (default: HEAD).")
@click.option(
    "--output", type=click.Path(path_type=Path), help=f"The file to write (default: {POLICY_PATH} in the repository)."
)
@click.option("--stdout", is_flag=True, help="Print the policy instead of writing a file.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def init(repo: Path, revision: str, output: Path | None, *, stdout: bool, force: bool) -> None:
    """Look through a repository and write a first policy for it.

    The policy names the zones where they are here, with what speaks for each, and who might sign. It is a proposal:
    read it, edit it, then commit it. The code is read from git, so nothing is checked out and nothing is run.
    """
    if stdout and (output or force):
        raise click.UsageError("--stdout writes no file, so --output and --force say nothing beside it.")
    repository = Repository(repo)
    file = None if stdout else _free(output or _usual(repository), force=force)
    text, judged = propose(repository, _commit(repository, revision))
    if file is None:
        click.echo(text, nl=False)
        return
    _write(file, text)
    click.echo(f"Wrote {file}. {judged}".rstrip())
    click.echo(f"Next: read it, then `dont-delegate lint {file}` and")
    click.echo(
        f"`dont-delegate backtest --policy {file} --since '{DAYS} days ago'`; when it fits, commit it to the default branch."
    )


def propose(repository: Repository, commit: str) -> tuple[str, str]:
    """Give the policy for what stands in a commit, and what it would have said of the days before."""
    paths = past.paths(repository, commit)
    looked = survey(paths, past.beginnings(repository, commit, worth_reading(paths)))
    draft = Draft(f"{plain(repository.title)} at {commit[:7]}", looked, _signers(repository, commit, looked))
    judged = _judged(repository, commit, written(draft))
    told = (judged, _SHALLOW) if past.is_shallow(repository) else (judged,)
    return written(replace(draft, past=told)), judged


def _commit(repository: Repository, revision: str) -> str:
    try:
        return repository.commit(revision)
    except GitError as error:
        if revision != "HEAD":
            raise
        says = "has no commit yet, so there is nothing to look at. Commit something, or name a commit with --at."
        raise UserError(f"{repository.folder} {says}") from error


def _usual(repository: Repository) -> Path:
    top = repository.top()
    if top is None:
        says = "has no work tree to write into. Name a file with --output, or print the policy with --stdout."
        raise UserError(f"{repository.folder} {says}")
    return top / POLICY_PATH


def _free(file: Path, *, force: bool) -> Path:
    if file.is_dir():
        raise UserError(f"{file} is a folder. Name a file.")
    if file.exists() and not force:
        raise UserError(f"{file} is there already. Look at a new one with --stdout, or write over it with --force.")
    return file


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    except OSError as error:
        raise UserError(f"{file} can't be written: {error.strerror}.") from error


def _signers(repository: Repository, commit: str, looked: Survey) -> dict[str, Proposal]:
    """Propose signers for each zone that was found: by CODEOWNERS, else by the history."""
    found = [zone for zone in looked.zones if zone.paths or zone.likely]
    listed = next((text for name in _CODEOWNERS if (text := past.text(repository, commit, name))), "")
    by_owner = {zone.zone: owners(listed, zone.files) for zone in found}
    behind = past.past(repository, commit, MOST_LOOKED_BACK) if not all(by_owner.values()) else ()
    proposed = {zone.zone: by_owner[zone.zone] or history(behind, zone.files) for zone in found}
    return {zone: proposal for zone, proposal in proposed.items() if proposal}


def _judged(repository: Repository, commit: str, text: str) -> str:
    """Say what the policy would have flagged in the last days."""
    shas = past.last_days(repository, commit, DAYS, MOST_JUDGED + 1)
    policy = load(text, "the proposal")
    if isinstance(policy, Problems):
        raise AssertionError(f"the proposal is no sound policy:\n{policy}")  # noqa: TRY004 - a mistake of ours, not a type
    with Reader(repository) as reader:
        judge = Judge(policy, reader)
        judgements = [judge.judge(change) for change in reader.single(shas[:MOST_JUDGED])]
    flagged = sum(one.depth is not Depth.SHALLOW for one in judgements)
    zones = Counter(zone.zone.id for one in judgements for zone in one.open_zones)
    return _told(shas, flagged, zones)


def _told(shas: Sequence[str], flagged: int, zones: Counter[str]) -> str:
    judged = min(len(shas), MOST_JUDGED)
    commits = "1 commit" if judged == 1 else f"{judged} commits"
    span = (
        f"the {commits} of the last {DAYS} days"
        if len(shas) <= MOST_JUDGED
        else f"the last {commits} (more are not tried here)"
    )
    if not flagged:
        return f"Of {span} it would have flagged none."
    each = ", ".join(f"{zone} {count}" for zone, count in zones.most_common())
    return f"Of {span} it would have flagged {flagged}, {flagged / judged:.0%}: {each}."
