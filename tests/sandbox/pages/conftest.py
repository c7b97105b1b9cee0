"""A small shop to look at: a pull request that a bot has judged, and a client that acts in the browser's place."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.deliveries import Deliveries
from bot.sandbox.model.reviewing import Remark
from bot.sandbox.model.state import CheckRun, Comment, PullRequest, Repository, Thread
from bot.sandbox.model.world import World
from bot.sandbox.pages import make_pages
from bot.sandbox.rest.front import Exchange

HOOKS = (
    "import stripe\n\n\ndef hook(request):\n    event = stripe.construct_event(request.body)\n    with lock(event.id):\n"
    "        charge(event)\n    return 200\n"
)
LOOSER = HOOKS.replace("    with lock(event.id):\n        charge(event)\n", "    charge(event)\n    notify(event)\n")
SUMMARY = """<!-- dont-delegate:summary -->
### Money needs a senior

| Zone | Sign-off |
|:--|:--:|
| **Money** | open |

Look at each point, then tick every box below or comment `/sign-off money`.

- [ ] Is the lock still held? <!-- dont-delegate:box money lock/held 0123456789abcdef -->
- [ ] Is the charge made once? <!-- dont-delegate:box money lock/once 0123456789abcdef -->

<details><summary>What is looked at</summary>

Every changed line.

</details>"""


@dataclass
class Shop:
    """The world with its one pull request, and what the bot said there."""

    world: World
    deliveries: Deliveries
    repo: Repository
    pull: PullRequest
    calls: list[Exchange] = field(default_factory=list)

    @property
    def summary(self) -> Comment:
        return self.pull.comments[0]

    @property
    def thread(self) -> Thread:
        return self.pull.threads[0]

    @property
    def run(self) -> CheckRun:
        return self.world.runs(self.repo, self.pull.head_sha)[0]

    def told(self, event: str) -> list[tuple[str, str]]:
        """List (action, sender) of the webhooks of this name, oldest first."""
        sent = [one.payload for one in self.deliveries.log if one.event == event]
        return [(str(payload["action"]), payload["sender"]["login"]) for payload in sent]


@pytest.fixture
def shop() -> Shop:
    world = World()
    deliveries = Deliveries(world.clock, "a secret", None, world.app.id)
    world.on_event = deliveries
    for login in ("ada", "grace", "mallory"):
        world.add_account(login, name=login.capitalize())
    world.add_organization("acme", "grace")
    world.add_team("acme", "payments", "grace")
    repo = world.add_repository("acme/shop")
    repo.teams["payments"] = "maintain"
    repo.collaborators |= {"ada": "write", "mallory": "read"}
    world.install("acme", "grace")
    world.push(repo, "main", {"app/hooks.py": HOOKS, "README.md": "# Shop\n"}, "grace", "Begin")
    world.push(repo, "hook", {"app/hooks.py": LOOSER}, "ada", "Charge without a lock")
    said = {"title": "Take the webhook ourselves", "body": "As agreed.\n\n- [x] tested"}
    pull = world.open_pull_request(repo, "hook", "ada", title=said["title"], body=said["body"])
    _judge(world, pull)
    return Shop(world, deliveries, repo, pull)


def _judge(world: World, pull: PullRequest) -> None:
    note = {
        "path": "app/hooks.py",
        "start_line": 6,
        "end_line": 6,
        "annotation_level": "failure",
        "title": "A lock is removed",
        "message": "Two requests at once charge twice.",
    }
    output = {"title": "Money needs a senior", "summary": "- **Money**: open", "annotations": [note]}
    action = {"label": "Check again", "description": "Look once more", "identifier": "recheck"}
    said = {"status": "completed", "conclusion": "action_required", "output": output, "actions": [action]}
    world.create_check(pull.repo, pull.head_sha, "Don't Delegate", said)
    world.comment(pull, world.bot, SUMMARY)
    remarks = [Remark("app/hooks.py", 6, "**A lock is removed**"), Remark("app/hooks.py", 6, "It was here.", "LEFT")]
    world.review(pull, world.bot, "COMMENT", "These lines need a senior's eye.", remarks)
    world.request_review(pull, "grace", world.bot)


class Browser:
    """A client that acts as one person and shows the text of pages."""

    def __init__(self, client: "TestClient[web.Request, web.Application]") -> None:
        self.client = client

    async def get(self, path: str, status: int = 200) -> str:
        answer = await self.client.get(path)
        text = await answer.text()
        assert answer.status == status, text
        return text

    async def post(self, path: str, status: int = 303, /, **form: str | list[str]) -> str:
        """Send a form; give the address led to, or the page's text where it was refused."""
        origin = str(self.client.make_url("")).rstrip("/")
        pairs = [(name, one) for name, value in form.items() for one in ([value] if isinstance(value, str) else value)]
        answer = await self.client.post(path, data=pairs, headers={"Origin": origin}, allow_redirects=False)
        text = await answer.text()
        assert answer.status == status, text
        return answer.headers["Location"] if status == 303 else text

    async def act_as(self, login: str) -> None:
        await self.post("/acting", login=login, back="/")


@pytest.fixture
async def browser(shop: Shop) -> AsyncIterator[Browser]:
    app = web.Application()
    app.add_routes(make_pages(shop))
    async with TestClient(TestServer(app)) as client:
        yield Browser(client)
