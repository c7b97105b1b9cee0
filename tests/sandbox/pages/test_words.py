from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.pages.words import ago, count_of, iso, spaced

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "says"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=9), "just now"),
        (timedelta(seconds=59), "59 seconds ago"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=59), "1 month ago"),
        (timedelta(days=400), "on 17 October 2025"),
    ],
)
def test_a_moment_is_told_as_people_tell_it(since, says):
    assert ago(NOW - since, NOW) == says


def test_times_numbers_and_words():
    assert iso(NOW) == "2026-11-21T12:00:00Z"
    assert [count_of(number, "file") for number in (0, 1, 2_000)] == ["0 files", "1 file", "2,000 files"]
    assert spaced("ACTION_REQUIRED") == "action required"
