"""How far an AI assistant is known to have had a part in the change, and by what signs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from bot.core.markdown import code, short
from bot.core.model.change import Commit, Identity, PullRequest
from bot.core.model.policy import AgentMarks
from bot.core.model.predicates import Provenance
from bot.core.model.verdict import ProvenanceMark
from bot.core.patterns import Scan, candidates, compiled, unanchored

_LADDER = (Provenance.NONE, Provenance.ASSISTED, Provenance.AGENT)
_Patterns = tuple[tuple[str, str], ...]  # (pattern, the assistant's name)
# A line that says who did the work; who reviewed, tested or reported it is another matter.
_CREDIT = (
    r"(?i)^\s*(?:(?:co-?)?(?:authored|developed)|assisted|generated|written|implemented|signed-off)-by:"
    r"[^<]*<([^<>\s]+@[^<>\s]+)>"
)


def marks(pull: PullRequest, signs: AgentMarks | None) -> tuple[ProvenanceMark, ...]:
    """List the signs of AI assistants in a pull request, each once, the strongest first."""
    if signs is None:
        return ()
    found = dict.fromkeys((*_opened(pull, signs), *_committed(pull, signs), *_described(pull, signs)))
    return tuple(sorted(found, key=lambda mark: -_LADDER.index(mark.level)))


def level(found: Iterable[ProvenanceMark]) -> Provenance:
    """Give the highest level of some marks."""
    return max((mark.level for mark in found), key=_LADDER.index, default=Provenance.NONE)


def by_people(pull: PullRequest, signs: AgentMarks | None) -> PullRequest:
    """Give the pull request with its assistants' own names left out of the commits: they are no people to be known."""
    if signs is None or not pull.commits:
        return pull
    return replace(pull, commits=tuple(_without_assistants(commit, signs) for commit in pull.commits))


def _without_assistants(commit: Commit, signs: AgentMarks) -> Commit:
    committer = commit.committer if commit.committer and not _agents(commit.committer, signs) else None
    people = tuple(one for one in commit.authors if not _agents(one, signs))
    return replace(commit, authors=people, committer=committer)


def _opened(pull: PullRequest, signs: AgentMarks) -> Iterator[ProvenanceMark]:
    for login, agent in signs.accounts:
        if login.lower() == pull.author.login.lower():
            yield ProvenanceMark(Provenance.AGENT, agent, f"{code(pull.author.login)} opened the pull request")
    for agent in _fitting(signs.branches, pull.head_ref):
        yield ProvenanceMark(Provenance.AGENT, agent, f"the branch is named {code(pull.head_ref)}")


def _committed(pull: PullRequest, signs: AgentMarks) -> Iterator[ProvenanceMark]:
    for commit in pull.commits:
        for index, author in enumerate(commit.authors):
            # The first wrote the commit, the others stand in its trailers.
            part = (Provenance.ASSISTED, "co-authored") if index else (Provenance.AGENT, "wrote")
            yield from _person(author, signs, commit, *part)
        if commit.committer is not None:
            yield from _person(commit.committer, signs, commit, Provenance.ASSISTED, "committed")
        yield from _written(signs, commit.message, f"commit {short(commit.sha)}")


def _person(
    person: Identity, signs: AgentMarks, commit: Commit, part: Provenance, did: str
) -> Iterator[ProvenanceMark]:
    verified = ", and GitHub verified its signature" if commit.verified else ""
    for agent, by in _agents(person, signs).items():
        yield ProvenanceMark(part, agent, f"{code(by)} {did} commit {short(commit.sha)}{verified}")


def _agents(person: Identity, signs: AgentMarks) -> dict[str, str]:
    """Name the assistants that an identity in a commit is, each with what gives it away: login, address or name."""
    login = (person.login or "").lower()
    found = {agent: person.login for known, agent in signs.accounts if known.lower() == login and person.login}
    by_address = dict.fromkeys(_fitting(signs.emails, person.email), person.email)
    return {**dict.fromkeys(_fitting(signs.names, person.name), person.name), **by_address, **found}


def _described(pull: PullRequest, signs: AgentMarks) -> Iterator[ProvenanceMark]:
    yield from _written(signs, pull.body, "the description")
    for line, agent in _lines(signs.declarations, pull.body):
        yield ProvenanceMark(Provenance.ASSISTED, agent, f"the description says {code(line.strip())}")
    labels = {label.casefold(): label for label in pull.labels}
    for name, agent in signs.labels:
        if name.casefold() in labels:
            yield ProvenanceMark(Provenance.ASSISTED, agent, f"it has the label {code(labels[name.casefold()])}")


def _written(signs: AgentMarks, text: str, where: str) -> Iterator[ProvenanceMark]:
    """Find what tools and people wrote into a message or a description."""
    found = [*_lines((*signs.trailers, *signs.footers), text), *_credited(signs, text)]
    for line, agent in found:
        yield ProvenanceMark(Provenance.ASSISTED, agent, f"{where} says {code(line.strip())}")


def _credited(signs: AgentMarks, text: str) -> Iterator[tuple[str, str]]:
    """Find the lines that credit an assistant's address with the work."""
    for _, raw in candidates(_CREDIT, _bytes(text)):
        found = compiled(_CREDIT).search(raw)
        if found is not None:
            line = raw.decode("utf-8", "replace")
            address = found.group(1).decode("utf-8", "replace")
            yield from ((line, agent) for agent in _fitting(signs.emails, address))


@lru_cache(maxsize=4096)
def _fitting(patterns: _Patterns, text: str) -> tuple[str, ...]:
    raw = text.encode("utf-8", "replace")
    return tuple(agent for pattern, agent in patterns if compiled(pattern).search(raw))


def _lines(patterns: _Patterns, text: str) -> Iterator[tuple[str, str]]:
    """Find the first line that each pattern matches, with the assistant's name."""
    raw = _bytes(text)
    scan, numbers = _scan(patterns)
    likely = scan.match(raw) if raw else frozenset()
    for number, (pattern, agent) in zip(numbers, patterns, strict=True):
        if number not in likely:
            continue
        exact = compiled(pattern)
        found = next((line for _, line in candidates(pattern, raw) if exact.search(line)), None)
        if found is not None:
            yield found.decode("utf-8", "replace"), agent


@lru_cache(maxsize=16)
def _scan(patterns: _Patterns) -> tuple[Scan, tuple[int, ...]]:
    """Make one pass over a text tell which of the patterns could match, each by its number."""
    scan = Scan()
    return scan, tuple(scan.add(unanchored(pattern)) for pattern, _ in patterns)


def _bytes(text: str) -> bytes:
    return text.replace("\r\n", "\n").encode("utf-8", "replace")
