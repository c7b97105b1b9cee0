"""Windows of time, against a clock that is read minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.hours import FAR, next_change, within
from bot.core.model.conditions import Time

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = Time("Europe/Berlin", (4,), 16 * 60)


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-06T15:59:59", False),
        ("2026-03-06T16:00", True),
        ("2026-03-06T23:59:59", True),
        ("2026-03-07T00:00", False),
        ("2026-03-05T18:00", False),
    ],
)
def test_a_window_is_told_by_the_clocks_of_its_zone(moment, inside):
    assert within(FRIDAY, berlin(moment)) is inside


def test_a_window_past_midnight_belongs_to_the_day_on_which_it_began():
    night = Time("Europe/Berlin", (4,), 22 * 60, 6 * 60)
    held = [hour for hour in range(48) if within(night, berlin("2026-03-06T00:00") + timedelta(hours=hour))]
    assert held == [22, 23, 24, 25, 26, 27, 28, 29]


def test_it_changes_when_it_begins_and_when_it_ends():
    begins = next_change(FRIDAY, berlin("2026-03-02T09:00"))
    assert begins == berlin("2026-03-06T16:00")
    assert next_change(FRIDAY, begins) == berlin("2026-03-07T00:00")
    assert next_change(FRIDAY, next_change(FRIDAY, begins)) == berlin("2026-03-13T16:00")


def test_summer_time_moves_the_hour_in_utc():
    daily = Time("Europe/Berlin", begins=9 * 60, ends=17 * 60)
    assert next_change(daily, berlin("2026-03-28T18:00")) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert next_change(daily, berlin("2026-03-27T18:00")) == datetime(2026, 3, 28, 8, tzinfo=UTC)


def test_a_window_within_the_hour_that_is_left_out_begins_when_the_clocks_are_put_forward():
    assert next_change(Time("Europe/Berlin", begins=150, ends=240), berlin("2026-03-29T00:30")) == datetime(
        2026, 3, 29, 1, tzinfo=UTC
    )


def test_a_window_within_the_hour_that_comes_twice_comes_twice():
    early = Time("Europe/Berlin", begins=90, ends=150)
    first_end = next_change(early, berlin("2026-10-25T02:00"))
    assert first_end == berlin("2026-10-25T02:30")
    again = next_change(early, first_end)
    assert again == datetime(2026, 10, 25, 1, tzinfo=UTC)
    assert next_change(early, again) == berlin("2026-10-25T02:30", fold=1)


def test_what_does_not_change_for_long_is_looked_at_again():
    now = berlin("2026-03-02T09:00")
    assert next_change(Time("UTC"), now) == now + FAR


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC")
WINDOWS = st.builds(
    Time,
    st.sampled_from(ZONES),
    st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple),
    st.integers(0, 95).map(lambda quarter: quarter * 15),
    st.integers(1, 96).map(lambda quarter: quarter * 15),
).filter(lambda window: window.begins != window.ends)
CHANGES = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 4, 4, tzinfo=UTC)]
MOMENTS = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-3_000, 3_000)
)


@settings(max_examples=200, deadline=None)
@given(WINDOWS, MOMENTS)
def test_nothing_changes_before_the_next_change(window, now):
    change = next_change(window, now)
    assert now < change <= now + FAR
    inside = within(window, now)
    before = now
    while before < min(change, now + timedelta(days=3)):
        assert within(window, before) is inside
        before += timedelta(minutes=5)
    if change < now + FAR:
        assert within(window, change) is not inside
        assert within(window, change - timedelta(seconds=1)) is inside
