"""Addresses and node ids."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass

from bot.sandbox.model.state import PullRequest, Repository


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the sandbox is served: `api` for REST, `html` for people; neither ends in a slash."""

    api: str = "http://127.0.0.1/api/v3"
    html: str = "http://127.0.0.1"

    def repo(self, repo: Repository) -> str:
        """Address a repository in the API."""
        return f"{self.api}/repos/{repo.full_name}"

    def pull(self, pull: PullRequest) -> str:
        """Address a pull request in the API."""
        return f"{self.repo(pull.repo)}/pulls/{pull.number}"

    def issue(self, pull: PullRequest) -> str:
        """Address a pull request as the issue that it is too."""
        return f"{self.repo(pull.repo)}/issues/{pull.number}"

    def page(self, pull: PullRequest) -> str:
        """Address a pull request's page."""
        return f"{self.html}/{pull.repo.full_name}/pull/{pull.number}"


def node_id(kind: str, number: int | str) -> str:
    """Make a GraphQL id: `PR_...`, `IC_...`; opaque, but stable."""
    return f"{kind}_{urlsafe_b64encode(f'{number}'.encode()).decode().rstrip('=')}"
