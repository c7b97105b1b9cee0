"""What people do to one pull request on the stage, and the truth of it: who wrote it, what was shown when, who said what."""

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.core.events.boxes import Box, boxes
from bot.sandbox.model.state import Comment, PullRequest, Review
from tests.core.history import Said
from tests.front.stage import DEEP, DEEPER, HOOKS, Stage

POLICY = """\
version: 1
signers:
  payments: {teams: [acme/payments]}
zones:
  money: {sign_off: {from: payments, count: %d}}
  shop: {title: Shop, why: It sells., paths: ["/shop/**"], checklist: optional, sign_off: {from: {users: [heidi, ivan]}}}
"""
NEXT = """\
version: 1
zones:
  money: {sign_off: {from: {users: [heidi]}}}
  shop: {title: Shop, why: It sells., paths: ["/shop/**"], checklist: optional, sign_off: {from: {users: [heidi, ivan]}}}
"""
BODIES = (
    "/sign-off money shop",
    "/sign-off money shop",
    "/sign-off money",
    "/sign-off shop",
    "/revoke",
    "/revoke money",
    "/revoke money\n/sign-off money",
    "/not-applicable money 1 It only moves.",
    "/explain money",
    "Looks fine to me.",
)
PEOPLE = ("grace", "ivan", "heidi", "ada", "mallory")
WRITERS = ("ada", "ada", "ada", "grace", "ivan")
Deed = tuple[Any, ...]


def some(chance: random.Random, length: int) -> list[Deed]:
    """Draw deeds by chance; those that lead somewhere more often."""
    senior, anyone, writer = ("grace", "ivan", "heidi"), PEOPLE, WRITERS
    kinds: list[Callable[[], Deed]] = [
        *[lambda: ("comment", chance.choice(senior), chance.choice(BODIES))] * 4,
        lambda: ("comment", chance.choice(anyone), chance.choice(BODIES)),
        *[lambda: ("ticks", chance.choice(senior), tuple(range(5)))] * 2,
        lambda: ("ticks", chance.choice(anyone), (chance.randrange(5),)),
        lambda: ("clears", chance.choice(senior), chance.randrange(5)),
        *[lambda: ("review", chance.choice(senior), chance.choice(["APPROVE", "APPROVE", "REQUEST_CHANGES"]))] * 2,
        lambda: ("dismiss", chance.randrange(5), chance.choice(["ada", "grace", "heidi"])),
        lambda: ("edit_comment", chance.randrange(5)),
        lambda: ("delete_comment", chance.randrange(5)),
        lambda: ("scribble",),
        lambda: ("delete_summary",),
        lambda: ("hooks", chance.choice(writer), chance.choice([DEEP, DEEPER, HOOKS])),
        lambda: ("shop", chance.choice(writer), chance.choice(["1", "2", None])),
        *[lambda: ("elsewhere", chance.choice(writer))] * 2,
        lambda: ("force", chance.choice([DEEP, DEEPER, HOOKS])),
        lambda: ("base_moves",),
        lambda: ("update_branch",),
        lambda: ("retarget", chance.choice(["main", "next"])),
        lambda: ("label",),
        lambda: ("team", chance.choice(["grace", "ivan"])),
        lambda: ("draft",),
        lambda: ("close_or_reopen",),
    ]
    return [chance.choice(kinds)() for _ in range(length)]


