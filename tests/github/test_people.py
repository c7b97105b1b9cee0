"""Teams, permissions, rosters: read in one wave, remembered, and doubt told apart from no."""

import time

import pytest

from bot.core.model.verdict import Inquiry
from bot.errors import TransientError
from tests.github.hub import REPO, Reply

TEAM = "GET /orgs/acme/teams/pay/members"
ROSTER = f"GET {REPO}/collaborators"


def asked(teams=(), logins=(), permission=None, **more) -> Inquiry:
    return Inquiry(teams=frozenset(teams), logins=frozenset(logins), permission=permission, **more)


def permission(login: str) -> str:
    return f"GET {REPO}/collaborators/{login}/permission"


async def test_all_is_asked_once_and_remembered(hub, here):
    hub.on(TEAM, [{"login": "Ann"}, {"login": "bea"}])
    hub.on(permission("cy"), {"permission": "write", "role_name": "maintain"})
    hub.on(ROSTER, [{"login": "Dot", "role_name": "admin"}])
    for _ in range(2):
        people = await here.people("acme/shop", asked(["acme/pay"], ["Cy", "cy", ""], "maintain"))
        assert people.teams == {"acme/pay": frozenset({"ann", "bea"})}
        assert people.permissions == {"cy": "maintain", "dot": "admin"}
        assert people.unreadable == {}
    assert len(hub.names()) == 3
    assert hub.one(ROSTER).query == {"permission": "maintain", "per_page": "100"}


async def test_people_are_asked_for_anew_after_an_event(hub, here):
    hub.on(TEAM, [{"login": "ann"}], [])
    await here.people("acme/shop", asked(["acme/pay"], []))
    here.forget_people(time.time())
    assert (await here.people("acme/shop", asked(["acme/pay"], []))).teams == {"acme/pay": frozenset()}


async def test_nothing_asked_is_nothing_called(hub, here):
    people = await here.people("acme/shop", Inquiry())
    assert (people.teams, people.permissions, people.unreadable) == ({}, {}, {})
    assert hub.seen == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"permission": "admin", "role_name": "admin"}, "admin"),
        ({"permission": "read", "role_name": "triage"}, "triage"),
        ({"permission": "write", "role_name": "release-captain"}, "write"),
        ({"permission": "none", "role_name": ""}, "none"),
        ({"permission": "mystery", "role_name": "mystery"}, "none"),
        (Reply({"message": "copilot is not a user"}, 404), "none"),
    ],
)
async def test_what_a_permission_means(hub, here, answer, expected):
    hub.on(permission("x"), answer)
    assert (await here.people("acme/shop", asked([], ["x"]))).permissions == {"x": expected}


async def test_bots_are_asked_for_by_their_quoted_name(hub, here):
    hub.on(f"GET {REPO}/collaborators/dependabot%5Bbot%5D/permission", Reply({"message": "Not Found"}, 404))
    people = await here.people("acme/shop", asked([], ["dependabot[bot]"]))
    assert people.permissions == {"dependabot[bot]": "none"}


@pytest.mark.parametrize("status", [403, 404])
async def test_a_team_that_cannot_be_read_is_doubt_with_a_reason(hub, here, status):
    hub.on(TEAM, Reply({"message": "Not Found"}, status), [{"login": "ann"}])
    hub.on(permission("cy"), {"permission": "read", "role_name": "read"})
    people = await here.people("acme/shop", asked(["acme/pay"], ["cy"]))
    assert people.teams == {}
    assert people.permissions == {"cy": "read"}
    assert "`Members: read` in acme" in people.unreadable["acme/pay"]
    again = await here.people("acme/shop", asked(["acme/pay"], ["cy"]))
    assert again.teams == {"acme/pay": frozenset({"ann"})}  # doubt is not remembered


async def test_unreadable_people_and_rosters_name_the_permission_that_lacks(hub, here):
    hub.on(permission("cy"), Reply({"message": "Resource not accessible by integration"}, 403))
    hub.on(ROSTER, Reply({"message": "Must have push access"}, 403))
    people = await here.people("acme/shop", asked([], ["cy"], "write"))
    assert set(people.unreadable) == {"cy", "permission write"}
    assert all("`Metadata: read`" in reason for reason in people.unreadable.values())
    assert hub.one(ROSTER).query["permission"] == "push"


