"""`dont-delegate import`: writes a policy for what another tool was told."""

from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.local import Repository, past
from bot.core.survey import Proposal, owners, survey, worth_reading
from bot.errors import UserError
from bot.policy.imports import Imported, import_codeowners, import_policy_bot, sentences
from bot.policy.reading import MOST_BYTES

_output = click.option(
    "--output", type=click.Path(path_type=Path), help="The file to write; without it the policy is printed."
)
_force = click.option("--force", is_flag=True, help="Write over a file that is there.")


@click.group("import")
def import_() -> None:
    """Write a policy for what another tool was told.

    The policy goes to stdout or into --output, and loads. What could not be carried over, or means something else here,
    stands in its first lines and on stderr, with the lines of the source.
    """


@import_.command("policy-bot")
@click.argument("file", type=click.Path(path_type=Path))
@_output
@_force
def policy_bot(file: Path, output: Path | None, *, force: bool) -> None:
    """Write a policy for FILE, palantir/policy-bot's `.policy.yml`.

    Approvals become zones with their `sign_off`, conditions become `if` and `when`, patterns of paths and branches become
    globs where those say the same (a dot without a backslash is read as a dot), and what is disapproved of is refused.
    Authors never sign, whatever FILE allows.

    Exits with 2 when FILE is no such policy.
    """
    _put(import_policy_bot(_text(file), str(file)), output, force=force)


@import_.command("codeowners")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--repo",
    type=click.Path(path_type=Path),
    help="Also look through this repository, and let the owners of a shipped zone's files sign for that zone.",
)
@_output
@_force
def codeowners(file: Path, repo: Path | None, output: Path | None, *, force: bool) -> None:
    """Write a policy for FILE, a CODEOWNERS.

    What has owners becomes the zone `owned`: each of its files is signed by one of its own owners, as CODEOWNERS says on
    the base branch, so later edits of that file are followed. With --repo the shipped zones that are found come with it.

    Exits with 2 when FILE gives nothing an owner.
    """
    text = _text(file)
    _put(import_codeowners(text, str(file), _fitting(text, repo) if repo else {}), output, force=force)


def _fitting(text: str, repo: Path) -> Mapping[str, Proposal]:
    """Find the owners of most files of each shipped zone that is there."""
    repository = Repository(repo)
    commit = repository.commit("HEAD")
    paths = past.paths(repository, commit)
    looked = survey(paths, past.beginnings(repository, commit, worth_reading(paths)))
    found = {zone.zone: owners(text, zone.files) for zone in looked.zones if zone.paths or zone.likely}
    return {zone: proposal for zone, proposal in found.items() if proposal}


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{file} can't be read: {error.strerror}.") from error
    if len(raw) > MOST_BYTES:
        raise UserError(f"{file}:1: The file has more than {MOST_BYTES:,} bytes.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UserError(f"{file}:{line}: This byte is not UTF-8. Save the file as UTF-8.") from error


def _put(imported: Imported, output: Path | None, *, force: bool) -> None:
    for sentence in sentences(imported.notes):
        click.echo(sentence, err=True)
    if output is None:
        click.echo(imported.text, nl=False)
        return
    if output.exists() and not force:
        raise UserError(f"{output} is there already. Name another file, or write over it with --force.")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(imported.text, "utf-8")
    except OSError as error:
        raise UserError(f"{output} can't be written: {error.strerror}.") from error
    click.echo(f"Wrote {output}. Next: read it, then `dont-delegate lint {output}`.", err=True)
