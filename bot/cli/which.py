"""The options that say which commits of a history are meant, and the commits that they name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click

from bot.cli.local import Repository
from bot.core.markdown import plain
from bot.errors import UserError

_OPTIONS = (
    click.option(
        "--repo", default=".", type=click.Path(path_type=Path), help="A folder in the repository (default: here)."
    ),
    click.option(
        "--commits", type=click.File(errors="replace"), help="A file with one commit a line; - is standard input."
    ),
    click.option("--since", help="The commits of HEAD since a date, such as 2025-01-31 or `3 months ago`."),
    click.option("--range", "span", help="The commits of a range, such as v1.0..HEAD."),
)


@dataclass(frozen=True, slots=True)
class Which:
    """Which commits of which repository are asked for."""

    repository: Repository
    commits: TextIO | None
    since: str | None
    span: str | None

    def shas(self) -> Sequence[str]:
        """Give the commits' ids; raises UserError when there is none."""
        if self.commits is not None:
            names = [name for line in self.commits if (name := line.strip()) and not name.startswith("#")]
            shas = self.repository.commits(names)
        elif self.since is not None:
            shas = self._listed(f"--since={self.since}", self.repository.commit("HEAD"))
        else:
            shas = self._listed(*self._ends(self.span or ""))
        if not shas:
            raise UserError("That names no commit.")
        return shas

    def _ends(self, span: str) -> tuple[str, str]:
        first, dots, last = span.partition("..")
        if not dots or last.startswith("."):
            raise UserError(f"`{plain(span)}` is no range; write A..B.")
        return f"^{self.repository.commit(first or 'HEAD')}", self.repository.commit(last or "HEAD")

    def _listed(self, *what: str) -> list[str]:
        return self.repository.run("rev-list", "--first-parent", *what).decode().split()


def which_commits(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command, which is given a `Which` first."""

    @wraps(command)
    def asked(repo: Path, commits: TextIO | None, since: str | None, span: str | None, **others: Any) -> None:
        if sum(given is not None for given in (commits, since, span)) != 1:
            raise click.UsageError("Say which commits: --commits FILE, --since WHEN or --range A..B.")
        command(Which(Repository(repo), commits, since, span), **others)

    for option in reversed(_OPTIONS):
        option(asked)
    return asked