@pytest.mark.parametrize("team", ["pay", "acme/", "/pay", "acme/..", "../pay", "a/b/c"])
async def test_a_name_that_is_no_teams_is_doubt_and_no_call(hub, here, team):
    people = await here.people("acme/shop", asked([team], []))
    assert team in people.unreadable
    assert hub.seen == []


async def test_a_roster_takes_roles_by_name_or_by_what_is_held(hub, here):
    held = {"admin": False, "maintain": False, "push": True, "triage": True, "pull": True}
    hub.on(
        ROSTER,
        [
            {"login": "a", "role_name": "maintain"},
            {"login": "b", "role_name": "release-captain", "permissions": held},
            {"login": "c", "role_name": "odd"},
        ],
    )
    people = await here.people("acme/shop", asked([], [], "triage"))
    assert people.permissions == {"a": "maintain", "b": "write", "c": "none"}


async def test_a_login_asked_for_outweighs_the_roster(hub, here):
    hub.on(ROSTER, [{"login": "cy", "role_name": "maintain"}])
    hub.on(permission("cy"), {"permission": "read", "role_name": "read"})
    assert (await here.people("acme/shop", asked([], ["cy"], "maintain"))).permissions == {"cy": "read"}


async def test_a_server_that_is_down_is_no_answer_at_all(hub, here):
    hub.on(TEAM, Reply({}, 502))
    with pytest.raises(TransientError):
        await here.people("acme/shop", asked(["acme/pay"], []))


async def test_large_teams_are_read_whole(hub, here):
    def page(seen):
        number = int(seen.query.get("page", 1))
        link = f'<{hub.url}/orgs/acme/teams/pay/members?page=3>; rel="last"'
        return Reply([{"login": f"u{number}"}], headers={"link": link})

    hub.on(TEAM, page)
    people = await here.people("acme/shop", asked(["acme/pay"], []))
    assert people.teams["acme/pay"] == {"u1", "u2", "u3"}


# --- organisations and their roles ---

MEMBERS = "GET /orgs/acme/members"
ORG_ROLES = "GET /orgs/acme/organization-roles"


async def test_the_members_of_an_organisation(hub, here):
    hub.on(MEMBERS, [{"login": "Ann"}, {"login": "bea"}])
    people = await here.people("acme/shop", Inquiry(organizations=frozenset({"acme"})))
    assert people.organizations == {"acme": frozenset({"ann", "bea"})}
    assert people.unreadable == {}


async def test_another_organisation_shows_only_who_is_public_and_that_is_doubt(hub, here):
    people = await here.people("acme/shop", Inquiry(organizations=frozenset({"other"})))
    assert people.organizations == {}
    assert people.unreadable == {
        "organization other": "The members of other could not be read: GitHub shows only the public ones of an organisation "
        "that the App does not run in."
    }
    assert hub.seen == []


async def test_a_role_is_held_by_people_and_by_teams(hub, here):
    hub.on(ORG_ROLES, {"total_count": 2, "roles": [{"id": 7, "name": "Architect"}, {"id": 8, "name": "auditor"}]})
    hub.on(f"{ORG_ROLES}/7/users", [{"login": "Ann"}])
    hub.on(f"{ORG_ROLES}/7/teams", [{"slug": "pay"}])
    hub.on(TEAM, [{"login": "bea"}])
    people = await here.people("acme/shop", Inquiry(roles=frozenset({"acme/architect"})))
    assert people.roles == {"acme/architect": frozenset({"ann", "bea"})}


async def test_a_role_that_does_not_exist_is_doubt_and_the_others_are_named(hub, here):
    hub.on(ORG_ROLES, {"total_count": 1, "roles": [{"id": 8, "name": "auditor"}]})
    people = await here.people("acme/shop", Inquiry(roles=frozenset({"acme/architect"})))
    assert people.roles == {}
    assert people.unreadable["role acme/architect"] == (
        "Who holds the role acme/architect could not be read: it does not exist, or the App lacks the permissions "
        "`Custom organization roles: read` and `Members: read` in acme (GitHub said 404: its roles are: auditor)."
    )


async def test_an_organisation_that_cannot_be_read_names_the_permission_that_lacks(hub, here):
    hub.on(MEMBERS, Reply({"message": "Resource not accessible by integration"}, 403))
    people = await here.people("acme/shop", Inquiry(organizations=frozenset({"acme"})))
    assert people.unreadable["organization acme"] == (
        "The members of acme could not be read: there is no such organisation, or the App lacks the permission "
        "`Members: read` in it (GitHub said 403: Resource not accessible by integration)."
    )
