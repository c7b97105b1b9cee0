"""Who is a senior for a zone, by what, and when that can't be told."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core import words
from bot.core.model.policy import (
    Circle,
    Requirement,
    SignAll,
    SignAny,
    Signers,
    SignOffRule,
)
from bot.core.model.verdict import People
from bot.core.owned import ownership

LADDER = ("none", "read", "triage", "write", "maintain", "admin")


@dataclass(frozen=True, slots=True)
class Seniority:
    """Whether someone is a senior; `right` says by what, `doubt` why it could not be told, `barred` what keeps them from it."""

    right: str = ""
    doubt: str = ""
    barred: str = ""

    def __bool__(self) -> bool:
        return bool(self.right)


_Answer = tuple[str, str]  # by what, or why it can't be told; both empty: not at all


def seniority(login: str, signers: Signers, people: People) -> Seniority:
    """Judge one login (any case) against one group of signers; doubt is never a yes, and an exclusion wins."""
    login = login.lower()
    if not login:
        return Seniority()
    answers = list(_answers(login, signers, people))
    right = next((right for right, _ in answers if right), "")
    doubts = "; ".join(dict.fromkeys(doubt for _, doubt in answers if doubt and not right))
    if not right and not doubts:
        return Seniority()
    outside = _in_circle(login, signers.without, people)
    barred = next((why for why, _ in outside if why), "")
    if barred:
        return Seniority(barred=words.left_out(barred))
    unsure = [doubt for _, doubt in outside if doubt]
    return Seniority("" if unsure else right, "; ".join(dict.fromkeys([doubts, *unsure])).strip("; "))


def reaches(held: str, wanted: str) -> bool:
    """Whether a repository permission is at least another."""
    return held in LADDER and LADDER.index(held) >= LADDER.index(wanted)


def requirements(rule: SignOffRule) -> tuple[Requirement, ...]:
    """Flatten a sign-off tree to its requirements, in order."""
    match rule:
        case Requirement():
            return (rule,)
        case SignAll(of=parts) | SignAny(of=parts):
            return tuple(leaf for part in parts for leaf in requirements(part))


def _answers(login: str, signers: Signers, people: People) -> Iterator[_Answer]:
    """Ask each source in turn."""
    yield from _in_circle(login, signers.circle, people)
    for level in signers.levels:
        for right, doubt in _in_circle(login, level.circle, people):
            yield f"{level.name}, {right}" if right else "", doubt
    for role in signers.roles:
        yield _among(login, people.roles.get(role), f"has the role {role}", _why(people, f"role {role}", role))
    if signers.permission:
        yield _permitted(login, signers.permission, people)
    if signers.codeowners:
        yield ownership(login, people)


def _in_circle(login: str, circle: Circle, people: People) -> list[_Answer]:
    found = [("named in the policy", "")] if login in (user.lower() for user in circle.users) else []
    groups = [(team, people.teams.get(team), team, f"the members of team {team}") for team in circle.teams]
    groups += [
        (name, people.organizations.get(name), f"organization {name}", f"the members of {name}")
        for name in circle.organizations
    ]
    answers = (
        _among(login, members, f"member of {name}", _why(people, key, what)) for name, members, key, what in groups
    )
    return [*found, *answers]


def _among(login: str, members: frozenset[str] | None, right: str, unread: str) -> _Answer:
    if members is None:
        return "", unread
    return (right, "") if login in members else ("", "")


def _why(people: People, key: str, what: str) -> str:
    return people.unreadable.get(key, f"{what} could not be read")


def _permitted(login: str, wanted: str, people: People) -> _Answer:
    held = people.permissions.get(login)
    if held is None:
        return "", _why(people, login, f"the permission of {login}")
    return (f"has the {held} permission", "") if reaches(held, wanted) else ("", "")
