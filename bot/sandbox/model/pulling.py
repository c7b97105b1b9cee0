"""Pull requests: opening, closing, drafts, titles, labels, bases, merging."""

from typing import TypedDict, Unpack

from bot.sandbox.model.base import Json, SandboxError, Who
from bot.sandbox.model.people import Account
from bot.sandbox.model.pushing import Pushing
from bot.sandbox.model.stacking import merged
from bot.sandbox.model.state import Edit, Label, PullRequest, Repository
from bot.sandbox.shapes import accounts
from bot.sandbox.shapes.pulls import label as label_json
from bot.sandbox.shapes.urls import node_id


class Opening(TypedDict, total=False):
    """What may be said when a pull request is opened; `head` is the fork that it comes from."""

    title: str
    body: str
    base: str
    draft: bool
    head: Repository
    labels: list[str]


class Pulling(Pushing):
    """Opens pull requests and changes them."""

    def open_pull_request(self, repo: Repository, branch: str, by: Who, **said: Unpack[Opening]) -> PullRequest:
        """Open a pull request from a branch, of a fork where `head` names one."""
        base, source = said.get("base", repo.default_branch), said.get("head", repo)
        at = self.clock.tick()
        pull = PullRequest(
            id=self.new_id("big"),
            repo=repo,
            number=repo.next_number,
            author=self.account(by),
            title=said.get("title", branch),
            body=said.get("body", ""),
            base_ref=base,
            base_sha=repo.branches[base],
            head=source,
            head_ref=branch,
            head_sha=source.branches[branch],
            at=at,
            updated_at=at,
            draft=said.get("draft", False),
            labels=[self.label_of(repo, name) for name in said.get("labels", [])],
        )
        repo.next_number += 1
        repo.pulls[pull.number] = pull
        self.nodes[node_id("PR", pull.id)] = pull
        self.request_suite(source, pull.head_sha, branch, pull.author)
        self.pull_event(pull, "opened", pull.author.login)
        return pull

    def fork(self, repo: Repository, by: Who) -> Repository:
        """Fork a repository; the App is not installed at the fork."""
        owner = self.account(by)
        made = Repository(
            self.new_id(), owner, repo.name, self.clock.tick(), repo.objects, repo.private, installed=False
        )
        made.parent, made.branches = repo, dict(repo.branches)
        repo.forks.append(made)
        self.repositories[made.full_name.lower()] = made
        return made

    def delete_fork(self, fork: Repository) -> None:
        """Delete a fork; pull requests from it lose their head repository, and keep its commits."""
        del self.repositories[fork.full_name.lower()]
        for pull in (fork.parent or fork).pulls.values():
            if pull.head is fork:
                pull.head = None

    def edit(self, pull: PullRequest, by: Who, title: str | None = None, body: str | None = None) -> None:
        """Change title or text."""
        changes: Json = {}
        if title is not None and title != pull.title:
            changes["title"], pull.title = {"from": pull.title}, title
        if body is not None and body != pull.body:
            pull.edits.append(Edit(self.clock.tick(), self.account(by), pull.body))
            changes["body"], pull.body = {"from": pull.body}, body
        self._tell_pull(pull, "edited", by, {"changes": changes})

    def retarget(self, pull: PullRequest, base: str, by: Who) -> None:
        """Change the branch that it is to be merged into."""
        changes = {"base": {"ref": {"from": pull.base_ref}, "sha": {"from": pull.base_sha}}}
        pull.base_ref, pull.base_sha = base, pull.repo.branches[base]
        self._tell_pull(pull, "edited", by, {"changes": changes})

    def mark_ready(self, pull: PullRequest, by: Who) -> None:
        """End its being a draft."""
        pull.draft = False
        self._tell_pull(pull, "ready_for_review", by)

    def convert_to_draft(self, pull: PullRequest, by: Who) -> None:
        """Make it a draft."""
        pull.draft = True
        self._tell_pull(pull, "converted_to_draft", by)

    def close(self, pull: PullRequest, by: Who) -> None:
        """Close it unmerged."""
        self.must_be_open(pull)
        pull.state, pull.closed_at = "closed", self.clock.tick()
        self._tell_pull(pull, "closed", by)

    def reopen(self, pull: PullRequest, by: Who) -> None:
        """Open it again; its head is where its branch is now."""
        if pull.state == "open" or pull.merged_at is not None:
            raise SandboxError(f"Pull request #{pull.number} can't be reopened.")
        pull.state, pull.closed_at = "open", None
        if pull.head is not None:
            pull.head_sha = pull.head.branches.get(pull.head_ref, pull.head_sha)
        self._tell_pull(pull, "reopened", by)

    def merge(self, pull: PullRequest, by: Who) -> str:
        """Merge it into its base. ConflictError where that is not clear."""
        self.must_be_open(pull)
        repo = pull.repo
        pull.merge_sha = merged(self, pull, repo.branches[pull.base_ref], self.account(by))
        pull.state, pull.closed_at, pull.merged_at = "closed", self.clock.now(), self.clock.now()
        pull.merged_by = self.account(by)
        self._tell_pull(pull, "closed", by)
        self.move(repo, pull.base_ref, pull.merge_sha, by)
        return pull.merge_sha

    def assign(self, pull: PullRequest, who: Who, by: Who) -> None:
        """Assign it to somebody."""
        one = self.account(who)
        pull.assignees.append(one)
        pull.ever_assigned.append(one)
        self._tell_pull(pull, "assigned", by, {"assignee": accounts.account(self.urls, one)})

    def unassign(self, pull: PullRequest, who: Who, by: Who) -> None:
        """Assign it to somebody no more."""
        one = self.account(who)
        pull.assignees.remove(one)
        self._tell_pull(pull, "unassigned", by, {"assignee": accounts.account(self.urls, one)})

    def label(self, pull: PullRequest, name: str, by: Who) -> None:
        """Put a label on it."""
        one = self.label_of(pull.repo, name)
        if one not in pull.labels:
            pull.labels.append(one)
            self._tell_pull(pull, "labeled", by, {"label": label_json(self.urls, pull.repo, one)})

    def unlabel(self, pull: PullRequest, name: str, by: Who) -> None:
        """Take a label off it."""
        one = self.label_of(pull.repo, name)
        if one in pull.labels:
            pull.labels.remove(one)
            self._tell_pull(pull, "unlabeled", by, {"label": label_json(self.urls, pull.repo, one)})

    def request_review(self, pull: PullRequest, reviewer: Who, by: Who) -> None:
        """Ask someone for a review."""
        who = self.account(reviewer)
        if who not in pull.requested:
            pull.requested.append(who)
            self._asked(pull, "review_requested", who, by)

    def remove_review_request(self, pull: PullRequest, reviewer: Who, by: Who) -> None:
        """Take back that someone was asked."""
        who = self.account(reviewer)
        if who in pull.requested:
            pull.requested.remove(who)
            self._asked(pull, "review_request_removed", who, by)

    def label_of(self, repo: Repository, name: str) -> Label:
        """Give a repository's label, made if need be."""
        if name.lower() not in repo.labels:
            repo.labels[name.lower()] = Label(self.new_id("big"), name)
        return repo.labels[name.lower()]

    def _asked(self, pull: PullRequest, action: str, who: Account, by: Who) -> None:
        self._tell_pull(pull, action, by, {"requested_reviewer": accounts.account(self.urls, who)})

    def _tell_pull(self, pull: PullRequest, action: str, by: Who, more: Json | None = None) -> None:
        pull.updated_at = self.clock.tick()
        self.pull_event(pull, action, self.account(by).login, more)
