"""The issues that ask for a review after the fact: commands there, and keeping each open for as long as something is owed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core import debt_words as words
from bot.core.clerk import waiting
from bot.core.events import Event, IssueTouched, Where
from bot.core.memory import Memory, remember
from bot.core.model.debts import Debt, Merge, StandingIssue
from bot.core.model.ledger import EntryKind
from bot.core.model.report import Comment, Standing
from bot.core.model.verdict import People
from bot.core.payments import Cashier, asks_to_pay
from bot.github.issues import Issues
from bot.handlers.evaluate import Evaluator
from bot.handlers.inquiry import inquiry, signers_of
from bot.handlers.merges import Merges
from bot.handlers.owners import NOBODY, owned
from bot.store.debts import Debts


@dataclass(frozen=True, slots=True)
class Payments:
    """Takes payments, and closes or reopens the issues; doing it twice changes nothing."""

    evaluator: Evaluator
    debts: Debts
    merges: Merges

    async def touched(self, events: Sequence[Event]) -> None:
        """See to each issue that something happened to."""
        found = {(event.where, event.issue): event for event in events if isinstance(event, IssueTouched)}
        for (where, issue), event in found.items():
            debt = await self.debts.of_issue(where.repo_id, issue)
            if debt is not None:
                await self._see_to(where, debt, gone=event.why == "issue transferred")

    async def _see_to(self, where: Where, debt: Debt, *, gone: bool) -> None:
        issues = self.evaluator.app.installation(where.installation).issues(where.repo)
        standing = None if gone else await issues.read(debt.issue)
        if standing is None:
            await self._again(where, debt)
            return
        everything = Standing(comments=standing.comments)
        comments = waiting(everything, Memory(), [comment.id for comment in standing.comments])
        cashier = await self._cashier(where, debt, comments, closed=not standing.open)
        answers = [cashier.take(comment) for comment in comments]
        if cashier.entries:  # before anything is answered
            await self.evaluator.ledger.append(where.repo_id, debt.number, cashier.entries)
        await issues.answer(debt.issue, answers)
        await _settle(issues, standing, cashier)

    async def _cashier(self, where: Where, debt: Debt, comments: Sequence[Comment], *, closed: bool) -> Cashier:
        """Read the policy of today and its people, where it matters who may review."""
        if not (asks_to_pay(comments) or closed):
            return Cashier(debt, None, People())
        installation = self.evaluator.app.installation(where.installation)
        reading = await installation.read(where.repo, debt.number)
        judge = await self.evaluator.judge(where.repo_id, reading)
        cashier = Cashier(debt, judge.policy if judge else None, People())
        zones = [zone for one in debt.unpaid if (zone := cashier.zone(one.zone))]
        groups = [group for zone in zones for group in signers_of(zone)]
        asked = inquiry(groups, {comment.author.login for comment in comments})
        owners = NOBODY
        if any(group.codeowners for group in groups):  # whoever owns any of the files may look at what was merged
            paths = {file.filename for page in reading.pages.values() for file in page}
            owners = await owned(installation, where.repo, reading.codeowners, paths)
        known = await installation.people(where.repo, replace(asked, teams=asked.teams | owners.teams))
        cashier.people = owners.beside(known)
        return cashier

    async def _again(self, where: Where, debt: Debt) -> None:
        """Ask anew where the issue was taken away before all was reviewed."""
        entries = await self.evaluator.ledger.entries(where.repo_id, debt.number)
        merged = [entry for entry in entries if entry.kind is EntryKind.MERGED]
        if debt.unpaid and merged:
            facts = merged[-1].facts
            merge = Merge(facts["head"], facts["sha"], facts["base"], merged[-1].login, merged[-1].at)
            await self.merges.ask(where, debt.number, merge, remember(entries), debt.paid)


async def _settle(issues: Issues, standing: StandingIssue, cashier: Cashier) -> None:
    """Close what is paid, and open again what is not, with a kind word the first time."""
    debt = cashier.debt
    if standing.open and not debt.unpaid:
        await issues.close(debt.issue)
    if standing.open or not debt.unpaid:
        return
    await issues.reopen(debt.issue)
    if not any(one.ours and one.body.startswith(words.REOPENED_MARK) for one in standing.comments):
        needs = [(one, cashier.who(one)) for one in debt.unpaid]
        await issues.say(debt.issue, words.still_owed(debt, standing.closed_by, needs))
