"""Whether a zone is overridden: by whom, for what, and until when.

An override is for an emergency: it lets a zone pass without its sign-off, so it is held to more than a sign-off is.
It counts only from those whom the policy names now, for the fingerprint that was shown before it was given, and for a time.
Where a part of the change can't be seen, no fingerprint covers that part, so there it counts for one commit alone.
An author of the change may be one of several who override, since in a fire the author is often the one on call, but is
never enough: somebody else has to answer for it too. A veto is beaten only by overrides that were given after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core import override_words as words
from bot.core.asked import right_by
from bot.core.case import Case, Touched
from bot.core.fingerprint import changes
from bot.core.model.ledger import Entry
from bot.core.model.overriding import NOT_OVERRIDDEN, Ended, Overrider, Overriding
from bot.core.model.policy import Override
from bot.core.model.verdict import Cover
from bot.core.statements import Stand


@dataclass(frozen=True, slots=True)
class Overrides:
    """The overrides of one zone, seen from one case. `wrote`: the authors; `vetoes`: who asked for changes, and when."""

    case: Case
    part: Touched
    cover: Cover
    wrote: frozenset[str]
    vetoes: Mapping[str, datetime]

    def judge(self, stands: Iterable[Stand]) -> Overriding:
        """Tell which overrides count now, and what they come to."""
        given = sorted((stand.overrode for stand in stands if stand.overrode), key=lambda entry: entry.at)
        allowed = self.part.zone.override
        if not given:
            return NOT_OVERRIDDEN
        if allowed is None:
            return Overriding(ended=tuple(Ended(one.login, one.at, words.FORBIDDEN_SINCE) for one in given))
        faults = [(entry, self._fault(entry, allowed)) for entry in given]
        by = tuple(self._overrider(entry, allowed) for entry, why in faults if not why)
        ended = tuple(Ended(entry.login, entry.at, why) for entry, why in faults if why)
        missing = _missing(by, allowed)
        return Overriding(by, missing, None if missing else _until(by, allowed), ended)

    def _fault(self, entry: Entry, allowed: Override) -> str:
        """Say why an override does not count now; "" where it does."""
        right = right_by(entry.login, allowed.signers, self.case)
        later = [login for login, at in self.vetoes.items() if at >= entry.at]  # in the same second: not after it
        if right.doubt and not right:
            return words.in_doubt(right.doubt)
        if not right:
            return words.NO_LONGER_NAMED
        if entry.facts["fingerprint"] != self.cover.fingerprint:
            return self._moved(entry)
        if self.part.unseen and entry.facts["head"] != self.case.pull.head_sha:
            return words.UNSEEN_SINCE
        if later:
            return words.vetoed_since(later)
        until = _end(entry, allowed)
        return words.expired(until) if until <= self.case.now else ""

    def _moved(self, entry: Entry) -> str:
        before = self.case.memory.cover_of(self.part.zone.id, entry.facts["fingerprint"])
        return words.moved_since(changes(before.files, self.case.pull, self.cover) if before else ())

    def _overrider(self, entry: Entry, allowed: Override) -> Overrider:
        right = right_by(entry.login, allowed.signers, self.case).right
        until = _end(entry, allowed)
        return Overrider(entry.login, entry.at, until, entry.facts["reason"], right, entry.login in self.wrote)


def _end(entry: Entry, allowed: Override) -> datetime:
    """Give the earlier of the end that was told then and the one that the policy would set now."""
    return min(datetime.fromisoformat(entry.facts["until"]), entry.at + allowed.lasts)


def _missing(by: Iterable[Overrider], allowed: Override) -> int:
    """Count how many more people it takes; where only authors spoke, at least one."""
    found = list(by)
    short = max(allowed.count - len(found), 0)
    return short if any(not one.author for one in found) else max(short, 1)


def _until(by: tuple[Overrider, ...], allowed: Override) -> datetime:
    """Find when the first one ends without whom too few are left."""
    ends = sorted(one.until for one in by)
    return next(end for end in ends if _missing((one for one in by if one.until > end), allowed))
