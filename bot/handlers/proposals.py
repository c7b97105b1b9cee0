"""The policy that a pull request proposes: what is wrong with it, or what it changes."""

import asyncio
from dataclasses import dataclass, replace

from cachetools import LRUCache

from bot.core.behind import is_behind
from bot.core.model.change import PullRequest
from bot.core.model.policy import POLICY_PATH, Policy
from bot.core.model.proposal import Proposal
from bot.core.model.report import Annotation, Snapshot
from bot.core.policy_difference import difference
from bot.core.replay import proposal_key
from bot.handlers.judges import Judge
from bot.policy import Problems, load

KEPT = 64  # proposals; of the policy that they are read beside, each keeps alive what is not its matcher


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was found out about a proposed policy."""

    problems: tuple[Annotation, ...] = ()
    proposal: Proposal | None = None  # where it can be used
    key: str = ""  # names it, where it can be replayed


def edits_policy(pull: PullRequest) -> bool:
    """Whether a pull request changes the policy file; one whose branch is only behind does not."""
    return any(
        path == POLICY_PATH or path.startswith(f"{POLICY_PATH}/")
        for file in pull.files
        for path in (file.path, file.old_path or "")
    )


class Proposals:
    """Reads proposed policies; one that was read beside the same policy before is not read again."""

    def __init__(self) -> None:
        """Keep what was found out beside the policy that it is about, which so keeps its identity."""
        self._read: LRUCache[tuple[int, str], tuple[Policy, Proposed]] = LRUCache(KEPT)

    async def of(self, judge: Judge, snapshot: Snapshot) -> Proposed:
        """Read the policy that a pull request proposes; nothing where it leaves the policy alone."""
        base, head = snapshot.base_policy, snapshot.head_policy
        same = (head.blob, head.problem) == (base.blob, base.problem)
        if same or not edits_policy(snapshot.pull):
            return Proposed()
        if head.problem:
            return Proposed((_annotation(1, head.problem, ""),))
        if head.text is None:
            return Proposed(proposal=Proposal(gone=True))
        found = await self._found(judge, head.text)
        if found.proposal is None:
            return found
        key = proposal_key(snapshot.pull.base_ref, base, head)
        return replace(found, proposal=replace(found.proposal, behind=_behind(snapshot)), key=key)

    async def _found(self, judge: Judge, text: str) -> Proposed:
        kept = self._read.get((id(judge.policy), text))
        if kept is None:
            kept = judge.policy, await asyncio.to_thread(_compared, judge, text)
            self._read[id(judge.policy), text] = kept
        return kept[1]


def _behind(snapshot: Snapshot) -> bool:
    """Whether the branch edits another policy than the one that stands on its base; of a patch that is not shown nothing is said."""
    file = snapshot.pull.files_by_path.get(POLICY_PATH)
    base, head = snapshot.base_policy.text, snapshot.head_policy.text
    if file is None or file.patch is None or base is None or head is None:
        return False
    return is_behind(base, head, file.patch)


def _compared(judge: Judge, text: str) -> Proposed:
    found = load(text, POLICY_PATH)
    if isinstance(found, Problems):
        return Proposed(tuple(_annotation(item.line, item.says, item.instead) for item in found.items))
    changes = () if judge.first else difference(judge.policy, found)
    return Proposed(proposal=Proposal(changes, first=judge.first))


def _annotation(line: int, says: str, instead: str) -> Annotation:
    message = f"{says}\n\n{instead}".strip()
    return Annotation(POLICY_PATH, line, line, "failure", "This policy can't be used", message[:60_000])
