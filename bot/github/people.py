"""Who is in a team, organisation or role, and who may do what in a repository; remembered for a few minutes, doubt never."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from cachetools import TTLCache

from bot.core.model.verdict import Inquiry, People
from bot.errors import DontDelegateError
from bot.github.addresses import names, route
from bot.github.client import Client
from bot.github.failures import RefusedError
from bot.github.people_words import FOREIGN, Kind, Question, reason
from bot.github.rest_shapes import AccountItem, Collaborator, OrganizationRoles, Permission, Person, TeamName
from bot.github.wave import each, wave

MINUTES = 5
MOST_KEPT = 4_096
SKEW = 2.0  # seconds by which the clocks of two processes may differ
ROLES = ("admin", "maintain", "write", "triage", "read")  # most first
ASKED = {"write": "push", "read": "pull"}  # two roles have another name in the address


@dataclass(slots=True)
class Directory:
    """What GitHub said of people to one installation."""

    client: Client
    _kept: TTLCache[Question, tuple[float, Any]] = field(default_factory=lambda: TTLCache(MOST_KEPT, MINUTES * 60))

    async def people(self, repo: str, inquiry: Inquiry) -> People:
        """Answer all in one wave; what can't be read is told in `unreadable` and takes nothing from the rest."""
        questions = tuple(dict.fromkeys(_questions(repo, inquiry)))
        answers = dict(zip(questions, await each(questions, self._answer), strict=True))
        good = {asked: answer for asked, answer in answers.items() if not isinstance(answer, RefusedError)}
        return People(
            teams=_named(good, Kind.TEAM),
            organizations=_named(good, Kind.ORGANIZATION),
            roles=_named(good, Kind.ROLE),
            permissions=_permissions(good),
            accounts={asked.name: answer for asked, answer in good.items() if asked.kind is Kind.ACCOUNT},
            unreadable={
                asked.key: reason(asked, answer)
                for asked, answer in answers.items()
                if isinstance(answer, RefusedError)
            },
        )

    def forget(self, until: float) -> None:
        """Ask anew for what was learnt until then: somebody came, went, or changed what they may do."""
        for asked, (learnt, _) in list(self._kept.items()):
            if learnt <= until + SKEW:
                self._kept.pop(asked, None)

    async def _answer(self, asked: Question) -> Any:
        """Give the answer, or the refusal as a value; refusals are not remembered, so that a mended right counts."""
        kept = self._kept.get(asked)
        if kept is not None:
            return kept[1]
        began = time.time()
        try:
            answer = await self._ask(asked)
        except RefusedError as refusal:
            return refusal
        except DontDelegateError as error:
            if type(error) is DontDelegateError:  # a name that makes no address
                return RefusedError(asked.name, HTTPStatus.NOT_FOUND, str(error))
            raise
        self._kept[asked] = (began, answer)
        return answer

    async def _ask(self, asked: Question) -> Any:
        match asked.kind:
            case Kind.TEAM:
                return await self._members(asked.name)
            case Kind.ORGANIZATION:
                return await self._organization(asked)
            case Kind.ROLE:
                return await self._role(asked.name)
            case Kind.ACCOUNT:
                return await self._exists(asked.name)
            case Kind.LOGIN:
                return await self._permission(asked)
            case Kind.ROSTER:
                return await self._roster(asked)

    async def _members(self, team: str) -> frozenset[str]:
        """Child teams' members are among them: https://docs.github.com/en/rest/teams/members#list-team-members."""
        org, slug = names(team)
        return _logins(await self.client.get_all(("orgs", org, "teams", slug, "members"), Person))

    async def _organization(self, asked: Question) -> frozenset[str]:
        """Of another organisation than the App's own GitHub shows only who made it public, and that is no whole list.

        https://docs.github.com/en/rest/orgs/members#list-organization-members
        """
        if asked.name.lower() != asked.repo.partition("/")[0].lower():
            raise RefusedError(asked.name, HTTPStatus.OK, FOREIGN)
        return _logins(await self.client.get_all(("orgs", asked.name, "members"), Person))

    async def _role(self, name: str) -> frozenset[str]:
        """List who holds a role of an organisation, themselves or by a team."""
        org, role = names(name)
        listed = await self.client.get(route("orgs", org, "organization-roles"), OrganizationRoles)
        known = {one.name.lower(): one.id for one in listed.roles}
        if role.lower() not in known:
            shown = ", ".join(sorted(known)[:20]) or "none"
            raise RefusedError(name, HTTPStatus.NOT_FOUND, f"its roles are: {shown}")
        number = known[role.lower()]
        async with wave() as group:
            users = group.create_task(self.client.get_all(("orgs", org, "organization-roles", number, "users"), Person))
            teams = group.create_task(
                self.client.get_all(("orgs", org, "organization-roles", number, "teams"), TeamName)
            )
        inside = await each([f"{org}/{team.slug}" for team in teams.result()], self._members)
        return _logins(users.result()).union(*inside)

    async def _exists(self, login: str) -> bool:
        """Tell whether there is a person of that login: neither nobody, nor a bot, nor an organisation."""
        try:
            return (await self.client.get(route("users", login), AccountItem)).type == "User"
        except RefusedError as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                return False
            raise

    async def _permission(self, asked: Question) -> str:
        address = route("repos", *names(asked.repo), "collaborators", asked.name, "permission")
        try:
            return _held(await self.client.get(address, Permission))
        except RefusedError as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:  # nobody of that name, or a bot
                return "none"
            raise

    async def _roster(self, asked: Question) -> Mapping[str, str]:
        parts = ("repos", *names(asked.repo), "collaborators")
        found = await self.client.get_all(parts, Collaborator, permission=ASKED.get(asked.name, asked.name))
        return {person.login.lower(): _best(person) for person in found}


def _questions(repo: str, inquiry: Inquiry) -> Iterator[Question]:
    yield from (Question(Kind.TEAM, team) for team in sorted(inquiry.teams))
    yield from (Question(Kind.ORGANIZATION, name, repo) for name in sorted(inquiry.organizations))
    yield from (Question(Kind.ROLE, name) for name in sorted(inquiry.roles))
    yield from (Question(Kind.ACCOUNT, login) for login in sorted(inquiry.accounts))
    yield from (Question(Kind.LOGIN, login.lower(), repo) for login in sorted(inquiry.logins) if login)
    if inquiry.permission:
        yield Question(Kind.ROSTER, inquiry.permission, repo)


def _logins(people: list[Person]) -> frozenset[str]:
    return frozenset(person.login.lower() for person in people)


def _named(answers: Mapping[Question, Any], kind: Kind) -> dict[str, frozenset[str]]:
    return {asked.name: answer for asked, answer in answers.items() if asked.kind is kind}


def _permissions(answers: Mapping[Question, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for asked, answer in answers.items():
        if asked.kind is Kind.ROSTER:
            found = {**answer, **found}
        elif asked.kind is Kind.LOGIN:
            found[asked.name] = answer
    return found


def _held(answer: Permission) -> str:
    """Take the role by its name, a custom one by the permission that it rests on."""
    if answer.role_name in ROLES:
        return answer.role_name
    return answer.permission if answer.permission in ROLES else "none"


def _best(person: Collaborator) -> str:
    if person.role_name in ROLES:
        return person.role_name
    held = (role for role in ROLES if person.permissions.get(ASKED.get(role, role)))
    return next(held, "none")
