"""A pull request on a GitHub of a few fields: people act at any time, the bot evaluates, and all that was shown is noted."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.answers import answer
from bot.core.case import Case
from bot.core.clerk import Clerk, TickedBox, waiting
from bot.core.decide import decide
from bot.core.events.boxes import Box, boxes
from bot.core.memory import Memory, remember
from bot.core.model.change import Account, PullRequest
from bot.core.model.ledger import Entry
from bot.core.model.policy import Policy, Requirement, Signers
from bot.core.model.report import (
    Comment,
    CreateCheck,
    EditSummary,
    Effect,
    PostAnswer,
    PostReview,
    PostSummary,
    Receipt,
    Report,
    RequestReviewers,
    ResolveThread,
    Standing,
    StandingCheck,
    Thread,
    UpdateCheck,
)
from bot.core.model.verdict import Matches, People, Review, Verdict
from bot.core.notices import notices
from bot.core.plan import plan
from bot.core.rebuild import rebuilt
from bot.core.render import Scene, render
from bot.handlers.grounds import Grounds
from bot.handlers.receipts import entries_of
from tests.core.build import START, commit, file, finding, policy, pull, zone

SENIORS = ("grace", "heidi")
PEOPLE = (*SENIORS, "ada", "mallory", "robot[bot]", "")
PATCHES = tuple(f"@@ -1,2 +1,2 @@\n import stripe\n-event = verify(body)\n+event = parse(body, {n})" for n in range(3))


@dataclass(frozen=True)
class Said:
    """Something a person stated: `signs` None takes back; `of` is what the list showed by then, "" nothing or unknown."""

    login: str
    at: datetime
    order: int
    signs: bool
    of: str = ""
    item: str = ""  # for a tick
    zone: str = "money"


@dataclass
class History:
    """The pull request, what stands on it, and the bot's ledger."""

    required: bool = True
    now: datetime = START
    order: int = 0
    covered: int = 0
    commits: list[str] = field(default_factory=lambda: ["ada"])
    contents: list[int] = field(default_factory=lambda: [0])  # what is covered, of each commit
    standing: Standing = field(default_factory=Standing)
    ledger: list[Entry] = field(default_factory=list)
    pending: list[TickedBox] = field(default_factory=list)
    # the truth, kept apart from the bot's memory: when the summary began to show which fingerprint, for which head
    displayed: list[tuple[datetime, str, str]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def head(self) -> str:
        return f"{len(self.commits):040x}"

    @property
    def pull(self) -> PullRequest:
        names = tuple(commit(login, sha=f"{n:040x}") for n, login in enumerate(self.commits))
        files = (file(patch=PATCHES[self.covered]), file("README.md", f"@@ -1 +1 @@\n-a\n+{len(self.commits)}"))
        return pull(*files, commits=names, head_sha=self.head)

    @property
    def policy(self) -> Policy:
        return policy(zone(sign_off=Requirement(Signers("", users=SENIORS)), required=self.required))

    def number(self) -> int:
        self.order += 1
        return self.order

    def memory(self) -> Memory:
        return remember(self.ledger)

    def shown(self) -> str:
        """What the summary has shown last, strictly before this second."""
        before = [print_ for at, _, print_ in self.displayed if at < self.now]
        return before[-1] if before else ""

    def reviewed(self, back: int) -> str:
        """What a review of a commit is about: that commit as the summary showed it, or what it shows if that is the same."""
        which = max(len(self.commits) - back, 1)
        before = [(of, print_) for at, of, print_ in self.displayed if at < self.now]
        of_it = [print_ for of, print_ in before if int(of, 16) == which]
        same = [print_ for of, print_ in before[-1:] if self.contents[int(of, 16) - 1] == self.contents[which - 1]]
        return next(iter([*of_it[-1:], *same]), "")

    # --- what people do ---

    def passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def push(self, by: str, covered: int) -> None:
        self.commits.append(by)
        self.contents.append(covered)
        self.covered = covered
        self.standing = replace(self.standing, check=None)

    def review(self, by: str, state: str, back: int) -> None:
        """Review the head, or a commit `back` before it."""
        head = f"{max(len(self.commits) - back, 1):040x}"
        one = Review(self.number(), Account(by, by.endswith("[bot]")), state, head, self.now)
        self.standing = replace(self.standing, reviews=(*self.standing.reviews, one))
        if state != "COMMENTED":
            self.said.append(Said(by, self.now, one.id, state == "APPROVED", f"{self.reviewed(back)}:review"))

    def dismiss(self, which: int, by: str = "") -> None:
        """Have a review dismissed, by who gave it if nobody else is named."""
        reviews = list(self.standing.reviews)
        if reviews:
            one = reviews[which % len(reviews)]
            reviews[which % len(reviews)] = replace(
                one, state="DISMISSED", was=one.was or one.state, dismissed_by=by or one.author.login
            )
            self.standing = replace(self.standing, reviews=tuple(reviews))
            self.said = [replace(s, signs=False) if s.order == one.id else s for s in self.said]

    def comment(self, by: str, body: str, *, edited: bool = False) -> None:
        one = Comment(self.number(), Account(by, by.endswith("[bot]")), body, self.now, self.now, edited)
        self.standing = replace(self.standing, comments=(*self.standing.comments, one))
        if "/revoke" in body and not edited:
            self.said.append(Said(by, self.now, one.id, signs=False))
        if "/sign-off money" in body and not edited:
            self.said.append(Said(by, self.now, one.id, signs=True, of=f"{self.shown()}:command"))

    def tick(self, by: str, which: int, *, checked: bool) -> None:
        summary = self.standing.summary
        found = list(boxes(summary.body).values()) if summary else []
        if not found or not by:
            return
        box = found[which % len(found)]
        if box.checked is checked:
            return  # only a box that changes is an event
        self._redraw(box, by, checked=checked)
        self.pending.append(
            TickedBox(
                box.zone, box.item, box.fingerprint16, checked, by, self.now, f"delivery:{self.number()}", box.ask
            )
        )
        self.said.append(Said(by, self.now, self.order, checked, f"{self.shown()}:tick", box.item))

    def _redraw(self, box: Box, by: str, *, checked: bool) -> None:
        """Edit the summary as a click on a box does."""
        summary = self.standing.summary
        assert summary
        mark = f"<!-- dont-delegate:box {box.zone} {box.item} {box.fingerprint16} -->"
        old, new = ("- [ ]", "- [x]") if checked else ("- [x]", "- [ ]")
        lines = [line.replace(old, new, 1) if mark in line else line for line in summary.body.split("\n")]
        self._edit("\n".join(lines), Account(by))

    def scribble(self, text: str) -> None:
        """Somebody with write access changes our summary."""
        if self.standing.summary:
            self._edit(self.standing.summary.body.replace("- [ ]", "- [x]") + text, Account("mallory"))

    def forge(self, login: str) -> None:
        """Somebody with write access writes a sign-off of another's into our summary, as we would keep it."""
        last = self.displayed[-1][2] if self.displayed else ""
        mark = f"dont-delegate:signed money {login} command {int(self.now.timestamp())} {last}"
        self.scribble(f"\n\n<!-- {mark} -->")

    def _edit(self, body: str, by: Account) -> None:
        assert self.standing.summary
        edited = replace(self.standing.summary, body=body, updated_at=self.now, edited=True, edited_by=by)
        self.standing = replace(self.standing, summary=edited)

    def forget(self) -> None:
        """The bot's database is lost, and with it what it was told and had not handled yet."""
        self.ledger.clear()
        self.pending.clear()

    # --- what the bot does ---

    def evaluate(self) -> tuple[Verdict, Report, tuple[Effect, ...]]:
        """Do what one evaluation does, against this GitHub; give what was thought and done."""
        self.ledger += rebuilt(self.standing, self.memory(), self.head)
        memory = self.memory()
        comments = waiting(self.standing, memory, [comment.id for comment in self.standing.comments])
        clerk = Clerk(self.case(memory))
        for box in self.pending:
            self.ledger.append(clerk.tick(box))
        done = {comment.id: clerk.carry_out(comment) for comment in comments}
        self.ledger += [one.entry for each in done.values() for one in each if one.entry]
        self.pending.clear()
        verdict = decide(clerk.case)
        answers = tuple(answer(one, done[one.id], verdict, lambda subject: subject) for one in comments)
        stands = self.standing.summary is not None
        told = notices(clerk.case.memory, verdict)
        scene = Scene(self.pull, self.policy, "https://github.test", stands, notices=told, answers=answers)
        report = render(verdict, scene)
        effects = plan(report, self.standing, clerk.case.memory)
        before = self.standing
        receipts = [Receipt(effect, self._apply(effect), self.now) for effect in effects]
        self.ledger += entries_of(verdict, before, clerk.case.memory, receipts, Grounds("acme/shop", {}, (), self.now))
        self.note(verdict)
        return verdict, report, effects

    def case(self, memory: Memory) -> Case:
        """Put together what a verdict rests on."""
        matches = Matches((finding(),))
        reviews = self.standing.reviews
        return Case(self.policy, self.pull, matches, memory, reviews, People(), lambda _: True, self.now)

    def note(self, verdict: Verdict) -> None:
        """Note what has been shown from now on."""
        fingerprint = verdict.zones[0].cover.fingerprint
        same = bool(self.displayed) and self.displayed[-1][2] == fingerprint  # a new head under the words that stood
        self.displayed.append((self.displayed[-1][0] if same else self.now, self.head, fingerprint))

    def _apply(self, effect: Effect) -> int | None:
        number, standing = self.number(), self.standing
        match effect:
            case CreateCheck(check, shown):
                self.standing = replace(standing, check=StandingCheck(number, shown, check.conclusion))
            case UpdateCheck(one, check, shown):
                self.standing = replace(standing, check=StandingCheck(one, shown, check.conclusion))
            case PostSummary(body):
                posted = Comment(number, Account("bot[bot]", bot=True), body, self.now, self.now, ours=True)
                self.standing = replace(standing, summary=posted)
            case EditSummary(one, body):
                assert standing.summary
                assert standing.summary.id == one
                self._edit(body, standing.summary.author)
            case PostReview(comments=lines):
                fresh = tuple(Thread(f"T{number}-{line.key}", line.key, resolved=False) for line in lines)
                self.standing = replace(standing, threads=(*standing.threads, *fresh))
            case ResolveThread(one):
                threads = (replace(t, resolved=t.resolved or t.id == one) for t in standing.threads)
                self.standing = replace(standing, threads=tuple(threads))
            case RequestReviewers(logins):
                self.standing = replace(standing, requested=standing.requested | set(logins))
            case PostAnswer(given):
                reply = Comment(number, Account("bot[bot]", bot=True), given.body, self.now, self.now, ours=True)
                self.standing = replace(standing, comments=(*standing.comments, reply))
        return number
