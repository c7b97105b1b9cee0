"""What must stand on each pull request when all is quiet."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterable

from tests.drills.process import Bot
from tests.drills.town import BOX, Town, Work

_FINDING = re.compile(r"<!-- dont-delegate:finding (\S+) -->")
_ANSWER = re.compile(r"<!-- dont-delegate:answer (\d+) -->")


async def quiet(town: Town, bot: Bot, patience: float = 120.0) -> None:
    """Wait until every webhook has its answer and every event is handled."""
    deadline = time.monotonic() + patience
    calm = 0
    while calm < 3:  # what was handled last may have sent webhooks of its own
        await town.sandbox.settle()
        figures = await bot.figures()
        assert figures["dont_delegate_dead_letters"] == 0, f"{bot.dead_letters()}\n{bot.told()}"
        calm = calm + 1 if figures["dont_delegate_inbox_waiting"] == 0 else 0
        assert time.monotonic() < deadline, f"{figures['dont_delegate_inbox_waiting']:.0f} still wait\n{bot.told()}"
        await asyncio.sleep(0.05)


async def evaluated(bot: Bot, times: int, patience: float = 60.0) -> None:
    """Wait until a process has evaluated pull requests so often."""
    deadline = time.monotonic() + patience
    while (count := (await bot.figures())["dont_delegate_evaluation_seconds_count"]) < times:
        assert time.monotonic() < deadline, f"only {count:.0f} evaluations\n{bot.told()}"
        await asyncio.sleep(0.05)


def undelivered(town: Town) -> dict[str, list[tuple[str, int | None]]]:
    """Deliveries that were never answered 202, with the code of each attempt."""
    attempts: dict[str, list[tuple[str, int | None]]] = {}
    for one in town.sandbox.deliveries.log:
        attempts.setdefault(one.guid, []).append((one.event, one.code))
    return {guid: tries for guid, tries in attempts.items() if all(code != 202 for _, code in tries)}


def expected(town: Town, work: Work) -> str:
    """The conclusion that the deeds come to: each zone needs one senior's word for what the summary shows now."""
    if not work.zones:
        return "success"
    shown = town.shown(work)
    assert set(shown) == set(work.zones), f"#{work.pull.number} shows {set(shown)}"
    summary = town.summary(work)
    assert summary is not None
    items = {zone: {box["item"] for box in BOX.finditer(summary.body) if box["zone"] == zone} for zone in shown}
    signed = all(work.said[zone].holds(zone, digits, items[zone]) for zone, digits in shown.items())
    return "success" if signed else "action_required"


def check_all(town: Town) -> None:
    """Hold every pull request to what should stand there, once."""
    wrong = [line for work in town.works for line in _wrong(town, work)]
    wrong += [f"#{number}: {login} was asked {count} times" for (number, login), count in _asked(town) if count > 1]
    assert not wrong, "\n".join(wrong)


def _asked(town: Town) -> Iterable[tuple[tuple[int, str], int]]:
    """How often the bot asked whom for a review, by pull request."""
    payloads = [
        one.payload for one in town.sandbox.deliveries.log if one.event == "pull_request" and not one.redelivery
    ]
    asked = [payload for payload in payloads if payload["action"] == "review_requested"]
    return Counter((each["number"], each["requested_reviewer"]["login"]) for each in asked).items()


def _wrong(town: Town, work: Work) -> list[str]:
    pull, bot = work.pull, town.world.bot
    name = f"#{pull.number} ({', '.join(work.zones) or 'shallow'})"
    wrong = []
    runs = {sha: suite.runs for sha, suite in town.repo.suites.items() if suite.branch == pull.head_ref}
    wrong += [f"{name}: {len(found)} checks on {sha}" for sha, found in runs.items() if len(found) > 1]
    on_head = town.repo.suites[pull.head_sha].runs
    conclusions = [run.conclusion for run in on_head]
    if conclusions != [expected(town, work)]:
        wrong.append(f"{name}: the check says {conclusions}, expected {expected(town, work)}; {_story(town, work)}")
    if bool(town.summary(work)) is not bool(work.zones):
        wrong.append(f"{name}: summary {town.summary(work)}")
    ours = [comment.body for comment in pull.comments if comment.author is bot]
    answered = Counter(int(found) for body in ours for found in _ANSWER.findall(body))
    if answered != Counter(comment.id for comment in work.commands):
        wrong.append(f"{name}: answers {answered}, asked {[comment.id for comment in work.commands]}")
    if len(ours) != len(work.commands) + bool(work.zones):
        wrong.append(f"{name}: {len(ours)} comments of ours")
    lines = [comment.body for thread in pull.threads for comment in thread.comments if comment.author is bot]
    keys = Counter(_FINDING.findall("\n".join(lines)))
    # Who signs while the bot is away has seen the summary; then no line needs a comment any more.
    missing = bool(work.zones) and not keys and expected(town, work) != "success"
    if missing or (keys and not work.zones) or any(count > 1 for count in keys.values()):
        wrong.append(f"{name}: line comments {keys}")
    return wrong


def _story(town: Town, work: Work) -> str:
    replies = [c.body.partition("\n")[2][:300] for c in work.pull.comments if _ANSWER.search(c.body)]
    return f"said {work.said}, shown {town.shown(work)}, replies {replies}"
