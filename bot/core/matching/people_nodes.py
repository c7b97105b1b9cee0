"""Predicates on who made the pull request: people by login, team and organisation."""

from collections.abc import Iterable, Iterator, Mapping

from bot.core.markdown import code, listed, plain
from bot.core.matching.outcome import NO, UNKNOWN, Outcome, yes
from bot.core.matching.view import PullView
from bot.core.model.conditions import Author, AuthorAlone, Contributors, NamedPeople, OnlyContributors
from bot.core.model.verdict import People
from bot.core.pull_words import TEAM_LENGTH, named_people

NAMES = {Author: "author", Contributors: "contributors", OnlyContributors: "only_contributors"}
_GONE = "Who opened the pull request is not known: the account is gone."
_NAMES_AT_MOST = 3


def judge(predicate: NamedPeople | AuthorAlone, view: PullView) -> Outcome:
    """Judge a predicate; unknown where it hangs on people of whom nothing could be read."""
    match predicate:
        case AuthorAlone(yes=wanted):
            return _alone(view, wanted=wanted)
        case Author():
            login = view.pull.author.login.lower()
            return _some({login}, predicate, view, "opened the pull request") if login else _doubt(_GONE)
        case OnlyContributors():
            return _each(predicate, view)
    found = _some(view.contributors, predicate, view, "had a hand in the change")
    return _unless_hidden(found, view)


def why_not(predicate: NamedPeople | AuthorAlone) -> str:
    """Say why a predicate did not hold."""
    match predicate:
        case AuthorAlone(yes=True):
            return "others than its author had a hand in it"
        case AuthorAlone():
            return "nobody but its author had a hand in it"
        case Author():
            return f"the pull request was not opened by {named_people(predicate)}"
        case OnlyContributors():
            return f"others than {named_people(predicate)} had a hand in it"
    return f"{named_people(predicate)} had no hand in it"


def _alone(view: PullView, *, wanted: bool) -> Outcome:
    others = sorted(view.contributors - {view.pull.author.login.lower()})
    tested = "true" if wanted else "false"
    if others:
        says = f"{listed(others[:_NAMES_AT_MOST])} had a hand in the change beside its author"
        return NO if wanted else yes(says, "author_is_only_contributor", "false", tested)
    if not view.pull.author.login:
        return _doubt(_GONE)
    alone = yes("nobody but its author had a hand in the change", "author_is_only_contributor", "true", tested)
    hidden = _hidden(view)
    return hidden or (alone if wanted else NO)


def _some(logins: Iterable[str], named: NamedPeople, view: PullView, did: str) -> Outcome:
    """Look for one of these people among the named ones."""
    present = set(logins)
    users = [user for user in named.users if user.lower() in present]
    if users:
        return _yes(named, users, f"{listed(users)} {did}")
    doubts = []
    for group, members in members_of(named, view.people):
        found = sorted(present & members) if isinstance(members, frozenset) else []
        if found:
            return _yes(named, found, f"{listed(found)}, {group}, {did}")
        if isinstance(members, str):
            doubts.append(members)
    return _doubt("; ".join(doubts)) if doubts else NO


def _each(named: OnlyContributors, view: PullView) -> Outcome:
    """Look whether all of these people are among the named ones."""
    groups = [members for _, members in members_of(named, view.people)]
    known = {user.lower() for user in named.users}.union(*(some for some in groups if isinstance(some, frozenset)))
    if not view.contributors <= known:
        doubts = [members for members in groups if isinstance(members, str)]
        return _doubt("; ".join(doubts)) if doubts else NO
    everyone = _yes(named, sorted(view.contributors), f"only {named_people(named)} had a hand in the change")
    return _unless_hidden(NO, view, everyone)


def members_of(named: NamedPeople, people: People | None) -> Iterator[tuple[str, frozenset[str] | str]]:
    """Give each group in words, with its members, or with why they are not known."""
    people = people or People()
    for team in named.teams:
        words = f"a member of {plain(team, TEAM_LENGTH)}"
        yield words, _members(team, people.teams, people.unreadable.get(team), f"the team {team}")
    for org in named.organizations:
        words = f"a member of the organisation {org}"
        said = people.unreadable.get(f"organization {org}")
        yield words, _members(org, people.organizations, said, f"the organisation {org}")


def _members(name: str, found: Mapping[str, frozenset[str]], why: str | None, what: str) -> frozenset[str] | str:
    members = found.get(name)
    return members if members is not None else why or f"Who belongs to {what} could not be read."


def _unless_hidden(found: Outcome, view: PullView, otherwise: Outcome | None = None) -> Outcome:
    """Say no, or otherwise what is given, only where everybody who had a hand in it is known."""
    if found is not NO:
        return found
    return _hidden(view) or otherwise or NO


def _hidden(view: PullView) -> Outcome | None:
    """Give the doubt where somebody may have had a hand in it whom nobody knows."""
    if view.pull.unseen:
        return UNKNOWN
    names = [code(name, 60) for name in view.strangers[:_NAMES_AT_MOST]]
    if not names:
        return None
    return _doubt(
        f"Commits here name {listed(names)}, whom GitHub knows no account of, so who had a hand in this is not known."
    )


def _yes(named: NamedPeople, found: Iterable[str], says: str) -> Outcome:
    tested = ", ".join((*named.users, *named.teams, *named.organizations))
    return yes(says, NAMES[type(named)], ", ".join(found), tested)


def _doubt(says: str) -> Outcome:
    return Outcome(None, doubt=says)
