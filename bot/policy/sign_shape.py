"""What the files of `rules/signs/` may say."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.policy.fields import AS_TEXT, Id, Line, Shape


def _number(value: object) -> object:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]


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
    signs: list[SignShape] = Field(min_length=1, description="Groups of words of one meaning.")


class StepShape(Shape):
    """Points where a scale reaches a height."""

    scale: Line = Field(description="What is read off the change.")
    at_least: Number = Field(description="The height that gives the points.")
    points: Number = Field(description="What reaching it gives; four points in all touch the zone.")


class WeightsShape(Shape):
    """What the signs of a zone weigh, as fitted on labelled commits."""

    zone: Id = Field(description="The zone, and the file's name.")
    start: Number = Field(description="The points of a change in which no scale reaches anything.")
    steps: list[StepShape] = Field(min_length=1, description="What each scale gives or takes.")
