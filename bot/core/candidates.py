"""Who could still sign a zone, in the order in which they should be asked."""

import hashlib
from collections.abc import Collection

from bot.core.asked import Asked
from bot.core.codeowners import login_in, team_in
from bot.core.model.policy import Circle, Signers
from bot.core.model.verdict import People
from bot.core.seniority import LADDER, reaches


def candidates(asked: Asked, out: Collection[str]) -> tuple[str, ...]:
    """List who could sign, but for those in `out`: people named in the policy first, then others, in another order each time.

    That order hangs on the pull request alone, so a second evaluation asks the same ones.
    """
    named: dict[str, None] = {}
    others: set[str] = set()
    for requirement in asked.requirements:
        named.update(dict.fromkeys(user.lower() for user in requirement.signers.users))
        others.update(_roster(requirement.signers, asked.people))
    pull = asked.case.pull

    def turn(login: str) -> str:
        return hashlib.sha256(f"{pull.repository}#{pull.number} {login}".encode()).hexdigest()

    rest = sorted(others - named.keys(), key=turn)
    return tuple(login for login in (*named, *rest) if login not in out and asked.right(login))


def _roster(signers: Signers, people: People) -> set[str]:
    """List the logins that a group of signers is known to hold."""
    members = _inside(signers.circle, people)
    members = members.union(*(_inside(level.circle, people) for level in signers.levels))
    members = members.union(*(people.roles.get(role, frozenset()) for role in signers.roles))
    if signers.permission and signers.permission in LADDER:
        members |= {login for login, held in people.permissions.items() if reaches(held, signers.permission)}
    if signers.codeowners:
        owners = {owner for file in people.owners.values() for owner in file}
        logins = tuple(login for owner in owners if (login := login_in(owner)))
        members |= _inside(Circle(logins, tuple(team_in(owner) for owner in owners)), people)
    return members


def _inside(circle: Circle, people: People) -> set[str]:
    found = {user.lower() for user in circle.users}
    found |= {login for team in circle.teams for login in people.teams.get(team, ())}
    return found | {login for name in circle.organizations for login in people.organizations.get(name, ())}
