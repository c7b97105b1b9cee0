"""One `web` and two `worker` processes on PostgreSQL, one of which dies in the middle."""

import asyncio

import pytest

from tests.drills.judgement import check_all, quiet
from tests.drills.town import Town

pytestmark = pytest.mark.drill

PULLS = 20
EVENTS = 100
LEASE = 60.0  # seconds until a dead worker's events are taken over


async def test_two_workers_and_a_web_process(town: Town, make_bot, postgres_url: str):
    web, dying, living = (make_bot(command, postgres_url) for command in ("web", "worker", "worker"))
    web.start()
    await web.ready()
    town.sandbox.deliveries.url = f"{web.url}/webhook"
    town.sandbox.faults.latency = 0.02
    dying.start()
    living.start()
    for event in range(EVENTS):
        if event < PULLS:
            town.open()
        else:
            town.do_something()
        await asyncio.sleep(0.05)
        if event == EVENTS // 2:
            dying.kill()
    await quiet(town, web, patience=LEASE + 60)
    check_all(town)
    assert await living.stop() == 0
    assert await web.stop() == 0
