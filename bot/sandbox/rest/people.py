"""Operations on people: members of teams, collaborators, what someone may do."""

from bot.sandbox.model.people import ROLES, Account, Organization, OrganizationRole, coarse
from bot.sandbox.rest.call import Answer, Call, Refusal, Route, not_found
from bot.sandbox.shapes import accounts
from bot.sandbox.shapes.accounts import Json

_REPO = "/repos/{owner}/{repo}"
_META = ("metadata:read",)
_WORDS = {"read": "pull", "triage": "triage", "write": "push", "maintain": "maintain", "admin": "admin"}


def _members(call: Call) -> Answer:
    org = call.world.organizations.get(call.path["org"].lower())
    slug = call.path["slug"]
    hidden = call.grant is not None and slug in call.grant.installation.hidden_teams
    if org is None or slug not in org.teams or hidden:
        raise not_found()
    members = [call.world.accounts[login] for login in sorted(org.teams[slug].everyone())]
    items, link = call.page_of(members)
    return Answer([accounts.account(call.world.urls, who) for who in items], headers=link)


def _user(call: Call) -> Answer:
    who = call.world.accounts.get(call.path["user"].lower())
    if who is None:
        raise not_found()
    return Answer(accounts.profile(call.world.urls, who))


def _organization(call: Call) -> Organization:
    """Find the organisation that the path names, where the App runs in it."""
    org = call.world.organizations.get(call.path["org"].lower())
    if org is None or call.world.installation is None or call.world.installation.org != call.path["org"].lower():
        raise not_found()
    return org


def _organization_members(call: Call) -> Answer:
    """List everybody; of an organisation that the App does not run in, whoever is publicly in it: nobody here."""
    org = call.world.organizations.get(call.path["org"].lower())
    if org is None:
        raise not_found()
    own = call.world.installation is not None and call.world.installation.org == call.path["org"].lower()
    members = [call.world.accounts[login] for login in sorted(org.everyone())] if own else []
    items, link = call.page_of(members)
    return Answer([accounts.account(call.world.urls, who) for who in items], headers=link)


def _roles(call: Call) -> Answer:
    org = _organization(call)
    shapes = [accounts.organization_role(call.world.urls, role, org) for role in org.roles.values()]
    return Answer({"total_count": len(shapes), "roles": shapes})


def _organization_role(call: Call) -> OrganizationRole:
    number = call.number("role_id")
    found = next((role for role in _organization(call).roles.values() if role.id == number), None)
    if found is None:
        raise not_found()
    return found


def _role_users(call: Call) -> Answer:
    org, role = _organization(call), _organization_role(call)
    items, link = call.page_of([call.world.accounts[login] for login in sorted(org.holders(role))])
    shapes = []
    for who in items:
        through = [org.teams[slug] for slug in sorted(role.teams) if who.login.lower() in org.teams[slug].everyone()]
        kind = ("mixed" if through else "direct") if who.login.lower() in role.users else "indirect"
        inherited = [accounts.team(call.world.urls, team) | {"parent": None} for team in through]
        shapes.append(
            accounts.account(call.world.urls, who) | {"assignment": kind, "inherited_from": inherited, "name": who.name}
        )
    return Answer(shapes, headers=link)


def _role_teams(call: Call) -> Answer:
    org, role = _organization(call), _organization_role(call)
    items, link = call.page_of([org.teams[slug] for slug in sorted(role.teams) if slug in org.teams])
    shapes = [accounts.team(call.world.urls, team) | {"assignment": "direct"} for team in items]
    return Answer(shapes, headers=link)


def _permissions(role: str) -> Json:
    """Spell a role out, each including those below."""
    return {word: ROLES.index(role) >= ROLES.index(name) for name, word in _WORDS.items()}


def _collaborators(call: Call) -> Answer:
    repo, world = call.repo, call.world
    wanted = call.query.get("permission")
    names = {word: role for role, word in _WORDS.items()}
    if wanted is not None and wanted not in names:
        raise Refusal(422, "Invalid permission")
    least = ROLES.index(names[wanted]) if wanted else ROLES.index("read")
    found = [who for who in world.people_of(repo) if ROLES.index(world.role(repo, who)) >= least]
    items, link = call.page_of(found)
    return Answer([_collaborator(call, who) for who in items], headers=link)


def _collaborator(call: Call, who: Account) -> Json:
    role = call.world.role(call.repo, who)
    return accounts.account(call.world.urls, who) | {"role_name": role, "permissions": _permissions(role)}


def _permission(call: Call) -> Answer:
    who = call.world.accounts.get(call.path["user"].lower())
    if who is None:
        raise not_found()
    role = call.world.role(call.repo, who)
    return Answer({"permission": coarse(role), "role_name": role, "user": _collaborator(call, who)})


def _is_collaborator(call: Call) -> Answer:
    who = call.world.accounts.get(call.path["user"].lower())
    if who is None or who not in call.world.people_of(call.repo):
        raise not_found()
    return Answer(None, 204)


ROUTES = (
    Route("GET", "/orgs/{org}/teams/{slug}/members", _members, ("members:read",)),
    Route("GET", "/users/{user}", _user, _META),
    Route("GET", "/orgs/{org}/members", _organization_members, ("members:read",)),
    Route("GET", "/orgs/{org}/organization-roles", _roles, ("organization_custom_org_roles:read",)),
    Route("GET", "/orgs/{org}/organization-roles/{role_id}/users", _role_users, ("members:read",)),
    Route("GET", "/orgs/{org}/organization-roles/{role_id}/teams", _role_teams, ("members:read",)),
    Route("GET", f"{_REPO}/collaborators", _collaborators, _META),
    Route("GET", f"{_REPO}/collaborators/{{user}}", _is_collaborator, _META),
    Route("GET", f"{_REPO}/collaborators/{{user}}/permission", _permission, _META),
)
