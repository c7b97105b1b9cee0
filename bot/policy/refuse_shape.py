"""The shape of what a zone refuses."""

from pydantic import Field

from bot.policy.fields import Prose, Shape
from bot.policy.when_shape import IfShape


class RefuseShape(Shape):
    """Pull requests that are refused, whoever signs."""

    if_: IfShape = Field(
        alias="if",
        description="What is refused; while it holds, or may, no sign-off helps.",
        examples=[{"time": {"days": "friday", "zone": "Europe/Berlin"}}],
    )
    why: Prose = Field(
        description="Why, for who is refused, and what to do instead.",
        examples=["Nothing that moves money goes out on a Friday."],
    )
