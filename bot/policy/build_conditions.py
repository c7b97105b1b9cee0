"""The shapes of conditions on people and on the hour to the core's values."""

from collections.abc import Iterator

from bot.core.model.conditions import (
    MIDNIGHT,
    Author,
    AuthorAlone,
    Contributors,
    OnlyContributors,
    PeoplePredicate,
    SignedBy,
    SignedWith,
    Time,
)
from bot.policy.condition_shape import DAY_NAMES, PeopleShape, TimeShape, minutes
from bot.policy.when_shape import PullShape


def build_conditions(shape: PullShape) -> Iterator[PeoplePredicate | AuthorAlone | SignedWith | Time]:
    """Give the predicates for the keys that are there."""
    if shape.author:
        yield _people(Author, shape.author)
    if shape.contributors:
        yield _people(Contributors, shape.contributors)
    if shape.only_contributors:
        yield _people(OnlyContributors, shape.only_contributors)
    if shape.author_is_only_contributor is not None:
        yield AuthorAlone(shape.author_is_only_contributor)
    if shape.signed_by:
        yield _people(SignedBy, shape.signed_by)
    if shape.signed_with:
        yield SignedWith((shape.signed_with,) if isinstance(shape.signed_with, str) else tuple(shape.signed_with))
    if shape.time:
        yield _time(shape.time)


def _people(kind: type[PeoplePredicate], named: str | list[str] | PeopleShape) -> PeoplePredicate:
    if not isinstance(named, PeopleShape):
        return kind((named,) if isinstance(named, str) else tuple(named))
    return kind(tuple(named.users or ()), tuple(named.teams or ()), tuple(named.organizations or ()))


def _time(shape: TimeShape) -> Time:
    days = (shape.days,) if isinstance(shape.days, str) else shape.days or DAY_NAMES
    begins, ends = minutes(shape.between) if shape.between else (0, MIDNIGHT)
    return Time(shape.zone, tuple(sorted({DAY_NAMES.index(day) for day in days})), begins, ends)
