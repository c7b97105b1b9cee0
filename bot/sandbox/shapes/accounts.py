"""Accounts, teams, the App and its installations in JSON."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.model.app import App, Installation
from bot.sandbox.model.clock import iso, iso_or_none
from bot.sandbox.model.people import Account, Organization, OrganizationRole, Team
from bot.sandbox.model.state import Reaction
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]
_NODES = {"User": "U", "Bot": "BOT", "Organization": "O"}
_FACES = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")


def account(urls: Urls, who: Account) -> Json:
    """Shape `simple-user`."""
    api = f"{urls.api}/users/{who.login}"
    return {
        "login": who.login,
        "id": who.id,
        "node_id": node_id(_NODES[who.kind], who.id),
        "avatar_url": f"{urls.html}/avatars/u/{who.id}",
        "gravatar_id": "",
        "url": api,
        "html_url": f"{urls.html}/{who.login.removesuffix('[bot]')}",
        "followers_url": f"{api}/followers",
        "following_url": f"{api}/following{{/other_user}}",
        "gists_url": f"{api}/gists{{/gist_id}}",
        "starred_url": f"{api}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{api}/subscriptions",
        "organizations_url": f"{api}/orgs",
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events{{/privacy}}",
        "received_events_url": f"{api}/received_events",
        "type": who.kind,
        "site_admin": False,
    }


def profile(urls: Urls, who: Account) -> Json:
    """Shape `public-user`."""
    unknown = dict.fromkeys(("blog", "company", "email", "hireable", "location", "bio"))
    numbers = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
    times = {"created_at": iso(who.created_at), "updated_at": iso(who.created_at)}
    return account(urls, who) | unknown | numbers | times | {"name": who.name, "user_view_type": "public"}


def organization(urls: Urls, org: Organization) -> Json:
    """Shape `organization-simple`, which webhooks carry."""
    login = org.account.login
    api = f"{urls.api}/orgs/{login}"
    return {
        "login": login,
        "id": org.account.id,
        "node_id": node_id("O", org.account.id),
        "url": api,
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events",
        "hooks_url": f"{api}/hooks",
        "issues_url": f"{api}/issues",
        "members_url": f"{api}/members{{/member}}",
        "public_members_url": f"{api}/public_members{{/member}}",
        "avatar_url": f"{urls.html}/avatars/u/{org.account.id}",
        "description": None,
    }


def team(urls: Urls, one: Team) -> Json:
    """Shape `team`, its parent within."""
    api = f"{urls.api}/teams/{one.id}"
    return {
        "id": one.id,
        "node_id": node_id("T", one.id),
        "name": one.name,
        "slug": one.slug,
        "description": "",
        "privacy": "closed",
        "notification_setting": "notifications_enabled",
        "permission": "pull",
        "url": api,
        "html_url": f"{urls.html}/orgs/{one.org}/teams/{one.slug}",
        "members_url": f"{api}/members{{/member}}",
        "repositories_url": f"{api}/repos",
        "type": "organization",
        "parent": None if one.parent is None else {k: v for k, v in team(urls, one.parent).items() if k != "parent"},
    }


def organization_role(urls: Urls, one: OrganizationRole, org: Organization) -> Json:
    """Shape `organization-role`."""
    return {
        "id": one.id,
        "name": one.name,
        "description": None,
        "base_role": "read",
        "source": "Organization",
        "permissions": [],
        "organization": account(urls, org.account),
        "created_at": iso(one.at),
        "updated_at": iso(one.at),
    }


def app(urls: Urls, one: App, owner: Account) -> Json:
    """Shape `integration`."""
    return {
        "id": one.id,
        "slug": one.slug,
        "node_id": node_id("A", one.id),
        "client_id": f"Iv1.{one.id:016x}",
        "owner": account(urls, owner),
        "name": one.name,
        "description": "",
        "external_url": urls.html,
        "html_url": f"{urls.html}/apps/{one.slug}",
        "created_at": iso(owner.created_at),
        "updated_at": iso(owner.created_at),
        "permissions": dict(one.permissions),
        "events": list(one.events),
    }


def installation(urls: Urls, one: Installation, its_app: App, owner: Account) -> Json:
    """Shape `installation`."""
    api = f"{urls.api}/app/installations/{one.id}"
    return {
        "id": one.id,
        "account": account(urls, owner),
        "repository_selection": "selected",
        "access_tokens_url": f"{api}/access_tokens",
        "repositories_url": f"{urls.api}/installation/repositories",
        "html_url": f"{urls.html}/organizations/{owner.login}/settings/installations/{one.id}",
        "app_id": its_app.id,
        "app_slug": its_app.slug,
        "target_id": owner.id,
        "target_type": owner.kind,
        "permissions": dict(its_app.permissions),
        "events": list(its_app.events),
        "created_at": iso(one.at),
        "updated_at": iso(one.at),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": None,
        "suspended_at": iso_or_none(one.suspended_at),
    }


def reaction(urls: Urls, one: Reaction) -> Json:
    """Shape `reaction`."""
    return {
        "id": one.id,
        "node_id": node_id("REA", one.id),
        "user": account(urls, one.by),
        "content": one.content,
        "created_at": iso(one.at),
    }


def reactions(url: str, given: Iterable[Reaction]) -> Json:
    """Shape `reaction-rollup`: how many of each."""
    contents = [one.content for one in given]
    return {"url": f"{url}/reactions", "total_count": len(contents)} | {face: contents.count(face) for face in _FACES}
