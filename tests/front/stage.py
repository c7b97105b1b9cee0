"""The whole product on loopback: the sandbox on one side, the bot's real processes on the other."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.sandbox.model.pushing import Content
from bot.sandbox.model.state import CheckRun, Comment, PullRequest, Repository
from bot.sandbox.model.world import World
from bot.sandbox.server import Sandbox
from bot.settings import Secret, Settings
from bot.wiring import Parts, opened
from tests.front.watch import watch

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
VERIFIED = "stripe.Webhook.construct_event(request.body, request.sig, KEY)"
DEEP = HOOKS.replace(VERIFIED, "json.loads(request.body)")
DEEPER = HOOKS.replace(VERIFIED, "json.loads(request.text)")
NUMBERS = "\n".join(f"LINE_{n} = {n}" for n in range(60)) + "\n"
PATIENCE = 60.0  # seconds until a quiet that does not come is a failure


@dataclass
class Stage:
    """A repository `acme/shop` with a policy, people, and the bot at work."""

    sandbox: Sandbox
    parts: Parts
    clock: "Clock"

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def repo(self) -> Repository:
        return self.world.repository("acme/shop")

    def open(self, files: Mapping[str, Content], by: str = "ada", branch: str = "work", **said) -> PullRequest:
        """Push a branch and open a pull request of it."""
        self.world.push(self.repo, branch, files, by)
        return self.world.open_pull_request(self.repo, branch, by, **{"title": "Work", **said})

    async def deep(self, by: str = "ada", branch: str = "work", **said) -> PullRequest:
        """Open a pull request that takes the verification out of a Stripe webhook, and wait for its verdict."""
        pull = self.open({"app/hooks.py": DEEP}, by, branch, **said)
        await self.quiet()
        return pull

    async def push(self, pull: PullRequest, files: Mapping[str, Content], by: str = "ada") -> None:
        """Push onto the branch of a pull request, and wait for the verdict."""
        self.world.push(pull.head or self.repo, pull.head_ref, files, by)
        await self.quiet()

    async def policy(self, text: str | None, branch: str = "main") -> None:
        """Put a policy onto a branch."""
        self.world.push(self.repo, branch, {".github/dont-delegate.yml": text}, "margaret")
        await self.quiet()

    async def floor(self, text: str | None, branch: str = "main") -> None:
        """Put the organisation's floor onto a branch of its repository, which is there from then on."""
        if "acme/.github" not in self.world.repositories:
            self.world.add_repository("acme/.github")
            self.world.push(self.floors, "main", {"README.md": "# Ours\n"}, "margaret")
        self.world.push(self.floors, branch, {"dont-delegate.yml": text}, "margaret")
        await self.quiet()

    @property
    def floors(self) -> Repository:
        """The repository that holds the organisation's floor."""
        return self.world.repository("acme/.github")

    async def say(self, pull: PullRequest, by: str, text: str) -> str:
        """Comment, and give the bot's reply."""
        comment = self.world.comment(pull, by, text)
        await self.quiet()
        return self.reply(pull, comment)

    async def tick(self, pull: PullRequest, by: str, *boxes: int, checked: bool = True) -> None:
        """Switch boxes of the summary by their numbers, one after the other."""
        for box in boxes:
            self.world.tick(self.summary_comment(pull), box, by, checked=checked)
            await self.quiet()

    async def until(self, moment: datetime) -> None:
        """Let time pass for the bot until then, and what is due come to rest."""
        self.clock.stand(moment)
        await self.parts.store.inbox.wake()
        await self.quiet()

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

    def summary_comment(self, pull: PullRequest) -> Comment:
        (one,) = [c for c in self.said(pull) if "dont-delegate:summary" in c.body]
        return one

    def summary(self, pull: PullRequest) -> str:
        """The summary comment, the sandbox's address replaced by one that stays."""
        return self.summary_comment(pull).body.replace(self.sandbox.html_url, "https://github.test")

    def boxes(self, pull: PullRequest) -> str:
        """The marks of all boxes in the summary: `x` or a space each."""
        return "".join(re.findall(r"^- \[(.)\]", self.summary(pull), re.MULTILINE))

    def replies(self, pull: PullRequest, comment: Comment) -> list[str]:
        """Our answers to a comment, in the conversation and in threads, without their mark."""
        mark = f"<!-- dont-delegate:answer {comment.id} -->\n"
        ours = [*self.said(pull), *self.line_comments(pull)]
        return [one.body.removeprefix(mark) for one in ours if one.body.startswith(mark)]

    def reply(self, pull: PullRequest, comment: Comment) -> str:
        (one,) = self.replies(pull, comment)
        return one

    def asked(self, pull: PullRequest) -> set[str]:
        """Who is asked for a review."""
        return {account.login for account in pull.requested}

    def picture(self, pull: PullRequest) -> tuple[Any, ...]:
        """All that stands on a pull request, to be compared with itself later."""
        comments = [*pull.comments, *(comment for thread in pull.threads for comment in thread.comments)]
        return (
            [(c.id, c.author.login, c.body, [(r.by.login, r.content) for r in c.reactions]) for c in comments],
            [(run.id, run.conclusion, run.external_id, dict(run.output)) for run in self.checks(pull)],
            [(review.id, review.state) for review in pull.reviews],
            [(thread.id, thread.resolved_by) for thread in pull.threads],
            self.asked(pull),
        )

    def line_comments(self, pull: PullRequest) -> list[Comment]:
        return [comment for thread in pull.threads for comment in thread.comments if comment.author is self.world.bot]


