"""What a zone asks of the pull request as a whole: the conditions of its requirements, refusals and questions."""

from collections.abc import Iterator

from bot.core.model.policy import Zone
from bot.core.model.predicates import Predicate
from bot.core.seniority import requirements


def conditions(zone: Zone) -> Iterator[Predicate]:
    """Give each `if` of it."""
    yield from (asked.when for asked in requirements(zone.sign_off) if asked.when is not None)
    yield from (refusal.when for refusal in zone.refuse)
    if zone.teach_back is not None and zone.teach_back.when is not None:
        yield zone.teach_back.when
