from datetime import UTC, datetime, timedelta

from bot.sandbox import Clock
from bot.sandbox.model.clock import iso

START = datetime(2026, 3, 1, 9, 0, 0, 700_000, tzinfo=UTC)


def test_every_change_has_a_second_of_its_own():
    clock = Clock(lambda: START)
    ticks = [clock.tick() for _ in range(3)]
    assert [iso(at) for at in ticks] == ["2026-03-01T09:00:00Z", "2026-03-01T09:00:01Z", "2026-03-01T09:00:02Z"]
    assert clock.now() == ticks[-1]


def test_it_catches_up_with_its_source():
    now = [START]
    clock = Clock(lambda: now[0])
    clock.tick()
    now[0] += timedelta(hours=1)
    assert clock.tick() == now[0].replace(microsecond=0)


def test_history_can_be_laid_in_the_past():
    clock = Clock(lambda: START)
    clock.tick()
    clock.pin(START - timedelta(days=3))
    assert clock.tick() == (START - timedelta(days=3)).replace(microsecond=0)
    clock.follow()
    assert clock.tick() == START.replace(microsecond=0)
