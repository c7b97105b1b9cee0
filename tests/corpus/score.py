"""Scores zone detection against commits that people have labelled: `python -m tests.corpus.score --labels FILE --repos DIR`.

The labels are a table with the columns repo, sha, stratum, zones (joined by `;`, or `none`), flags and ambiguous; DIR holds a git
directory a repository, named owner+name. With `--init` each repository is judged by the policy that `dont-delegate init`
writes for it at the parent of its oldest labelled commit.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import click

ZONES = ("schema", "auth", "money", "runtime")
BOT = [sys.executable, "-m", "bot"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader said of one commit."""

    repo: str
    sha: str
    stratum: str
    zones: frozenset[str]
    unsure: frozenset[str]


@dataclass(slots=True)
class Score:
    """Counts, zone by zone, and how many quiet commits raised an alarm."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    quiet: int = 0
    alarms: int = 0

    def add(self, label: Label, flagged: frozenset[str]) -> None:
        """Count one commit."""
        for zone in ZONES:
            if zone not in label.unsure:
                self.right[zone] += zone in label.zones and zone in flagged
                self.false[zone] += zone not in label.zones and zone in flagged
                self.missed[zone] += zone in label.zones and zone not in flagged
        if label.stratum == "random" and not label.zones:
            self.quiet += 1
            self.alarms += bool(flagged - label.unsure)

    def rows(self) -> list[str]:
        """Say precision and recall zone by zone, on the mean, and the alarms."""
        figures = {zone: self._figures(zone) for zone in ZONES}
        rows = [
            f"{zone:8} precision {precision:.2f}  recall {recall:.2f}" for zone, (precision, recall) in figures.items()
        ]
        means = [sum(column) / len(ZONES) for column in zip(*figures.values(), strict=True)]
        share = self.alarms / self.quiet if self.quiet else 0.0
        return [
            *rows,
            f"mean     precision {means[0]:.2f}  recall {means[1]:.2f}",
            f"alarms   {self.alarms} of {self.quiet}, {share:.1%}",
        ]

    def _figures(self, zone: str) -> tuple[float, float]:
        right, false, missed = self.right[zone], self.false[zone], self.missed[zone]
        return (right / (right + false) if right + false else 0.0, right / (right + missed) if right + missed else 0.0)


def labels_of(path: Path) -> list[Label]:
    """Read the labels that are clear; of a row unsure in some zones the others count."""
    with path.open(newline="") as file:
        return [
            Label(
                row["repo"],
                row["sha"],
                row["stratum"],
                frozenset(row["zones"].split(";")) - {"none"},
                frozenset(
                    flag.removeprefix("unsure:") for flag in row["flags"].split(";") if flag.startswith("unsure:")
                ),
            )
            for row in csv.DictReader(file)
            if row["ambiguous"] != "yes"
        ]


def git_directory(repos: Path, name: str) -> Path | None:
    """Find a repository's git directory."""
    base = repos / name.replace("/", "+")
    return next((one for one in (base / "repo", base) if (one / "HEAD").exists() or (one / ".git").exists()), None)


def flagged(repository: Path, shas: list[str], policy: Path | None) -> dict[str, frozenset[str]]:
    """Judge commits; one that is unknown is flagged in every zone."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as commits:
        commits.write("\n".join(shas) + "\n")
        commits.flush()
        call = [*BOT, "backtest", "--repo", str(repository), "--commits", commits.name, "--format", "jsonl"]
        done = subprocess.run(
            [*call, *(["--policy", str(policy)] if policy else [])], capture_output=True, text=True, check=True
        )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["sha"]: _touched(row) for row in rows}


def _touched(row: dict[str, object]) -> frozenset[str]:
    zones = row["zones"]
    if row["verdict"] == "unknown" or not isinstance(zones, list):
        return frozenset(ZONES)
    return frozenset(zone["zone"] for zone in zones if zone["touched"]) & frozenset(ZONES)


def written_by_init(repository: Path, shas: list[str], folder: Path) -> Path:
    """Have `init` write a policy at the parent of the oldest of these commits."""
    git = ["git", "-c", "safe.directory=*", "-C", str(repository)]
    listed = subprocess.run(
        [*git, "log", "--no-walk", "--format=%ct %H", *shas], capture_output=True, text=True, check=True
    )
    oldest = min(listed.stdout.split("\n")[:-1], key=lambda row: int(row.split()[0])).split()[1]
    policy = folder / f"{repository.parent.name}-{repository.name}.yml"
    call = [*BOT, "init", "--repo", str(repository), "--at", f"{oldest}~1", "--output", str(policy)]
    subprocess.run(call, capture_output=True, text=True, check=True)
    return policy


@click.command()
@click.option("--labels", required=True, type=click.Path(path_type=Path), help="The table of labels.")
@click.option("--repos", required=True, type=click.Path(path_type=Path), help="The folder of git directories.")
@click.option("--init", "by_init", is_flag=True, help="Judge each repository by the policy that `init` writes for it.")
def main(labels: Path, repos: Path, *, by_init: bool) -> None:
    """Print precision and recall zone by zone, and the share of quiet commits that were flagged."""
    by_repo: dict[str, list[Label]] = defaultdict(list)
    for label in labels_of(labels):
        by_repo[label.repo].append(label)
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in sorted(by_repo.items()):
            repository = git_directory(repos, name)
            if repository is None:
                click.echo(f"{name} is not at hand")
                continue
            shas = [row.sha for row in rows]
            policy = written_by_init(repository, shas, Path(folder)) if by_init else None
            found = flagged(repository, shas, policy)
            for row in rows:
                score.add(row, found[row.sha])
    click.echo("\n".join(score.rows()))


if __name__ == "__main__":
    main()
