"""The whole product on loopback: the sandbox on one side, the bot's real processes on the other."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.model.state import CheckRun, Comment, PullRequest, Repository
from bot.sandbox.model.world import World
from bot.sandbox.server import Sandbox
from bot.settings import Secret, Settings
from bot.wiring import Parts, opened

POLICY = """\
version: 1
signers:
  payments: {teams: [acme/payments]}
zones:
  money: {sign_off: {from: payments}}
  auth: {sign_off: {from: {users: [heidi]}}}
"""
HOOKS = """\
import stripe


def handle(request):
    event = stripe.Webhook.construct_event(request.body, request.sig, KEY)
    book(event)
    return 200
"""
NUMBERS = "\n".join(f"LINE_{n} = {n}" for n in range(60)) + "\n"
PATIENCE = 60.0  # seconds until a quiet that does not come is a failure


@dataclass
class Stage:
    """A repository `acme/shop` with a policy, people, and the bot at work."""

    sandbox: Sandbox
    parts: Parts

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def repo(self) -> Repository:
        return self.world.repository("acme/shop")

    def open(self, files: Mapping[str, str | None], by: str = "ada", branch: str = "work", **said) -> PullRequest:
        """Push a branch and open a pull request of it."""
        self.world.push(self.repo, branch, files, by)
        return self.world.open_pull_request(self.repo, branch, by, **{"title": "Work", **said})

    async def quiet(self) -> None:
        """Wait until every webhook is answered and every event handled."""
        deadline = time.monotonic() + PATIENCE
        calm = 0
        while calm < 2:  # what was handled last may have sent webhooks of its own
            await self.sandbox.settle()
            counts = await self.parts.store.inbox.counts()
            calm = calm + 1 if counts.waiting == 0 else 0
            assert time.monotonic() < deadline, "it does not come to rest"
            assert counts.dead == 0, await self.parts.store.inbox.dead()
            await asyncio.sleep(0.01)

    def checks(self, pull: PullRequest) -> list[CheckRun]:
        """Our check runs on the head, oldest first."""
        suites = [suite for suite in self.repo.suites.values() if suite.sha == pull.head_sha]
        return [run for suite in suites for run in suite.runs]

    def verdict(self, pull: PullRequest) -> tuple[str | None, str | None]:
        """Conclusion and title of the newest check on the head."""
        run = self.checks(pull)[-1]
        return run.conclusion, run.output["title"]

    def said(self, pull: PullRequest) -> list[Comment]:
        """What the bot said in the conversation, the summary first."""
        return [comment for comment in pull.comments if comment.author is self.world.bot]

    def summary(self, pull: PullRequest) -> str:
        (one,) = [c for c in self.said(pull) if "dont-delegate:summary" in c.body]
        return one.body

    def reply(self, pull: PullRequest, comment: Comment) -> str:
        (one,) = [c for c in self.said(pull) if f"dont-delegate:answer {comment.id} " in c.body]
        return one.body.partition("\n")[2]

    def line_comments(self, pull: PullRequest) -> list[Comment]:
        return [comment for thread in pull.threads for comment in thread.comments if comment.author is self.world.bot]


def people(sandbox: Sandbox) -> None:
    """The organisation acme: ada and ivan write, grace and heidi are seniors, mallory is nobody."""
    world = sandbox.world
    for login in ("ada", "grace", "heidi", "ivan", "mallory", "margaret"):
        world.add_account(login)
    world.add_account("copilot-swe-agent[bot]", kind="Bot")
    world.add_organization("acme", "margaret")
    world.add_team("acme", "payments", "grace", "ivan")
    repo = world.add_repository("acme/shop")
    for login, role in (("ada", "write"), ("grace", "write"), ("heidi", "write"), ("ivan", "write"), ("mallory", "read")):
        world.set_role(repo, login, role, "margaret")
    base = {"app/hooks.py": HOOKS, "app/numbers.py": NUMBERS, "README.md": "# Shop\n"}
    world.push(repo, "main", {**base, ".github/dont-delegate.yml": POLICY}, "margaret")
    world.install("acme", "margaret")


def settings(sandbox: Sandbox, database_url: str, port: int = 0) -> Settings:
    return Settings(
        app_id=sandbox.world.app.id,
        private_key=Secret(sandbox.private_key),
        webhook_secrets=(Secret(sandbox.secret),),
        github_api_url=sandbox.api_url,
        database_url=Secret(database_url),
        host="127.0.0.1",
        port=port,
        log_level="warning",
    )


@asynccontextmanager
async def staged(database_url: str) -> AsyncIterator[Stage]:
    """Open the stage; at the end everything has stopped, and the sandbox was asked for nothing that GitHub has not."""
    async with Sandbox() as sandbox:
        people(sandbox)
        async with opened(settings(sandbox, database_url)) as parts:
            server = parts.server()
            running = [server, *parts.workers()]
            tasks = [asyncio.create_task(part.run()) for part in running]
            await server.started.wait()
            sandbox.deliveries.url = f"http://127.0.0.1:{server.port}/webhook"
            stage = Stage(sandbox, parts)
            try:
                yield stage
            finally:
                for part in running:
                    part.stop()
                await asyncio.gather(*tasks)
        assert sandbox.unknown_routes == []


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'bot.db'}"
