"""Operations on people: members of teams, collaborators, what someone may do."""

from bot.sandbox.model.people import ROLES, Account, coarse
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
    Route("GET", f"{_REPO}/collaborators", _collaborators, _META),
    Route("GET", f"{_REPO}/collaborators/{{user}}", _is_collaborator, _META),
    Route("GET", f"{_REPO}/collaborators/{{user}}/permission", _permission, _META),
)
