"""A few of many commits, to look at."""

from bisect import insort
from collections.abc import Callable
from datetime import date
from operator import itemgetter

from bot.cli.local import Change
from bot.cli.report.values import Sample
from bot.core.model.verdict import Finding

LONGEST_TEXT = 200  # characters that are kept of a subject, a path or a line


class Kept:
    """Keeps at most so many samples: telling ones first, then those with the lowest ids.

    A commit's id is as good as chance, so they lie all over the history, and are the same whenever it is looked at.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[tuple[tuple[bool, str], Sample]] = []

    def offer(self, sha: str, make: Callable[[], Sample], *, telling: bool = True) -> None:
        """Offer a commit; its sample is made only if it is kept."""
        rank = (not telling, sha)
        if len(self._kept) < self._most or rank < self._kept[-1][0]:
            insort(self._kept, (rank, make()), key=itemgetter(0))
            del self._kept[self._most :]

    def newest_first(self) -> tuple[Sample, ...]:
        """Give what was kept in the order of a log."""
        return tuple(sorted((sample for _, sample in self._kept), key=lambda one: one.day or date.min, reverse=True))


def fired(change: Change, finding: Finding) -> Sample:
    """Show a commit by the line that a rule fired on."""
    place = finding.places[0]
    return Sample(
        sha=change.pull.head_sha,
        subject=_subject(change),
        day=day(change),
        rule=finding.rule.id,
        path=finding.path[:LONGEST_TEXT],
        line=place.line,
        side=place.side,
        text=place.text.strip()[:LONGEST_TEXT],
    )


def not_seen(change: Change, sentence: str) -> Sample:
    """Show a commit by what could not be seen of it."""
    return Sample(change.pull.head_sha, _subject(change), day(change), text=sentence[:LONGEST_TEXT])


def day(change: Change) -> date | None:
    """Give the day of a change, in UTC."""
    return change.at.date() if change.at else None


def _subject(change: Change) -> str:
    return change.subject[:LONGEST_TEXT]
