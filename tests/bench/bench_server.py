"""Measures the running bot as its own process against the sandbox in this one: acknowledging, verdicts, CPU, memory.

Run as `python -m tests.bench.bench_server`. The pull request is the one that peers were measured with: 30 files, 20 path
rules of which 3 match, 3 teams, a webhook of 22 kB; the shipped packs look at it too.
"""

import asyncio
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.sandbox.deliveries import Delivery
from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.server import Sandbox
from tests.drills.process import Bot, environment, free_port

FILES = 30
OUTSTANDING = 20
ROUNDS = 30
EVENTS = 500
ACKNOWLEDGED = 2_000
WEBHOOK_BYTES = 22_000
WRITES = {"POST", "PATCH"}
PATIENCE = 60.0  # seconds
TEAMS = ("payments", "platform", "identity")


@dataclass(frozen=True)
class Line:
    """One row of the table; `most` is the target, in the same unit."""

    what: str
    value: float
    unit: str
    most: float | None = None

    def __str__(self) -> str:
        aim = "" if self.most is None else f"   at most {self.most:g}: {'ok' if self.value <= self.most else 'missed'}"
        return f"{self.what:<66}{self.value:9.2f} {self.unit:<5}{aim}"


def policy() -> str:
    zones = "".join(
        f"  area-{n}:\n    title: Area {n}\n    why: Area {n} is hard to get right.\n    paths: [/area{n}/**]\n"
        f"    sign_off: {{from: {{teams: [acme/{TEAMS[n % len(TEAMS)]}]}}}}\n"
        for n in range(20)
    )
    return f"version: 1\nzones:\n{zones}"


class Town:
    """A repository on which the same kind of pull request is opened again and again."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.world = sandbox, sandbox.world
        self.count = 0
        with sandbox.deliveries.off():
            self.repo = self._found()

    def _found(self) -> Repository:
        for login in ("ada", "grace", "heidi", "ivan", "margaret"):
            self.world.add_account(login)
        self.world.add_organization("acme", "margaret")
        for slug, member in zip(TEAMS, ("grace", "heidi", "ivan"), strict=True):
            self.world.add_team("acme", slug, member)
        repo = self.world.add_repository("acme/shop")
        for login in ("ada", "grace", "heidi", "ivan"):
            self.world.set_role(repo, login, "write", "margaret")
        lines = [f"value_{n} = compute({n})" for n in range(80)]
        self.paths = [f"area{n}/code.py" for n in (0, 1, 2)] + [f"other/file{n}.py" for n in range(FILES - 3)]
        tree = dict.fromkeys(self.paths, "\n".join(lines) + "\n")
        self.world.push(repo, "main", {**tree, ".github/dont-delegate.yml": policy()}, "margaret")
        self.world.install("acme", "margaret")
        return repo

    def open(self) -> PullRequest:
        """Open one more; whether its webhooks go out is for the caller to arrange."""
        self.count += 1
        branch = f"work-{self.count}"
        lines = [
            f"value_{n} = compute({n + self.count * (n % 16 == 0)})" for n in range(80)
        ]  # five changed lines a file
        text = "\n".join(lines) + "\n"
        with self.sandbox.deliveries.off():
            self.world.push(self.repo, branch, dict.fromkeys(self.paths, text), "ada")
        return self.world.open_pull_request(self.repo, branch, "ada", title="Work", body="x" * 4_000)

    def opened(self, count: int) -> list[Delivery]:
        """Open so many, and keep the webhooks instead of sending them."""
        deliveries = self.sandbox.deliveries
        deliveries.hold()
        for _ in range(count):
            self.open()
        held = [one for one in deliveries.held if one.event == "pull_request"]
        deliveries.held.clear()
        deliveries.release([])
        return held


async def quiet(bot: Bot) -> None:
    deadline = time.monotonic() + PATIENCE
    while (await bot.figures())["dont_delegate_inbox_waiting"] > 0:
        assert time.monotonic() < deadline, bot.told()
        await asyncio.sleep(0.05)


async def rest(sandbox: Sandbox, bot: Bot) -> None:
    """Wait until all webhooks are answered and all events handled, those of the bot's own writes too."""
    for _ in range(2):
        await sandbox.settle()
        await quiet(bot)


async def post(bot: Bot, deliveries: Sequence[Delivery]) -> list[float]:
    """Post these, twenty at a time, each under a new delivery id; milliseconds until each was acknowledged."""
    took: list[float] = []
    waiting = [_request(one) for one in reversed(deliveries)]

    async def sender() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(bot.environ["PORT"]))
        while waiting:
            request = waiting.pop()
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            took.append((time.perf_counter() - began) * 1000)
            assert head.startswith(b"HTTP/1.1 202 "), head
            await reader.readexactly(int(head.lower().partition(b"content-length:")[2].split()[0]))
        writer.close()

    await asyncio.gather(*(sender() for _ in range(OUTSTANDING)))
    return took


