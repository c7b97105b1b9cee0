"""What a pull request changes, worked out once for each pair of commits."""

from functools import lru_cache

from bot.sandbox.model.base import Base, Json, SandboxError
from bot.sandbox.model.diff import Change, differences
from bot.sandbox.model.git import Commit, Objects
from bot.sandbox.model.state import PullRequest
from bot.sandbox.shapes import pulls


@lru_cache(maxsize=512)
def _changes(objects: Objects, base: str, head: str) -> tuple[Change, ...]:
    start = objects.merge_base(base, head)
    old = objects.commits[start].files if start else {}
    return tuple(differences(old, objects.commits[head].files, objects.blobs.__getitem__))


@lru_cache(maxsize=512)
def _commits(objects: Objects, base: str, head: str) -> tuple[Commit, ...]:
    return tuple(objects.between(base, head))


class Comparing(Base):
    """Reads changes and commits of pull requests."""

    def changes(self, pull: PullRequest) -> tuple[Change, ...]:
        """List the changed files: from where the branches parted to the head."""
        return _changes(pull.repo.objects, pull.base_sha, pull.head_sha)

    @staticmethod
    def compared(objects: Objects, base: str, head: str) -> tuple[Change, ...]:
        """List the files that differ between two commits, from where they parted to the second."""
        return _changes(objects, base, head)

    def commits(self, pull: PullRequest) -> tuple[Commit, ...]:
        """List its commits, oldest first."""
        return _commits(pull.repo.objects, pull.base_sha, pull.head_sha)

    def commentable(self, pull: PullRequest, path: str) -> frozenset[tuple[str, int]]:
        """Give the (side, line) pairs of a file that a comment may stand on."""
        found = next((change for change in self.changes(pull) if change.path == path), None)
        return found.patch.commentable if found is not None and path not in pull.withheld else frozenset()

    def full_json(self, pull: PullRequest) -> Json:
        """Give a pull request in its long form."""
        found = self.changes(pull)
        added, deleted = sum(c.patch.additions for c in found), sum(c.patch.deletions for c in found)
        counts = (len(self.commits(pull)), len(found), added, deleted)
        return pulls.full(self.urls, pull, self.association(pull.repo, pull.author), counts)

    def pull_event(self, pull: PullRequest, action: str, by: str, more: Json | None = None) -> None:
        """Tell of what happened to a pull request."""
        if self.installation is None:
            return
        payload = {"action": action, "number": pull.number, "pull_request": self.full_json(pull)}
        self.emit("pull_request", self.account(by), pull.repo, payload | (more or {}))

    def must_be_open(self, pull: PullRequest) -> None:
        """Refuse what makes no sense on a closed pull request."""
        if pull.state != "open":
            raise SandboxError(f"Pull request #{pull.number} is closed.")
