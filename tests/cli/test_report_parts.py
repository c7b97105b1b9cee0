"""The pure parts of a report: periods, samples, bars, charts."""

from datetime import date, timedelta
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.report.bars import bar
from bot.cli.report.charts import MOST_TICKS, over_time
from bot.cli.report.periods import MOST_PERIODS, UNITS, periods, unit
from bot.cli.report.samples import Kept
from bot.cli.report.tally import Day
from bot.cli.report.values import Account, Period, Sample
from bot.policy import unconfigured

POLICY = unconfigured()
DAYS = st.dates(date(1970, 1, 1), date(2100, 1, 1)) | st.dates()


def account(*touched):
    spans = tuple(
        Period(date(2025, 1, 1) + timedelta(number), f"d{number}", 9, 1, 0, zones)
        for number, zones in enumerate(touched)
    )
    return Account(POLICY, {}, (), (), spans)


@given(st.dictionaries(DAYS, st.integers(1, 5), min_size=1, max_size=60))
def test_periods_are_in_order_few_and_lose_no_commit_they_reach_back_to(days):
    by = unit(min(days), max(days), sum(days.values()))
    found = periods({day: Day(commits) for day, commits in days.items()}, by)
    begins = [period.begin for period in found]
    assert begins == sorted(set(begins))
    assert len(found) <= MOST_PERIODS
    reached = sum(commits for day, commits in days.items() if by.holding(day) >= begins[0])
    assert sum(period.commits for period in found) == reached
    assert found[-1].begin == by.holding(max(days))


@given(DAYS.filter(lambda day: day.year < 9998), st.sampled_from(UNITS))
def test_a_unit_ends_where_the_next_begins(day, by):
    begin = by.holding(day)
    assert begin <= day
    assert by.holding(begin) == begin
    following = by.holding(begin + timedelta(days=by.longest))
    assert by.holding(following - timedelta(days=1)) == begin
    assert by.called(begin) == by.called(day) != by.called(following)


@pytest.mark.parametrize(
    ("last", "commits", "name"),
    [
        (date(2025, 1, 20), 2000, "day"),
        (date(2025, 1, 20), 5, "week"),
        (date(2025, 9, 1), 2000, "week"),
        (date(2028, 1, 1), 2000, "month"),
        (date(2033, 1, 1), 2000, "quarter"),
        (date(2125, 1, 1), 2000, "year"),
    ],
)
def test_the_unit_fits_the_length_and_the_number_of_commits(last, commits, name):
    assert unit(date(2025, 1, 1), last, commits).name == name


def test_samples_are_few_telling_ones_first_and_the_same_in_any_order():
    def kept(shas):
        found = Kept(2)
        for sha in shas:
            found.offer(sha, partial(Sample, sha, "", date(2025, 1, int(sha[1]))), telling=sha[0] != "a")
        return [sample.sha for sample in found.newest_first()]

    assert kept(["a1", "c2", "b3", "d4"]) == kept(["d4", "b3", "c2", "a1"]) == ["b3", "c2"]
    assert kept(["a1", "d4"]) == ["d4", "a1"]


def test_a_sample_that_is_not_kept_is_not_made():
    kept = Kept(1)
    kept.offer("a", lambda: Sample("a", "", None))
    kept.offer("b", lambda: pytest.fail("made for nothing"))
    assert [sample.sha for sample in kept.newest_first()] == ["a"]


@pytest.mark.parametrize(
    ("value", "drawn"), [(0, ""), (0.001, "▏"), (1, "██"), (1.5, "███"), (1.6, "███▎"), (2, "████"), (9, "████")]
)
def test_bars_are_as_long_as_their_value(value, drawn):
    assert bar(value, 2, 4) == drawn


def test_a_bar_of_nothing_at_all_is_empty():
    assert bar(0, 0, 4) == ""


def test_columns_stack_their_zones_from_the_ground_up():
    zones = list(POLICY.zones)[:2]
    chart = over_time(account({zones[0]: 1, zones[1]: 3}, {}, {zones[1]: 2}))
    assert [(piece.zone, piece.y, piece.height) for piece in chart.pieces] == [
        (zones[0], 75.0, 25.0),
        (zones[1], 0.0, 75.0),
        (zones[1], 50.0, 50.0),
    ]
    assert chart.pieces[0].says == f"d0: {zones[0]} 1 of 9"
    assert chart.names == ("d0", "d1", "d2")


@given(st.integers(0, 1_000_000))
def test_the_figures_beside_a_chart_are_few_and_above_every_column(most):
    chart = over_time(account({next(iter(POLICY.zones)): most}))
    values = [tick.value for tick in chart.ticks]
    assert values[0] == 0
    assert values[-1] >= most
    assert len(values) <= MOST_TICKS + 1
    assert len({after - before for before, after in pairwise(values)}) == 1


def test_two_charts_can_share_one_height():
    assert over_time(account({}), top=40).ticks == over_time(account({next(iter(POLICY.zones)): 40})).ticks
