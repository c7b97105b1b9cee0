"""The world's ground: ids, accounts, repositories, the clock, and how events leave it."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.errors import UserError
from bot.sandbox.model.app import ALWAYS, App, Installation
from bot.sandbox.model.clock import Clock
from bot.sandbox.model.git import Identity, Objects
from bot.sandbox.model.people import Account, Organization, Team, bot_login, coarse, higher
from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.shapes import accounts, pulls, repositories
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]
Who = Account | str
_FIRST_ID = 3_000_000_000  # ids of comments and reviews have outgrown 32 bits at GitHub, so they have here


class SandboxError(UserError):
    """Somebody asked for what cannot be done here; the text says why."""


class Base:
    """Holds everything; `on_event` gets each webhook's name and payload. One App, installed at one organisation."""

    def __init__(self, clock: Clock | None = None, app: App | None = None) -> None:
        self.clock = clock or Clock()
        self.app = app or App()
        self.urls = Urls()
        self.accounts: dict[str, Account] = {}
        self.organizations: dict[str, Organization] = {}
        self.repositories: dict[str, Repository] = {}
        self.nodes: dict[str, Any] = {}
        self.installation: Installation | None = None
        self.on_event: Callable[[str, Json], None] = lambda _name, _payload: None
        self._emails: dict[str, Account] = {}
        self._ids = {"": 100, "big": _FIRST_ID}
        self.bot = self.add_account(bot_login(self.app.slug), kind="Bot", name=self.app.name)

    # --- who and what ---

    def new_id(self, kind: str = "") -> int:
        """Give an id that was never given; `kind` "big" for those that exceed 32 bits."""
        self._ids[kind] += 1
        return self._ids[kind]

    def add_account(self, login: str, kind: str = "User", name: str = "", email: str = "") -> Account:
        """Open an account."""
        one = Account(self.new_id(), login, kind, name or login, email, self.clock.now())
        one.email = email or f"{one.id}+{login}@users.noreply.github.com"
        self.accounts[login.lower()] = one
        self._emails[one.email.lower()] = one
        return one

    def account(self, who: Who) -> Account:
        """Find an account by its login."""
        if isinstance(who, Account):
            return who
        if who.lower() not in self.accounts:
            raise SandboxError(f"Nobody here is called {who}.")
        return self.accounts[who.lower()]

    def by_email(self, email: str) -> Account | None:
        """Find the account that an address in a commit belongs to."""
        return self._emails.get(email.lower())

    def identity(self, who: Who) -> Identity:
        """Say how someone signs commits."""
        one = self.account(who)
        return Identity(one.name, one.email)

    def add_repository(self, full_name: str, *, private: bool = True, installed: bool = True) -> Repository:
        """Create an empty repository; the owner must be there."""
        owner, _, name = full_name.partition("/")
        at = self.clock.tick()
        one = Repository(self.new_id(), self.account(owner), name, at, Objects(), private, installed)
        self.repositories[full_name.lower()] = one
        return one

    def repository(self, full_name: str) -> Repository:
        """Find a repository by `owner/name`."""
        if full_name.lower() not in self.repositories:
            raise SandboxError(f"There is no repository {full_name}.")
        return self.repositories[full_name.lower()]

    def pull(self, full_name: str, number: int) -> PullRequest:
        """Find a pull request."""
        pull = self.repository(full_name).pulls.get(number)
        if pull is None:
            raise SandboxError(f"There is no pull request {full_name}#{number}.")
        return pull

    # --- rights ---

    def role(self, repo: Repository, who: Who) -> str:
        """Give the highest role someone has: `none`, `read`, `triage`, `write`, `maintain` or `admin`."""
        login = self.account(who).login.lower()
        org = self.organizations.get(repo.owner.login.lower())
        roles = ["none" if repo.private else "read", repo.collaborators.get(login, "none")]
        if login == repo.owner.login.lower() or (org is not None and login in org.owners):
            roles.append("admin")
        roles += [role for slug, role in repo.teams.items() if org is not None and self._in(org, slug, login)]
        return higher(*roles)

    def permission(self, repo: Repository, who: Who) -> str:
        """Give the role in GitHub's older scale: `none`, `read`, `write` or `admin`."""
        return coarse(self.role(repo, who))

    @staticmethod
    def _in(org: Organization, slug: str, login: str) -> bool:
        return slug in org.teams and login in org.teams[slug].everyone()

    def association(self, repo: Repository, who: Account) -> str:
        """Say what someone is to a repository, in GitHub's word."""
        org = self.organizations.get(repo.owner.login.lower())
        if who is repo.owner:
            return "OWNER"
        if org is not None and who.login.lower() in org.members | org.owners:
            return "MEMBER"
        return "COLLABORATOR" if who.login.lower() in repo.collaborators else "NONE"

    def people_of(self, repo: Repository) -> list[Account]:
        """List everyone with a role of their own: owners, collaborators, members of teams with access."""
        org = self.organizations.get(repo.owner.login.lower())
        logins = set(repo.collaborators)
        if org is not None:
            logins |= org.owners.union(*(org.teams[slug].everyone() for slug in repo.teams if slug in org.teams))
        return [self.accounts[login] for login in sorted(logins)]

    def team(self, org: str, slug: str) -> Team:
        """Find a team."""
        found = self.organizations.get(org.lower())
        if found is None or slug not in found.teams:
            raise SandboxError(f"There is no team {org}/{slug}.")
        return found.teams[slug]

    # --- events ---

    def emit(self, name: str, by: Account, repo: Repository | None, payload: Json) -> None:
        """Tell the App, if it is installed here and hears of such events."""
        if self.installation is None or (repo is not None and not repo.installed):
            return
        if name not in ALWAYS and (self.installation.suspended_at or name not in self.app.events):
            return
        self.on_event(name, self._around(name, by, repo) | payload)

    def _around(self, name: str, by: Account, repo: Repository | None) -> Json:
        """Give what every payload carries."""
        common: Json = {"sender": accounts.account(self.urls, by)}
        if repo is not None:
            common["repository"] = repositories.repository(self.urls, repo)
        if self.installation is not None and name not in {"installation", "installation_repositories"}:
            number = self.installation.id
            common["installation"] = {"id": number, "node_id": node_id("IA", number)}
            common["organization"] = accounts.organization(self.urls, self.organizations[self.installation.org])
        return common

    def app_json(self) -> Json:
        """Give the App in JSON."""
        owner = next((org.account for org in self.organizations.values()), self.bot)
        return accounts.app(self.urls, self.app, owner)

    def pulls_at(self, repo: Repository, sha: str) -> Iterator[PullRequest]:
        """Yield the open pull requests from a branch of this repository whose head is this commit."""
        return (p for p in repo.pulls.values() if p.state == "open" and p.head is repo and p.head_sha == sha)

    def pull_json(self, pull: PullRequest) -> Json:
        """Give a pull request in its short form."""
        return pulls.simple(self.urls, pull, self.association(pull.repo, pull.author))
