"""The shape of who may sign."""

from pydantic import Field

from bot.policy.fields import Id, Organization, OrganizationRole, Permission, Shape, Signer, Team, Truth

USERS = "Logins of people, as in the addresses of their profiles."
TEAMS = "Teams, as `organisation/team`; members of their child teams count too."
ORGANIZATIONS = "Organisations, each member of which counts."


class CircleShape(Shape):
    """People by their logins, teams and organisations."""

    users: list[Signer] | None = Field(None, min_length=1, description=USERS, examples=[["grace", "ann-doe"]])
    teams: list[Team] | None = Field(None, min_length=1, description=TEAMS, examples=[["acme/payments"]])
    organizations: list[Organization] | None = Field(None, min_length=1, description=ORGANIZATIONS, examples=[["acme"]])


class LevelShape(Shape):
    """Who stands on a level of seniority; they count for the levels below it too."""

    users: list[Signer] | None = Field(None, min_length=1, description=USERS, examples=[["grace", "ann-doe"]])
    teams: list[Team] | None = Field(None, min_length=1, description=TEAMS, examples=[["acme/staff"]])


class SignersShape(CircleShape):
    """Who is a senior; each of these is enough."""

    roles: list[OrganizationRole] | None = Field(
        None,
        min_length=1,
        description="Roles of an organisation, as `organisation/role`; whoever holds one, by a team too, is a senior.",
        examples=[["acme/security_manager"]],
    )
    permission: Permission | None = Field(
        None, description="Everybody with this permission on the repository, or more."
    )
    codeowners: Truth | None = Field(
        None,
        description="`true`: the owners of the zone's touched files, by CODEOWNERS on the base branch. Each file needs as many "
        "of its own owners as `count` says; a file without one can be signed by nobody of them.",
    )
    level: Id | None = Field(None, description="Whoever stands on this level of `levels`, or on one above it.")
    except_: CircleShape | None = Field(
        None,
        alias="except",
        description="Who never signs here, whatever else they are; a team that can't be read leaves everybody out.",
        examples=[{"teams": ["acme/contractors"]}],
    )
