"""Rules that say nothing new: wherever they fire, another rule of their zone does so at least as surely."""

from collections.abc import Iterable, Iterator

from bot.core.matching.globs import GlobSet, last_match
from bot.core.model.policy import Mode, Rule, Severity
from bot.core.model.predicates import (
    All,
    AnyOf,
    Languages,
    Lines,
    Paths,
    Predicate,
    StatusIs,
)
from bot.policy.advice.reach import samples


def shadowed(rules: Iterable[Rule], among: Iterable[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Give each rule that another rule `among` the policy's covers, with that one; of two equals the later."""
    every = list(among)
    place = {rule.id: number for number, rule in enumerate(every)}
    for rule in rules:
        for other in every:
            if other.id != rule.id and _covers(other, rule):
                equals = _covers(rule, other)
                if not equals or place[other.id] < place[rule.id]:
                    yield rule, other
                    break


def _covers(wide: Rule, narrow: Rule) -> bool:
    at_least = (
        wide.zone == narrow.zone
        and wide.confidence.points >= narrow.confidence.points
        and (wide.severity is Severity.BLOCK or narrow.severity is Severity.ADVISE)
        and (wide.mode is Mode.ENFORCE or narrow.mode is Mode.SHADOW)
        and set(narrow.include) <= set(wide.include)
    )
    return at_least and implies(narrow.when, wide.when)


def implies(narrow: Predicate, wide: Predicate) -> bool:
    """Whether one predicate surely holds wherever another does; false where that can't be told."""
    if narrow == wide:
        return True
    if isinstance(wide, All):
        return all(implies(narrow, part) for part in wide.of)
    if isinstance(narrow, AnyOf):
        return all(implies(part, wide) for part in narrow.of)
    if isinstance(wide, AnyOf) and any(implies(narrow, part) for part in wide.of):
        return True
    if isinstance(narrow, All):
        return any(implies(part, wide) for part in narrow.of)
    return _single(narrow, wide)


def _single(narrow: Predicate, wide: Predicate) -> bool:
    match narrow, wide:
        case Paths(), Paths():
            return _within(narrow, wide)
        case Languages(), Languages():
            return set(narrow.names) <= set(wide.names)
        case StatusIs(), StatusIs():
            return set(narrow.kinds) <= set(wide.kinds) and narrow.binary <= wide.binary
        case Lines(), Lines():
            sides = wide.side is None or wide.side is narrow.side
            return sides and narrow.comments <= wide.comments and set(narrow.patterns) <= set(wide.patterns)
    return False


def _within(narrow: Paths, wide: Paths) -> bool:
    """Whether every glob that adds is covered: what takes back in the narrow list only makes it narrower."""
    globs = GlobSet()
    signed = globs.add_all(wide.globs)
    adding = (glob for glob in narrow.globs if not glob.startswith("!"))
    return all(last_match(signed, globs.match(path)) for glob in adding for path in samples(glob))
