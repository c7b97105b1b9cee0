"""The shipped signs of each zone and what they weigh: `rules/signs/<zone>.yml`, and the fitted `<zone>.weights.yml`."""

from functools import cache

from bot.core.matching.signs.scales import SCALES
from bot.core.model.signs import Sign, SignTable, Step
from bot.policy import pack_files
from bot.policy.pack_files import BrokenPackError, shown
from bot.policy.problems import Problems
from bot.policy.reading import read
from bot.policy.rule_text import AnyShape, fitting
from bot.policy.sign_shape import SignsShape, WeightsShape

_STRENGTHS = {"strong": 3, "medium": 2, "weak": 1}


@cache
def sign_table(zone: str) -> SignTable:
    """Give the signs of a shipped zone with their weights; raises BrokenPackError."""
    signs, weights = _parsed(f"{zone}.yml", SignsShape), _parsed(f"{zone}.weights.yml", WeightsShape)
    unknown = {step.scale for step in weights.steps} - set(SCALES)
    if unknown or {signs.zone, weights.zone} != {zone}:
        raise BrokenPackError(
            f"rules/signs/{zone}.yml and {zone}.weights.yml name another zone, or scales that are not there: {sorted(unknown)}"
        )
    return SignTable(
        zone,
        tuple(Sign(one.id, one.says, _STRENGTHS[one.strength], tuple(one.words)) for one in signs.signs),
        weights.start,
        tuple(Step(step.scale, step.at_least, step.points) for step in weights.steps),
    )


def _parsed(name: str, shape: type[AnyShape]) -> AnyShape:
    path = pack_files.home() / "signs" / name
    fitted = fitting(read(path.read_bytes()), shape, shown(path))
    if isinstance(fitted, Problems):
        raise BrokenPackError(str(fitted))
    return fitted
