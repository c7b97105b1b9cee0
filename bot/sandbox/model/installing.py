"""Where the App is installed."""

from bot.sandbox.model.app import Installation
from bot.sandbox.model.base import Base, Json, Who
from bot.sandbox.model.state import Repository
from bot.sandbox.shapes import accounts
from bot.sandbox.shapes.urls import node_id


class Installing(Base):
    """Installs the App and takes it out again."""

    def install(self, org: str, by: Who) -> Installation:
        """Install the App at an organisation; it sees the repositories that are marked so."""
        self.installation = Installation(self.new_id(), org.lower(), self.clock.tick())
        self.tell_installed(by)
        return self.installation

    def tell_installed(self, by: Who) -> None:
        """Tell the App that it was installed, and where."""
        mine = [self._short(repo) for repo in self.installed()]
        self._installation_event("installation", "created", by, {"repositories": mine, "requester": None})

    def installed(self) -> list[Repository]:
        """List the repositories that the App is installed at."""
        return [repo for repo in self.repositories.values() if repo.installed]

    def add_to_installation(self, repo: Repository, by: Who) -> None:
        """Let the App see one more repository."""
        repo.installed = True
        self.clock.tick()
        self._selection("added", repo, by)

    def remove_from_installation(self, repo: Repository, by: Who) -> None:
        """Hide a repository from the App."""
        repo.installed = False
        self.clock.tick()
        self._selection("removed", repo, by)

    def suspend(self, by: Who, *, suspended: bool = True) -> None:
        """Suspend the installation, or end that."""
        if self.installation is not None:
            self.installation.suspended_at = self.clock.tick() if suspended else None
            self._installation_event("installation", "suspend" if suspended else "unsuspend", by, {})

    def uninstall(self, by: Who) -> None:
        """Take the App out of the organisation."""
        repos = [self._short(repo) for repo in self.installed()]
        self._installation_event("installation", "deleted", by, {"repositories": repos})
        self.installation = None

    def _selection(self, action: str, repo: Repository, by: Who) -> None:
        lists: Json = {"repositories_added": [], "repositories_removed": []}
        lists[f"repositories_{action}"] = [self._short(repo)]
        more = lists | {"repository_selection": "selected", "requester": None}
        self._installation_event("installation_repositories", action, by, more)

    def _installation_event(self, name: str, action: str, by: Who, more: Json) -> None:
        if self.installation is not None:
            owner = self.organizations[self.installation.org].account
            shape = accounts.installation(self.urls, self.installation, self.app, owner)
            self.emit(name, self.account(by), None, {"action": action, "installation": shape} | more)

    @staticmethod
    def _short(repo: Repository) -> Json:
        return {
            "id": repo.id,
            "node_id": node_id("R", repo.id),
            "name": repo.name,
            "full_name": repo.full_name,
            "private": repo.private,
        }
