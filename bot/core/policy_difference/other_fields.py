"""Changes of what has no words of its own: none goes by in silence."""

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

from bot.core.markdown import code
from bot.core.model.proposal import Change, Weight


def other_fields(subject: str, old: Any, new: Any, told: Collection[str]) -> Iterator[Change]:
    """Say of each field that differs and is not among the `told` ones that it does."""
    for one in fields(old):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.name not in told and before != after:
            yield Change(Weight.OTHER, f"{subject} {_verb(before, after)} {code(one.name.strip('_'))}")


def _verb(before: object, after: object) -> str:
    if not before:
        return "gets a"
    return "has another" if after else "loses its"
