"""What REST answers hold, as far as it is used (https://docs.github.com/en/rest)."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Rest(BaseModel):
    """An answer; keys that are not named here are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ListedFile(Rest):
    """A changed file of a pull request as the files list has it."""

    filename: str
    status: Literal["added", "removed", "modified", "renamed", "copied", "changed", "unchanged"]
    additions: int
    deletions: int
    changes: int
    contents_url: str
    sha: str | None
    patch: str | None = None
    previous_filename: str | None = None


class Ref(Rest):
    """A commit named by its id."""

    sha: str


class Comparison(Rest):
    """Two commits compared; only the merge base is of use."""

    merge_base_commit: Ref


class TreeItem(Rest):
    """A file, a submodule or a folder in a tree."""

    path: str
    mode: str
    type: str  # "blob", "commit" or "tree"
    sha: str


class Tree(Rest):
    """A tree with all below it, unless `truncated`."""

    truncated: bool
    tree: list[TreeItem]


class Person(Rest):
    """An account in a list."""

    login: str


class AccountItem(Rest):
    """An account by itself; `type` is "User", "Bot" or "Organization"."""

    login: str
    type: str


class Permission(Rest):
    """What an account may do in a repository; a custom role has a name of its own in `role_name`."""

    permission: str
    role_name: str = ""


class Collaborator(Rest):
    """An account with what it may do in a repository."""

    login: str
    role_name: str
    permissions: dict[str, bool] = {}


class TeamName(Rest):
    """A team in a list."""

    slug: str


class OrganizationRole(Rest):
    """A role that an organisation gives to people and teams."""

    id: int
    name: str


class OrganizationRoles(Rest):
    """All roles of an organisation."""

    roles: list[OrganizationRole]


class Made(Rest):
    """What a write made or changed, and when by GitHub's clock."""

    id: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    submitted_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def at(self) -> datetime | None:
        """The latest time it names."""
        return self.updated_at or self.submitted_at or self.completed_at or self.created_at


class PullHead(Rest):
    """The commit at the head of a pull request in a list."""

    sha: str


class PullNumber(Rest):
    """A pull request in a list."""

    number: int
    head: PullHead
    state: str = "open"


class InstallationToken(Rest):
    """A fresh installation token."""

    token: str
    expires_at: datetime


class InstallationItem(Rest):
    """An installation of the App."""

    id: int
    suspended_at: datetime | None = None


class RepositoryItem(Rest):
    """A repository that an installation may see."""

    id: int
    full_name: str
    archived: bool = False


class RepositoryPage(Rest):
    """A page of an installation's repositories."""

    total_count: int
    repositories: list[RepositoryItem]


class Delivery(Rest):
    """A delivery of a webhook as GitHub's log has it; `guid` names the event, `id` one attempt at it."""

    id: int
    guid: str
    delivered_at: datetime
    status: str
    status_code: int
    event: str


class AppRef(Rest):
    """The App by which something was written."""

    id: int


class Writer(Rest):
    """Who wrote something."""

    login: str
    type: str = "User"


class Written(Rest):
    """What somebody wrote, and by which App if by one."""

    user: Writer | None
    body: str | None = None
    performed_via_github_app: AppRef | None = None
    created_at: datetime

    def by_app(self, app_id: int) -> bool:
        """Whether an App of this id wrote it itself."""
        app = self.performed_via_github_app
        return app is not None and app.id == app_id and self.user is not None and self.user.type == "Bot"


class IssueItem(Written):
    """An issue, or a pull request as the issue that it is too."""

    number: int
    html_url: str
    state: str
    closed_by: Writer | None = None


class Remark(Written):
    """A comment on an issue."""

    id: int
    updated_at: datetime
