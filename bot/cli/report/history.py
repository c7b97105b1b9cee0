"""Goes through a history once, judged by one policy or by two, and sums it up."""

from collections.abc import Iterable

from bot.cli.judging import Judge
from bot.cli.local import Change
from bot.cli.report import periods
from bot.cli.report.contrast import Contrast
from bot.cli.report.tally import Tally
from bot.cli.report.values import Account, Report

WEEK = 7  # days


class History:
    """What is known of a history so far. Each change is read once, whatever the number of policies."""

    def __init__(self, repository: str, now: Judge, then: Judge | None = None) -> None:
        """Begin; `then` judges by a candidate to compare with, if there is one."""
        self._repository = repository
        self._commits = 0
        self._now = now, Tally(now.policy)
        self._then = (then, Tally(then.policy), Contrast(now.policy, then.policy)) if then else None

    def look(self, changes: Iterable[Change]) -> Report:
        """Judge all changes and report."""
        for change in changes:
            self._add(change)
        return self._report()

    def _add(self, change: Change) -> None:
        judge, tally = self._now
        judgement = judge.judge(change)
        tally.add(judgement)
        self._commits += 1
        if self._then:
            other, candidate, contrast = self._then
            again = other.judge(change)
            candidate.add(again)
            contrast.add(judgement, again)

    def _report(self) -> Report:
        tally = self._now[1]
        days = sorted(day for day in tally.days if day is not None)
        first, last = (days[0], days[-1]) if days else (None, None)
        by = periods.unit(first, last, self._commits) if first and last else periods.UNITS[0]
        weeks = max(((last - first).days + 1) / WEEK, 1) if first and last else 1

        def account(of: Tally) -> Account:
            return of.account(weeks, periods.periods(of.days, by))

        comparison = self._then[2].comparison(account(self._then[1])) if self._then else None
        return Report(self._repository, self._commits, first, last, by.name, account(tally), comparison)
