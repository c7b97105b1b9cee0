"""The policy or the floor that a pull request proposes: what is wrong with it, or what it changes."""

import asyncio
from dataclasses import dataclass, replace

from cachetools import LRUCache

from bot.core.behind import is_behind
from bot.core.floor import as_floor
from bot.core.model.change import PullRequest
from bot.core.model.policy import FLOOR_PATH, POLICY_PATH, Policy
from bot.core.model.proposal import Proposal
from bot.core.model.report import Annotation, PolicyText, Snapshot
from bot.core.policy_difference import difference
from bot.core.replay import proposal_key
from bot.handlers.judges import Judge
from bot.policy import Problem, Problems, load, weaker

KEPT = 64  # proposals; of the policy that they are read beside, each keeps alive what is not its matcher
UNUSABLE = "This policy can't be used"
TOO_WEAK = "The organisation's floor asks for more"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was found out about a proposed policy."""

    problems: tuple[Annotation, ...] = ()
    proposal: Proposal | None = None  # where it can be used
    key: str = ""  # names it, where it can be replayed


def edits(path: str, pull: PullRequest) -> bool:
    """Whether a pull request changes a file; one whose branch is only behind does not."""
    return any(
        found == path or found.startswith(f"{path}/")
        for file in pull.files
        for found in (file.path, file.old_path or "")
    )


class Proposals:
    """Reads proposed policies; one that was read beside the same policy before is not read again."""

    def __init__(self) -> None:
        """Keep what was found out beside the policy that it is about, which so keeps its identity."""
        self._read: LRUCache[tuple[int, str, str | None], tuple[Policy, Proposed]] = LRUCache(KEPT)

    async def of(self, judge: Judge, snapshot: Snapshot) -> Proposed:
        """Read the policy and the floor that a pull request proposes; nothing where it leaves both alone."""
        own, floor = await self._own(judge, snapshot), await self._floor(judge, snapshot)
        return Proposed((*own.problems, *floor.problems), own.proposal or floor.proposal, own.key)

    async def _own(self, judge: Judge, snapshot: Snapshot) -> Proposed:
        base, head = snapshot.base_policy, snapshot.head_policy
        if _same(base, head) or not edits(POLICY_PATH, snapshot.pull):
            return Proposed()
        if head.problem:
            return Proposed((_annotation(POLICY_PATH, Problem(1, 1, head.problem, ""), UNUSABLE),))
        if head.text is None and judge.floor is None:
            return Proposed(proposal=Proposal(gone=True))
        found = await self._found(judge, POLICY_PATH, head.text)
        if found.proposal is None:
            return found
        key = proposal_key(snapshot.pull.base_ref, base, head)
        return replace(found, proposal=replace(found.proposal, behind=_behind(snapshot)), key=key)

    async def _floor(self, judge: Judge, snapshot: Snapshot) -> Proposed:
        """Compare floors alone: what stands beside them in the repository that holds them is nothing to the others."""
        base, head = snapshot.floor.file or PolicyText(""), snapshot.head_floor
        if _same(base, head) or not edits(FLOOR_PATH, snapshot.pull):
            return Proposed()
        if head.problem:
            return Proposed((_annotation(FLOOR_PATH, Problem(1, 1, head.problem, ""), UNUSABLE),))
        if head.text is None:
            return Proposed(proposal=Proposal(gone=True, elsewhere=True))
        return await self._found(judge, FLOOR_PATH, head.text)

    async def _found(self, judge: Judge, path: str, text: str | None) -> Proposed:
        key = (id(judge.policy), path, text)
        if key not in self._read:
            compared = _as_floor if path == FLOOR_PATH else _as_own
            self._read[key] = judge.policy, await asyncio.to_thread(compared, judge, text)
        return self._read[key][1]


def _behind(snapshot: Snapshot) -> bool:
    """Whether the branch edits another policy than the one that stands on its base; of a patch that is not shown nothing is said."""
    file = snapshot.pull.files_by_path.get(POLICY_PATH)
    base, head = snapshot.base_policy.text, snapshot.head_policy.text
    if file is None or file.patch is None or base is None or head is None:
        return False
    return is_behind(base, head, file.patch)


def _as_own(judge: Judge, text: str | None) -> Proposed:
    """Compare what judges now with what would; without a text the floor alone would."""
    found = load(text, POLICY_PATH) if text is not None else None
    if isinstance(found, Problems):
        return _unusable(POLICY_PATH, found)
    weak = weaker(text, judge.floor) if text is not None and judge.floor is not None else ()
    problems = tuple(_annotation(POLICY_PATH, one, TOO_WEAK) for one in weak)
    changes = () if judge.first else difference(judge.policy, judge.with_own(found))
    return Proposed(problems, Proposal(changes, first=judge.first))


def _as_floor(judge: Judge, text: str | None) -> Proposed:
    found = load(text or "", FLOOR_PATH)
    if isinstance(found, Problems):
        return _unusable(FLOOR_PATH, found)
    changes = difference(judge.floor, as_floor(found, FLOOR_PATH)) if judge.floor is not None else ()
    return Proposed(proposal=Proposal(changes, first=judge.floor is None, elsewhere=True))


def _same(base: PolicyText, head: PolicyText) -> bool:
    return (head.blob, head.problem) == (base.blob, base.problem)


def _unusable(path: str, found: Problems) -> Proposed:
    return Proposed(tuple(_annotation(path, item, UNUSABLE) for item in found.items))


def _annotation(path: str, problem: Problem, title: str) -> Annotation:
    message = f"{problem.says}\n\n{problem.instead}".strip()
    return Annotation(path, problem.line, problem.line, "failure", title, message[:60_000])
