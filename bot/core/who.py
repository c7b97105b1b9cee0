"""Who may sign, in words."""

from collections.abc import Callable, Iterator

from bot.core.codeowners import UNREADABLE, login_in, team_in
from bot.core.markdown import code, listed, person, plain
from bot.core.model.policy import Circle, Requirement, SignAll, SignAny, SignBoth, Signers, SignOffRule
from bot.core.model.verdict import People
from bot.core.words import count

ASKERS = ("the floor", "this repository")
FILES_AT_MOST = 3  # whose owners are named


def needs(rule: SignOffRule, applies: Callable[[Requirement], bool], people: People | None = None) -> str:
    """Say who has to sign, leaving out requirements that do not apply; "" when none does.

    `people` knows the owners of the files that this is about; None: it is about no pull request.
    """
    match rule:
        case Requirement():
            return _requirement(rule, people) if applies(rule) else ""
        case SignBoth(of=parts):
            asked = [needs(part, applies, people) for part in parts]
            told = [f"{text} (asked by {whose})" for text, whose in zip(asked, ASKERS, strict=True)]
            return listed(told, "and also") if all(asked) else ""
        case SignAll(of=parts) | SignAny(of=parts):
            texts = [text for part in parts if (text := needs(part, applies, people))]
            return listed(texts, "and also" if isinstance(rule, SignAll) else "or else")


def _requirement(rule: Requirement, people: People | None) -> str:
    signers = rule.signers
    names = list(_names(signers, people))
    text = listed(names, "or") if rule.count == 1 else _several(rule, names)
    text = f"for each file {text}" if signers.codeowners else text
    return f"{text}, but not {listed(list(_circle(signers.without)), 'or')}" if signers.without else text


def _several(rule: Requirement, names: list[str]) -> str:
    """Ask for so many people; where all that are named are needed, by nothing but their names."""
    if len(rule.signers.users) == len(names) == rule.count:
        return listed(names)
    return f"{count(rule.count)} different people, each {listed(names, 'or')}"


def _names(signers: Signers, people: People | None) -> Iterator[str]:
    yield from _circle(signers.circle)
    if signers.levels:
        names = dict.fromkeys(name for level in signers.levels for name in _circle(level.circle))
        above = " or above" if len(signers.levels) > 1 else ""
        yield f"anyone at the level **{plain(signers.levels[0].name, 120)}**{above} ({listed(list(names), 'or')})"
    for role in signers.roles:
        org, _, name = role.partition("/")
        yield f"anyone with the role **{plain(name, 120)}** in **{plain(org, 120)}**"
    if signers.permission:
        yield f"anyone with the **{signers.permission}** permission"
    if signers.codeowners:
        yield f"one of its owners by **CODEOWNERS**{_owners(people) if people is not None else ''}"


def _circle(circle: Circle) -> Iterator[str]:
    yield from (person(user) for user in circle.users)
    yield from (f"a member of **{plain(team, 120)}**" for team in circle.teams)
    yield from (f"a member of the organisation **{plain(name, 120)}**" for name in circle.organizations)


def _owners(people: People) -> str:
    """Say who owns which of the files, those with the same owners together."""
    if UNREADABLE in people.unreadable:
        return f" ({people.unreadable[UNREADABLE]})"
    groups: dict[tuple[str, ...], list[str]] = {}
    for path, owners in people.owners.items():
        groups.setdefault(owners, []).append(path)
    texts = [f"{_paths(paths)}: {_named(owners)}" for owners, paths in groups.items()]
    more = [f"and {len(texts) - FILES_AT_MOST} more"] if len(texts) > FILES_AT_MOST else []
    return f" ({'; '.join([*texts[:FILES_AT_MOST], *more])})" if texts else ""


def _paths(paths: list[str]) -> str:
    more = [f"{len(paths) - FILES_AT_MOST} more"] if len(paths) > FILES_AT_MOST else []
    return listed([*(code(path) for path in paths[:FILES_AT_MOST]), *more])


def _named(owners: tuple[str, ...]) -> str:
    if not owners:
        return "nobody, so name an owner there first"
    names = [
        person(login)
        if (login := login_in(owner))
        else f"a member of **{plain(team, 120)}**"
        if (team := team_in(owner))
        else f"{code(owner)}, an address that GitHub tells no account of"
        for owner in owners
    ]
    return listed(names, "or")