class Clock:
    """Goes with the machine's until a test makes it stand."""

    def __init__(self) -> None:
        self._stands: float | None = None

    def stand(self, moment: datetime) -> None:
        self._stands = moment.timestamp()

    def __call__(self) -> float:
        return time.time() if self._stands is None else self._stands


def people(sandbox: Sandbox) -> None:
    """The organisation acme: ada and ivan write, grace and heidi are seniors, mallory is nobody."""
    world = sandbox.world
    for login in ("ada", "grace", "heidi", "ivan", "mallory", "margaret"):
        world.add_account(login)
    world.add_account("copilot-swe-agent[bot]", kind="Bot")
    world.add_organization("acme", "margaret")
    world.add_team("acme", "payments", "grace", "ivan")
    repo = world.add_repository("acme/shop")
    for login, role in (
        ("ada", "write"),
        ("grace", "write"),
        ("heidi", "write"),
        ("ivan", "write"),
        ("mallory", "read"),
    ):
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
        contract = watch()
        if contract is not None:
            contract.look_at(sandbox)
        people(sandbox)
        clock = Clock()
        async with working(sandbox, database_url, clock) as parts:
            yield Stage(sandbox, parts, clock)
        assert sandbox.unknown_routes == []
        if contract is not None:
            faults, contract.faults = contract.faults, []
            assert faults == [], "\n".join(dict.fromkeys(faults))


@asynccontextmanager
async def working(sandbox: Sandbox, database_url: str, clock: Callable[[], float] = time.time) -> AsyncIterator[Parts]:
    """Have a bot work on a sandbox, from the end of its first sweep on."""
    async with opened(settings(sandbox, database_url), clock) as parts:
        server = parts.server()
        running = [server, *parts.workers()]
        swept = heard(sandbox, "/repos/acme/shop/pulls")
        tasks = [asyncio.create_task(part.run()) for part in running]
        await server.started.wait()
        sandbox.deliveries.url = f"http://127.0.0.1:{server.port}/webhook"
        try:
            async with asyncio.timeout(PATIENCE):
                await swept.wait()
            yield parts
        finally:
            for part in running:
                part.stop()
            await asyncio.gather(*tasks)


def heard(sandbox: Sandbox, path: str) -> asyncio.Event:
    """Give what is set when the sandbox has answered a call of this path."""
    event = asyncio.Event()
    sandbox.observers.append(lambda call: event.set() if call.path == path else None)
    return event


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'bot.db'}"
