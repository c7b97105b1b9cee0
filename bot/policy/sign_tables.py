"""The shipped signs of each zone and what they weigh: `rules/signs/<zone>.yml`, and the fitted `<zone>.weights.yml`."""

from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.core.matching.signs.scales import SCALES
from bot.core.model.signs import Sign, SignTable, Step
from bot.policy import pack_files
from bot.policy.fields import AS_TEXT, Id, Line, Shape
from bot.policy.pack_files import BrokenPackError, shown
from bot.policy.problems import Problems
from bot.policy.reading import read
from bot.policy.rule_text import AnyShape, fitting


def _number(value: object) -> object:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
_STRENGTHS = {"strong": 3, "medium": 2, "weak": 1}


class SignShape(Shape):
    """Words of one meaning."""

    id: Id = Field(description="Names the sign within its zone.")
    strength: Annotated[Literal["strong", "medium", "weak"], AS_TEXT] = Field(
        description="How much one of the words says of the zone."
    )
    says: Line = Field(description="What the words are about, for people.")
    words: list[Line] = Field(min_length=1, description="Words and phrases in lower case; a final `*` is any ending.")


class SignsShape(Shape):
    """What code of a zone speaks of."""

    zone: Id = Field(description="The zone, and the file's name.")
    signs: list[SignShape] = Field(min_length=1, description="Its signs.")


class StepShape(Shape):
    """Points where a scale reaches a height."""

    scale: Line = Field(description="What is read off the change.")
    at_least: Number = Field(description="The height.")
    points: Number = Field(description="What reaching it gives; four points in all touch the zone.")


class WeightsShape(Shape):
    """What the signs of a zone weigh, as fitted on labelled commits."""

    zone: Id = Field(description="The zone, and the file's name.")
    start: Number = Field(description="The points of a change in which no scale reaches anything.")
    steps: list[StepShape] = Field(min_length=1, description="What each scale gives or takes.")


@cache
def sign_table(zone: str) -> SignTable:
    """Give the signs of a shipped zone with their weights; raises BrokenPackError."""
    signs, weights = _parsed(f"{zone}.yml", SignsShape), _parsed(f"{zone}.weights.yml", WeightsShape)
    unknown = {step.scale for step in weights.steps} - set(SCALES)
    if unknown or {signs.zone, weights.zone} != {zone}:
        raise BrokenPackError(f"The signs of {zone} name another zone, or scales that are not there: {sorted(unknown)}")
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
