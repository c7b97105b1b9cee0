"""Predicates on what GitHub alone tells: signatures, statuses, check runs, workflows, and whose repository it is."""

from collections.abc import Sequence

from bot.core.markdown import code, listed, short
from bot.core.matching.globs import branch_fits
from bot.core.matching.outcome import NO, Outcome, yes
from bot.core.model.change import Check, Checks, Commit, PullRequest
from bot.core.model.predicates import (
    InRepository,
    Signatures,
    Statuses,
    ToldByGitHub,
    Visibility,
    Workflows,
)

MISSING = "missing"
_WHAT = {Statuses: ("statuses", "statuses and check runs"), Workflows: ("workflows", "workflows")}


def judge(predicate: ToldByGitHub, pull: PullRequest) -> Outcome:
    """Judge a predicate; unknown where it hangs on what GitHub did not tell."""
    match predicate:
        case Signatures(verified=verified):
            return _signed(pull, verified=verified)
        case Statuses() | Workflows():
            return _reported(predicate, pull.checks)
        case InRepository(globs=globs):
            return _in_repository(pull.repository, globs)
        case Visibility(kinds=kinds):
            return _visible(pull.visibility, kinds)


def why_not(predicate: ToldByGitHub) -> str:
    """Say why a predicate did not hold."""
    match predicate:
        case Signatures(verified=True):
            return "not every commit carries a signature that GitHub verified"
        case Signatures():
            return "GitHub verified the signature of every commit"
        case Statuses(names=names, states=states) | Workflows(names=names, states=states):
            return f"{listed(_codes(names))} {'is' if len(names) == 1 else 'are'} not {listed(_words(states), 'or')}"
        case InRepository(globs=globs):
            return f"the repository is not {listed(_codes(globs), 'or')}"
        case Visibility(kinds=kinds):
            return f"the repository is not {listed(kinds, 'or')}"


def _signed(pull: PullRequest, *, verified: bool) -> Outcome:
    unsigned = next((commit for commit in pull.commits if commit.verified is False), None)
    tested = "verified" if verified else "unverified"
    if unsigned is not None:
        says = f"GitHub did not verify a signature of commit {short(unsigned.sha)}"
        return NO if verified else yes(says, "signatures", "unverified", tested)
    if pull.unseen or not pull.commits or any(commit.verified is None for commit in pull.commits):
        return Outcome(None, doubt=f"Whether {_whose(pull.commits)} signed is not known.")
    return yes("GitHub verified the signature of every commit", "signatures", "verified", tested) if verified else NO


def _whose(commits: Sequence[Commit]) -> str:
    found = next((commit for commit in commits if commit.verified is None), None)
    return "every commit is" if found is None else f"commit {short(found.sha)} is"


def _reported(predicate: Statuses | Workflows, checks: Checks | None) -> Outcome:
    """Ask for each name what is said under it; where several say something, all have to say the right thing."""
    name, what = _WHAT[type(predicate)]
    found = () if checks is None else checks.statuses if isinstance(predicate, Statuses) else checks.workflows
    said = {wanted: _states(wanted, found) for wanted in predicate.names}
    if any(states and not set(states) <= set(predicate.states) for states in said.values()):
        return NO
    if not all(said.values()) and (checks is None or not checks.whole):
        return Outcome(None, doubt=f"Which {what} the head has could not be read.")
    if MISSING not in predicate.states and not all(said.values()):
        return NO
    shown = [f"{code(wanted)} is {listed(_words(states or (MISSING,)))}" for wanted, states in said.items()]
    saw = ", ".join(dict.fromkeys(state for states in said.values() for state in states or (MISSING,)))
    tested = f"{', '.join(predicate.names)}: {', '.join(predicate.states)}"
    return yes(f"at the head {listed(shown)}", name, saw, tested)


def _states(name: str, checks: Sequence[Check]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check.state for check in checks if name in check.names))


def _words(states: Sequence[str]) -> list[str]:
    return [state.replace("_", " ") for state in states]


def _in_repository(name: str, globs: Sequence[str]) -> Outcome:
    if "/" not in name:  # a folder on somebody's machine
        return Outcome(None, doubt="What the repository is called on GitHub is not known.")
    fits = branch_fits([glob.lower() for glob in globs], name.lower())
    return yes(f"the repository is {code(name)}", "repository", name, ", ".join(globs)) if fits else NO


def _visible(kind: str, kinds: Sequence[str]) -> Outcome:
    if not kind:
        return Outcome(None, doubt="Whether the repository is public is not known.")
    return yes(f"the repository is {kind}", "visibility", kind, ", ".join(kinds)) if kind in kinds else NO


def _codes(names: Sequence[str]) -> list[str]:
    return [code(name) for name in names]
