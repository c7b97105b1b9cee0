"""Who is in a team and who may do what in a repository; remembered for a few minutes, doubt never."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from cachetools import TTLCache

from bot.core.model.verdict import People
from bot.errors import DontDelegateError
from bot.github.addresses import names, route
from bot.github.client import Client
from bot.github.failures import RefusedError
from bot.github.rest_shapes import Collaborator, Permission, Person
from bot.github.wave import each

MINUTES = 5
MOST_KEPT = 4_096
ROLES = ("admin", "maintain", "write", "triage", "read")  # most first
ASKED = {"write": "push", "read": "pull"}  # two roles have another name in the address


@dataclass(frozen=True, slots=True)
class Question:
    """What to find out: a team's members, one login's permission, or who holds a permission or more."""

    kind: str  # "team", "login" or "roster"
    name: str
    repo: str = ""

    @property
    def key(self) -> str:
        """Where an unreadable answer is noted; a roster's can be no team or login."""
        return f"permission {self.name}" if self.kind == "roster" else self.name


@dataclass(slots=True)
class Directory:
    """What GitHub said of people to one installation."""

    client: Client
    _kept: TTLCache[Question, Any] = field(default_factory=lambda: TTLCache(MOST_KEPT, MINUTES * 60))

    async def people(self, repo: str, teams: Iterable[str], logins: Iterable[str], roster: str | None) -> People:
        """Answer all in one wave; what can't be read is told in `unreadable` and takes nothing from the rest."""
        questions = [
            *(Question("team", team) for team in dict.fromkeys(teams)),
            *(Question("login", login, repo) for login in dict.fromkeys(login.lower() for login in logins if login)),
            *([Question("roster", roster, repo)] if roster else []),
        ]
        answers = dict(zip(questions, await each(questions, self._answer), strict=True))
        good = {asked: answer for asked, answer in answers.items() if not isinstance(answer, RefusedError)}
        return People(
            teams={asked.name: answer for asked, answer in good.items() if asked.kind == "team"},
            permissions=_permissions(good),
            unreadable={
                asked.key: _reason(asked, answer)
                for asked, answer in answers.items()
                if isinstance(answer, RefusedError)
            },
        )

    def forget(self) -> None:
        """Ask anew: somebody came, went, or changed what they may do."""
        self._kept.clear()

    async def _answer(self, asked: Question) -> Any:
        """Give the answer, or the refusal as a value; refusals are not remembered, so that a mended right counts."""
        if asked in self._kept:
            return self._kept[asked]
        try:
            answer = await self._ask(asked)
        except RefusedError as refusal:
            return refusal
        except DontDelegateError as error:
            if type(error) is DontDelegateError:  # a name that makes no address
                return RefusedError(asked.name, HTTPStatus.NOT_FOUND, str(error))
            raise
        self._kept[asked] = answer
        return answer

    async def _ask(self, asked: Question) -> Any:
        if asked.kind == "team":
            return await self._members(asked.name)
        if asked.kind == "login":
            return await self._permission(asked)
        return await self._roster(asked)

    async def _members(self, team: str) -> frozenset[str]:
        """Child teams' members are among them: https://docs.github.com/en/rest/teams/members#list-team-members."""
        org, slug = names(team)
        members = await self.client.get_all(("orgs", org, "teams", slug, "members"), Person)
        return frozenset(member.login.lower() for member in members)

    async def _permission(self, asked: Question) -> str:
        address = route("repos", *names(asked.repo), "collaborators", asked.name, "permission")
        try:
            return _role(await self.client.get(address, Permission))
        except RefusedError as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:  # nobody of that name, or a bot
                return "none"
            raise

    async def _roster(self, asked: Question) -> Mapping[str, str]:
        parts = ("repos", *names(asked.repo), "collaborators")
        found = await self.client.get_all(parts, Collaborator, permission=ASKED.get(asked.name, asked.name))
        return {person.login.lower(): _best(person) for person in found}


def _permissions(answers: Mapping[Question, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for asked, answer in answers.items():
        if asked.kind == "roster":
            found = {**answer, **found}
        elif asked.kind == "login":
            found[asked.name] = answer
    return found


def _role(answer: Permission) -> str:
    """Take the role by its name, a custom one by the permission that it rests on."""
    if answer.role_name in ROLES:
        return answer.role_name
    return answer.permission if answer.permission in ROLES else "none"


def _best(person: Collaborator) -> str:
    if person.role_name in ROLES:
        return person.role_name
    held = (role for role in ROLES if person.permissions.get(ASKED.get(role, role)))
    return next(held, "none")


def _reason(asked: Question, refusal: RefusedError) -> str:
    said = f"GitHub said {int(refusal.status)}: {refusal.says}"
    if asked.kind == "team":
        org = asked.name.partition("/")[0]
        return (
            f"The team {asked.name} could not be read: it does not exist, or the App lacks the permission"
            f" `Members: read` in {org} ({said})."
        )
    if asked.kind == "login":
        return (
            f"What {asked.name} may do here could not be read: the App lacks the permission `Metadata: read` ({said})."
        )
    return f"Who may do what here could not be read: the App lacks the permission `Metadata: read` ({said})."
