"""Whose hands made the change: who opened it, wrote and committed it, or had an assistant do so. None of them signs it."""

import re
from collections.abc import Iterator

from bot.core.markdown import short
from bot.core.model.change import Account, Commit, Identity, PullRequest
from bot.core.model.policy import AgentMarks
from bot.core.patterns import compiled

# https://docs.github.com/account-and-profile/reference/email-addresses-reference
_NOREPLY = re.compile(r"(?:\d+\+)?([A-Za-z0-9_-]+(?:\[bot\])?)@users\.noreply\.github\.com", re.IGNORECASE)
# Commits made in the browser are committed by this account, which is nobody.
_WEB_COMMITTER = "web-flow"
_WEB_ADDRESS = "noreply@github.com"

# Whom an assistant says it works for, beside the co-authors that GitHub itself reads from commits:
# "Requested-by: Ada <ada@example.org>", "**Requested by:** @ada", "for the task 7 started by @ada".
_PROMPTED = re.compile(
    r"\b(?:on[- ]behalf[- ]of|(?:requested|prompted|started|initiated|co-authored)[- ]by)\b[*_]*:?[ \t*_]*([^\n]{1,400})",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)(?![\w/])")
_NAMED = re.compile(r"([^<>\n]*?)\s*<\s*([^<>\s]+)\s*>")
_LINKED = re.compile(r"https://[\w.-]+/([A-Za-z0-9_-]+)(?=[\s)\]]|$)")

OPENED = "opened it"
ASSIGNED = "assigned to it, and an assistant opened it"
BEFORE = "named here before, and an assistant opened it"
DESCRIBED = "named in the description, and an assistant opened it"


def authors(pull: PullRequest, agents: AgentMarks | None) -> frozenset[str]:
    """Logins, lower-cased, of everyone who had a hand in the change, co-authors and merged side branches included."""
    return frozenset(hands(pull, agents))


def hands(pull: PullRequest, agents: AgentMarks | None) -> dict[str, str]:
    """Tell of each author, by lower-cased login, how that is known; of commits by the first that names them."""
    found: dict[str, str] = {}
    for login, how in _claims(pull, agents):
        if login and login.lower() != _WEB_COMMITTER:
            found.setdefault(login.lower(), how)
    return dict(sorted(found.items()))


def unknown_authors(pull: PullRequest, agents: AgentMarks | None) -> tuple[str, ...]:
    """Names that no account could be found for, each once: in commits, and of those whom an assistant worked for."""
    people = [one for commit in pull.commits for one in (*_people(commit), *_prompters(commit, agents))]
    people += _described(pull, agents)
    known = {one.email.lower() for one in people if login_of(one)} | {_WEB_ADDRESS}
    names = [one.name or one.email for one in people if not login_of(one) and one.email.lower() not in known]
    return tuple(dict.fromkeys(name for name in names if name))


def prompters(pull: PullRequest, agents: AgentMarks | None) -> frozenset[str]:
    """Logins, lower-cased, of those for whom an assistant made the change, as far as it says so now: that can be edited."""
    found = [login_of(one) for commit in pull.commits for one in _prompters(commit, agents)]
    found += [login_of(one) for one in _described(pull, agents)]
    if opened_by_agent(pull.author, agents):
        found += pull.assignees
    return frozenset(login.lower() for login in found if login)


def login_of(identity: Identity) -> str:
    """Name the account behind an identity in a commit, from GitHub or from its no-reply address; "" when unknown."""
    if identity.login:
        return identity.login
    match = _NOREPLY.fullmatch(identity.email.strip())
    return match[1] if match else ""


def is_agent(login: str, agents: AgentMarks | None) -> bool:
    """Whether an account is a bot's or an assistant's own."""
    known = {one.lower() for one, _ in agents.accounts} if agents else set()
    return login.lower().endswith("[bot]") or login.lower() in known


def _claims(pull: PullRequest, agents: AgentMarks | None) -> Iterator[tuple[str, str]]:
    """Give each login that is named, the surest way of knowing it first."""
    yield pull.author.login, OPENED
    for commit in pull.commits:
        for one in (*_people(commit), *_prompters(commit, agents)):
            yield login_of(one), f"commit {short(commit.sha)}"
    if opened_by_agent(pull.author, agents):
        yield from ((login, ASSIGNED) for login in pull.assignees)
    yield from ((login_of(one), DESCRIBED) for one in _described(pull, agents))


def _people(commit: Commit) -> tuple[Identity, ...]:
    return (*commit.authors, commit.committer) if commit.committer is not None else commit.authors


def _prompters(commit: Commit, agents: AgentMarks | None) -> tuple[Identity, ...]:
    """Give whom a commit of an assistant says it was made for; its own authors GitHub has read from it already."""
    if not any(is_agent(login_of(one), agents) for one in _people(commit)):
        return ()
    known = {one.email.lower() for one in _people(commit)}
    return tuple(one for one in _named(commit.message, agents) if not one.email or one.email.lower() not in known)


def _described(pull: PullRequest, agents: AgentMarks | None) -> tuple[Identity, ...]:
    """Give whom the description of an assistant's pull request names."""
    return tuple(_named(pull.body, agents)) if opened_by_agent(pull.author, agents) else ()


def opened_by_agent(author: Account, agents: AgentMarks | None) -> bool:
    """Whether an assistant opened a pull request by itself."""
    return author.bot or is_agent(author.login, agents)


def _named(text: str, agents: AgentMarks | None) -> Iterator[Identity]:
    """Read the people whom an assistant names: as a mention, a name with an address, or a link to a profile."""
    for line in _PROMPTED.findall(text.replace("\r\n", "\n")):
        yield from (Identity(login, "", login) for login in (*_MENTION.findall(line), *_LINKED.findall(line)))
        for name, email in _NAMED.findall(line):
            if not any(compiled(pattern).search(email.encode("utf-8", "replace")) for pattern, _ in _mails(agents)):
                yield Identity(name.strip(" *_@,;") or email, email)


def _mails(agents: AgentMarks | None) -> tuple[tuple[str, str], ...]:
    """Give the patterns of addresses that are assistants' own."""
    return agents.emails if agents else ()
