"""The shapes of conditions on people and on the hour."""

import difflib
import re
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from bot.core.model.conditions import MIDNIGHT
from bot.policy.fields import AS_TEXT, MANY, MAP, ONE, Login, Organization, Shape, Team, either
from bot.policy.problems import refuse

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")


def minutes(text: str) -> tuple[int, int]:
    """Read hours, `16:00-24:00`, as minutes into the day; ValueError where they are none."""
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    begin, begins, end, ends = map(int, match.groups())
    first, last = begin * 60 + begins, end * 60 + ends
    if begins > 59 or ends > 59 or first >= MIDNIGHT or last > MIDNIGHT:  # noqa: PLR2004 - the last minute of an hour
        raise ValueError(text)
    return first, last


def _hours(text: str) -> str:
    try:
        first, last = minutes(text)
    except ValueError:
        says = f"`{text}` is no span of hours within a day."
        raise refuse(says, "Write the first minute and the one after the last: `'16:00-24:00'`.") from None
    if first == last:
        says = f"`{text}` ends as it begins, so it holds at no time."
        raise refuse(says, "Write a later end; `'22:00-06:00'` goes on past midnight.")
    return text


def _zone(text: str) -> str:
    known = _zones()
    if text in known:
        return text
    small = {name.lower(): name for name in known}
    near = difflib.get_close_matches(text.lower().replace(" ", "_"), small, 1, 0.6)
    cities = [name for name in sorted(known) if name.lower().endswith("/" + text.lower().replace(" ", "_"))]
    better = cities[0] if cities else small[near[0]] if near else None
    instead = f"Did you mean `{better}`?" if better else "Write one as the IANA names it: `Europe/Berlin`, `UTC`."
    raise refuse(f"`{text}` is no time zone known here.", instead)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime", "posixrules"}


Hours = Annotated[str, AS_TEXT, AfterValidator(_hours), Field(json_schema_extra={"pattern": "^[0-9:\\s-]+$"})]
ZoneName = Annotated[str, AS_TEXT, AfterValidator(_zone)]
Day = Annotated[
    Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    AS_TEXT,
]
Days = Annotated[
    Annotated[Day, ONE] | Annotated[list[Day], Field(min_length=1), MANY], either("a day or a list of days")
]


class PeopleShape(Shape):
    """People by login, team or organisation; being in one of them is enough."""

    users: list[Login] | None = Field(None, min_length=1, description="Logins; apps as `name[bot]`.")
    teams: list[Team] | None = Field(
        None,
        min_length=1,
        description="Teams, as `organisation/team`; child teams belong to them.",
        examples=[["acme/trainees"]],
    )
    organizations: list[Organization] | None = Field(
        None, min_length=1, description="Organisations, each member of them.", examples=[["acme"]]
    )


People = Annotated[
    Annotated[Login, ONE] | Annotated[list[Login], Field(min_length=1), MANY] | Annotated[PeopleShape, MAP],
    either("a login, a list of logins or a mapping with `users`, `teams` and `organizations`"),
]


class TimeShape(Shape):
    """A window of time that comes again every week."""

    days: Days | None = Field(
        None, description="On these days; on any when left out.", examples=[["friday", "saturday", "sunday"]]
    )
    between: Hours | None = Field(
        None,
        description="Between these hours; all day when left out. What ends before it begins goes on past midnight.",
        examples=["16:00-24:00"],
    )
    zone: ZoneName = Field(description="The time zone, as the IANA names it.", examples=["Europe/Berlin"])
