"""Issues: opening, closing, reopening, deleting."""

from typing import TypedDict, Unpack

from bot.sandbox.model.base import SandboxError, Who
from bot.sandbox.model.state import Issue, Repository
from bot.sandbox.model.talking import Talking
from bot.sandbox.shapes.urls import node_id


class Raising(TypedDict, total=False):
    """What may be said when an issue is opened."""

    body: str
    labels: list[str]
    assignees: list[str]


class Issuing(Talking):
    """Opens issues and changes them."""

    def open_issue(self, repo: Repository, by: Who, title: str, **said: Unpack[Raising]) -> Issue:
        """Open an issue."""
        at = self.clock.tick()
        labels = [self.label_of(repo, name) for name in said.get("labels", [])]
        assignees = [self.account(login) for login in said.get("assignees", [])]
        number, text = repo.next_number, said.get("body", "")
        one = Issue(
            self.new_id("big"), repo, number, self.account(by), title, text, at, at, labels=labels, assignees=assignees
        )
        repo.next_number += 1
        repo.issues[number] = one
        self.nodes[node_id("I", one.id)] = one
        self._tell_issue(one, "opened", by)
        return one

    def close_issue(self, one: Issue, by: Who, reason: str = "completed") -> None:
        """Close an issue; nothing happens to one that is closed."""
        if one.state == "open":
            one.state, one.state_reason = "closed", reason
            one.closed_at, one.closed_by = self.clock.tick(), self.account(by)
            self._tell_issue(one, "closed", by)

    def reopen_issue(self, one: Issue, by: Who) -> None:
        """Open an issue again; nothing happens to one that is open."""
        if one.state == "closed":
            one.state, one.state_reason = "open", "reopened"
            one.closed_at = one.closed_by = None
            self._tell_issue(one, "reopened", by)

    def delete_issue(self, one: Issue, by: Who) -> None:
        """Delete an issue, as an admin may."""
        del one.repo.issues[one.number]
        self.nodes.pop(node_id("I", one.id), None)
        self._tell_issue(one, "deleted", by)

    def issue(self, full_name: str, number: int) -> Issue:
        """Find an issue."""
        found = self.repository(full_name).issues.get(number)
        if found is None:
            raise SandboxError(f"There is no issue {full_name}#{number}.")
        return found

    def _tell_issue(self, one: Issue, action: str, by: Who) -> None:
        one.updated_at = self.clock.tick()
        self.emit("issues", self.account(by), one.repo, {"action": action, "issue": self.issue_json(one)})
