"""Conditions on the pull request in plain words: one a line, or a whole tree in a sentence."""

from collections.abc import Sequence

from bot.core import hour_words, where_words
from bot.core.markdown import code, listed, plain
from bot.core.model.conditions import (
    Author,
    AuthorAlone,
    Contributors,
    NamedPeople,
    OnlyContributors,
    SignedBy,
    SignedWith,
    Time,
    WherePredicate,
)
from bot.core.model.predicates import (
    Ai,
    All,
    AnyOf,
    Branch,
    InRepository,
    Labels,
    MadeBy,
    NoneOf,
    Predicate,
    Provenance,
    PullPredicate,
    Signatures,
    Size,
    Statuses,
    Title,
    ToldByGitHub,
    Visibility,
    Workflows,
)

LONGEST = 2_000  # characters of a pattern or glob; the policy room takes no longer ones
TEAM_LENGTH = 140
_ASSISTED = "an AI assistant is known to have taken part"


def in_a_sentence(predicate: Predicate) -> str:
    """Say when a tree of conditions on the pull request holds, without a full stop."""
    match predicate:
        case All(of=of):
            return listed([_part(part) for part in of])
        case AnyOf(of=of):
            return listed([_part(part) for part in of], "or")
        case NoneOf(of=of):
            return f"it is not so that {listed([_part(part) for part in of], 'or')}"
        case Contributors() | OnlyContributors():
            but = "nobody but " if isinstance(predicate, OnlyContributors) else ""
            return f"{but}{named_people(predicate)} had a hand in it"
    return in_words_of_pull(predicate)  # type: ignore[arg-type]  # an `if` holds no predicates on files


def named_people(named: NamedPeople) -> str:
    """Name them: "ada, a member of acme/payments or somebody of the organisation acme"."""
    teams = [f"a member of {plain(team, TEAM_LENGTH)}" for team in named.teams]
    return listed([*named.users, *teams, *(f"somebody of the organisation {org}" for org in named.organizations)], "or")


def _part(predicate: Predicate) -> str:
    """Put a tree within a tree into brackets."""
    words = in_a_sentence(predicate)
    return f"({words})" if isinstance(predicate, All | AnyOf) and len(predicate.of) > 1 else words


def in_words_of_pull(predicate: PullPredicate) -> str:
    """Say when a predicate on the pull request holds."""
    if isinstance(predicate, ToldByGitHub):
        return _told(predicate)
    if isinstance(predicate, WherePredicate):
        return where_words.in_words(predicate)
    if isinstance(predicate, MadeBy):
        return _people(predicate)
    match predicate:
        case Time():
            return f"it is {hour_words.in_words(predicate)}"
        case Labels(names=names):
            return f"the pull request has the label {codes(names)}"
        case Branch(which=which, globs=globs):
            return f"the {which} branch is {codes(globs)}"
        case Title(match=pattern):
            return f"the pull request's title matches {code(pattern, LONGEST)}"
        case Size():
            return _size(predicate)
        case Ai(at_least=level):
            agent = level is Provenance.AGENT
            return "an AI agent opened the pull request or wrote it" if agent else _ASSISTED


def _told(predicate: ToldByGitHub) -> str:
    match predicate:
        case Signatures(verified=verified):
            return f"GitHub {'verified' if verified else 'did not verify'} the signature of {'every' if verified else 'some'} commit"
        case Statuses(names=names, states=states):
            return f"the status or check run {_each(names)} is {listed(states, 'or')}"
        case Workflows(names=names, states=states):
            return f"the workflow {_each(names)} is {listed(states, 'or')}"
        case InRepository(globs=globs):
            return f"the repository is {codes(globs)}"
        case Visibility(kinds=kinds):
            return f"the repository is {listed(kinds, 'or')}"


def _each(names: Sequence[str]) -> str:
    return listed([code(name, LONGEST) for name in names])


def _size(size: Size) -> str:
    changes = ((size.files_over, "files"), (size.lines_over, "lines"))
    parts = [f"more than {bound:,} {what}" for bound, what in changes if bound is not None]
    said = [f"changes {listed(parts, 'or')}"] if parts else []
    if size.added_over is not None:
        said.append(f"adds more than {size.added_over:,} lines")
    if size.removed_over is not None:
        said.append(f"removes more than {size.removed_over:,} lines")
    return f"it {listed(said, 'or')}"


def codes(names: Sequence[str]) -> str:
    """Name one of several as code: "`a`, `b` or `c`"."""
    return listed([code(name, LONGEST) for name in names], "or")


def _people(predicate: MadeBy) -> str:
    match predicate:
        case AuthorAlone(yes=True):
            return "nobody but its author had a hand in it"
        case AuthorAlone():
            return "others than its author had a hand in it"
        case Author():
            return f"the pull request was opened by {named_people(predicate)}"
        case Contributors():
            return f"{named_people(predicate)} opened it, or wrote or committed a part of it"
        case OnlyContributors():
            return f"nobody but {named_people(predicate)} opened it, or wrote or committed a part of it"
        case SignedBy():
            return f"GitHub verified every commit as signed by {named_people(predicate)}"
        case SignedWith(keys=keys):
            return f"GitHub verified every commit as signed with the key {codes(keys)}"
