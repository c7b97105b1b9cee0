"""Commits that people labelled, with the scales that the engine reads off each of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.cli.local import Change, Reader, Repository
from bot.core.matching import Matcher
from bot.core.model.predicates import Signs
from bot.policy import unconfigured
from tests.corpus.score import Label, git_directory, labels_of


@dataclass(frozen=True, slots=True)
class Labelled:
    """A commit: its label, and the scales for each zone; empty where nothing of it is weighed."""

    label: Label
    values: Mapping[str, Mapping[str, float]]

    @property
    def everyday(self) -> bool:
        """Whether it was drawn by chance, and touches no zone."""
        return self.label.stratum == "random" and not self.label.zones


def labelled(tables: Iterable[Path], repos: Path) -> Iterator[Labelled]:
    """Read the commits of label tables, out of a folder of git directories; raises GitError and OSError."""
    by_repo: dict[str, list[Label]] = defaultdict(list)
    for label in (label for table in tables for label in labels_of(table)):
        by_repo[label.repo].append(label)
    scales = Scales()
    for repo, labels in sorted(by_repo.items()):
        found = git_directory(repos, repo)
        if found is None:
            click.echo(f"{repo} is not at hand")
            continue
        with Reader(Repository(found)) as reader:
            changes = reader.single(label.sha for label in labels)
            yield from (Labelled(label, scales.of(change)) for label, change in zip(labels, changes, strict=True))


class Scales:
    """Reads the scales of every zone off a change."""

    def __init__(self) -> None:
        policy = unconfigured()
        rules = tuple(rule for rule in policy.rules if isinstance(rule.when, Signs))
        self.zones = tuple(rule.zone for rule in rules)
        self._matcher = Matcher(replace(policy, rules=rules))

    def of(self, change: Change) -> dict[str, dict[str, float]]:
        """Give the scales by zone and name."""
        files = self._matcher.sight(change.pull).files
        weighing = files[0].view.whole.weighing if files and files[0].view.whole else None
        return {zone: weighing.values(number) if weighing else {} for number, zone in enumerate(self.zones)}
