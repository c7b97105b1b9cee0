"""How far an AI assistant is known to have had a part in the change, and by what signs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.markdown import code, short
from bot.core.model.change import Commit, Identity, PullRequest
from bot.core.model.policy import AgentMarks
from bot.core.model.predicates import Provenance
from bot.core.model.verdict import ProvenanceMark
from bot.core.patterns import candidates, compiled

_LADDER = (Provenance.NONE, Provenance.ASSISTED, Provenance.AGENT)
_Patterns = Iterable[tuple[str, str]]  # (pattern, the assistant's name)


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
    def is_person(identity: Identity) -> bool:
        return next(_fitting(signs.emails, identity.email), None) is None

    committer = commit.committer if commit.committer and is_person(commit.committer) else None
    return replace(commit, authors=tuple(filter(is_person, commit.authors)), committer=committer)


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
        for line, agent in _lines(signs.trailers, commit.message):
            yield ProvenanceMark(Provenance.ASSISTED, agent, f"commit {short(commit.sha)} says {code(line.strip())}")


def _person(
    person: Identity, signs: AgentMarks, commit: Commit, part: Provenance, did: str
) -> Iterator[ProvenanceMark]:
    for login, agent in signs.accounts:
        if person.login and login.lower() == person.login.lower():
            yield ProvenanceMark(part, agent, f"{code(person.login)} {did} commit {short(commit.sha)}")
    for agent in _fitting(signs.emails, person.email):
        yield ProvenanceMark(part, agent, f"{code(person.email)} {did} commit {short(commit.sha)}")


def _described(pull: PullRequest, signs: AgentMarks) -> Iterator[ProvenanceMark]:
    for line, agent in _lines(signs.footers, pull.body):
        yield ProvenanceMark(Provenance.ASSISTED, agent, f"the description says {code(line.strip())}")
    labels = {label.casefold(): label for label in pull.labels}
    for name, agent in signs.labels:
        if name.casefold() in labels:
            yield ProvenanceMark(Provenance.ASSISTED, agent, f"it has the label {code(labels[name.casefold()])}")


def _fitting(patterns: _Patterns, text: str) -> Iterator[str]:
    raw = text.encode("utf-8", "replace")
    return (agent for pattern, agent in patterns if compiled(pattern).search(raw))


def _lines(patterns: _Patterns, text: str) -> Iterator[tuple[str, str]]:
    """Find the first line that each pattern matches, with the assistant's name."""
    raw = text.replace("\r\n", "\n").encode("utf-8", "replace")
    for pattern, agent in patterns:
        exact = compiled(pattern)
        found = next((line for _, line in candidates(pattern, raw) if exact.search(line)), None)
        if found is not None:
            yield found.decode("utf-8", "replace"), agent
