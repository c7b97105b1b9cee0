"""What was lost on the way is asked for again."""

import asyncio


def reads(stage):
    return [call for call in stage.sandbox.calls if call.path == "/graphql"]


async def sweep(stage):
    stage.sandbox.calls.clear()
    sweep, _worker = stage.parts.workers()
    await sweep.once()
    await stage.quiet()


async def test_a_delivery_that_failed_is_delivered_again(stage):
    url, stage.sandbox.deliveries.url = stage.sandbox.deliveries.url, "http://127.0.0.1:9/webhook"
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.sandbox.settle()
    assert stage.checks(pull) == []
    stage.sandbox.deliveries.url = url
    await sweep(stage)
    assert stage.verdict(pull) == ("success", "Shallow: nothing here needs a senior")


async def test_a_head_that_github_never_told_of_is_found(stage):
    with stage.sandbox.deliveries.off():
        pull = stage.open({"README.md": "# Our shop\n"})
    await sweep(stage)
    assert stage.verdict(pull) == ("success", "Shallow: nothing here needs a senior")


async def test_what_is_judged_is_left_alone(stage):
    stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    await sweep(stage)
    assert reads(stage) == []


async def test_a_repository_without_a_policy_is_looked_at_once(stage):
    stage.world.push(stage.repo, "main", {".github/dont-delegate.yml": None}, "margaret")
    await stage.quiet()
    with stage.sandbox.deliveries.off():
        stage.open({"README.md": "# Our shop\n"})
    await sweep(stage)
    assert len(reads(stage)) == 1
    await sweep(stage)
    assert reads(stage) == []


async def test_it_ends_in_the_middle_of_a_round(stage):
    stage.sandbox.faults.latency = 30.0
    sweep, _worker = stage.parts.workers()
    running = asyncio.create_task(sweep.run())
    await asyncio.sleep(0)
    sweep.stop()
    await asyncio.wait_for(running, 1)
    stage.sandbox.faults.latency = 0
