"""The trace of calls: how many follow one another, since each wave costs a round trip."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.core.model.report import CheckRun, CreateCheck, PostSummary
from bot.core.model.verdict import Inquiry
from tests.github.conftest import TOKENS, token
from tests.github.hub import BASE, FILES, HEAD, MERGE_BASE, REPO, Hub, Reply, Seen, blob, listed, pull
from tests.github.reads import everything

COMPARE = f"GET {REPO}/compare/{BASE}...{HEAD}"
QUIET = 0.05  # seconds without a new request, after which a wave is taken for whole


class Waves:
    """Holds answers back until no further request comes, so that calls in flight together show as one wave."""

    def __init__(self) -> None:
        self.seen: list[list[str]] = []
        self._gate: asyncio.Future[None] | None = None

    def held(self, answer: Callable[[Seen], Reply]) -> Callable[[Seen], Any]:
        async def reply(seen: Seen) -> Reply:
            if self._gate is None or self._gate.done():
                self.seen.append([])
                self._gate = asyncio.get_running_loop().create_future()
                self._timer = asyncio.get_running_loop().call_later(QUIET, self._gate.set_result, None)
            else:
                self._timer.cancel()
                self._timer = asyncio.get_running_loop().call_later(QUIET, self._gate.set_result, None)
            self.seen[-1].append(seen.name)
            await asyncio.shield(self._gate)
            return answer(seen)

        return reply

    def over(self, hub: Hub) -> None:
        """Hold back all answers but those that fetch tokens."""
        for name, answers in hub._answers.items():
            if name != TOKENS:
                (only,) = answers
                assert isinstance(only, Reply)
                hub.on(name, self.held(partial(_always, only)))


def _always(reply: Reply, _seen: Seen) -> Reply:
    return reply


def script(hub: Hub, files: list[dict[str, Any]]) -> Waves:
    hub.on(TOKENS, token())
    hub.on("ReadPullRequest", pull(changedFiles=len(files)))
    hub.on(f"GET {FILES}", files)
    hub.on("GET /orgs/acme/teams/pay/members", [{"login": "bea"}])
    hub.on("GET /orgs/acme/teams/sec/members", [{"login": "cy"}])
    hub.on(f"GET {REPO}/collaborators/dot/permission", {"permission": "admin", "role_name": "admin"})
    hub.on(f"GET {REPO}/collaborators", [])
    hub.on(f"POST {REPO}/check-runs", Reply({"id": 1}, 201))
    hub.on(f"POST {REPO}/issues/7/comments", Reply({"id": 2}, 201))
    hub.on(COMPARE, {"merge_base_commit": {"sha": MERGE_BASE}})
    entry = {
        "before": {"f0": blob(None, isBinary=True, oid="1" * 40)},
        "after": {"f0": blob(None, isBinary=True, oid="2" * 40)},
    }
    hub.on("ReadEntries", {"data": {"repository": entry}})
    hub.on("ReadFiles", {"data": {"repository": {"before": {"f0": blob("a\n")}, "after": {"f0": blob("b\n")}}}})
    waves = Waves()
    waves.over(hub)
    return waves


async def evaluate(here, files: int) -> None:
    """Do what an evaluation does with GitHub."""
    shot = await here.complete(await here.read("acme/shop", 7, files), everything)
    await here.people(
        "acme/shop", Inquiry(frozenset({"acme/pay", "acme/sec"}), logins=frozenset({"dot"}), permission="maintain")
    )
    check = CheckRun("Don't Delegate", HEAD, "success", "T", "S")
    await here.apply(shot.pull, [CreateCheck(check, "d"), PostSummary("words")])


async def test_a_plain_pull_request_takes_three_waves_and_warm_two(hub, here):
    waves = script(hub, [listed(f"f{n}") for n in range(30)])
    await evaluate(here, 30)
    assert [sorted(wave) for wave in waves.seen] == [
        [f"GET {FILES}", "ReadPullRequest"],
        [
            "GET /orgs/acme/teams/pay/members",
            "GET /orgs/acme/teams/sec/members",
            f"GET {REPO}/collaborators",
            f"GET {REPO}/collaborators/dot/permission",
        ],
        [f"POST {REPO}/check-runs", f"POST {REPO}/issues/7/comments"],
    ]
    waves.seen.clear()
    await evaluate(here, 30)
    assert [len(wave) for wave in waves.seen] == [2, 2]


async def test_an_awkward_one_is_read_in_three_waves(hub, here):
    lines = {"additions": 1, "deletions": 1, "changes": 2}
    waves = script(hub, [listed("a.png", None), listed("big.py", None, **lines)])
    await here.complete(await here.read("acme/shop", 7, 2), everything)
    assert [sorted(wave) for wave in waves.seen] == [
        [f"GET {FILES}", "ReadPullRequest"],
        [COMPARE],
        ["ReadEntries", "ReadFiles"],
    ]


async def test_many_pages_are_read_in_one_wave(hub, here):
    waves = script(hub, [])
    hub.on("ReadPullRequest", waves.held(lambda _seen: Reply(pull(changedFiles=950))))
    hub.on(
        f"GET {FILES}",
        waves.held(lambda seen: Reply([listed(f"{seen.query['page']}-{n}") for n in range(95)])),
    )
    shot = await here.complete(await here.read("acme/shop", 7, 950), everything)
    assert len(shot.pull.files) == 950
    assert len(waves.seen) == 1
    assert len(waves.seen[0]) == 11
