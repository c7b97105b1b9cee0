"""What follows from a push: the event, the pull requests' new heads, the check suite."""

from bot.sandbox.model.base import Json
from bot.sandbox.model.clock import iso
from bot.sandbox.model.comparing import Comparing
from bot.sandbox.model.git import Commit, Identity
from bot.sandbox.model.lines import pairs, split
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import CheckSuite, PullRequest, Repository, Thread
from bot.sandbox.shapes import checks

NOTHING = "0" * 40
_MOST_COMMITS = 2048  # a push names no more


class Following(Comparing):
    """Lets the rest of the world follow a branch."""

    def synchronize(self, pull: PullRequest, sha: str, by: Account) -> None:
        """Give a pull request its new head."""
        before = pull.head_sha
        for thread in pull.threads:
            self._carry(thread, before, sha)
        pull.head_sha = sha
        pull.base_sha = pull.repo.branches[pull.base_ref]
        pull.updated_at = self.clock.now()
        self.pull_event(pull, "synchronize", by.login, {"before": before, "after": sha})

    @staticmethod
    def _carry(thread: Thread, before: str, after: str) -> None:
        """Let a thread go with its line; where the line is gone, the thread is outdated."""
        objects = thread.pull.repo.objects
        old, new = (objects.commits[sha].files.get(thread.path) for sha in (before, after))
        if thread.line is None or thread.side == "LEFT" or old == new:
            return
        if old is None or new is None or not {old.sha, new.sha} <= objects.blobs.keys():
            thread.line = None
            return
        kept = dict(pairs(split(objects.blobs[old.sha]), split(objects.blobs[new.sha])))
        line = kept.get(thread.line - 1)
        thread.line = None if line is None else line + 1

    def request_suite(self, repo: Repository, sha: str, branch: str | None, by: Account) -> CheckSuite:
        """Open the App's check suite on a commit, as GitHub does by itself after each push."""
        if sha in repo.suites:
            return repo.suites[sha]
        suite = CheckSuite(self.new_id("big"), repo, sha, branch, self.clock.now())
        repo.suites[sha] = suite
        if repo.parent is None and self.installation is not None:
            shape = checks.check_suite(self.urls, suite, self.app_json(), list(self.pulls_at(repo, sha)))
            self.emit("check_suite", by, repo, {"action": "requested", "check_suite": shape})
        return suite

    def push_json(self, repo: Repository, branch: str, before: str | None, after: str) -> Json:
        """Give a push's payload; `before` None: the branch is new."""
        objects = repo.objects
        gone = after == NOTHING
        new = [] if gone else objects.between(before, after) if before else [objects.commits[after]]
        rows = [self._commit_json(repo, one) for one in new[-_MOST_COMMITS:]]
        forced = bool(before) and not gone and before not in objects.ancestors([after])
        return {
            "ref": f"refs/heads/{branch}",
            "before": before or NOTHING,
            "after": after,
            "created": before is None,
            "deleted": gone,
            "forced": forced,
            "base_ref": None,
            "compare": f"{self.urls.html}/{repo.full_name}/compare/{(before or after)[:12]}...{after[:12]}",
            "commits": rows,
            "head_commit": None if gone else self._commit_json(repo, objects.commits[after]),
        }

    def _commit_json(self, repo: Repository, one: Commit) -> Json:
        before = repo.objects.commits[one.parents[0]].files if one.parents else {}
        changed = {path for path in before.keys() & one.files.keys() if before[path] != one.files[path]}
        return {
            "id": one.sha,
            "tree_id": one.tree,
            "distinct": True,
            "message": one.message,
            "timestamp": iso(one.at),
            "url": f"{self.urls.html}/{repo.full_name}/commit/{one.sha}",
            "author": self._person(one.author),
            "committer": self._person(one.committer),
            "added": sorted(one.files.keys() - before.keys()),
            "removed": sorted(before.keys() - one.files.keys()),
            "modified": sorted(changed),
        }

    def _person(self, who: Identity) -> Json:
        known = self.by_email(who.email)
        return {"name": who.name, "email": who.email} | ({"username": known.login} if known else {})
