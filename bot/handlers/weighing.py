"""From a change to the case that a verdict rests on: match it, find out what rules and the sign-off need to know."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.analysis.desk import find_out
from bot.core.case import Case, touched
from bot.core.conditions import conditions
from bot.core.matching import Sight
from bot.core.memory import Memory
from bot.core.model.change import PullRequest
from bot.core.model.known import NOTHING, Around, Known
from bot.core.model.ledger import EntryKind
from bot.core.model.policy import Signers, Zone
from bot.core.model.report import Snapshot
from bot.core.model.verdict import Matches, People, Review
from bot.core.owned import moved_from
from bot.core.provenance import level
from bot.github import Installation, Reading
from bot.handlers.inquiry import inquiry, signers_and_overriders_of, signers_of, with_groups
from bot.handlers.judges import Judge
from bot.handlers.owners import NOBODY, owned

Whose = Callable[[Zone], Iterable[Signers]]

LARGE_PATCHES = 1_000_000  # characters of patches from which on matching leaves the event loop


async def completed(installation: Installation, reading: Reading, judge: Judge) -> Snapshot:
    """Read what the first wave left open, as far as it matters to this judge."""
    wants = partial(judge.matcher.wants, base_attributes=reading.base_attributes)
    return await installation.complete(reading, wants, judge.branches.named, with_checks=bool(judge.awaits))


@dataclass(frozen=True, slots=True)
class Weighing:
    """One change before its judge."""

    installation: Installation
    judge: Judge
    pull: PullRequest
    reviews: tuple[Review, ...]
    now: datetime

    async def case(self, memory: Memory, logins: Collection[str], *, override: bool = False) -> tuple[Case, Known]:
        """Give the case, and what was found out for it.

        `logins` are those whose word may count; `override`: somebody overrides now, so it matters who may.
        """
        sight = await self._sight()
        whose = signers_and_overriders_of if override or memory.of(EntryKind.OVERRIDDEN) else signers_of
        known, people = await self._ask(sight, logins, whose)
        return self._case(self.judge.matcher.judge(sight, known), memory, people), known

    async def _sight(self) -> Sight:
        if sum(len(file.patch or "") for file in self.pull.files) < LARGE_PATCHES:
            return self.judge.matcher.sight(self.pull, self.now)
        return await asyncio.to_thread(self.judge.matcher.sight, self.pull, self.now)

    async def _ask(self, sight: Sight, logins: Collection[str], whose: Whose) -> tuple[Known, People]:
        """Find out what rules need beyond the patches, and who may sign, side by side.

        A zone that hangs on what is not known yet counts as touched for the moment, so nobody is asked for later.
        """
        so_far = self.judge.matcher.judge(sight)
        known, people = await asyncio.gather(self._known(sight), self._people(so_far, sight, logins, whose))
        return replace(known, people=people), people

    async def _known(self, sight: Sight) -> Known:
        if not sight.open:
            return NOTHING
        texts = await self.installation.texts(self.pull.repository, sight.unread) if sight.unread else {}
        return await asyncio.to_thread(find_out, sight, texts)

    async def _people(self, matches: Matches, sight: Sight, logins: Collection[str], whose: Whose) -> People:
        """Ask about the people that this verdict rests on, and no others."""
        parts = touched(self.judge.policy, matches)
        zones = [part.zone for part in parts]
        groups = [signers for zone in zones for signers in whose(zone)]
        whens = [*(rule.when for rule in sight.hanging), *(when for zone in zones for when in conditions(zone))]
        asked = with_groups(inquiry(groups, logins), whens)
        owners = NOBODY
        if any(group.codeowners for group in groups):
            paths = {*(f.path for part in parts for f in part.findings), *(s.file.path for s in sight.files if s.open)}
            paths |= {before for path in paths if (before := moved_from(self.pull, path))}
            owners = await owned(self.installation, self.pull.repository, self.pull.codeowners, paths)
        known = await self.installation.people(self.pull.repository, replace(asked, teams=asked.teams | owners.teams))
        return owners.beside(known)

    def _case(self, matches: Matches, memory: Memory, people: People) -> Case:
        marked, around = level(matches.marks), Around(self.now, people)
        return Case(
            policy=self.judge.policy,
            pull=self.pull,
            matches=matches,
            memory=memory,
            reviews=self.reviews,
            people=people,
            holds=lambda predicate: self.judge.matcher.holds(predicate, self.pull, marked, around),
            now=self.now,
            policy_problems=self.judge.problems,
            floor_trouble=self.judge.floor_trouble,
        )
