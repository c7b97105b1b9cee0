"""People as policy-bot names them, for conditions and for who approves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from bot.policy import names
from bot.policy.imports.imported import Tell
from bot.policy.nodes import Node, Scalar, items, text_of

LADDER = ("triage", "write", "maintain", "admin")
_KINDS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("users", names.login),
    ("teams", names.team),
    ("organizations", names.organization),
)


@dataclass(frozen=True, slots=True)
class Actors:
    """Groups of people; being in one of them is enough."""

    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    permission: str | None = None

    def __bool__(self) -> bool:
        """Whether it names anybody."""
        return bool(self.users or self.teams or self.organizations or self.permission)

    @property
    def pairs(self) -> tuple[tuple[str, object], ...]:
        """Our keys with their values."""
        found = (("users", self.users), ("teams", self.teams), ("organizations", self.organizations))
        return tuple((key, value) for key, value in (*found, ("permission", self.permission)) if value)

    def with_all(self, other: "Actors") -> "Actors":
        """Both."""
        held = [one for one in (self.permission, other.permission) if one]
        return Actors(
            tuple(dict.fromkeys((*self.users, *other.users))),
            tuple(dict.fromkeys((*self.teams, *other.teams))),
            tuple(dict.fromkeys((*self.organizations, *other.organizations))),
            min(held, key=LADDER.index, default=None),
        )


def people(node: Node | None, tell: Tell) -> Actors:
    """Give the people whom a condition names; whoever can't be on GitHub is told."""
    found = {key: tuple(_names(node, key, check, tell)) for key, check in _KINDS}
    return Actors(found["users"], found["teams"], found["organizations"])


def approvers(node: Node | None, tell: Tell) -> Actors:
    """Give the people who may approve: no bots, and whoever holds a permission, or more, with them."""
    named = people(node, tell)
    bots = [user for user in named.users if user.endswith("[bot]")]
    for item in items(node, "users"):
        if isinstance(item, Scalar) and item.text in bots:
            tell(item.at.line, f"`{item.text}` is an app, and apps never sign here.")
    users = tuple(user for user in named.users if user not in bots)
    return Actors(users, named.teams, named.organizations, _permission(node, tell))


def _names(node: Node | None, key: str, check: Callable[[str], str], tell: Tell) -> Iterator[str]:
    for item in items(node, key):
        if not isinstance(item, Scalar):
            continue
        text = item.text.lower() if key == "teams" else item.text
        try:
            yield check(_with_case(item.text, text))
        except PydanticCustomError:
            tell(item.at.line, f"`{item.text}` is nobody that GitHub could know under `{key}`, so it is left out.")


def _with_case(written: str, lowered: str) -> str:
    """Keep an organisation's letters as they are, and write a team's name small, as its address has it."""
    org, slash, _ = written.partition("/")
    return f"{org}/{lowered.partition('/')[2]}" if slash else written


def _permission(node: Node | None, tell: Tell) -> str | None:
    """Give the lowest permission that is enough."""
    held = [item.text for item in items(node, "permissions") if isinstance(item, Scalar)]
    for old, now in (("admins", "admin"), ("write_collaborators", "write")):
        switch = text_of(node, old)
        held += [now] if switch and switch.text == "true" else []
    for item in items(node, "permissions"):
        if isinstance(item, Scalar) and item.text not in LADDER:
            tell(item.at.line, f"The permission `{item.text}` makes nobody a senior here; `triage` is the least.")
    return min((one for one in held if one in LADDER), key=LADDER.index, default=None)
