"""Merge queues: pull requests wait in line, each merged onto the ones before it, until the checks of that have passed.

https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
"""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from bot.sandbox.model.base import SandboxError, Who
from bot.sandbox.model.merge import ConflictError
from bot.sandbox.model.people import Account
from bot.sandbox.model.reporting import Reporting
from bot.sandbox.model.stacking import STACKED
from bot.sandbox.model.state import CheckRun, CheckSuite, MergeQueue, PullRequest, QueueEntry, Repository, Status
from bot.sandbox.shapes import queues
from bot.sandbox.shapes.urls import node_id

_PASSING = {"success", "neutral", "skipped"}
_WAITING = {"", "pending"}


class QueueRules(TypedDict, total=False):
    """How a queue works; see `MergeQueue`."""

    method: str
    strategy: str
    required: Sequence[str]
    most_built: int


class Queueing(Reporting):
    """Keeps the merge queues, and looks at them again whenever a check or a branch has changed."""

    def require_queue(self, repo: Repository, branch: str, **rules: Unpack[QueueRules]) -> MergeQueue:
        """Let pull requests into a branch only through a queue."""
        queue = MergeQueue(self.new_id(), repo, branch, **{"required": (self.app.name,), **rules})  # type: ignore[arg-type]  # a TypedDict unpacked
        repo.queues[branch] = queue
        self.nodes[node_id("MQ", queue.id)] = queue
        return queue

    def enqueue(self, pull: PullRequest, by: Who) -> QueueEntry:
        """Press "Merge when ready" on a pull request that is ready."""
        self.must_be_open(pull)
        queue = pull.repo.queues.get(pull.base_ref)
        if queue is None:
            raise SandboxError(f"{pull.base_ref} has no merge queue.")
        if pull.draft or queue.entry_of(pull) is not None:
            raise SandboxError(f"Pull request #{pull.number} is {'a draft' if pull.draft else 'in the queue already'}.")
        lacking = [name for name in queue.required if self._said(pull.repo, pull.head_sha, name) not in _PASSING]
        if lacking:
            raise SandboxError(f"Required and not passed: {', '.join(lacking)}.")
        entry = QueueEntry(self.new_id("big"), queue, pull, self.account(by), self.clock.tick())
        queue.entries.append(entry)
        self._tell_pull(pull, "enqueued", by)
        self._build(queue)
        return entry

    def dequeue(self, pull: PullRequest, by: Who, reason: str = "MANUAL") -> None:
        """Take a pull request out of its queue; `reason` in GitHub's word. Nothing where it is in none."""
        queue = pull.repo.queues.get(pull.base_ref)
        entry = queue.entry_of(pull) if queue is not None else None
        if queue is None or entry is None:
            return
        self._disband(queue, queue.entries.index(entry), "dequeued")
        queue.entries.remove(entry)
        self._tell_pull(pull, "dequeued", by, {"reason": reason})
        self._build(queue)

    # --- what moves a queue on ---

    def create_check(self, repo: Repository, sha: str, name: str, said: dict[str, Any]) -> CheckRun:
        """Make a check run as the App."""
        run = super().create_check(repo, sha, name, said)
        self._look(repo)
        return run

    def update_check(self, run: CheckRun, said: dict[str, Any]) -> None:
        """Change a check run as the App."""
        super().update_check(run, said)
        self._look(run.suite.repo)

    def set_status(self, repo: Repository, sha: str, context: str, state: str, by: Who) -> Status:
        """Set a commit status."""
        one = super().set_status(repo, sha, context, state, by)
        self._look(repo)
        return one

    def end_workflow(self, suite: CheckSuite, conclusion: str, by: Who) -> None:
        """Let a workflow end."""
        super().end_workflow(suite, conclusion, by)
        self._look(suite.repo)

    def synchronize(self, pull: PullRequest, sha: str, by: Account) -> None:
        """Give a pull request its new head, which takes it out of the queue."""
        super().synchronize(pull, sha, by)
        self.dequeue(pull, by, "BRANCH_PROTECTIONS")

    def close(self, pull: PullRequest, by: Who) -> None:
        """Close a pull request without merging it."""
        self.dequeue(pull, by)
        super().close(pull, by)

    def move(self, repo: Repository, branch: str, sha: str, by: Who) -> None:
        """Let a branch point to a commit; groups that stood on what it was are put together anew."""
        super().move(repo, branch, sha, by)
        queue = repo.queues.get(branch)
        if queue is not None and queue.entries and queue.entries[0].base not in {"", sha}:
            self._disband(queue, 0, "invalidated")
            self._build(queue)

    # --- the queue itself ---

    def _look(self, repo: Repository) -> None:
        """Merge what may be merged, and drop what has failed."""
        for queue in repo.queues.values():
            while queue.entries and (self._merge_front(queue) or self._drop_failed(queue)):
                pass

    def _merge_front(self, queue: MergeQueue) -> bool:
        """Merge the entries whose checks have passed, in one go; where the head's alone count, those before it too."""
        green = [bool(one.head) and self._state(queue, one) == "passed" for one in queue.entries]
        if queue.strategy == "HEADGREEN":
            count = max((place for place, passed in enumerate(green, 1) if passed), default=0)
        else:
            count = (green.index(False) if False in green else len(green)) if green else 0
        if not count:
            return False
        merged, queue.entries[:count] = queue.entries[:count], []
        for entry in merged:
            self._merged(entry)
        self.move(queue.repo, queue.branch, merged[-1].head, merged[-1].by)
        self._build(queue)
        return True

    def _drop_failed(self, queue: MergeQueue) -> bool:
        """Drop the first entry where its checks have failed, and none behind it may still carry it."""
        states = [self._state(queue, entry) for entry in queue.entries]
        carried = queue.strategy == "HEADGREEN" and "waiting" in states
        if states[0] != "failed" or carried:
            return False
        self.dequeue(queue.entries[0].pull, queue.entries[0].by, "CI_FAILURE")
        return True

    def _state(self, queue: MergeQueue, entry: QueueEntry) -> str:
        said = {self._said(queue.repo, entry.head, name) for name in queue.required}
        if not entry.head or said <= _PASSING | _WAITING:
            return "waiting" if not entry.head or said & _WAITING else "passed"
        return "failed"

    def _said(self, repo: Repository, sha: str, name: str) -> str:
        """Give what a required check or status says of a commit; "" while it says nothing."""
        runs = [run for run in self.runs(repo, sha) if run.name == name]
        status = repo.statuses.get(sha, {}).get(name)
        return runs[-1].conclusion or "" if runs else status.state if status else ""

    def _build(self, queue: MergeQueue) -> None:
        """Put each entry that has no group yet on top of the one before it; one that conflicts is dropped."""
        tip = queue.repo.branches[queue.branch]
        for entry in queue.entries[: queue.most_built]:
            if not entry.head:
                try:
                    head = STACKED[queue.method](self, entry.pull, tip, entry.by)
                except ConflictError:
                    self.dequeue(entry.pull, entry.by, "MERGE_CONFLICT")
                    return
                entry.base, entry.head = tip, head
                entry.pull.group_sha = head
                self.move(queue.repo, entry.branch, head, entry.by)
                self._tell_group(entry, "checks_requested")
            tip = entry.head

    def _disband(self, queue: MergeQueue, place: int, reason: str) -> None:
        """Let go of the groups from a place on: they stand on what is no more."""
        for entry in queue.entries[place:]:
            if entry.head:
                self._tell_group(entry, "destroyed", {"reason": reason})
                self.delete_branch(queue.repo, entry.branch, entry.by)
                entry.base = entry.head = ""

    def _merged(self, entry: QueueEntry) -> None:
        pull = entry.pull
        pull.merge_sha, pull.merged_by = entry.head, entry.by
        pull.state, pull.closed_at, pull.merged_at = "closed", self.clock.now(), self.clock.now()
        self._tell_pull(pull, "closed", entry.by)
        self._tell_group(entry, "destroyed", {"reason": "merged"})
        self.delete_branch(pull.repo, entry.branch, entry.by)

    def _tell_group(self, entry: QueueEntry, action: str, more: dict[str, str] | None = None) -> None:
        commit = entry.queue.repo.objects.commits[entry.head]
        payload = {"action": action, "merge_group": queues.merge_group(entry, commit)}
        self.emit("merge_group", entry.by, entry.queue.repo, payload | (more or {}))
