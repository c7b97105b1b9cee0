"""Who is a senior for a zone, and who is an author of the change and so never one."""

import re
from dataclasses import dataclass

from bot.core.model.change import Commit, Identity, PullRequest
from bot.core.model.policy import (
    Requirement,
    SignAll,
    SignAny,
    Signers,
    SignOffRule,
)
from bot.core.model.verdict import People

LADDER = ("none", "read", "triage", "write", "maintain", "admin")

# https://docs.github.com/account-and-profile/reference/email-addresses-reference
_NOREPLY = re.compile(r"(?:\d+\+)?([A-Za-z0-9-]+(?:\[bot\])?)@users\.noreply\.github\.com", re.IGNORECASE)
# Commits made in the browser are committed by this account, which is nobody.
_WEB_COMMITTER = "web-flow"
_WEB_ADDRESS = "noreply@github.com"


@dataclass(frozen=True, slots=True)
class Seniority:
    """Whether someone is a senior; `right` says by what, `doubt` why it could not be told."""

    right: str = ""
    doubt: str = ""

    def __bool__(self) -> bool:
        return bool(self.right)


def seniority(login: str, signers: Signers, people: People) -> Seniority:
    """Judge one login (any case) against one group of signers; doubt is never a yes."""
    login = login.lower()
    if not login:
        return Seniority()
    if login in (user.lower() for user in signers.users):
        return Seniority(right="named in the policy")
    doubts = []
    for team in signers.teams:
        members = people.teams.get(team)
        if members is None:
            doubts.append(people.unreadable.get(team, f"the members of team {team} could not be read"))
        elif login in members:
            return Seniority(right=f"member of {team}")
    if signers.permission:
        held = people.permissions.get(login)
        if held is None:
            doubts.append(people.unreadable.get(login, f"the permission of {login} could not be read"))
        elif reaches(held, signers.permission):
            return Seniority(right=f"has the {held} permission")
    return Seniority(doubt="; ".join(doubts))


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


def authors(pull: PullRequest) -> frozenset[str]:
    """Logins, lower-cased, of everyone who had a hand in the change, co-authors and merged side branches included."""
    logins = {pull.author.login}
    for commit in pull.commits:
        logins.update(login_of(identity) for identity in _people(commit))
    return frozenset(login.lower() for login in logins if login and login != _WEB_COMMITTER)


def login_of(identity: Identity) -> str:
    """Name the account behind an identity in a commit, from GitHub or from its no-reply address; "" when unknown."""
    if identity.login:
        return identity.login
    match = _NOREPLY.fullmatch(identity.email.strip())
    return match[1] if match else ""


def unknown_authors(pull: PullRequest) -> tuple[str, ...]:
    """Names in commits that no account could be found for, each once, committers included."""
    names = [
        identity.name or identity.email
        for commit in pull.commits
        for identity in _people(commit)
        if not login_of(identity) and identity.email != _WEB_ADDRESS
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def hands(pull: PullRequest) -> dict[str, str]:
    """Tell of each author, by lower-cased login, the first commit that names them; "" for who opened it."""
    found = {login_of(one).lower(): commit.sha for commit in reversed(pull.commits) for one in _people(commit)}
    found[pull.author.login.lower()] = ""
    return {login: found[login] for login in sorted(authors(pull))}


def _people(commit: Commit) -> tuple[Identity, ...]:
    return (*commit.authors, commit.committer) if commit.committer is not None else commit.authors
