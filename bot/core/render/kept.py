"""The sign-offs that count, kept in hidden marks at the end of the summary, so that a lost ledger can be made anew.

Only the very end of the text is read: what else stands in it may come from the pull request.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.model.verdict import ZoneVerdict

_MARK = re.compile(
    r"<!-- dont-delegate:signed (?P<zone>[^\s<>]{1,100}) (?P<login>[\w\[\]-]{1,100}) (?P<via>[a-z]{1,20}) "
    r"(?P<at>\d{1,12}) (?P<fingerprint>[0-9a-f]{64}) -->",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sign-off as the summary keeps it."""

    zone: str
    login: str
    via: str
    at: datetime
    fingerprint: str


def keep(zones: Iterable[ZoneVerdict]) -> str:
    """Write the marks of all sign-offs that count now; "" where there are none."""
    marks = (
        f"<!-- dont-delegate:signed {zone.zone.id} {one.login} {one.via} {int(one.at.timestamp())} {zone.cover.fingerprint} -->"
        for zone in zones
        for one in zone.signatures
    )
    return "\n".join(mark for mark in marks if _MARK.fullmatch(mark))


def kept(body: str) -> tuple[Kept, ...]:
    """Read the marks at the end of a summary."""
    found = []
    for line in reversed(body.replace("\r\n", "\n").rstrip().split("\n")):
        mark = _MARK.fullmatch(line)
        if mark is None:
            break
        at = datetime.fromtimestamp(int(mark["at"]), UTC)
        found.append(Kept(mark["zone"], mark["login"], mark["via"], at, mark["fingerprint"]))
    return tuple(reversed(found))
