"""A repository with pull requests, and the people who work on them while the bot is killed, flooded and starved."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.model.state import Comment, PullRequest, Repository
from bot.sandbox.model.world import World
from bot.sandbox.server import Sandbox

POLICY = """\
version: 1
signers:
  payments: {teams: [acme/payments]}
zones:
  money: {sign_off: {from: payments}, checklist: required}
  auth: {sign_off: {from: {users: [heidi]}}, checklist: optional}
"""
HOOKS = """\
import stripe


def handle(request):
    event = stripe.Webhook.construct_event(request.body, request.sig, KEY)
    book(event)
    return 200
"""
VIEWS = """\
class Orders(View):
    permission_classes = [IsAuthenticated]

    def get(self, request):
        return render(request)
"""
VERIFIED = "stripe.Webhook.construct_event(request.body, request.sig, KEY)"
SENIORS = {"money": "grace", "auth": "heidi"}
BOX = re.compile(
    r"- \[(?P<mark>[ x])\] .*<!-- dont-delegate:box (?P<zone>\S+) (?P<item>\S+) (?P<digits>[0-9a-f]{16}) -->"
)
KINDS = (("money",), ("auth",), ("money", "auth"), ())


@dataclass
class Said:
    """What one senior said of one zone, each for the fingerprint that was shown to them at that moment."""

    signed: str = ""
    approved: str = ""
    ticked: dict[str, str] = field(default_factory=dict)

    def holds(self, zone: str, digits: str, items: set[str]) -> bool:
        by_review = zone == "auth" and self.approved == digits
        by_boxes = bool(items) and all(self.ticked.get(item) == digits for item in items)
        return self.signed == digits or by_review or by_boxes


@dataclass
class Work:
    """One pull request, and what people did there."""

    pull: PullRequest
    zones: tuple[str, ...]
    commands: list[Comment] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)  # by zone
    pushes: int = 0


class Town:
    """`acme/shop` in a sandbox, with ada who writes, and grace and heidi who sign."""

    def __init__(self, sandbox: Sandbox, chance: random.Random) -> None:
        self.sandbox, self.chance = sandbox, chance
        self.works: list[Work] = []
        with sandbox.deliveries.off():
            self._found()

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def repo(self) -> Repository:
        return self.world.repository("acme/shop")

    def _found(self) -> None:
        world = self.world
        for login in ("ada", "grace", "heidi", "ivan", "margaret"):
            world.add_account(login)
        world.add_organization("acme", "margaret")
        world.add_team("acme", "payments", "grace", "ivan")
        repo = world.add_repository("acme/shop")
        for login in ("ada", "grace", "heidi", "ivan"):
            world.set_role(repo, login, "write", "margaret")
        files = {"app/hooks.py": HOOKS, "app/views.py": VIEWS, "README.md": "# Shop\n"}
        world.push(repo, "main", {**files, ".github/dont-delegate.yml": POLICY}, "margaret")
        world.install("acme", "margaret")

    # --- deeds ---

    def open(self) -> Work:
        """Open the next pull request: about money, about sign-in, about both, about neither, and so on."""
        number = len(self.works)
        zones, branch = KINDS[number % len(KINDS)], f"work-{number}"
        files = {"README.md": f"# Shop {number}\n"}
        if "money" in zones:
            files["app/hooks.py"] = _hooks(0)
        if "auth" in zones:
            files["app/views.py"] = _views(0)
        self.world.push(self.repo, branch, files, "ada")
        pull = self.world.open_pull_request(self.repo, branch, "ada", title=f"Work {number}")
        self.works.append(Work(pull, zones, said={zone: Said() for zone in zones}))
        return self.works[-1]

    def push_beside(self, work: Work) -> None:
        work.pushes += 1
        text = f"# Shop\n\nEdition {work.pushes}\n"
        self.world.push(self.repo, work.pull.head_ref, {"README.md": text}, "ada")

    def push_covered(self, work: Work) -> None:
        work.pushes += 1
        files = {}
        if "money" in work.zones:
            files["app/hooks.py"] = _hooks(work.pushes)
        elif "auth" in work.zones:
            files["app/views.py"] = _views(work.pushes)
        self.world.push(self.repo, work.pull.head_ref, files or {"README.md": f"# {work.pushes}\n"}, "ada")

    def ask(self, work: Work) -> None:
        text = self.chance.choice(
            ("/explain", "/help", "/recheck", "/explain app/hooks.py:5", "Look:\n\n/explain money")
        )
        work.commands.append(self.world.comment(work.pull, "ada", text))

    def sign(self, work: Work) -> None:
        for zone, digits in self.shown(work).items():
            work.said[zone].signed = digits
            work.commands.append(self.world.comment(work.pull, SENIORS[zone], f"/sign-off {zone}"))

    def revoke(self, work: Work) -> None:
        for zone in self.shown(work):
            said = work.said[zone]
            if said.signed or said.approved or said.ticked:
                work.said[zone] = Said()
                work.commands.append(self.world.comment(work.pull, SENIORS[zone], f"/revoke {zone}"))

    def approve(self, work: Work) -> None:
        """Approve, of a head that the summary speaks of already: an approval that raced a push is for neither."""
        summary = self.summary(work)
        digits = self.shown(work).get("auth")
        if summary is not None and digits and work.pull.head_sha in summary.body:
            work.said["auth"].approved = digits
            self.world.approve(work.pull, "heidi")

    def tick(self, work: Work) -> None:
        """Tick every box of a zone, one after the other."""
        summary = self.summary(work)
        for zone, digits in self.shown(work).items():
            for index, box in enumerate(BOX.finditer(summary.body) if summary else ()):
                if summary and box["zone"] == zone and box["mark"] == " ":
                    work.said[zone].ticked[box["item"]] = digits
                    self.world.tick(summary, index, SENIORS[zone])

    def tick_own(self, work: Work) -> None:
        """Tick a box of one's own change: it is taken back."""
        summary = self.summary(work)
        if summary is not None and "[ ]" in summary.body:
            box = next(i for i, box in enumerate(BOX.finditer(summary.body)) if box["mark"] == " ")
            self.world.tick(summary, box, "ada")

    def do_something(self) -> None:
        """Do one deed of the many, on some pull request."""
        deeds: tuple[Callable[[Work], None], ...] = (
            self.push_beside,
            self.push_covered,
            self.ask,
            self.ask,
            self.sign,
            self.sign,
            self.revoke,
            self.approve,
            self.tick,
            self.tick_own,
        )
        work = self.chance.choice(self.works)
        self.chance.choice(deeds)(work)

    # --- what is to be seen ---

    def summary(self, work: Work) -> Comment | None:
        found = [c for c in work.pull.comments if c.author is self.world.bot and "dont-delegate:summary" in c.body]
        assert len(found) <= 1, f"#{work.pull.number} has {len(found)} summaries"
        return found[0] if found else None

    def shown(self, work: Work) -> dict[str, str]:
        """The fingerprint's digits of each zone, as the summary shows them now."""
        summary = self.summary(work)
        return {box["zone"]: box["digits"] for box in BOX.finditer(summary.body)} if summary else {}


def _hooks(version: int) -> str:
    return HOOKS.replace(VERIFIED, f"stripe.Webhook.construct_event(request.body, None, KEY_{version})")


def _views(version: int) -> str:
    return VIEWS.replace("[IsAuthenticated]", f"[AllowAny]  # {version}")
