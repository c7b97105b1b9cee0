"""What commands and ticks do: each becomes entries for the ledger, or a refusal with its reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches

from bot.core import words
from bot.core.commands import Command, commands
from bot.core.decide import Case, checklist, touched
from bot.core.markdown import code, listed, person
from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import Requirement
from bot.core.model.report import Comment, Standing
from bot.core.model.verdict import Cover
from bot.core.plan import answered
from bot.core.render import FINGERPRINT_DIGITS
from bot.core.seniority import authors, requirements, seniority
from bot.core.statements import Stand, stands


@dataclass(frozen=True, slots=True)
class TickedBox:
    """A box of the checklist that somebody set or cleared in our comment."""

    zone: str
    item: str
    fingerprint: str  # its first digits, as they stood in the comment
    checked: bool
    login: str
    at: datetime
    source: str  # names the event, so that a second delivery is the same fact


@dataclass(frozen=True, slots=True)
class Done:
    """One command carried out on one zone: its entry, or why it was refused."""

    command: Command
    zone: str = ""
    entry: Entry | None = None
    refused: str = ""
    fingerprint: str = ""  # what was signed


def waiting(standing: Standing, memory: Memory, named: Iterable[int]) -> tuple[Comment, ...]:
    """Pick the comments whose commands are to be carried out: never edited, not answered yet, by people.

    Comments from before the pull request was first seen count only when an event names them.
    """
    given, named = answered(standing, memory), set(named)
    return tuple(
        comment
        for comment in standing.comments
        if comment.id not in given
        and comment.author.login
        and not (comment.ours or comment.edited or comment.author.bot)
        and (comment.id in named or (memory.began is not None and comment.created_at > memory.began))
        and commands(comment.body)
    )


class Clerk:
    """Carries out commands and ticks against one case; `case` then remembers those before the next."""

    def __init__(self, case: Case) -> None:
        """Work out once who wrote the change and which zones it touches."""
        self.case = case
        self.wrote = authors(case.pull)
        self.touched = {part.zone.id: part for part in touched(case.policy, case.matches)}

    def carry_out(self, comment: Comment) -> tuple[Done, ...]:
        """Carry out the commands of a comment; those that only ask come back without an entry."""
        done: list[Done] = []
        for command in commands(comment.body):
            match command.name:
                case "sign-off":
                    done += self._each_zone(command, comment, self._sign)
                case "revoke":
                    done += self._each_zone(command, comment, self._revoke)
                case _:
                    done.append(Done(command))
        return tuple(done)

    def tick(self, box: TickedBox) -> Entry:
        """Record a tick of a senior for what is shown now, or that it is set back and why."""
        why = self._box_refusal(box)
        login = box.login.lower()
        kind = EntryKind.TICKED if box.checked else EntryKind.UNTICKED
        cover = self._shown(box)
        data = {"item": box.item, "fingerprint": cover.fingerprint if cover else ""}
        if why:
            kind, data = EntryKind.TICK_REFUSED, {"item": box.item, "why": why, "head": self.case.pull.head_sha}
        entry = Entry(kind, box.at, box.source, box.zone, login, data)
        self._remember(entry)
        return entry

    def _remember(self, entry: Entry) -> None:
        self.case = replace(self.case, memory=self.case.memory.with_entries([entry]))

    def _each_zone(
        self, command: Command, comment: Comment, one: Callable[[Command, Comment, str], Done]
    ) -> list[Done]:
        zones = [word.strip("`,").lower() for word in command.words]
        if not zones:
            zones = self._own_zones(comment.author.login.lower()) if command.name == "revoke" else []
        if not zones:
            return [Done(command, refused=self._which(command))]
        done = []
        for zone in dict.fromkeys(zones):
            done.append(one(command, comment, zone))
            if done[-1].entry:
                self._remember(done[-1].entry)
        return done

    def _which(self, command: Command) -> str:
        if command.name == "revoke":
            return "you have no sign-off here to take back"
        if not self.touched:
            return "this pull request is shallow: nothing here needs a sign-off"
        return f"say for which zone: {listed([code(f'/sign-off {zone}') for zone in self.touched], 'or')}"

    def _own_zones(self, login: str) -> list[str]:
        return [zone for zone in self.touched if self._has_said(self._stand(zone, login))]

    def _sign(self, command: Command, comment: Comment, zone: str) -> Done:
        why = self._zone_refusal(zone) or self._person_refusal(zone, comment.author.login) or self._blind(zone)
        if why:
            return Done(command, zone, refused=why)
        shown = self.case.memory.shown_before(comment.created_at)
        cover = shown.zones.get(zone) if shown else None
        if shown is None or cover is None:
            return Done(command, zone, refused=words.SIGNED_BEFORE_SHOWN)
        login = comment.author.login.lower()
        right = next(
            r.right
            for q in requirements(self.touched[zone].zone.sign_off)
            if (r := seniority(login, q.signers, self.case.people))
        )
        data = {"fingerprint": cover.fingerprint, "via": "command", "head": shown.head, "right": right}
        entry = Entry(EntryKind.SIGNED, comment.created_at, f"comment:{comment.id}:{zone}", zone, login, data)
        return Done(command, zone, entry, fingerprint=cover.fingerprint)

    def _revoke(self, command: Command, comment: Comment, zone: str) -> Done:
        login = comment.author.login.lower()
        why = self._zone_refusal(zone)
        if not why and not self._has_said(self._stand(zone, login)):
            why = "you have no sign-off there to take back"
        if why:
            return Done(command, zone, refused=why)
        return Done(
            command, zone, Entry(EntryKind.REVOKED, comment.created_at, f"comment:{comment.id}:{zone}", zone, login)
        )

    def _zone_refusal(self, zone: str) -> str:
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

    def _blind(self, zone: str) -> str:
        """Refuse where nothing was found, but only because it could not be seen: that would sign nothing."""
        part = self.touched[zone]
        return words.UNSEEN_UNSIGNED if part.unseen and not part.findings else ""

    def _person_refusal(self, zone: str, login: str) -> str:
        if login.lower() in self.wrote:
            return f"{person(login)} had a hand in this change, and nobody signs their own work. Who can: {self._who(zone)}"
        asked = [q for q in requirements(self.touched[zone].zone.sign_off) if self._may_apply(q)]
        answers = [seniority(login, requirement.signers, self.case.people) for requirement in asked]
        if any(answers):
            return ""
        doubt = "; ".join(dict.fromkeys(answer.doubt for answer in answers if answer.doubt))
        if doubt:
            return f"{words.in_doubt(doubt)}, and doubt is never counted. Who can: {self._who(zone)}"
        return f"{person(login)} is not among the seniors of {code(zone)}. Who can: {self._who(zone)}"

    def _who(self, zone: str) -> str:
        rule = self.touched[zone].zone.sign_off
        return words.needs(rule, self._may_apply) or "nobody, by the policy as it stands"

    def _may_apply(self, requirement: Requirement) -> bool:
        """Whether a requirement is asked for here, or may be."""
        return requirement.when is None or self.case.holds(requirement.when) is not False

    def _box_refusal(self, box: TickedBox) -> str:
        if box.zone not in self.touched:
            return words.UNKNOWN_BOX
        part = self.touched[box.zone]
        if box.item not in {item.id for item in checklist(part.findings)}:
            return words.UNKNOWN_BOX
        why = self._person_refusal(box.zone, box.login)
        if why:
            return why
        if self._shown(box) is None:
            return words.STALE_BOX
        return "" if box.checked else self._untick_refusal(box)

    def _shown(self, box: TickedBox) -> Cover | None:
        """Find what the list showed when the box was switched; None where the box claims to be from another one.

        The box itself is text that people with write access can edit: it may name what was shown long ago.
        """
        shown = self.case.memory.shown_before(box.at)
        cover = shown.zones.get(box.zone) if shown else None
        return cover if cover and cover.fingerprint[:FINGERPRINT_DIGITS] == box.fingerprint else None

    def _untick_refusal(self, box: TickedBox) -> str:
        """Only who ticked a box clears it."""
        everyone = stands(box.zone, self.case.reviews, self.case.memory)
        own = everyone.get(box.login.lower())
        if own and own.ticks.get(box.item):
            return ""
        others = [s.login for s in everyone.values() if s.ticks.get(box.item) or s.signed]
        return words.tick_of_another(others) if others else words.STALE_BOX

    def _stand(self, zone: str, login: str) -> Stand:
        return stands(zone, self.case.reviews, self.case.memory).get(login, Stand(login))

    @staticmethod
    def _has_said(stand: Stand) -> bool:
        return bool(stand.signed or stand.approved or stand.ticks)