@dataclass
class Play:
    """One pull request in one telling. `log`: the switches that were made, since they hang on what the boxes showed."""

    stage: Stage
    pull: PullRequest
    count: int
    said: list[Said] = field(default_factory=list)
    log: list[tuple[str, ...]] = field(default_factory=list)
    wrote: list[str] = field(default_factory=lambda: ["ada"])
    comments: list[Comment] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    members: set[str] = field(default_factory=lambda: {"grace", "ivan"})
    views: list[tuple[datetime, str, dict[str, str]]] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)  # comments that the bot has not had in its hands
    dismissed: dict[int, tuple[str, str]] = field(default_factory=dict)  # what a review had said, and who dismissed it
    number: int = 0

    # --- the truth, as the oracle asks for it ---

    def to_sign(self) -> Mapping[str, str]:
        """The text of what each touched zone guards, at the head."""
        files = self.stage.repo.objects.commits[self.pull.head_sha].files
        texts = {}
        for zone, path in (("money", "app/hooks.py"), ("shop", "shop/prices.py")):
            entry = files.get(path)
            texts[zone] = self.stage.repo.objects.blobs[entry.sha].decode() if entry else ""
        untouched = {"money": HOOKS, "shop": ""}
        return {zone: repr(text) for zone, text in texts.items() if text != untouched[zone]}

    def items(self, zone: str) -> tuple[str, ...]:
        return tuple(box.item for box in self._boxes() if box.zone == zone)

    def _boxes(self) -> list[Box]:
        ours = [one for one in self.stage.said(self.pull) if "dont-delegate:summary" in one.body]
        return list(boxes(ours[-1].body).values()) if ours else []

    def boxes_first(self) -> bool:
        return True

    def heard(self, _word: Said) -> bool:
        return True

    def seniors(self, zone: str) -> set[str]:
        if zone == "shop":
            return {"heidi", "ivan"}
        return {"heidi"} if self.pull.base_ref == "next" else self.members

    def authors(self) -> set[str]:
        return {"ada", *self.wrote}

    def enough(self, zone: str, signers: set[str]) -> bool:
        plain = zone == "shop" or self.pull.base_ref == "next"
        return len(signers & self.seniors(zone)) >= (1 if plain else self.count)

    def asks_for_changes(self, login: str, zone: str) -> tuple[datetime, int] | None:
        mine = [one for one in self.reviews if one.author.login == login]
        if not mine or mine[-1].state == "APPROVED":
            return None
        one = mine[-1]
        if one.state == "DISMISSED":
            was, by = self.dismissed[one.id]
            if was == "APPROVED" or by in {login, *(self.seniors(zone) - self.authors())}:
                return None
        return one.at, one.id

    def look(self) -> None:
        """Note what the bot shows from now on; it does not look at what is closed."""
        if self.pull.state == "open":
            self.views.append((self.stage.world.clock.now(), self.pull.head_sha, dict(self.to_sign())))
            self.unread.clear()

    def _seen(self) -> dict[str, str]:
        return self.views[-1][2] if self.views else {}

    def _say(self, by: str, zone: str, of: Mapping[str, str], via: str, word: tuple[int, bool, str]) -> None:
        number, signs, item = word
        at = self.stage.world.clock.now()
        self.said.append(Said(by, at, number, signs, f"{of.get(zone, '')}:{via}", item, zone))

    # --- what people do ---

    def do(self, deed: Deed) -> None:
        name, *rest = deed
        getattr(self, name)(*rest)

    def comment(self, by: str, body: str) -> None:
        one = self.stage.world.comment(self.pull, by, body)
        self.comments.append(one)
        self.unread.add(one.id)
        for line in body.split("\n"):
            command, *rest = line.split()
            for zone in ("money", "shop"):
                if command == "/sign-off" and zone in rest:
                    self._say(by, zone, self._seen(), "command", (one.id, True, ""))
                if command == "/revoke" and rest in ([], [zone]):
                    self._say(by, zone, {}, "command", (one.id, False, ""))
                if command == "/not-applicable" and rest[0] == zone and self.items(zone):
                    self._say(by, zone, self._seen(), "absent", (one.id, True, self.items(zone)[int(rest[1]) - 1]))

    def edit_comment(self, which: int) -> None:
        if self.comments:
            one = self.comments[which % len(self.comments)]
            self._unsay(one)
            self.stage.world.edit_comment(one, one.author, "/sign-off money shop")

    def delete_comment(self, which: int) -> None:
        if self.comments:
            one = self.comments.pop(which % len(self.comments))
            self._unsay(one)
            self.stage.world.delete_comment(one, one.author)

    def _unsay(self, one: Comment) -> None:
        """What nobody had read by then was not said."""
        if one.id in self.unread:
            self.said = [word for word in self.said if word.order != one.id]

    def ticks(self, by: str, which: Iterable[int]) -> None:
        for number in which:
            self._switch(by, number, checked=True)

    def clears(self, by: str, which: int) -> None:
        self._switch(by, which, checked=False)

    def _switch(self, by: str, which: int, *, checked: bool) -> None:
        found = self._boxes()
        if which >= len(found) or found[which].checked is checked or self.pull.state != "open":
            return
        box = found[which]
        self.stage.world.tick(self.stage.summary_comment(self.pull), which, by, checked=checked)
        self.number -= 1
        self.log.append((by, box.item, box.fingerprint16, str(checked)))
        self._say(by, box.zone, self._seen(), "tick", (self.number, checked, box.item))

    def scribble(self) -> None:
        ours = [one for one in self.stage.said(self.pull) if "dont-delegate:summary" in one.body]
        if ours:
            self.stage.world.edit_comment(ours[-1], "ivan", ours[-1].body + "\n\n**grace** signed off.")

    def delete_summary(self) -> None:
        ours = [one for one in self.stage.said(self.pull) if "dont-delegate:summary" in one.body]
        if ours:
            self.stage.world.delete_comment(ours[-1], "ivan")

    def review(self, by: str, event: str) -> None:
        if self.pull.state != "open":
            return
        one = self.stage.world.review(self.pull, by, event, "So it is.")
        self.reviews.append(one)
        of_it = [of for _, head, of in self.views if head == one.commit]
        same = {zone: of for zone, of in self.to_sign().items() if self._seen().get(zone) == of}
        for zone in ("money", "shop"):
            self._say(by, zone, of_it[-1] if of_it else same, "review", (one.id, event == "APPROVE", ""))

    def dismiss(self, which: int, by: str) -> None:
        standing = [one for one in self.reviews if one.state != "DISMISSED"]
        if standing:
            one = standing[which % len(standing)]
            self.dismissed[one.id] = (one.state, by)
            self.stage.world.dismiss_review(one, by)
            self.said = [replace(word, signs=False) if word.order == one.id else word for word in self.said]

    def _push(self, by: str, files: Mapping[str, str | None]) -> None:
        self.wrote.append(by)
        self.stage.world.push(self.stage.repo, self.pull.head_ref, files, by)

    def hooks(self, by: str, text: str) -> None:
        self._push(by, {"app/hooks.py": text})

    def shop(self, by: str, price: str | None) -> None:
        self._push(by, {"shop/prices.py": price and f"PRICE = {price}\n"})

    def elsewhere(self, by: str) -> None:
        self.number -= 1
        self._push(by, {"docs/notes.md": f"Note {self.number}.\n"})

    def force(self, text: str) -> None:
        self.wrote[:] = ["ada"]
        repo = self.stage.repo
        self.stage.world.force_push(repo, self.pull.head_ref, repo.branches["main"], {"app/hooks.py": text}, "ada")

    def base_moves(self) -> None:
        self.number -= 1
        self.stage.world.push(self.stage.repo, "main", {"docs/base.md": f"Base {self.number}.\n"}, "margaret")

    def update_branch(self) -> None:
        repo = self.stage.repo
        if (
            self.pull.base_ref == "main"
            and repo.objects.merge_base(repo.branches["main"], self.pull.head_sha) != repo.branches["main"]
        ):
            self.stage.world.merge_base_into_head(self.pull, "ada")

    def retarget(self, base: str) -> None:
        if self.pull.base_ref != base and self.pull.state == "open":
            self.stage.world.retarget(self.pull, base, "ada")

    def label(self) -> None:
        self.stage.world.label(self.pull, "docs", "ada")

    def team(self, login: str) -> None:
        world, team = self.stage.world, self.stage.world.team("acme", "payments")
        (world.leave_team if login in self.members else world.join_team)(team, login, "margaret")
        self.members ^= {login}

    def draft(self) -> None:
        world = self.stage.world
        (world.mark_ready if self.pull.draft else world.convert_to_draft)(self.pull, "ada")

    def close_or_reopen(self) -> None:
        world = self.stage.world
        (world.close if self.pull.state == "open" else world.reopen)(self.pull, "ada")

    def reopen(self) -> None:
        if self.pull.state != "open":
            self.stage.world.reopen(self.pull, "ada")

    def picture(self) -> dict[str, Any]:
        """All that the bot has made of it, without numbers and times."""
        stage, pull = self.stage, self.pull
        check = stage.checks(pull)[-1]
        replies = {(one.author.login, one.body): stage.replies(pull, one) for one in self.comments}
        return {
            "check": (check.conclusion, {key: _plain(str(text)) for key, text in check.output.items()}),
            "summary": _plain(stage.summary(pull)) if self._boxes() or self.to_sign() else "",
            "lines": sorted(
                (t.path, str(t.line), bool(t.resolved_by), _plain(c.body)) for t in pull.threads for c in t.comments
            ),
            "replies": [[_plain(reply) for reply in found] for found in replies.values()],
        }


def _plain(text: str) -> str:
    """Leave out what differs between two tellings: ids, commits, times, and the sandbox's address."""
    text = re.sub(r"http://127\.0\.0\.1:\d+", "", text)
    text = re.sub(r"\b[0-9a-f]{7,64}\b", "H", text)
    return re.sub(r"\d{4,}|\d{4}-\d\d-\d\d[T ][\d:]+Z?|\d\d:\d\d", "N", text)
