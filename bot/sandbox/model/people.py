"""Accounts, organisations and teams, and who may do what in a repository."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

ROLES = ("none", "read", "triage", "write", "maintain", "admin")
_SLUG = "{}[bot]"


@dataclass(eq=False, slots=True)
class Account:
    """A user, bot or organisation; `kind` is GitHub's `User`, `Bot` or `Organization`."""

    id: int
    login: str
    kind: str
    name: str
    email: str
    created_at: datetime

    @property
    def bot(self) -> bool:
        """Whether an App acts by it."""
        return self.kind == "Bot"


@dataclass(eq=False, slots=True)
class Team:
    """A team; whoever is in a child team is in its parent too. `members` are lower-cased logins."""

    id: int
    org: str
    slug: str
    name: str
    parent: "Team | None" = None
    members: set[str] = field(default_factory=set)
    children: list["Team"] = field(default_factory=list)

    def everyone(self) -> set[str]:
        """Give the logins of its members, those of child teams included."""
        return self.members.union(*(child.everyone() for child in self.children))

    def line(self) -> Iterator["Team"]:
        """Go from this team up to the topmost."""
        team: Team | None = self
        while team is not None:
            yield team
            team = team.parent


@dataclass(eq=False, slots=True)
class OrganizationRole:
    """A role in an organisation; who holds it stands by lower-cased login and by team slug."""

    id: int
    name: str
    at: datetime
    users: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Organization:
    """An organisation: its account, owners and members (lower-cased logins), teams by slug and roles by name."""

    account: Account
    owners: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    teams: dict[str, Team] = field(default_factory=dict)
    roles: dict[str, OrganizationRole] = field(default_factory=dict)

    def everyone(self) -> set[str]:
        """Give the logins of all who belong to it."""
        return self.owners | self.members

    def holders(self, role: OrganizationRole) -> set[str]:
        """Give the logins of those who hold a role, themselves or by a team."""
        teams = (self.teams[slug] for slug in role.teams if slug in self.teams)
        return role.users.union(*(team.everyone() for team in teams))


def bot_login(slug: str) -> str:
    """Name the account by which an App acts."""
    return _SLUG.format(slug)


def higher(*roles: str) -> str:
    """Give the role that may do most."""
    return max(roles, key=ROLES.index)


def coarse(role: str) -> str:
    """Give the word of GitHub's older scale, which knows neither triage nor maintain."""
    return {"triage": "read", "maintain": "write"}.get(role, role)


# Commits that are made on the site are committed by this account.
WEB_FLOW = Account(19_864_447, "web-flow", "User", "GitHub", "noreply@github.com", datetime(2016, 6, 10, tzinfo=UTC))
