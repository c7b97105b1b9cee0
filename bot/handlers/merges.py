"""After a merge: what was merged without its sign-offs is written down, and an issue asks for the review that is owed."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.core.debt_words import new_issue
from bot.core.debts import debt_entry, debt_of, merged_entry, owed, settled, told_nothing
from bot.core.decide import decide
from bot.core.events import Event, PullRequestMerged, Where
from bot.core.memory import Memory, remember
from bot.core.model.change import PullRequest
from bot.core.model.debts import Debt, Merge, Owed
from bot.core.model.verdict import Verdict
from bot.github import RefusedError
from bot.handlers.evaluate import Evaluator, whoever_spoke
from bot.handlers.weighing import Weighing, completed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Merges:
    """Sees to what is owed for merges; a second look at the same merge changes nothing."""

    evaluator: Evaluator

    async def merged(self, events: Sequence[Event]) -> None:
        """Write each merge down, and ask for the review of what nobody signed."""
        for event in events:
            if isinstance(event, PullRequestMerged):
                await self._merged(event)

    async def _merged(self, event: PullRequestMerged) -> None:
        where, ledger = event.where, self.evaluator.ledger
        merge = Merge(event.head, event.sha, event.base, event.by, event.at)
        entries = await ledger.entries(where.repo_id, event.number)
        memory = remember(entries)
        if told_nothing(memory, merge):
            return
        await ledger.append(where.repo_id, event.number, [merged_entry(merge, memory)])
        if not settled(memory, merge) and debt_of(where.repo_id, event.number, entries) is None:
            await self.ask(where, event.number, merge, memory)

    async def ask(
        self, where: Where, number: int, merge: Merge, memory: Memory, paid: frozenset[str] = frozenset()
    ) -> None:
        """Open the issue that asks for the reviews, but for zones in `paid`; nothing where none is owed."""
        judged = await self._judged(where, number, merge, memory)
        if judged is None:
            return
        verdict, pull = judged
        zones = tuple(one for one in owed(verdict, memory, merge) if one.zone not in paid)
        if zones:
            debt = await self._open(where, merge, judged, zones)
            await self.evaluator.ledger.append(where.repo_id, pull.number, [debt_entry(debt)])

    async def _judged(
        self, where: Where, number: int, merge: Merge, memory: Memory
    ) -> tuple[Verdict, PullRequest] | None:
        """Judge what was merged as of then; None where nothing judges it, or its branch is not guarded."""
        installation = self.evaluator.app.installation(where.installation)
        reading = await installation.read(where.repo, number)
        judge = await self.evaluator.judge(where.repo_id, reading)
        if judge is None or not judge.branches.guards(merge.base):
            return None
        snapshot = await completed(installation, reading, judge)
        weighing = Weighing(installation, judge, snapshot.pull, snapshot.standing.reviews, merge.at)
        case, _ = await weighing.case(memory, whoever_spoke(snapshot, memory, (), ()))
        return decide(case), snapshot.pull

    async def _open(
        self, where: Where, merge: Merge, judged: tuple[Verdict, PullRequest], zones: tuple[Owed, ...]
    ) -> Debt:
        """Open the issue, unless it was opened before and only not written down."""
        verdict, pull = judged
        web_url = self.evaluator.web_url
        wanted = new_issue(zones, merge, verdict, pull, web_url)
        issues = self.evaluator.app.installation(where.installation).issues(pull.repository)
        number, url, since = 0, f"{web_url}/{pull.repository}/pull/{pull.number}", merge.at
        try:
            issue = await issues.find(wanted.mark, merge.at) or await issues.open(wanted)
            number, url, since = issue.number, issue.url, issue.created_at
        except RefusedError as refusal:  # as where a repository has no issues: it is still owed, and listed
            log.warning("the issue that asks for a review could not be opened", why=str(refusal))
        return Debt(where.repo_id, pull.number, pull.repository, number, url, since, zones, verdict.authors)
