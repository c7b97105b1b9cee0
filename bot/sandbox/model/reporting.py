"""What others say of a commit: statuses, and workflows of GitHub Actions with a check run each."""

from bot.sandbox.model.app import ACTIONS
from bot.sandbox.model.base import Json, Who
from bot.sandbox.model.checking import Checking
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import CheckRun, CheckSuite, Repository, Signing, Status, WorkflowRun
from bot.sandbox.shapes import accounts, checks, workflows

JOB = "build"


class Reporting(Checking):
    """Holds what does not come from the App."""

    def set_status(self, repo: Repository, sha: str, context: str, state: str, by: Who) -> Status:
        """Set a commit status, in place of one of the same context."""
        who = self.account(by)
        one = Status(self.new_id("big"), context, state, who, self.clock.tick())
        repo.statuses.setdefault(sha, {})[context] = one
        commit = repo.objects.commits[sha]
        people = self.by_email(commit.author.email), self.by_email(commit.committer.email)
        self.emit("status", who, repo, workflows.status(self.urls, repo, one, (commit, people)))
        return one

    def start_workflow(self, repo: Repository, sha: str, name: str, path: str, by: Who) -> CheckSuite:
        """Start a workflow for a commit."""
        who = self.account(by)
        known = [suite.workflow for suites in repo.workflow_suites.values() for suite in suites if suite.workflow]
        same = next((one.workflow_id for one in known if one.path == path), None)
        run = WorkflowRun(self.new_id("big"), same or self.new_id(), name, path, len(known) + 1, self.clock.tick())
        suite = CheckSuite(self.new_id("big"), repo, sha, None, run.at, workflow=run)
        suite.runs.append(CheckRun(self.new_id("big"), suite, JOB, "queued", run.at))
        repo.workflow_suites.setdefault(sha, []).append(suite)
        self._tell_workflow(suite, "requested", "created", who)
        return suite

    def end_workflow(self, suite: CheckSuite, conclusion: str, by: Who) -> None:
        """Let a workflow end."""
        for run in suite.runs:
            run.status, run.conclusion, run.completed_at = "completed", conclusion, self.clock.tick()
        self._tell_workflow(suite, "completed", "completed", self.account(by))

    def sign(self, repo: Repository, sha: str, by: Who | None = None, key: str = "3262EFF25BA0D270") -> None:
        """Let a commit carry a signature that GitHub verified, with a GPG key, or an SSH key (`SHA256:...`)."""
        repo.signed[sha] = Signing(None if by is None else self.account(by), key)

    def _tell_workflow(self, suite: CheckSuite, action: str, of_run: str, by: Account) -> None:
        repo, pulls = suite.repo, list(self.pulls_at(suite.repo, suite.sha))
        payload = workflows.workflow_run(self.urls, suite, by, pulls)
        self.emit("workflow_run", by, repo, {"action": action} | payload)
        app: Json = accounts.app(self.urls, ACTIONS, repo.owner)
        for run in suite.runs:
            shape = checks.hook_check_run(self.urls, run, app, pulls)
            self.emit("check_run", by, repo, {"action": of_run, "check_run": shape})
