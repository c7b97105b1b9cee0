"""One pull request: take a snapshot, think, apply, remember."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog

from bot.core.answers import answer
from bot.core.branches import Branches
from bot.core.case import Case
from bot.core.clerk import Clerk, TickedBox, waiting
from bot.core.commands import commands
from bot.core.decide import decide
from bot.core.events import Event, PullRequestTouched, Where
from bot.core.explain import Explainer
from bot.core.matching import Matcher
from bot.core.memory import Memory, remember, shown_meanwhile
from bot.core.model.known import Known
from bot.core.model.ledger import EntryKind
from bot.core.model.policy import Policy
from bot.core.model.proposal import Proposal
from bot.core.model.report import (
    Annotation,
    Answer,
    Comment,
    CreateCheck,
    Receipt,
    Report,
    Snapshot,
    UpdateCheck,
)
from bot.core.model.verdict import Verdict
from bot.core.notices import notices
from bot.core.plan import plan
from bot.core.rebuild import rebuilt
from bot.core.refusals import next_hour
from bot.core.render import Scene, render
from bot.core.replay import remembered
from bot.errors import DontDelegateError
from bot.github import GitHubApp, Installation, Reading
from bot.handlers.again import groups_again, judge_again
from bot.handlers.grounds import Grounds, grounds
from bot.handlers.hanging import hanging
from bot.handlers.judges import Judge, Judges
from bot.handlers.meetable import named_in_vain
from bot.handlers.parked import take_green_back
from bot.handlers.proposals import Proposals, Proposed
from bot.handlers.receipts import entries_of, no_policy, second_try, to_be_shown
from bot.handlers.replays import ask_for_replay
from bot.handlers.told import PullRequestEvent, boxes_of, foretold, named, summaries, taken_back_unjudged
from bot.handlers.weighing import Weighing, completed
from bot.metrics import Metrics
from bot.store import Ledger, Outcome
from bot.store.inbox import Inbox

log = structlog.get_logger()

SPOKE = (EntryKind.SIGNED, EntryKind.TICKED, EntryKind.NOT_APPLICABLE, EntryKind.OVERRIDDEN, EntryKind.LOST)
SPEAKING = frozenset({"sign-off", "not-applicable", "override"})


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates pull requests; any evaluation may be repeated without harm."""

    app: GitHubApp
    ledger: Ledger
    judges: Judges
    metrics: Metrics
    web_url: str
    public_url: str  # where the pages of rules are served
    clock: Callable[[], float]  # seconds since 1970; the store's own
    inbox: Inbox
    proposals: Proposals = field(default_factory=Proposals)

    @property
    def now(self) -> datetime:
        """The time by the store's clock."""
        return datetime.fromtimestamp(self.clock(), UTC)

    async def evaluate(self, given: Sequence[Event]) -> Outcome | None:
        """Bring one pull request up to date for all its events at once; None when there is nothing to remember."""
        started, now = time.perf_counter(), self.now
        events = [event for event in given if isinstance(event, PullRequestEvent)]
        where, number = events[0].where, events[0].number
        installation = self.app.installation(where.installation)
        _forget_people(installation, events)
        likely = self.judges.likely_awaits(where.repo_id)
        reading, entries = await asyncio.gather(
            installation.read(where.repo, number, foretold(events), with_checks=likely),
            self.ledger.entries(where.repo_id, number),
        )
        if reading.merged:
            return Outcome(where.repo_id, number, settled=True)
        # Else a closed one would keep a green check, and have it at once when it is opened again.
        if reading.closed and not taken_back_unjudged(events, reading, remember(entries)):
            return Outcome(where.repo_id, number, settled=True)
        judge, branches = await self._judge(where.repo_id, reading)
        await take_green_back(installation, reading, branches)
        if judge is None:
            back = taken_back_unjudged(events, reading, remember(entries))
            return Outcome(where.repo_id, number, (*back, no_policy(reading.head_sha, now)), settled=True)
        snapshot = _asked_again(await completed(installation, reading, judge), events)
        rests_on = grounds(snapshot, judge, events, now)
        work = Evaluation(self, installation, judge, snapshot, where, rests_on)
        verdict, receipts, memory = await work.run(events, remember(entries))
        self._observe(receipts, verdict, started)
        entries = entries_of(verdict, snapshot.standing, memory, receipts, rests_on)
        if not verdict.passes:
            await self.inbox.put(groups_again(events[-1], memory, reading.head_sha, now))
        again = judge_again(where, number, _soonest(verdict, judge, now), now)
        hangs = hanging(where, number, judge.policy, verdict) if not reading.closed else None
        return Outcome(where.repo_id, number, entries, again, hangs, settled=hangs is None)

    async def judge(self, repo_id: int, reading: Reading) -> Judge | None:
        """Find who judges; a repository without a policy is left alone, unless this pull request brings its first."""
        judge, _ = await self._judge(repo_id, reading)
        return judge

    async def _judge(self, repo_id: int, reading: Reading) -> tuple[Judge | None, Branches]:
        """Find who judges, and which branches are guarded."""
        judge, branches = await self.judges.on(repo_id, reading)
        if judge is None and not (reading.head_policy.there or reading.head_floor.there):
            return None, branches
        nothing = Policy(zones={}, rules=(), source="no policy yet")
        return replace(judge or Judge(nothing, Matcher(nothing), first=True), branches=branches), branches

    def _observe(self, receipts: Sequence[Receipt], verdict: Verdict, started: float) -> None:
        checks = [r for r in receipts if isinstance(r.effect, CreateCheck | UpdateCheck)]
        for receipt in checks:
            self.metrics.evaluations.labels(receipt.effect.check.conclusion).inc()  # type: ignore[union-attr]
        self.metrics.evaluation_seconds.observe(time.perf_counter() - started)
        zones = {zone.zone.id: zone.state.value for zone in verdict.zones}
        log.info("evaluated", head=verdict.head_sha, zones=zones, effects=len(receipts))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation of one snapshot."""

    evaluator: Evaluator
    installation: Installation
    judge: Judge
    snapshot: Snapshot
    where: Where
    grounds: Grounds

    @property
    def weighing(self) -> Weighing:
        """The change before its judge."""
        return Weighing(
            self.installation, self.judge, self.snapshot.pull, self.snapshot.standing.reviews, self.grounds.now
        )

    async def run(
        self, events: Sequence[PullRequestEvent], memory: Memory
    ) -> tuple[Verdict, tuple[Receipt, ...], Memory]:
        """Think, write commands and ticks down, apply; the verdict, what came of each effect, and the memory before."""
        standing = self.snapshot.standing
        shown = (*shown_meanwhile(memory, standing.summary), *rebuilt(standing, memory, self.snapshot.pull.head_sha))
        memory = memory.with_entries(shown)
        comments = waiting(standing, memory, named(events))
        boxes = tuple(boxes_of(events, summaries(standing, memory)))
        logins = whoever_spoke(self.snapshot, memory, comments, boxes)
        overrides = any(one.name == "override" for comment in comments for one in commands(comment.body))
        case, known = await self.weighing.case(memory, logins, override=overrides)
        clerk = Clerk(case)
        ticks = [clerk.tick(box) for box in boxes]
        done = {comment.id: clerk.carry_out(comment) for comment in comments}
        said = [*shown, *ticks, *(one.entry for each in done.values() for one in each if one.entry)]
        case = clerk.case
        verdict = decide(case)
        if said:  # before anything is answered: what was said must outlive a crash between the answer and the end
            stamped = self.grounds.stamped(said, verdict)
            await self.evaluator.ledger.append(self.where.repo_id, self.snapshot.pull.number, stamped)
        edit = await self._edit(memory)
        explain = self._explainer(case, verdict, known, edit.proposal).explain
        answers = tuple(answer(comment, done[comment.id], verdict, explain) for comment in comments)
        report = render(verdict, self._scene(verdict, case.memory, answers, edit))
        return verdict, await self._apply(verdict, report, case.memory), case.memory

    async def _edit(self, memory: Memory) -> Proposed:
        """Read what the pull request proposes for the policy; the replay is made apart, and shown once it is there."""
        edit = await self.evaluator.proposals.of(self.judge, self.snapshot)
        if edit.proposal is None or not edit.key:
            return edit
        problems = (*edit.problems, *await self._named_in_vain())
        replay = remembered(memory, edit.key)
        if replay is None:
            await ask_for_replay(self.evaluator.inbox, self.where, self.snapshot.pull.number, edit.key)
        return replace(edit, problems=problems, proposal=replace(edit.proposal, replay=replay))

    async def _named_in_vain(self) -> tuple[Annotation, ...]:
        """Find whom the proposed policy names though nobody answers to it."""
        pull, text = self.snapshot.pull, self.snapshot.head_policy.text
        return await named_in_vain(self.installation, pull, text) if text is not None else ()

    def _explainer(self, case: Case, verdict: Verdict, known: Known, proposal: Proposal | None) -> Explainer:
        pull, why_not = self.snapshot.pull, self.judge.matcher.why_not
        return Explainer(
            policy=self.judge.policy,
            pull=pull,
            verdict=verdict,
            findings=case.matches.findings,
            why_not=lambda path: why_not(pull, path, known, self.grounds.now),
            public_url=self.evaluator.public_url,
            proposal=proposal,
        )

    def _scene(self, verdict: Verdict, memory: Memory, answers: tuple[Answer, ...], edit: Proposed) -> Scene:
        snapshot = self.snapshot
        return Scene(
            pull=snapshot.pull,
            policy=self.judge.policy,
            web_url=self.evaluator.web_url,
            summary_stands=snapshot.standing.summary is not None or memory.summary is not None,
            notices=notices(memory, verdict),
            head_problems=edit.problems,
            proposal=edit.proposal,
            first_policy=self.judge.first,
            answers=answers,
            check_name=self.judge.branches.check_name(snapshot.pull.base_ref),
            public_url=self.evaluator.public_url,
        )

    async def _apply(self, verdict: Verdict, report: Report, memory: Memory) -> tuple[Receipt, ...]:
        effects = plan(report, self.snapshot.standing, memory)
        drawings = to_be_shown(verdict, memory, effects, self.grounds.now)
        if drawings:  # whoever signs right after it was shown has signed it, whatever becomes of this process
            await self.evaluator.ledger.append(self.where.repo_id, self.snapshot.pull.number, drawings)
        receipts = list(await self.installation.apply(self.snapshot.pull, effects)) if effects else []
        again = second_try(receipts)
        if again:
            receipts += await self.installation.apply(self.snapshot.pull, again)
        for receipt in receipts:
            if receipt.refused is None:
                continue
            log.warning("GitHub refused", effect=type(receipt.effect).__name__, why=receipt.refused)
            if isinstance(receipt.effect, CreateCheck | UpdateCheck):
                raise DontDelegateError(f"GitHub refused the check run: {receipt.refused}")
        return tuple(receipts)


def whoever_spoke(
    snapshot: Snapshot, memory: Memory, comments: Iterable[Comment], boxes: Iterable[TickedBox]
) -> set[str]:
    """Give the logins of all whose word may count."""
    logins = {review.author.login for review in snapshot.standing.reviews if review.state != "COMMENTED"}
    logins |= {review.dismissed_by for review in snapshot.standing.reviews if review.dismissed_by}
    logins |= {entry.login for entry in memory.of(*SPOKE)}
    logins |= {c.author.login for c in comments if any(one.name in SPEAKING for one in commands(c.body))}
    return logins | {box.login for box in boxes}


def _asked_again(snapshot: Snapshot, events: Sequence[PullRequestEvent]) -> Snapshot:
    """Take a check that was asked for again for one without a conclusion, so that it is written though nothing changed.

    GitHub clears the conclusion of the suite then, and only an update of the run sets it again:
    https://docs.github.com/rest/checks/runs#rerequest-a-check-run
    """
    check = snapshot.standing.check
    if check is None or not any("rerequested" in e.why for e in events if isinstance(e, PullRequestTouched)):
        return snapshot
    return replace(snapshot, standing=replace(snapshot.standing, check=replace(check, conclusion=None)))


def _soonest(verdict: Verdict, judge: Judge, now: datetime) -> datetime | None:
    """Give when time alone may change the verdict: by what zones ask, or by a rule that begins or ceases to fire."""
    return min((at for at in (verdict.again, next_hour(judge.awaits.hours, now)) if at is not None), default=None)


def _forget_people(installation: Installation, events: Sequence[PullRequestEvent]) -> None:
    """Ask for people anew where an event tells that they changed: another process may have heard of it alone."""
    times = [e.people_since for e in events if isinstance(e, PullRequestTouched) and e.people_since is not None]
    if times:
        installation.forget_people(max(times))
