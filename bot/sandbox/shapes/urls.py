"""Addresses and node ids."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass

from bot.sandbox.model.state import Issue, PullRequest, Repository


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

    def issue(self, one: PullRequest | Issue) -> str:
        """Address an issue, or a pull request as the issue that it is too."""
        return f"{self.repo(one.repo)}/issues/{one.number}"

    def page(self, one: PullRequest | Issue) -> str:
        """Address the page of a pull request or an issue."""
        kind = "issues" if isinstance(one, Issue) else "pull"
        return f"{self.html}/{one.repo.full_name}/{kind}/{one.number}"


def node_id(kind: str, number: int | str) -> str:
    """Make a GraphQL id: `PR_...`, `IC_...`; opaque, but stable."""
    return f"{kind}_{urlsafe_b64encode(f'{number}'.encode()).decode().rstrip('=')}"