def _request(one: Delivery) -> bytes:
    """Write a delivery out beforehand: a client library would take more time for each than the bot does."""
    headers = {
        **one.headers,
        "X-GitHub-Delivery": str(uuid.uuid4()),
        "Host": "localhost",
        "Content-Length": len(one.body),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /webhook HTTP/1.1\r\n{head}\r\n".encode() + one.body


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


def cpu(bot: Bot) -> float:
    """Milliseconds of CPU that the process has had."""
    times = psutil.Process(bot.pid).cpu_times()
    return (times.user + times.system) * 1000


async def acknowledging(bot: Bot, held: Sequence[Delivery], when: str) -> list[Line]:
    before = cpu(bot)
    took = await post(bot, [held[n % len(held)] for n in range(ACKNOWLEDGED)])
    spent = (cpu(bot) - before) / ACKNOWLEDGED
    return [
        Line(f"CPU an acknowledgement, {when}", spent, "ms"),
        Line(f"acknowledged, {OUTSTANDING} outstanding, {when}: median", statistics.median(took), "ms", 10),
        Line(f"acknowledged, {OUTSTANDING} outstanding, {when}: p99", percentile(took, 0.99), "ms"),
    ]


async def verdicts(bot: Bot, town: Town, latency: float, most: float | None) -> list[Line]:
    """Open pull requests one after the other, and wait for the last write of each."""
    town.sandbox.faults.latency = latency
    took, calls, unmodified = [], [], []
    for _ in range(ROUNDS):
        town.sandbox.calls.clear()
        began = time.monotonic()
        town.open()
        await rest(town.sandbox, bot)
        made = [call for call in town.sandbox.calls if "deliveries" not in call.path]
        took.append((max(call.ended for call in made if call.method in WRITES) - began) * 1000)
        calls.append(len(made))
        unmodified.append(sum(1 for call in made if call.status == 304))
    town.sandbox.faults.latency = 0
    at = f"{latency * 1000:.0f} ms a call"
    return [
        Line(f"webhook to the last write, {at}: median of {ROUNDS}", statistics.median(took), "ms", most),
        Line(f"API calls for a verdict, warm, {at}", statistics.median(calls), "", 8),
        Line("  of them answered 304", statistics.median(unmodified), ""),
    ]


async def load(
    sandbox: Sandbox, bot: Bot, held: Sequence[Delivery], what: str, most: float | None = None
) -> list[Line]:
    """Post events on distinct pull requests and wait until all are judged."""
    before, began = cpu(bot), time.perf_counter()
    await post(bot, held)
    await rest(sandbox, bot)
    seconds = time.perf_counter() - began
    return [
        Line(f"CPU an event, {what}", (cpu(bot) - before) / len(held), "ms", most),
        Line(f"events a second, {what}", len(held) / seconds, "/s"),
    ]


async def memory(bot: Bot) -> Line:
    seen = int((await bot.figures())["dont_delegate_webhooks_total"])
    return Line(f"memory after {seen:,} webhooks", bot.memory(), "MiB", 150)


async def measure(folder: Path) -> list[Line]:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox())
        town = Town(sandbox)
        lines: list[Line] = []
        held = town.opened(EVENTS)
        size = statistics.median(len(one.body) for one in held)
        lines.append(Line("size of a webhook", size / 1000, "kB"))
        web = _bot(sandbox, folder, "web")
        try:
            await _started(web)
            lines += await acknowledging(web, held, "nobody handling")
        finally:
            web.end()
        bot = _bot(sandbox, folder, "serve")
        try:
            sandbox.deliveries.url = f"{bot.url}/webhook"
            await _started(bot)
            await rest(sandbox, bot)  # its first sweep finds and judges what is open
            lines += await verdicts(bot, town, 0.0, None)
            lines += await verdicts(bot, town, 0.05, 220)
            lines.append(await memory(bot))
            new = "new pull requests, four writes each"
            lines += await load(sandbox, bot, town.opened(EVENTS), f"{new}, and the webhooks these cause")
            sandbox.deliveries.url = None
            lines += await load(sandbox, bot, town.opened(EVENTS), new, 6)
            sandbox.faults.latency = 0.05
            lines += (await load(sandbox, bot, town.opened(EVENTS), f"{new}, 50 ms a call"))[1:]
            sandbox.faults.latency = 0
            lines += await load(sandbox, bot, held, "nothing left to write")
            lines += await acknowledging(bot, held, "while handling")
            await rest(sandbox, bot)
            lines.append(await memory(bot))
            lines.append(Line("memory at most", bot.peak_memory(), "MiB"))
        finally:
            await bot.stop()
        return lines


def _bot(sandbox: Sandbox, folder: Path, command: str) -> Bot:
    home = folder / command
    home.mkdir()
    return Bot(environment(sandbox, f"sqlite:///{home / 'bot.db'}", home, free_port()), home / "log", command)


async def _started(bot: Bot) -> None:
    bot.start()
    await bot.ready()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        lines = asyncio.run(measure(Path(folder)))
    print("\nThe bot as a process of its own, SQLite, the sandbox in another process on the same machine")
    print("\n".join(map(str, lines)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
