"""A merge queue's group: every pull request in it judged again, as it would be merged.

Its judge is the policy on the branch as it stands, never one that an earlier pull request of the group brings along; what
was signed counts where the group's change is the very one that was signed. So what the queue made of it is never green
unseen, and what only the queue made can't be signed: it is signed on the pull request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from bot.core.decide import decide
from bot.core.events import Event, MergeGroupAsked
from bot.core.markdown import code
from bot.core.memory import Memory, remember
from bot.core.model.group import Judged, Part
from bot.core.model.report import CheckRun, Receipt, Snapshot, StandingCheck
from bot.core.plan import plan_check
from bot.core.queued import Queued, conclusion_of, queued
from bot.core.render import Scene
from bot.core.render.group import Place, group_check, judged, not_judged, unjudged_check, unknown_check
from bot.errors import DontDelegateError
from bot.github import Group, Installation, Looks, RefusedError
from bot.github.wave import each
from bot.handlers.evaluate import Evaluator, whoever_spoke
from bot.handlers.judges import Judge
from bot.handlers.weighing import Weighing

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one part, with what is remembered of its pull request and the head that it had."""

    judged: Judged
    memory: Memory
    head: str


@dataclass(frozen=True, slots=True)
class Groups:
    """Judges merge groups; any judgement may be repeated without harm."""

    evaluator: Evaluator

    async def judge(self, given: Sequence[Event]) -> None:
        """Bring the check on one group up to date for all events about it at once."""
        events = [event for event in given if isinstance(event, MergeGroupAsked)]
        asked = next((event for event in events if event.base_sha is not None), events[0])
        installation = self.evaluator.app.installation(asked.where.installation)
        group = await installation.group(asked)
        if group is None:
            log.info("the merge group is gone", head=asked.sha)
            return
        judge, branches = await self.evaluator.judges.on(asked.where.repo_id, group)
        place = Place(branches.check_name(group.base_ref), asked.sha, group.base_ref)
        found: list[Found] = []
        if judge is None:
            check = unjudged_check(place)
        elif group.problem:
            check = unknown_check(place, group.problem)
        else:
            work = _Work(self.evaluator, installation, replace(judge, branches=branches), group, asked.where.repo_id)
            found = await each(group.parts, work.part)
            check = group_check(place, [one.judged for one in found], judge.policy.source)
        at = await self._show(installation, group, check, events)
        await self._remember(asked, check, found, at)

    async def _show(
        self, installation: Installation, group: Group, check: CheckRun, events: Sequence[MergeGroupAsked]
    ) -> datetime:
        """Write the check where it does not stand yet; the time by GitHub's clock, by ours where nothing was written."""
        stands = group.checks.get(check.name)
        receipts: list[Receipt] = []
        effects = tuple(plan_check(check, _asked_again(stands, events)))
        if effects:
            receipts = await installation.apply_to_group(group.repository, effects)
        refused = next((receipt.refused for receipt in receipts if receipt.refused is not None), None)
        if refused is not None:
            raise DontDelegateError(f"GitHub refused the check run on a merge group: {refused}")
        log.info("judged a merge group", head=check.head_sha, conclusion=check.conclusion, parts=len(group.parts))
        return next((receipt.at for receipt in receipts if receipt.at), self.evaluator.now)

    async def _remember(self, asked: MergeGroupAsked, check: CheckRun, found: Sequence[Found], at: datetime) -> None:
        """Write down with each pull request what the group's check says, so that it can be taken back."""
        group = Queued(asked.sha, asked.branch, asked.ref, asked.base_sha)
        for one in found:
            if conclusion_of(one.memory, asked.sha) != check.conclusion:
                entry = queued(group, check.conclusion, one.head, at)
                await self.evaluator.ledger.append(asked.where.repo_id, one.judged.part.number, [entry])


@dataclass(frozen=True, slots=True)
class _Work:
    """One judgement of one group."""

    evaluator: Evaluator
    installation: Installation
    judge: Judge
    group: Group
    repo_id: int

    async def part(self, part: Part) -> Found:
        """Judge one pull request where the queue put it; one that GitHub will not show is not taken for clean."""
        memory = remember(await self.evaluator.ledger.entries(self.repo_id, part.number))
        wants = partial(self.judge.matcher.wants, base_attributes=self.group.attributes)
        looks = Looks(wants, self.judge.branches, with_checks=bool(self.judge.awaits))
        try:
            snapshot = await self.installation.part(self.group, part, looks)
            return Found(await self._judged(part, snapshot, memory), memory, snapshot.head_policy.commit)
        except RefusedError as refusal:
            return Found(not_judged(part, f"GitHub says {code(refusal.says)}."), memory, "")

    async def _judged(self, part: Part, snapshot: Snapshot, memory: Memory) -> Judged:
        reviews = snapshot.standing.reviews
        weighing = Weighing(self.installation, self.judge, snapshot.pull, reviews, self.evaluator.now)
        case, _ = await weighing.case(memory, whoever_spoke(snapshot, memory, (), ()))
        edit = await self.evaluator.proposals.of(self.judge, snapshot)
        scene = Scene(snapshot.pull, self.judge.policy, self.evaluator.web_url, head_problems=edit.problems)
        return judged(part, decide(case), scene, memory)


def _asked_again(stands: StandingCheck | None, events: Sequence[MergeGroupAsked]) -> StandingCheck | None:
    """Take a check that was asked for again for one without a conclusion: GitHub waits for it to be written anew."""
    if stands is None or not any("rerequested" in event.why for event in events):
        return stands
    return replace(stands, conclusion=None)
