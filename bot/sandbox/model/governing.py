"""Organisations, teams and roles."""

from collections.abc import Iterable

from bot.sandbox.model.base import Base, Json, Who
from bot.sandbox.model.people import ROLES, Organization, OrganizationRole, Team
from bot.sandbox.model.state import Repository
from bot.sandbox.shapes import accounts, repositories


class Governing(Base):
    """Says who belongs where."""

    def add_organization(self, login: str, *owners: str) -> Organization:
        """Found an organisation."""
        made = Organization(self.add_account(login, "Organization"), {o.lower() for o in owners})
        self.organizations[login.lower()] = made
        return made

    def add_team(self, org: str, slug: str, *members: str, parent: str | None = None) -> Team:
        """Make a team; a child team names its parent."""
        found = self.organizations[org.lower()]
        above = found.teams[parent] if parent else None
        made = Team(self.new_id(), org, slug, slug.replace("-", " ").capitalize(), above, {m.lower() for m in members})
        if above is not None:
            above.children.append(made)
        found.teams[slug] = made
        found.members |= made.members
        return made

    def add_organization_role(
        self, org: str, name: str, users: Iterable[str] = (), teams: Iterable[str] = ()
    ) -> OrganizationRole:
        """Make a role of an organisation, and give it to people and teams."""
        made = OrganizationRole(self.new_id(), name, self.clock.now(), {u.lower() for u in users}, set(teams))
        self.organizations[org.lower()].roles[name] = made
        return made

    def join_team(self, team: Team, who: Who, by: Who) -> None:
        """Put someone into a team."""
        team.members.add(self.account(who).login.lower())
        self._member_of(team, "added", who, by)

    def leave_team(self, team: Team, who: Who, by: Who) -> None:
        """Take someone out of a team."""
        team.members.discard(self.account(who).login.lower())
        self._member_of(team, "removed", who, by)

    def set_role(self, repo: Repository, who: Who, role: str, by: Who) -> None:
        """Give someone a role in a repository of their own; `none` takes it away."""
        one = self.account(who)
        before = repo.collaborators.get(one.login.lower())
        self.clock.tick()
        if role == "none":
            repo.collaborators.pop(one.login.lower(), None)
        else:
            repo.collaborators[one.login.lower()] = role
        action = "removed" if role == "none" else "edited" if before else "added"
        payload: Json = {"action": action, "member": accounts.account(self.urls, one)}
        changes: Json = {"permission": {"from": before, "to": role}, "old_permission": {"from": before}}
        more: dict[str, Json] = {"added": {"changes": {"permission": {"to": role}}}, "edited": {"changes": changes}}
        self.emit("member", self.account(by), repo, payload | more.get(action, {}))

    def grant_team(self, repo: Repository, team: Team, role: str, by: Who) -> None:
        """Give a team a role in a repository; `none` takes it away."""
        before = repo.teams.pop(team.slug, None)
        self.clock.tick()
        if role != "none":
            repo.teams[team.slug] = role
        action = "removed_from_repository" if role == "none" else "edited" if before else "added_to_repository"
        words = {"pull": "read", "triage": "triage", "push": "write", "maintain": "maintain", "admin": "admin"}
        rights = {word: ROLES.index(role) >= ROLES.index(least) for word, least in words.items()}
        shape = repositories.repository(self.urls, repo) | {"permissions": rights, "role_name": role}
        payload: Json = {"action": action, "team": accounts.team(self.urls, team), "repository": shape}
        more: Json = {"changes": {"repository": {"permissions": {"from": {}}}}} if action == "edited" else {}
        self.emit("team", self.account(by), repo, payload | more)

    def delete_team(self, team: Team, by: Who) -> None:
        """Delete a team and those below it."""
        for child in list(team.children):
            self.delete_team(child, by)
        if team.parent is not None:
            team.parent.children.remove(team)
        del self.organizations[team.org.lower()].teams[team.slug]
        self.clock.tick()
        self.emit("team", self.account(by), None, {"action": "deleted", "team": accounts.team(self.urls, team)})

    def leave_organization(self, login: str, who: Who, by: Who) -> None:
        """Take someone out of an organisation and of all its teams."""
        one, org = self.account(who), self.organizations[login.lower()]
        for group in (org.members, org.owners, *(team.members for team in org.teams.values())):
            group.discard(one.login.lower())
        self.clock.tick()
        membership = {
            "url": f"{self.urls.api}/orgs/{login}/memberships/{one.login}",
            "state": "active",
            "role": "unaffiliated",
            "organization_url": f"{self.urls.api}/orgs/{login}",
            "user": accounts.account(self.urls, one),
        }
        payload = {"action": "member_removed", "membership": membership}
        self.emit("organization", self.account(by), None, payload)

    def _member_of(self, team: Team, action: str, who: Who, by: Who) -> None:
        self.clock.tick()
        payload = {
            "action": action,
            "scope": "team",
            "member": accounts.account(self.urls, self.account(who)),
            "team": accounts.team(self.urls, team),
        }
        self.emit("membership", self.account(by), None, payload)
