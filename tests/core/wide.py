"""A pull request to which more happens: two zones, bases with other policies, rebases, side branches, labels, teams, lessons."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.case import Case
from bot.core.clerk import TickedBox
from bot.core.events.boxes import boxes
from bot.core.memory import Memory
from bot.core.model.change import Account, ChangedFile, PullRequest
from bot.core.model.policy import (
    ChecklistItem,
    Override,
    Policy,
    Requirement,
    Rule,
    SignAll,
    Signers,
    SignOffRule,
    TeachBack,
)
from bot.core.model.predicates import Labels, Predicate
from bot.core.model.report import Comment
from bot.core.model.verdict import Finding, Matches, People, Review, Verdict
from bot.core.plan import answered
from tests.core.build import commit, file, finding, policy, pull, rule, zone
from tests.core.history import History, Said

TEAM = "acme/payments"
MEMBERS = ("grace", "heidi", "ivan")
AUTH_SENIORS = ("heidi", "ivan")
STRANGER = "mallory"  # signs money on the base `lax`
PATHS = {"money": "app/hooks.py", "auth": "app/guard.py"}
ITEMS = {zone: tuple(f"{zone}-rule/{item}" for item in ("first", "second")) for zone in PATHS}
QUESTION = ChecklistItem("twice", "What happens the second time?")
DIGESTS = {"main": "d1", "lax": "d1", "other": "d2"}  # of the rules, by the base's policy
UNTOUCHED = -1

Key = tuple[int, str]  # what is covered of a zone and the digest of its rule; equal keys are the same change


@dataclass(frozen=True)
class Setup:
    """What the policies ask for."""

    count: int = 1
    checklist: bool = True
    lesson: bool = False  # the author is asked, and nothing counts before they answered


@dataclass
class Wide(History):
    """The pull request at a head of many, on a base of three."""

    setup: Setup = field(default_factory=Setup)
    base: str = "main"
    labels: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset(MEMBERS)
    readable: bool = True  # the team
    told: bool = True  # whether a condition of the policy holds
    shift: int = 0  # by how much the lines were moved by rebases
    heads: list[dict[str, int]] = field(default_factory=lambda: [{"money": 0, "auth": UNTOUCHED}])
    # what was shown from when on: the head, each zone's key, and which answers of the author stood beside
    views: list[tuple[datetime, str, dict[str, Key], frozenset[str]]] = field(default_factory=list)
    lessons: list[str] = field(default_factory=list)

    # --- what is there ---

    @property
    def head(self) -> str:
        return f"{len(self.heads):040x}"

    @property
    def pull(self) -> PullRequest:
        names = tuple(commit(login, sha=f"{n:040x}") for n, login in enumerate(self.commits))
        readme = file("README.md", f"@@ -1 +1 @@\n-a\n+{len(self.heads)}")
        changed = {"base_ref": self.base, "labels": tuple(self.labels), "head_sha": self.head}
        return pull(*self._files(), readme, commits=names, **changed)

    def _files(self) -> Iterable[ChangedFile]:
        for zone_id, content in self.heads[-1].items():
            if content != UNTOUCHED:
                at = 1 + self.shift
                lines = f" import {zone_id}\n-event = verify(body)\n+event = parse(body, {content})"
                yield file(PATHS[zone_id], f"@@ -{at},2 +{at},2 @@\n{lines}")

    @property
    def policy(self) -> Policy:
        money = zone(sign_off=self._money(), required=self.setup.checklist)
        auth = zone("auth", Requirement(Signers("", users=AUTH_SENIORS)), required=self.setup.checklist)
        asks = TeachBack((QUESTION,), required=True) if self.setup.lesson else None
        money = replace(money, teach_back=asks, override=Override(Signers("", users=("margaret",))))
        return policy(money, auth, rules=[self._rule("money"), self._rule("auth")])

    def _money(self) -> SignOffRule:
        if self.base == "lax":
            return Requirement(Signers("", users=(STRANGER,)))
        payments = Requirement(Signers("", teams=(TEAM,)), self.setup.count)
        return SignAll((payments, Requirement(Signers("", users=("heidi",)), when=Labels(("big",)))))

    def _rule(self, zone_id: str) -> Rule:
        items = tuple(ChecklistItem(item, f"Is {item} so?") for item in ITEMS[zone_id])
        return rule(f"{zone_id}-rule", zone_id, checklist=items, digest=DIGESTS[self.base])

    def findings(self) -> tuple[Finding, ...]:
        touched = [zone_id for zone_id, content in self.heads[-1].items() if content != UNTOUCHED]
        return tuple(finding(self._rule(zone_id), PATHS[zone_id], 2 + self.shift) for zone_id in touched)

    def case(self, memory: Memory) -> Case:
        people = People({TEAM: self.members}) if self.readable else People(unreadable={TEAM: "GitHub says no"})
        matches, reviews = Matches(self.findings()), self.standing.reviews
        return Case(self.policy, self.pull, matches, memory, reviews, people, self._holds, self.now)

    def _holds(self, predicate: Predicate) -> bool | None:
        assert isinstance(predicate, Labels)
        return bool(self.labels.intersection(predicate.names)) if self.told else None

    # --- the truth of what is there and was shown ---

    @property
    def big(self) -> bool:
        """Whether what is asked of big changes is asked here; where that is not known, it is."""
        return not self.told or "big" in self.labels

    def to_sign(self, head: int = 0) -> dict[str, Key]:
        """What is covered of each touched zone at a head, by its number; 0: at the present one."""
        contents = self.heads[head - 1]
        return {name: (content, DIGESTS[self.base]) for name, content in contents.items() if content != UNTOUCHED}

    def note(self, verdict: Verdict) -> None:
        assert self.standing.summary or not verdict.zones
        body = self.standing.summary.body if self.standing.summary else ""
        there = frozenset(text for text in self.lessons if text in body)
        keys = self.to_sign()
        same = bool(self.views) and self.views[-1][2:] == (keys, there)
        self.views.append((self.views[-1][0] if same else self.now, self.head, keys, there))

    def seen(self, at: datetime | None = None) -> tuple[dict[str, Key], frozenset[str]]:
        """What was shown last, strictly before a second."""
        before = [(keys, there) for since, _, keys, there in self.views if since < (at or self.now)]
        return before[-1] if before else ({}, frozenset())

    def looked_at(self, head: int) -> dict[str, Key]:
        """What a review of a head is about: as that was shown, else what is shown if it is the same there."""
        of_it = [keys for since, of, keys, _ in self.views if since < self.now and int(of, 16) == head]
        shown, _ = self.seen()
        same = {name: key for name, key in self.to_sign(head).items() if shown.get(name) == key}
        return of_it[-1] if of_it else same

    def seniors(self, zone_id: str) -> set[str]:
        """Who speaks for a zone now."""
        if zone_id == "auth":
            return set(AUTH_SENIORS)
        if self.base == "lax":
            return {STRANGER}
        return self._team() | ({"heidi"} if self.big else set())

    def _team(self) -> set[str]:
        return set(self.members) if self.readable else set()

    def authors(self) -> set[str]:
        return {"ada", *self.commits}

    def enough(self, zone_id: str, signers: set[str]) -> bool:
        """Whether these seniors together are enough."""
        if zone_id == "auth" or self.base == "lax":
            return bool(signers)
        return len(signers & self._team()) >= self.setup.count and (not self.big or "heidi" in signers)

    def items(self, zone_id: str) -> tuple[str, ...]:
        return ITEMS[zone_id]

    def boxes_first(self) -> bool:
        return self.setup.checklist

    def heard(self, word: Said) -> bool:
        """Whether the author's answer stood there before this was said, where the zone asks for one."""
        return word.zone != "money" or not self.setup.lesson or bool(self.seen(word.at)[1])

    def asks_for_changes(self, login: str, zone_id: str) -> tuple[datetime, int] | None:
        """Time and number of somebody's last review that says anything, if it asks for changes and nobody who may ended that."""
        reviews = [r for r in self.standing.reviews if r.author.login == login and r.state != "COMMENTED"]
        if not reviews or "CHANGES_REQUESTED" not in (reviews[-1].state, reviews[-1].was):
            return None
        ended_by = reviews[-1].dismissed_by
        may_end = {login, *(self.seniors(zone_id) - self.authors())}
        return None if ended_by in may_end else (reviews[-1].submitted_at, reviews[-1].id)

    # --- what people do ---

    def push(self, by: str, covered: int, zone_id: str = "money") -> None:
        self.commits.append(by)
        self._new_head({**self.heads[-1], zone_id: covered})

    def rebase(self, shift: int) -> None:
        self.shift = shift
        self._new_head(self.heads[-1])

    def side_branch(self, by: str) -> None:
        """Merge a branch of somebody into the pull request; the lines that count are as they were."""
        self.commits += [by, "ada"]
        self._new_head(self.heads[-1])

    def squash(self, by: str) -> None:
        self.commits[:] = [by]
        self._new_head(self.heads[-1])

    def _new_head(self, contents: dict[str, int]) -> None:
        self.heads.append(dict(contents))
        self.standing = replace(self.standing, check=None)

    def retarget(self, base: str) -> None:
        self.base = base

    def label(self, name: str) -> None:
        self.labels = self.labels ^ {name}

    def member(self, login: str) -> None:
        """Somebody leaves the team, or comes back."""
        self.members = self.members ^ {login}

    def team_hides(self) -> None:
        self.readable = not self.readable

    def conditions_hide(self) -> None:
        self.told = not self.told

    def review(self, by: str, state: str, back: int) -> None:
        head = max(len(self.heads) - back, 1)
        account = Account(by, by.endswith("[bot]"))
        one = Review(self.number(), account, state, f"{head:040x}", self.now)
        self.standing = replace(self.standing, reviews=(*self.standing.reviews, one))
        for zone_id in PATHS if state != "COMMENTED" else ():
            self._said(by, zone_id, state == "APPROVED", self.looked_at(head), "review", one.id)

    def comment(self, by: str, body: str, *, edited: bool = False) -> None:
        one = Comment(self.number(), Account(by, by.endswith("[bot]")), body, self.now, self.now, edited)
        self.standing = replace(self.standing, comments=(*self.standing.comments, one))
        shown, _ = self.seen()
        for line in body.split("\n"):
            name, *rest = line.split()
            for zone_id in PATHS:
                if name == "/revoke" and rest in ([], [zone_id]):
                    self._said(by, zone_id, signs=False, shown=shown, via="command", order=one.id)
                if name == "/sign-off" and zone_id in rest:
                    self._said(by, zone_id, signs=True, shown=shown, via="command", order=one.id)
                if name == "/not-applicable" and rest[0] == zone_id:
                    item = ITEMS[zone_id][int(rest[1]) - 1]
                    self._said(by, zone_id, signs=True, shown=shown, via="absent", order=one.id, item=item)

    def answer(self, by: str) -> None:
        text = f"Row {self.number()} is there already."
        self.lessons.append(text)
        self.comment(by, f"/answer twice {text}")

    def unsay(self, which: int, *, edit: bool) -> None:
        """Delete or edit a comment; what nobody had read by then was not said."""
        comments = list(self.standing.comments)
        if not comments:
            return
        one = comments.pop(which % len(comments))
        if edit and not one.ours:
            comments.append(replace(one, body="/sign-off money auth", edited=True, updated_at=self.now))
        self.standing = replace(self.standing, comments=tuple(comments))
        if one.id not in answered(self.standing, self.memory()):
            self.said = [word for word in self.said if word.order != one.id]

    def tick(self, by: str, which: int, *, checked: bool) -> None:
        summary = self.standing.summary
        found = [box for box in boxes(summary.body).values() if box.checked is not checked] if summary else []
        if not found or not by:
            return
        box = found[which % len(found)]
        self._redraw(box, by, checked=checked)
        source = f"delivery:{self.number()}"
        switch = TickedBox(box.zone, box.item, box.fingerprint16, checked, by, self.now, source, box.ask)
        self.pending.append(switch)
        self._said(by, box.zone, checked, self.seen()[0], "tick", self.order, box.item)

    def _said(  # noqa: PLR0913, PLR0917 - one for each thing that a word is
        self, by: str, zone_id: str, signs: bool, shown: dict[str, Key], via: str, order: int, item: str = ""
    ) -> None:
        of = f"{shown.get(zone_id, '')}:{via}"
        self.said.append(Said(by, self.now, order, signs, of, item, zone_id))
