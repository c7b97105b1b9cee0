"""Which people GitHub is asked about: those that one verdict rests on, and no others."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.core.leaves import leaves
from bot.core.model.conditions import NamedPeople
from bot.core.model.policy import Circle, Signers, Zone
from bot.core.model.predicates import Predicate
from bot.core.model.verdict import Inquiry
from bot.core.seniority import LADDER, requirements


def signers_of(zone: Zone) -> Iterable[Signers]:
    """Give those whom a zone's sign-off rests on."""
    return (requirement.signers for requirement in requirements(zone.sign_off))


def signers_and_overriders_of(zone: Zone) -> Iterable[Signers]:
    """Give those whom a zone's sign-off rests on, and those who may override it."""
    yield from signers_of(zone)
    if zone.override:
        yield zone.override.signers


def inquiry(groups: Sequence[Signers], spoke: Collection[str]) -> Inquiry:
    """Ask for what these groups of signers name; a permission is asked about for everybody whose word may count."""
    permission = min((group.permission for group in groups if group.permission), key=LADDER.index, default=None)
    circles = [circle for group in groups for circle in _circles(group)]
    return Inquiry(
        teams=frozenset(team for circle in circles for team in circle.teams),
        organizations=frozenset(name for circle in circles for name in circle.organizations),
        roles=frozenset(role for group in groups for role in group.roles),
        logins=frozenset(login.lower() for login in spoke if login) if permission else frozenset(),
        permission=permission,
    )


def with_groups(asked: Inquiry, conditions: Iterable[Predicate]) -> Inquiry:
    """Ask also for the teams and organisations that conditions name."""
    named = [leaf for condition in conditions for leaf in leaves(condition) if isinstance(leaf, NamedPeople)]
    return replace(
        asked,
        teams=asked.teams.union(*(one.teams for one in named)),
        organizations=asked.organizations.union(*(one.organizations for one in named)),
    )


def _circles(group: Signers) -> tuple[Circle, ...]:
    return (group.circle, group.without, *(level.circle for level in group.levels))
