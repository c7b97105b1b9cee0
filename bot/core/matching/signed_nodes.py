"""Predicates on whose signature each commit carries, and with which key it was made."""

from bot.core.markdown import code, listed, short
from bot.core.matching.outcome import NO, Outcome, yes
from bot.core.matching.people_nodes import members_of
from bot.core.matching.view import PullView
from bot.core.model.change import Commit
from bot.core.model.conditions import SignedBy, SignedWith
from bot.core.pull_words import codes, named_people


def judge(predicate: SignedBy | SignedWith, view: PullView) -> Outcome:
    """Judge a predicate; unknown where a signature, or who belongs to a group, is not known."""
    pull = view.pull
    if any(commit.verified is False for commit in pull.commits):
        return NO
    if pull.unseen or not pull.commits or any(commit.verified is None for commit in pull.commits):
        return Outcome(None, doubt="Whose signature every commit carries is not known.")
    match predicate:
        case SignedWith(keys=keys):
            return _with_keys(pull.commits, keys)
        case SignedBy():
            return _by_people(predicate, view)


def why_not(predicate: SignedBy | SignedWith) -> str:
    """Say why a predicate did not hold."""
    match predicate:
        case SignedWith(keys=keys):
            return f"not every commit carries a verified signature with the key {codes(keys)}"
        case SignedBy():
            return f"not every commit carries a verified signature of {named_people(predicate)}"


def _with_keys(commits: tuple[Commit, ...], keys: tuple[str, ...]) -> Outcome:
    known = {key.casefold() for key in keys}
    if any(commit.key.casefold() not in known for commit in commits):
        return NO
    made = list(dict.fromkeys(commit.key for commit in commits))
    says = f"every commit carries a verified signature with the key {listed([code(key) for key in made])}"
    return yes(says, "signed_with", ", ".join(made), ", ".join(keys))


def _by_people(named: SignedBy, view: PullView) -> Outcome:
    """Ask for each commit whether somebody named signed it."""
    signers = {(commit.signer or "").lower() for commit in view.pull.commits}
    groups = [who for _, who in members_of(named, view.people)]
    known = frozenset(user.lower() for user in named.users).union(*(who for who in groups if not isinstance(who, str)))
    if not signers <= known:
        doubts = [why for why in groups if isinstance(why, str)]
        strangers = [commit for commit in view.pull.commits if commit.signer is None]
        doubts += [f"Whose signature commit {short(commit.sha)} carries is not known." for commit in strangers[:1]]
        return Outcome(None, doubt="; ".join(doubts)) if doubts else NO
    says = f"every commit carries a verified signature of {listed(sorted(signers))}"
    tested = ", ".join((*named.users, *named.teams, *named.organizations))
    return yes(says, "signed_by", ", ".join(sorted(signers)), tested)
