"""One request at the desk: who asks as whom, about which pull request, with which form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.sandbox.deliveries import Deliveries
from bot.sandbox.model.people import ROLES, Account
from bot.sandbox.model.state import Issue, PullRequest, Repository
from bot.sandbox.model.world import World
from bot.sandbox.pages import talk
from bot.sandbox.pages.guard import PageError
from bot.sandbox.pages.views import Person
from bot.sandbox.rest.front import Exchange

_MAY = {
    "none": "no access",
    "read": "may read",
    "triage": "may triage",
    "write": "may write",
    "maintain": "maintains",
    "admin": "admin",
}


@dataclass
class Desk:
    """What a page or a form needs to know. `path` are the parts of the address, `form` the last value of each field."""

    world: World
    deliveries: Deliveries
    calls: Sequence[Exchange]
    repo: Repository
    me: Account
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    boxes: tuple[str, ...] = ()

    @cached_property
    def pull(self) -> PullRequest:
        """The pull request that the address names."""
        found = self.repo.pulls.get(int(self.path["number"]))
        if found is None:
            raise PageError(404, f"There is no pull request #{self.path['number']}.")
        return found

    @cached_property
    def issue(self) -> Issue:
        """The issue that the address names."""
        found = self.repo.issues.get(int(self.path["number"]))
        if found is None:
            raise PageError(404, f"There is no issue #{self.path['number']}.")
        return found

    def text(self, name: str) -> str:
        """Read a field that must hold something, its lines ended by line feeds."""
        found = self.optional(name)
        if not found.strip():
            raise PageError(400, f"The field “{name}” is empty.")
        return found

    def optional(self, name: str) -> str:
        """Read a field, its lines ended by line feeds as a person typed them."""
        return self.form.get(name, "").replace("\r\n", "\n")

    def back(self, page: str) -> str:
        """Lead back to the tab of the pull request that the form stood on; `page` is its first one."""
        return f"{page}/files" if self.form.get("tab") == "files" else page

    def needs(self, role: str, repo: Repository | None = None, *, also: Account | None = None) -> None:
        """Refuse what GitHub would refuse this person: they need at least this role, or to be the account `also`."""
        has = self.world.role(repo or self.repo, self.me)
        if self.me is not also and ROLES.index(has) < ROLES.index(role):
            raise PageError(
                403, f"{self.me.login} has the role {has} here. This takes the role {role}, or has to be one's own."
            )

    def people(self) -> list[Person]:
        """Show everyone who can be acted as."""
        return [self.person(one) for one in self.world.accounts.values() if one.kind == "User"]

    def person(self, account: Account) -> Person:
        """Show an account with what it may do here."""
        org = self.world.organizations.get(self.repo.owner.login.lower())
        teams = [slug for slug, team in org.teams.items() if account.login.lower() in team.everyone()] if org else []
        named = [f"{self.repo.owner.login}/{slug}" for slug in teams]
        return talk.person(account, ", ".join([*named, _MAY[self.world.role(self.repo, account)]]))
