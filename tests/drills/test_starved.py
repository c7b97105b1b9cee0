"""GitHub at its worst: broken answers, lost answers, limits."""

import asyncio
import time

import pytest

from tests.drills.judgement import check_all, quiet
from tests.drills.process import Bot
from tests.drills.town import Town

pytestmark = pytest.mark.drill

PULLS = 20
EVENTS = 100
WAIT = 2  # seconds
PATIENCE = 20.0


async def test_one_call_in_ten_broken_and_one_in_twenty_lost(town: Town, bot: Bot):
    faults = town.sandbox.faults
    faults.broken_every, faults.dropped_every = 10, 20
    began = time.monotonic()
    for event in range(EVENTS):
        if event < PULLS:
            town.open()
        else:
            town.do_something()
        await asyncio.sleep(0.02)
    await quiet(town, bot, patience=300)
    print(f"\n{EVENTS} events, {len(town.sandbox.calls)} calls, all right after {time.monotonic() - began:.0f} s")
    check_all(town)
    faults.broken_every = faults.dropped_every = 0
    for work in town.works:
        town.push_beside(work)
    await quiet(town, bot)
    check_all(town)


@pytest.mark.parametrize("limit", ["secondary", "primary"])
async def test_a_limit_is_waited_for(town: Town, bot: Bot, limit: str):
    town.open()  # so that the bot has its token
    await quiet(town, bot)
    refused = asyncio.Event()
    town.sandbox.observers.append(lambda call: refused.set() if call.status == 403 else None)
    faults = town.sandbox.faults
    if limit == "secondary":
        faults.secondary, faults.retry_after = 1, WAIT
    else:
        faults.remaining, faults.resets_in = 0, WAIT
    work, began = town.open(), time.monotonic()
    await refused.wait()
    await asyncio.sleep(WAIT)
    faults.remaining = None  # the hour is over
    await quiet(town, bot)
    check_all(town)
    assert work.pull.comments
    calls = [call for call in town.sandbox.calls if call.started >= began]
    last = max(call.ended for call in calls if call.status == 403)
    assert min(call.started for call in calls if call.started > last) >= last + WAIT - 0.1
    assert time.monotonic() - began < PATIENCE
