"""Check runs: made and changed by the App, asked for again by people."""

from typing import Any

from bot.sandbox.model.base import Json, Who
from bot.sandbox.model.people import Account
from bot.sandbox.model.reviewing import Reviewing
from bot.sandbox.model.state import CheckRun, CheckSuite, Repository
from bot.sandbox.shapes import checks


class Checking(Reviewing):
    """Holds the checks of the App."""

    def create_check(self, repo: Repository, sha: str, name: str, said: dict[str, Any]) -> CheckRun:
        """Make a check run as the App; `said` are the other keys of GitHub's request, checked already."""
        suite = self.request_suite(repo, sha, None, self.bot)
        run = CheckRun(self.new_id("big"), suite, name, "queued", self.clock.tick())
        suite.runs.append(run)
        self._write(run, said)
        self._tell_run(run, "created", self.bot)
        if run.status == "completed":
            self._tell_run(run, "completed", self.bot)
        return run

    def update_check(self, run: CheckRun, said: dict[str, Any]) -> None:
        """Change a check run as the App; annotations are added to those that are there."""
        done = run.status == "completed"
        self.clock.tick()
        self._write(run, said)
        if run.status == "completed" and not done:
            self._tell_run(run, "completed", self.bot)

    def _write(self, run: CheckRun, said: dict[str, Any]) -> None:
        output = said.get("output") or {}
        run.output |= {key: output[key] for key in ("title", "summary", "text") if key in output}
        run.annotations += output.get("annotations", [])
        run.name = said.get("name", run.name)
        run.external_id = said.get("external_id", run.external_id)
        run.details_url = said.get("details_url", run.details_url)
        run.actions = said.get("actions", run.actions)
        run.status = said.get("status", run.status)
        if "conclusion" in said:
            run.status, run.conclusion = "completed", said["conclusion"]
            run.completed_at = self.clock.now()
        elif run.status != "completed":
            run.conclusion, run.completed_at = None, None

    def find_run(self, repo: Repository, number: int) -> CheckRun | None:
        """Find a check run by its id."""
        return next((run for run in self.runs(repo) if run.id == number), None)

    @staticmethod
    def runs(repo: Repository, sha: str | None = None) -> list[CheckRun]:
        """List the check runs, of one commit where it is given, oldest first."""
        suites = [suite for suite in repo.suites.values() if sha in {None, suite.sha}]
        return [run for suite in suites for run in suite.runs]

    def rerequest_check(self, run: CheckRun, by: Who) -> None:
        """Press "Re-run" at a check."""
        self.clock.tick()
        self._tell_run(run, "rerequested", self.account(by))

    def rerequest_suite(self, suite: CheckSuite, by: Who) -> None:
        """Press "Re-run all checks"."""
        self.clock.tick()
        pulls = list(self.pulls_at(suite.repo, suite.sha))
        shape = checks.check_suite(self.urls, suite, self.app_json(), pulls)
        self.emit("check_suite", self.account(by), suite.repo, {"action": "rerequested", "check_suite": shape})

    def request_action(self, run: CheckRun, identifier: str, by: Who) -> None:
        """Press one of the buttons that a check offers."""
        self.clock.tick()
        self._tell_run(run, "requested_action", self.account(by), {"requested_action": {"identifier": identifier}})

    def _tell_run(self, run: CheckRun, action: str, by: Account, more: Json | None = None) -> None:
        pulls = list(self.pulls_at(run.suite.repo, run.suite.sha))
        shape = checks.hook_check_run(self.urls, run, self.app_json(), pulls)
        self.emit("check_run", by, run.suite.repo, {"action": action, "check_run": shape} | (more or {}))
