"""What the clerk knows of a case: zones, who wrote the change, what each has said; and the refusals that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from bot.core import words
from bot.core.asked import Asked
from bot.core.case import Case, Touched, touched
from bot.core.markdown import code, listed, person
from bot.core.model.ledger import EntryKind
from bot.core.model.report import Comment
from bot.core.statements import Stand, stands


@dataclass(frozen=True)
class Desk:
    """One case, as it is before the next command or tick."""

    case: Case

    @cached_property
    def wrote(self) -> Mapping[str, str]:
        """Logins of the authors of the change, with how that is known."""
        return self.case.hands

    @cached_property
    def touched(self) -> dict[str, Touched]:
        """The touched zones by id."""
        return {part.zone.id: part for part in touched(self.case.policy, self.case.matches)}

    def asked(self, zone: str) -> Asked:
        """Give the sign-off tree of a touched zone."""
        return Asked(self.case, self.touched[zone].zone)

    def stands(self, zone: str) -> dict[str, Stand]:
        """Play back what was said about a zone."""
        return stands(zone, self.case.reviews, self.case.memory)

    def stand_before(self, comment: Comment, zone: str) -> Stand:
        """Give where who wrote a comment stood on a zone, though it may be written down already that it takes that back."""
        login, told = comment.author.login.lower(), (EntryKind.REVOKED, f"comment:{comment.id}:{zone}")
        entries = tuple(entry for entry in self.case.memory.entries if (entry.kind, entry.source) != told)
        memory = replace(self.case.memory, entries=entries)
        return stands(zone, self.case.reviews, memory).get(login, Stand(login))

    def zone_refusal(self, zone: str) -> str:
        """Say why a zone can't be spoken for here; "" where it can."""
        if zone in self.touched:
            return ""
        if zone in self.case.policy.zones:
            return "this pull request does not touch it, so there is nothing to sign"
        near = get_close_matches(zone, self.case.policy.zones, n=1)
        hint = (
            f"did you mean {code(near[0])}?"
            if near
            else f"the zones are {listed([code(z) for z in self.case.policy.zones])}"
        )
        return f"there is no such zone; {hint}"

    def person_refusal(self, zone: str, login: str) -> str:
        """Say why someone may not speak for a touched zone; "" where they may."""
        if login.lower() in self.wrote:
            return f"{person(login)} {words.had_a_hand(self.wrote[login.lower()])}. Who can: {self._who(zone)}"
        right = self.asked(zone).right(login)
        if right:
            return ""
        if right.doubt:
            return f"{words.in_doubt(right.doubt)}, and doubt is never counted. Who can: {self._who(zone)}"
        if right.barred:
            return f"{right.barred}. Who can: {self._who(zone)}"
        return f"{person(login)} is not among the seniors of {code(zone)}. Who can: {self._who(zone)}"

    def blind(self, zone: str) -> str:
        """Refuse where nothing was found, but only because it could not be seen: that would sign nothing."""
        part = self.touched[zone]
        return words.UNSEEN_UNSIGNED if part.unseen and not part.findings else ""

    def _who(self, zone: str) -> str:
        return self.asked(zone).needs or "nobody, by the policy as it stands"
