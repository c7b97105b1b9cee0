"""Lays a history out in time: by as many days, weeks, months, quarters or years as can be looked at."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.cli.judging import Depth
from bot.cli.report.tally import Day
from bot.cli.report.values import Period

MOST_PERIODS = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """How long a period is: `holding` gives the first day of the one that holds a day; none is longer than `longest`."""

    name: str
    longest: int  # days
    holding: Callable[[date], date]
    called: Callable[[date], str]


def _monday(day: date) -> date:
    return date.fromordinal(max(day.toordinal() - day.weekday(), 1))


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


UNITS = (
    Unit("day", 1, lambda day: day, date.isoformat),
    Unit("week", 7, _monday, _week),
    Unit("month", 31, lambda day: day.replace(day=1), lambda day: f"{day.year}-{day.month:02}"),
    Unit("quarter", 92, _quarter, lambda day: f"{day.year} Q{(day.month + 2) // 3}"),
    Unit("year", 366, lambda day: date(day.year, 1, 1), lambda day: f"{day.year}"),
)


def unit(first: date, last: date, commits: int) -> Unit:
    """Choose the shortest unit that needs few enough periods: no more than can be looked at, nor than there are commits."""
    most = min(commits, MOST_PERIODS - 1)
    return next((one for one in UNITS if (last - first).days / one.longest < most), UNITS[-1])


def periods(days: Mapping[date | None, Day], by: Unit) -> tuple[Period, ...]:
    """Give the periods in order, those without a commit too; of more than can be shown the last ones that have any."""
    held: dict[date, list[Day]] = {}
    for day, seen in days.items():
        if day is not None:
            held.setdefault(by.holding(day), []).append(seen)
    if not held:
        return ()
    begins = sorted(held)
    if (begins[-1] - begins[0]).days / by.longest < MOST_PERIODS:
        begins = list(_through(begins[0], begins[-1], by))
    return tuple(_period(begin, by, held.get(begin, [])) for begin in begins[-MOST_PERIODS:])


def _through(begin: date, last: date, by: Unit) -> Iterator[date]:
    yield begin
    while begin < last:
        begin = by.holding(begin + timedelta(days=by.longest))
        yield begin


def _period(begin: date, by: Unit, days: list[Day]) -> Period:
    touched = sum((day.touched for day in days), Counter[str]())
    depths = sum((day.depths for day in days), Counter[Depth]())
    return Period(
        begin=begin,
        name=by.called(begin),
        commits=sum(day.commits for day in days),
        deep=depths[Depth.DEEP],
        unknown=depths[Depth.UNKNOWN],
        touched=dict(touched),
    )
