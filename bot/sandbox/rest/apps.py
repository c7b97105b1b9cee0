"""Operations of the App itself: tokens, installations, its webhook's deliveries."""

from bot.sandbox.deliveries import Delivery
from bot.sandbox.model.clock import iso
from bot.sandbox.model.state import Repository
from bot.sandbox.rest.auth import LEVELS
from bot.sandbox.rest.bodies import TokenBody
from bot.sandbox.rest.call import Answer, Call, Refusal, Route, invalid, not_found
from bot.sandbox.shapes import accounts, repositories
from bot.sandbox.shapes.accounts import Json


def _app(call: Call) -> Answer:
    return Answer(call.world.app_json() | {"installations_count": int(call.world.installation is not None)})


def _installation_json(call: Call) -> Json:
    world = call.world
    if world.installation is None:
        raise not_found()
    owner = world.organizations[world.installation.org].account
    return accounts.installation(world.urls, world.installation, world.app, owner)


def _installations(call: Call) -> Answer:
    found = [] if call.world.installation is None else [_installation_json(call)]
    items, link = call.page_of(found)
    return Answer(list(items), headers=link)


def _token(call: Call) -> Answer:
    world = call.world
    if world.installation is None or call.number("id") != world.installation.id:
        raise not_found()
    if world.installation.suspended_at is not None:
        raise Refusal(403, "This installation has been suspended")
    wants = TokenBody() if call.body is None else call.read(TokenBody)
    permissions = dict(world.app.permissions) if wants.permissions is None else wants.permissions
    for what, level in permissions.items():
        if LEVELS.get(level, 9) > LEVELS.get(world.app.permissions.get(what, ""), 0):
            raise Refusal(422, "The permissions requested are not granted to this installation.")
    chosen = [r for r in world.installed() if _wanted(r, wants)]
    narrowed = wants.repositories is not None or wants.repository_ids is not None
    if narrowed and not chosen:
        raise Refusal(422, "There is at least one repository that does not exist or is not accessible.")
    repos = frozenset(r.id for r in chosen) if narrowed else None
    token, grant = call.sandbox.keys.give(world.installation, permissions, repos)
    return Answer(
        {
            "token": token,
            "expires_at": iso(grant.expires_at),
            "permissions": permissions,
            "repository_selection": "selected",
        },
        201,
    )


def _wanted(repo: Repository, wants: TokenBody) -> bool:
    by_name = wants.repositories is None or repo.name in wants.repositories
    return by_name and (wants.repository_ids is None or repo.id in wants.repository_ids)


def _repositories(call: Call) -> Answer:
    found = call.world.installed()
    items, link = call.page_of(found)
    shapes = [repositories.repository(call.world.urls, repo) for repo in items]
    return Answer({"total_count": len(found), "repository_selection": "selected", "repositories": shapes}, headers=link)


def _deliveries(call: Call) -> Answer:
    """List the newest first, paged by a cursor."""
    found = [one for one in reversed(call.sandbox.deliveries.log) if one.code is not None]
    size = int(call.query.get("per_page", "30"))
    start = int(call.query.get("cursor", "v1_0").removeprefix("v1_"))
    more = call.next_link(per_page=size, cursor=f"v1_{start + size}") if start + size < len(found) else {}
    return Answer([_item(one) for one in found[start : start + size]], headers=more)


def _item(one: Delivery) -> Json:
    return {
        "id": one.id,
        "guid": one.guid,
        "delivered_at": iso(one.at),
        "redelivery": one.redelivery,
        "duration": round(one.seconds, 2),
        "status": one.status,
        "status_code": one.code or 0,
        "event": one.event,
        "action": one.payload.get("action"),
        "installation_id": one.payload.get("installation", {}).get("id"),
        "repository_id": one.payload.get("repository", {}).get("id"),
        "throttled_at": None,
    }


def _delivery(call: Call) -> Answer:
    found = call.sandbox.deliveries.find(call.number("id"))
    if found is None:
        raise not_found()
    sent = {"headers": found.headers, "payload": found.payload}
    return Answer(_item(found) | {"request": sent, "response": {"headers": {}, "payload": found.answer}})


def _attempt(call: Call) -> Answer:
    if call.sandbox.deliveries.redeliver(call.number("id")) is None:
        raise invalid("There is no such delivery.")
    return Answer({}, 202)


ROUTES = (
    Route("GET", "/app", _app),
    Route("GET", "/app/installations", _installations),
    Route("GET", "/app/installations/{id}", lambda call: Answer(_installation_json(call))),
    Route("POST", "/app/installations/{id}/access_tokens", _token),
    Route("GET", "/app/hook/deliveries", _deliveries),
    Route("GET", "/app/hook/deliveries/{id}", _delivery),
    Route("POST", "/app/hook/deliveries/{id}/attempts", _attempt),
    Route("GET", "/installation/repositories", _repositories, ("metadata:read",)),
)
