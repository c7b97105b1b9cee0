"""Whether those whom a policy names are there: a requirement that nobody could meet is told at its line, before it is merged.

What a file tells by itself is checked when it is read; this asks for what GitHub alone knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.core.codeowners import UNREADABLE
from bot.core.model.verdict import Inquiry, People
from bot.core.seniority import LADDER, reaches
from bot.policy.nodes import Mapping, Node, Scalar, child, entries, items, text_of
from bot.policy.problems import Problem, gather, listed, problem
from bot.policy.reading import read

MOST_ASKED = 200  # names of a kind that GitHub is asked about; others are left to those who review the policy
NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Who may sign by one mapping; `left_out`: who may not."""

    node: Node
    left_out: bool = False


def names_in(text: str) -> Inquiry:
    """Give what to ask GitHub about whom a sound policy names."""
    groups = [group.node for group in _groups(read(text).root)]

    def named(key: str) -> frozenset[str]:
        return frozenset(islice(dict.fromkeys(one.text for node in groups for one in _scalars(node, key)), MOST_ASKED))

    held = {one.text for node in groups if (one := text_of(node, "permission")) and one.text in LADDER}
    return Inquiry(
        teams=named("teams"),
        organizations=named("organizations"),
        roles=named("roles"),
        accounts=frozenset(login.lower() for login in named("users")),
        permission=min(held, key=LADDER.index, default=None),
    )


def unmeetable(text: str, people: People) -> tuple[Problem, ...]:
    """List whom a sound policy names in vain, and the requirements that too few people could meet."""
    root = read(text).root
    found = [fault for group in _groups(root) for fault in _faults(group, people)]
    found += [fault for asked in _requirements(root) for fault in _too_few(asked, root, people)]
    return gather(found, "").items


def _groups(root: Node | None) -> Iterator[Group]:
    """Go over every mapping that names people."""
    named = [entry.node for key in ("signers", "levels") for _, entry in entries(root, key)]
    inline = (child(asked, "from") for asked in _requirements(root))
    for node in (*named, *inline):
        if isinstance(node, Mapping):
            yield Group(node)
            left_out = child(node, "except")
            if left_out is not None:
                yield Group(left_out, left_out=True)


def _requirements(root: Node | None) -> Iterator[Node]:
    """Go over every mapping with a `from`: in sign-off trees, and where a zone may be overridden."""
    waiting = [child(root, "override")]
    waiting += [child(entry.node, key) for _, entry in entries(root, "zones") for key in ("sign_off", "override")]
    while waiting:
        node = waiting.pop(0)
        waiting += [part for key in ("all", "any") for part in items(child(node, key))]
        if node is not None and child(node, "from") is not None:
            yield node


def _faults(group: Group, people: People) -> Iterator[Problem]:
    """Find names in one mapping that nobody answers to."""
    for user in _scalars(group.node, "users"):
        if people.accounts.get(user.text.lower()) is False:
            says = f"GitHub knows no account `{user.text}`."
            yield problem(user.at, says, "Write the login as in the address of their profile, or take it out.")
    for key, known, prefix in (("teams", people.teams, ""), ("roles", people.roles, "role ")):
        for one in _scalars(group.node, key):
            yield from _nobody(one, known, people.unreadable.get(f"{prefix}{one.text}"), group)
    for one in _scalars(group.node, "organizations"):
        yield from _nobody(one, people.organizations, people.unreadable.get(f"organization {one.text}"), group)
    permission, owners = text_of(group.node, "permission"), text_of(group.node, "codeowners")
    if permission and _holders(permission.text, people) == set():
        says = f"Nobody has the permission `{permission.text}` on this repository."
        yield problem(permission.at, says, "Name people or a team, or ask for less.")
    if owners and owners.text == "true" and UNREADABLE in people.unreadable:
        yield problem(owners.at, people.unreadable[UNREADABLE], "Add one first, or name people or a team.")


def _nobody(one: Scalar, known: dict[str, frozenset[str]], unread: str | None, group: Group) -> Iterator[Problem]:
    if unread:
        yield problem(one.at, unread, "Write one that there is, or let the App read it.")
    elif not group.left_out and known.get(one.text) == frozenset():
        yield problem(
            one.at, f"Nobody is in `{one.text}`, so nobody could sign by it.", "Add people there, or name others."
        )


def _too_few(asked: Node, root: Node | None, people: People) -> Iterator[Problem]:
    """Find a requirement that fewer people could meet than it asks for."""
    count, source = text_of(asked, "count"), child(asked, "from")
    wanted = int(count.text[:9]) if count and count.text.isdecimal() else 1
    node = child(child(root, "signers"), source.text) if isinstance(source, Scalar) else source
    able = _able(node, root, people)
    if source is None or able is None or len(able) >= wanted or not able:
        return
    shown = [*sorted(able)[:NAMES_SHOWN]]
    says = f"{wanted} must sign, but only {len(able)} can: {listed(shown, 'and')}."
    yield problem((count or source).at, says, f"Write {len(able)} or less, or name more people.")


def _able(node: Node | None, root: Node | None, people: People) -> set[str] | None:
    """Give all who could sign by a mapping; None where not all are known."""
    if not isinstance(node, Mapping) or child(node, "codeowners") is not None:
        return None
    level, levels = text_of(node, "level"), [*entries(root, "levels")]
    above = [name for name, _ in levels].index(level.text) if level else len(levels)
    circles = [node, *(entry.node for _, entry in levels[above:])]
    parts = [_inside(one, people) for one in circles]
    permission = text_of(node, "permission")
    parts.append(_holders(permission.text, people) if permission else set())
    outside = _inside(child(node, "except"), people)
    known = [part for part in parts if part is not None]
    return set[str]().union(*known) - outside if outside is not None and len(known) == len(parts) else None


def _inside(node: Node | None, people: People) -> set[str] | None:
    found = {
        user.text.lower() for user in _scalars(node, "users") if people.accounts.get(user.text.lower()) is not False
    }
    groups = (("teams", people.teams), ("organizations", people.organizations), ("roles", people.roles))
    for key, known in groups:
        for one in _scalars(node, key):
            if one.text not in known:
                return None
            found |= known[one.text]
    return found


def _holders(permission: str, people: People) -> set[str] | None:
    """Give who holds a permission or more; None where that could not be read."""
    if any(key.startswith("permission ") for key in people.unreadable):
        return None
    return {login for login, held in people.permissions.items() if reaches(held, permission)}


def _scalars(node: Node | None, key: str) -> list[Scalar]:
    return [one for one in items(node, key) if isinstance(one, Scalar)]
