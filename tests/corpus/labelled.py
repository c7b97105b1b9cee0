"""Commits that people labelled, with the scales that the engine reads off each of them."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cli.local import Change, Reader, Repository
from bot.core.matching import Matcher
from bot.core.model.policy import Signs
from bot.policy import unconfigured

ZONES = ("auth", "money", "runtime")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A commit. `values` holds the scales for each zone; empty where nothing of it is weighed."""

    repo: str
    zones: frozenset[str]  # that it touches
    unsure: frozenset[str]  # where the label is in doubt
    everyday: bool  # drawn by chance, and touches no zone
    values: Mapping[str, Mapping[str, float]]


def labelled(tables: Iterable[Path], repos: Path) -> Iterator[Labelled]:
    """Read the commits of label tables, out of git directories named owner+name, bare or with a folder repo/ inside.

    A table is CSV with the columns repo, sha, stratum, zones, flags and ambiguous. Raises GitError and OSError.
    """
    by_repo: dict[str, list[dict[str, str]]] = defaultdict(list)
    for table in tables:
        with table.open(newline="") as file:
            for row in csv.DictReader(file):
                by_repo[row["repo"]].append(row)
    scales = Scales()
    for repo, rows in sorted(by_repo.items()):
        home = repos / repo.replace("/", "+")
        with Reader(Repository(home / "repo" if (home / "repo").is_dir() else home)) as reader:
            for row, change in zip(rows, reader.single(row["sha"] for row in rows), strict=True):
                yield _commit(row, scales.of(change))


class Scales:
    """Reads the scales of every zone off a change."""

    def __init__(self) -> None:
        policy = unconfigured()
        rules = tuple(rule for rule in policy.rules if isinstance(rule.when, Signs))
        self._zones = tuple(rule.zone for rule in rules)
        self._matcher = Matcher(replace(policy, rules=rules))

    def of(self, change: Change) -> dict[str, dict[str, float]]:
        """Give the scales by zone and name."""
        files = self._matcher.sight(change.pull).files
        weighing = files[0].view.whole.weighing if files and files[0].view.whole else None
        return {zone: weighing.values(number) if weighing else {} for number, zone in enumerate(self._zones)}


def _commit(row: dict[str, str], values: dict[str, dict[str, float]]) -> Labelled:
    flags = row["flags"].split(";")
    unsure = frozenset(zone for zone in ZONES if row["ambiguous"] == "yes" or f"unsure:{zone}" in flags)
    everyday = row["stratum"] == "random" and row["zones"] == "none"
    return Labelled(row["repo"], frozenset(row["zones"].split(";")), unsure, everyday, values)
