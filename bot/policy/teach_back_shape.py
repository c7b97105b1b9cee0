"""The shape of a zone's `teach_back`: what the author of a change is asked."""

from pydantic import Field

from bot.policy.fields import Shape, Truth
from bot.policy.rule_shape import ItemShape
from bot.policy.when_shape import IfShape


class TeachBackShape(Shape):
    """Questions to whoever wrote the change, answered in their own words beside the checklist."""

    ask: list[ItemShape] | None = Field(
        None,
        min_length=1,
        max_length=5,
        description="What is asked; a shipped zone has questions of its own, which this replaces.",
        examples=[[{"id": "twice", "ask": "What happens when this webhook arrives twice?"}]],
    )
    required: Truth = Field(
        default=False, description="`true`: a sign-off counts only when it was given with all answers in sight."
    )
    if_: IfShape | None = Field(None, alias="if", description="Asked only when the pull request is like this.")
