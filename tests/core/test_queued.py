"""Which merge groups are asked about again when a pull request no longer passes."""

from datetime import UTC, datetime, timedelta

from bot.core.memory import remember
from bot.core.queued import ALIVE, Queued, conclusion_of, queued, still_passing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GROUP = Queued("a" * 40, "main", "gh-readonly-queue/main/pr-12-b", "b" * 40)


def test_a_group_that_passed_is_asked_about():
    memory = remember([queued(GROUP, "success", "head", NOW)])
    assert list(still_passing(memory, "head", NOW)) == [GROUP]
    assert conclusion_of(memory, GROUP.sha) == "success"


def test_one_that_failed_since_is_not():
    later = NOW + timedelta(seconds=1)
    memory = remember([queued(GROUP, "neutral", "head", NOW), queued(GROUP, "failure", "head", later)])
    assert list(still_passing(memory, "head", later)) == []


def test_one_that_passes_again_is():
    times = [NOW + timedelta(minutes=n) for n in range(3)]
    memory = remember(
        [queued(GROUP, said, "head", at) for said, at in zip(("success", "failure", "success"), times, strict=True)]
    )
    assert list(still_passing(memory, "head", NOW)) == [GROUP]


def test_a_push_took_the_pull_request_out_of_the_queue():
    memory = remember([queued(GROUP, "success", "head", NOW)])
    assert list(still_passing(memory, "pushed", NOW)) == []


def test_no_group_lives_for_ever():
    memory = remember([queued(GROUP, "success", "head", NOW)])
    assert list(still_passing(memory, "head", NOW + ALIVE)) == []


def test_a_group_never_seen_said_nothing():
    assert conclusion_of(remember([]), GROUP.sha) == ""
