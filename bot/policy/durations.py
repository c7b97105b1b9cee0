"""A length of time as a policy writes it: "90 minutes", "24 hours", "2 days"."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.policy.fields import AS_TEXT
from bot.policy.problems import refuse

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=7)
_PATTERN = r"^[0-9]{1,5} (minute|hour|day)s?$"


def _length(text: str) -> str:
    if re.fullmatch(_PATTERN, text) is None:
        raise refuse(
            f"`{text[:40]}` is no length of time.", "Write a number and its unit: `90 minutes`, `24 hours`, `2 days`."
        )
    if not SHORTEST <= length(text) <= LONGEST:
        raise refuse(f"`{text}` is too short or too long.", "Write from `5 minutes` to `7 days`.")
    return text


def length(text: str) -> timedelta:
    """Read a length of time that `Length` let pass."""
    number, unit = text.split(" ")
    return timedelta(**{f"{unit.removesuffix('s')}s": int(number)})


Length = Annotated[str, AS_TEXT, AfterValidator(_length), Field(json_schema_extra={"pattern": _PATTERN})]
