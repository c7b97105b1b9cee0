"""Whether conditions on people and on the hour say anything: neither nobody nor always."""

from collections.abc import Iterator

from bot.policy.condition_shape import DAY_NAMES, minutes
from bot.policy.nodes import Mapping, Scalar, child, items, text_of
from bot.policy.problems import Problem, problem

PEOPLE_KEYS = ("author", "contributors", "only_contributors", "signed_by")
_WHOLE_DAY = (0, 24 * 60)


def check_conditions(when: Mapping) -> Iterator[Problem]:
    """Find what is wrong with one level of a condition."""
    for key in PEOPLE_KEYS:
        people = child(when, key)
        if isinstance(people, Mapping) and not people.entries:
            yield problem(people.at, f"`{key}` names nobody.", "Add `users`, `teams` or `organizations`.")
    time = child(when, "time")
    if isinstance(time, Mapping):
        yield from _time(time)


def _time(time: Mapping) -> Iterator[Problem]:
    days = [item.text for item in items(time, "days") if isinstance(item, Scalar)]
    between = text_of(time, "between")
    if set(days) - set(DAY_NAMES):
        return  # told by the shape
    try:
        whole_day = between is None or minutes(between.text) == _WHOLE_DAY
    except ValueError:
        return  # told by the shape
    if whole_day and set(days) in (set(), set(DAY_NAMES)):
        says = "This is every hour of every day, so it always holds."
        yield problem(time.at, says, "Add `days` or `between`, or remove it.")
