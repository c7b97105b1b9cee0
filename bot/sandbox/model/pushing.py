"""Commits and branches: pushing, forcing, merging, rebasing; pull requests follow their branches."""

from collections.abc import Mapping, Sequence

from bot.sandbox.model.base import SandboxError, Who
from bot.sandbox.model.following import NOTHING, Following
from bot.sandbox.model.git import File, Identity
from bot.sandbox.model.merge import merge_trees
from bot.sandbox.model.people import Account
from bot.sandbox.model.stacking import rebased
from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.shapes import repositories

Content = str | bytes | File | None  # None removes the file


class Pushing(Following):
    """Moves branches."""

    def commit(
        self,
        repo: Repository,
        parents: Sequence[str],
        files: Mapping[str, Content],
        by: Who | Identity,
        message: str,
    ) -> str:
        """Write a commit on top of the first parent's tree; no branch moves. Gives its id."""
        tree = dict(repo.objects.commits[parents[0]].files) if parents else {}
        for path, content in files.items():
            tree.pop(path, None)
            if content is not None:
                data = content.encode() if isinstance(content, str) else content
                tree[path] = repo.objects.store(data if isinstance(data, File) else File(data))
        who = by if isinstance(by, Identity) else self.identity(by)
        return repo.objects.commit(tree, tuple(parents), (who, who), message, self.clock.tick()).sha

    def push(
        self, repo: Repository, branch: str, files: Mapping[str, Content], by: Who, message: str = "Change things"
    ) -> str:
        """Commit on a branch and push it; a new branch begins at the default one. Gives the commit's id."""
        tip = repo.branches.get(branch) or repo.branches.get(repo.default_branch)
        sha = self.commit(repo, [tip] if tip else [], files, by, message)
        self.move(repo, branch, sha, by)
        return sha

    def force_push(
        self, repo: Repository, branch: str, base: str, files: Mapping[str, Content], by: Who, message: str = "Redo"
    ) -> str:
        """Put a branch onto one new commit on top of `base`, forgetting what it held."""
        sha = self.commit(repo, [base], files, by, message)
        self.move(repo, branch, sha, by)
        return sha

    def move(self, repo: Repository, branch: str, sha: str, by: Who) -> None:
        """Let a branch point to a commit; what follows from it follows."""
        who = self.account(by)
        before = repo.branches.get(branch)
        if before == sha:
            return
        repo.branches[branch] = sha
        repo.pushed_at = self.clock.tick()
        self._tell(repo, branch, (before, sha), who)
        root = repo.parent or repo
        following = [p for p in root.pulls.values() if p.head is repo and p.head_ref == branch and p.state == "open"]
        for pull in following:
            self.synchronize(pull, sha, who)
        self.request_suite(repo, sha, branch, who)

    def delete_branch(self, repo: Repository, branch: str, by: Who) -> None:
        """Delete a branch; pull requests from it are left as they are."""
        before = repo.branches.pop(branch)
        who = self.account(by)
        self._tell(repo, branch, (before, NOTHING), who)

    def merge_base_into_head(self, pull: PullRequest, by: Who) -> str:
        """Press "Update branch": merge the base branch's tip into the head. ConflictError where that is not clear."""
        repo, objects = pull.repo, pull.repo.objects
        theirs = repo.branches[pull.base_ref]
        base = objects.merge_base(theirs, pull.head_sha)
        if base == theirs:
            raise SandboxError("The branch has all of its base already.")
        before = objects.commits[base].files if base else {}
        tree = merge_trees(before, objects.commits[pull.head_sha].files, objects.commits[theirs].files, objects)
        who = self.identity(by)
        message = f"Merge branch '{pull.base_ref}' into {pull.head_ref}"
        web = Identity("GitHub", "noreply@github.com")
        made = objects.commit(tree, (pull.head_sha, theirs), (who, web), message, self.clock.tick())
        self.move(self._head_repo(pull), pull.head_ref, made.sha, by)
        return made.sha

    def rebase(self, pull: PullRequest, by: Who) -> str:
        """Replay the pull request's own commits on the base branch's tip, and force the branch there."""
        tip = rebased(self, pull, pull.repo.branches[pull.base_ref], self.account(by))
        self.move(self._head_repo(pull), pull.head_ref, tip, by)
        return tip

    @staticmethod
    def _head_repo(pull: PullRequest) -> Repository:
        if pull.head is None:
            raise SandboxError("The fork that this came from is gone.")
        return pull.head

    def _tell(self, repo: Repository, branch: str, span: tuple[str | None, str], who: Account) -> None:
        if self.installation is not None:
            more = {
                "pusher": {"name": who.login, "email": who.email},
                "repository": repositories.pushed(self.urls, repo),
            }
            self.emit("push", who, repo, self.push_json(repo, branch, *span) | more)
