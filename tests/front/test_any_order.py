"""Whatever people do, and in whatever order, doubled or lost, it is told: the same end, green only by a proper sign-off.

Each telling is by real webhooks to a bot of its own. What the bot has shown hangs on when it could show it, so two tellings
are held to each other only where they come to rest at the same moments; each one for itself is held to the truth.

What is told by its delivery alone is modelled: a tick may be late but is never lost, and is late even if other words of its
round are read first, so replies are then compared by their number. Who is in a team is told first: until then the bot goes
by the members that it knows, and carries out or refuses a command by them. A round ends open, since what is told of a closed
pull request is let go: a tick that was made just before is asked for again.
"""

import os
import random
import re
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.core.oracle import is_signed
from tests.front.deeds import NEXT, POLICY, Deed, Play, some
from tests.front.stage import DEEPER, Stage, database, staged

EXAMPLES = int(os.environ.get("DONT_DELEGATE_EXAMPLES", "12"))
ON_PEOPLE = {"membership", "team", "member", "organization"}
# Much of chance leads nowhere, so some begin with a sign-off, and with what may end it.
SIGNED: Deed = ("comment", "grace", "/sign-off money shop")
TICKED: Deed = ("ticks", "grace", (0, 1, 2, 3, 4))
BEGINNINGS: list[list[Deed]] = [
    [],
    [SIGNED],
    [TICKED],
    [SIGNED, ("hooks", "ada", DEEPER)],
    [SIGNED, ("comment", "grace", "/revoke")],
    [TICKED, ("clears", "grace", 0)],
    [("clears", "grace", 0), TICKED],
]
# After these it matters what had been shown, or who had which right, when a word was read.
MOVING = {
    "hooks",
    "shop",
    "force",
    "retarget",
    "team",
    "elsewhere",
    "close_or_reopen",
    "delete_comment",
    "edit_comment",
}


async def begin(stage: Stage, count: int) -> Play:
    """Open a deep pull request on a stage whose other branch has another policy, and have it shown."""
    await stage.policy(POLICY % count)
    await stage.policy(NEXT, "next")
    play = Play(stage, await stage.deep(), count)
    play.look()
    return play


def held_to_the_truth(play: Play) -> None:
    """Green only where each touched zone is signed as it is now, and nothing is said twice."""
    stage, pull = play.stage, play.pull
    if pull.state == "open" and stage.verdict(pull)[0] == "success":
        assert all(is_signed(play, zone) for zone in play.to_sign()), play.said
    assert len([one for one in stage.said(pull) if "dont-delegate:summary" in one.body]) <= 1
    assert all(len(stage.replies(pull, one)) <= 1 for one in play.comments)
    keys = [comment.body for comment in stage.line_comments(pull)]
    assert len(keys) == len(set(keys))


async def one_by_one(play: Play, deeds: list[Deed]) -> None:
    for deed in deeds:
        play.do(deed)
        await play.stage.quiet()
        play.look()
        held_to_the_truth(play)


async def held_back(play: Play, rounds: list[list[Deed]], chance: random.Random | None) -> bool:
    """Tell each round at once when it is over; with `chance`, in any order, doubled, and some of it late or never.

    Gives whether a tick was late.
    """
    deliveries, late = play.stage.sandbox.deliveries, []
    for deeds in rounds:
        deliveries.hold()
        for deed in deeds:
            play.do(deed)
        play.reopen()
        play.stage.world.edit(play.pull, "ada", title=f"Work, {len(deeds)} deeds on")
        told, missing = mixed(deliveries.held, chance) if chance else (list(range(len(deliveries.held))), [])
        told.sort(key=lambda n: deliveries.held[n].event not in ON_PEOPLE)
        late += [deliveries.held[n] for n in missing]
        deliveries.release(told)
        await play.stage.quiet()
        play.look()
        held_to_the_truth(play)
    deliveries.held = late
    deliveries.release()
    await play.stage.quiet()
    held_to_the_truth(play)
    return bool(late)


def apart_from_late_ticks(picture: dict[str, Any]) -> None:
    """Leave out the words on what was known by when: who is told late of a tick that was voided can't tell what it had come to."""
    picture["summary"] = re.findall(r"(?m)^- \[.\] .*$", picture["summary"])
    picture["check"] = (picture["check"][0], picture["check"][1]["title"])


def mixed(held, chance: random.Random) -> tuple[list[int], list[int]]:
    """Shuffle what was held, double some, and leave out some, but not the last; give what is told, and what is told late."""
    lost = {n for n in range(len(held) - 1) if chance.random() < 0.3}
    told = [n for n in range(len(held)) if n not in lost]
    once = [n for n in lost if held[n].event in ON_PEOPLE]
    ticks = [n for n in lost if held[n].event == "issue_comment" and held[n].action == "edited"]
    told += [n for n in told if chance.random() < 0.3] + once
    chance.shuffle(told)
    return told, [n for n in ticks if n not in once]


@pytest.mark.parametrize("seed", range(EXAMPLES))
async def test_whatever_the_order_and_doubling_the_end_is_the_same(tmp_path, seed):
    chance = random.Random(seed)
    deeds = [*chance.choice(BEGINNINGS), *some(chance, chance.randint(4, 10))]
    cut = chance.randint(1, len(deeds))
    rounds = [one for one in (deeds[:cut], deeds[cut:]) if one]
    count = chance.choice([1, 1, 2])
    async with AsyncExitStack() as stack:
        plays = []
        for name in ("in-order", "mixed", "one-by-one"):
            (tmp_path / name).mkdir()
            plays.append(await begin(await stack.enter_async_context(staged(database(tmp_path / name))), count))
        await held_back(plays[0], rounds, None)
        late = await held_back(plays[1], rounds, chance)
        await one_by_one(plays[2], [*deeds, ("reopen",)])
        told, mixed_up, singly = plays
        assert told.log == mixed_up.log or len(rounds) > 1
        if told.log == mixed_up.log:
            pictures = [mixed_up.picture(), told.picture()]
            for picture in pictures if told.log else ():
                picture["replies"] = [len(replies) for replies in picture["replies"]]
            for picture in pictures if late else ():
                apart_from_late_ticks(picture)
            assert pictures[0] == pictures[1]
        if told.log == singly.log and not MOVING.intersection(name for name, *_ in deeds):
            assert singly.stage.verdict(singly.pull) == told.stage.verdict(told.pull)


def test_the_deeds_are_drawn_alike_each_time():
    assert some(random.Random(1), 9) == some(random.Random(1), 9)
