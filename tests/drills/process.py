"""The bot as a deployment runs it: a process of its own, known by its environment, its port and its id."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import psutil

from bot.sandbox.server import Sandbox

ROOT = Path(__file__).resolve().parents[2]
START_WAIT = 60.0  # seconds
END_WAIT = 60.0
_FIGURE = re.compile(r"^(\w+)(?:\{[^}]*\})? ([-+.\w]+)$", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment(sandbox: Sandbox, database_url: str, folder: Path, port: int) -> dict[str, str]:
    """All that the bot is told: nothing of ours beside it."""
    key = folder / "app.pem"
    if not key.exists():
        key.write_text(sandbox.private_key)
    return {
        "PATH": os.environ["PATH"],
        "APP_ID": str(sandbox.world.app.id),
        "PRIVATE_KEY_PATH": str(key),
        "WEBHOOK_SECRET": sandbox.secret,
        "GITHUB_API_URL": sandbox.api_url,
        "DATABASE_URL": database_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LOG_LEVEL": "warning",
    }


class Bot:
    """One process at a time of one command, with one log for all of them."""

    def __init__(self, environ: Mapping[str, str], log: Path, command: str = "serve") -> None:
        self.environ = dict(environ)
        self.log = log
        self.command = command
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environ['PORT']}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", self.command], cwd=ROOT, env=self.environ, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """SIGKILL; the process is gone when this returns."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        assert self._process is not None
        return await asyncio.wait_for(asyncio.to_thread(self._process.wait), END_WAIT)

    def end(self) -> None:
        """Leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    async def ready(self) -> None:
        """Wait until it takes events."""
        deadline = time.monotonic() + START_WAIT
        async with aiohttp.ClientSession() as session:
            while not await self._answers(session):
                assert self._process is not None
                assert self._process.poll() is None, self.told()
                assert time.monotonic() < deadline, self.told()
                await asyncio.sleep(0.01)

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False

    async def figures(self) -> dict[str, float]:
        """Its metrics by name, summed over their labels."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/metrics") as answer:
            text = await answer.text()
        found: dict[str, float] = {}
        for name, value in _FIGURE.findall(text):
            found[name] = found.get(name, 0.0) + float(value)
        return found

    def dead_letters(self) -> str:
        """What an operator reads of them."""
        command = [sys.executable, "-m", "bot", "inbox", "list"]
        return subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=True).stdout

    def memory(self) -> float:
        """MiB that the process holds now."""
        return float(psutil.Process(self.pid).memory_info().rss) / 2**20

    def peak_memory(self) -> float:
        """MiB that the process held at most."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def told(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""
