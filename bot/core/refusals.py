"""What a zone refuses whoever signs, why, and until when; and when time alone may change the answer."""

from collections.abc import Iterable
from datetime import datetime

from bot.core.case import Case
from bot.core.conditions import conditions
from bot.core.hours import FAR, next_change, within
from bot.core.leaves import leaves
from bot.core.model.conditions import Time
from bot.core.model.policy import Refusal, Zone
from bot.core.model.predicates import All, AnyOf, NoneOf, Predicate
from bot.core.model.verdict import Refused
from bot.core.pull_words import in_a_sentence

CHANGES_AT_MOST = 100  # of windows, looked at for the end of one refusal


def refusals(case: Case, zone: Zone) -> tuple[Refused, ...]:
    """List what is refused now; what may hold, as far as can be told, is refused too."""
    found = ((refusal, case.holds(refusal.when)) for refusal in zone.refuse)
    return tuple(_refused(case, refusal, sure=held is True) for refusal, held in found if held is not False)


def next_hour(windows: Iterable[Time], now: datetime) -> datetime | None:
    """Give the next moment at which some window begins or ends; None where there is no window."""
    return min((next_change(window, now) for window in windows), default=None)


def changes_at(case: Case, zones: Iterable[Zone]) -> datetime | None:
    """Give the next moment at which the conditions of these zones may hold otherwise than now, by the hour alone."""
    return next_hour([window for zone in zones for when in conditions(zone) for window in _windows(when)], case.now)


def _refused(case: Case, refusal: Refusal, *, sure: bool) -> Refused:
    windows = _windows(refusal.when)
    zone = windows[0].zone if windows else "UTC"
    return Refused(refusal.why, in_a_sentence(refusal.when), sure, _ends(case, refusal.when, windows), zone)


def _ends(case: Case, when: Predicate, windows: list[Time]) -> datetime | None:
    """Find when the hour ends a refusal, all else being as it is; None where it does not."""
    at = case.now
    for _ in range(CHANGES_AT_MOST):
        at = next_hour(windows, at) or case.now + FAR
        if at >= case.now + FAR:
            return None
        if case.holds(_at_hour(when, at)) is False:
            return at
    return None


def _windows(when: Predicate) -> list[Time]:
    return [leaf for leaf in leaves(when) if isinstance(leaf, Time)]


def _at_hour(when: Predicate, at: datetime) -> Predicate:
    """Put the answer of another hour in the place of each window: an empty `all` holds, an empty `any` does not."""
    match when:
        case All(of=of):
            return All(tuple(_at_hour(part, at) for part in of))
        case AnyOf(of=of):
            return AnyOf(tuple(_at_hour(part, at) for part in of))
        case NoneOf(of=of):
            return NoneOf(tuple(_at_hour(part, at) for part in of))
        case Time():
            return All(()) if within(when, at) else AnyOf(())
    return when
