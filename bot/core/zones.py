"""The verdict on one touched zone: who has signed what is shown now, and what is still asked."""

from collections.abc import Collection, Iterable, Iterator

from bot.core import words
from bot.core.asked import Asked
from bot.core.candidates import candidates
from bot.core.case import Case, Touched, checklist
from bot.core.fingerprint import changes, cover
from bot.core.lessons import Lessons, explainers
from bot.core.model.ledger import EntryKind
from bot.core.model.overriding import Overriding
from bot.core.model.policy import Mode
from bot.core.model.verdict import Cover, Lapsed, NotCounted, Signature, Tick, ZoneState, ZoneVerdict
from bot.core.overrides import Overrides
from bot.core.questions import Questions
from bot.core.refusals import refusals
from bot.core.statements import Given, Stand, stands


class ZoneJudge:
    """Works out one zone."""

    def __init__(self, case: Case, part: Touched, wrote: frozenset[str]) -> None:
        """Play back what was said about the zone; `wrote` are the authors, who never sign."""
        self.case, self.part, self.wrote = case, part, wrote
        self.asked = Asked(case, part.zone)
        self.cover: Cover = cover(part.findings, case.pull)
        self.checklist = checklist(part.findings)
        self.lessons = Lessons(case, part.zone, self.cover.fingerprint)
        self.questions = Questions(part.zone.id, self.checklist, case.memory)
        now = case.pull.head_sha, self.cover
        self.said = stands(part.zone.id, case.reviews, case.memory, now)  # other questions' answers among it
        self.stands = stands(part.zone.id, case.reviews, self.questions.heard(), now)
        for stand in self.stands.values():
            stand.veto = stand.veto and not self._ended(stand)
            if stand.approved and not self.questions.shown(stand.approved.at):
                stand.approved = None
        self.refused = refusals(case, part.zone)

    def verdict(self) -> ZoneVerdict:
        """Give the answer for the zone."""
        given = [one for stand in self.stands.values() if (one := tuple(self._signatures(stand)))]
        heard = [tuple(signature for signature in one if self.lessons.heard(signature.at)) for one in given]
        signatures = tuple(one[0] for one in heard if one)
        waits = tuple(one[0].login for one, counted in zip(given, heard, strict=True) if not counted)
        held = [s for s in self.stands.values() if s.veto and self.asked.right(s.login)]
        vetoes = {s.login: s.vetoed_at for s in held if s.vetoed_at}
        overriding = Overrides(self.case, self.part, self.cover, self.wrote, vetoes).judge(self.stands.values())
        signed = {signature.login for signature in signatures}
        return ZoneVerdict(
            zone=self.part.zone,
            state=self._state(signed, vetoes, overriding),
            findings=self.part.findings,
            cover=self.cover,
            checklist=self.checklist,
            points=self.part.points,
            needs=self.asked.needs,
            candidates=candidates(self.asked, self.wrote | signed),
            signatures=signatures,
            ticks=tuple(self._ticks()),
            lapsed=(*self._lapsed(signed), *self._asked_otherwise(signed)),
            vetoes=tuple(vetoes),
            dismissed={s.login: s.dismissed_by for s in held if s.dismissed_by},
            not_counted=(*self._not_counted(signed | set(waits)), *self._lost(signed)),
            taught=self.lessons.taught(signatures),
            explainers=explainers(self.case),
            waits=waits,
            unseen=self.part.unseen,
            shadow=self.case.policy.mode is Mode.SHADOW,
            refused=self.refused,
            overriding=overriding,
        )

    def _ended(self, stand: Stand) -> bool:
        """Whether a veto was dismissed by who gave it, or by another senior who had no hand in the change."""
        by = stand.dismissed_by
        return by == stand.login or bool(by and by not in self.wrote and self.asked.right(by))

    def _state(self, signed: set[str], vetoes: Collection[str], overriding: Overriding) -> ZoneState:
        """Tell where the zone stands; what is signed anyway needs no override."""
        state = self._without_override(signed, vetoes)
        return ZoneState.OVERRIDDEN if overriding.in_force and state is not ZoneState.SIGNED else state

    def _without_override(self, signed: set[str], vetoes: Collection[str]) -> ZoneState:
        if vetoes:
            return ZoneState.VETOED
        if self.refused:
            return ZoneState.REFUSED
        if self.part.unseen:
            return ZoneState.UNKNOWN
        return ZoneState.SIGNED if self.asked.is_met(signed) else ZoneState.OPEN

    def _signatures(self, stand: Stand) -> Iterator[Signature]:
        """List this person's sign-offs of what is there now, by each way in which they gave one."""
        if stand.login in self.wrote or stand.veto:
            return
        now = self.cover.fingerprint
        right = self.asked.right(stand.login).right
        if not right:
            return
        items = [item.id for item in self.checklist]
        if stand.signed and stand.signed.fingerprint == now:
            yield Signature(stand.login, "command", stand.signed.at, right)
        if stand.ticked_at and stand.ticked(items, now):
            yield Signature(stand.login, "checklist", stand.ticked_at, right)
        boxes_open = self._boxes_first and not all(stand.answers(item, now) for item in items)
        if stand.approved and stand.approved.fingerprint == now and not boxes_open:
            yield Signature(stand.login, "review", stand.approved.at, right)

    @property
    def _boxes_first(self) -> bool:
        return self.part.zone.checklist_required and bool(self.checklist)

    def _ticks(self) -> Iterable[Tick]:
        """List the points that seniors have answered, each under every senior who did."""
        now = self.cover.fingerprint
        seniors = [s for s in self.stands.values() if s.login not in self.wrote and self.asked.right(s.login)]
        for item in self.checklist:
            for stand in seniors:
                if stand.answers(item.id, now):
                    yield Tick(item.id, stand.login, stand.reason(item.id, now))

    def _lapsed(self, signed: set[str]) -> Iterable[Lapsed]:
        """List sign-offs of seniors that no longer count because what they cover has changed."""
        for stand in self.said.values():
            given = self._given(stand)
            digits = given.fingerprint if given else stand.answered_for
            at = given.at if given else stand.ticked_at
            if at is None or not digits or stand.login in signed or self.cover.fingerprint.startswith(digits):
                continue
            before = self.case.memory.cover_of(self.part.zone.id, digits)
            if before and stand.login not in self.wrote and self.asked.right(stand.login):
                moved = changes(before.files, self.case.pull, self.cover)
                yield Lapsed(stand.login, at, given.head if given else "", moved, given.via if given else "ticks")

    def _asked_otherwise(self, signed: set[str]) -> Iterable[Lapsed]:
        """List sign-offs of seniors of the very same change that were given to other questions."""
        for login, stand in self.said.items():
            given = stand.signed or stand.approved
            if (
                given is None
                or stand.veto
                or login in signed | self.wrote
                or self._given(self.stands.get(login, Stand(login)))
            ):
                continue
            if given.fingerprint == self.cover.fingerprint and self.asked.right(login):
                yield Lapsed(login, given.at, "", (words.ASKED_OTHERWISE,), given.via)  # no head: no difference to see

    def _given(self, stand: Stand) -> Given | None:
        """Find what this person gave last, by whichever way."""
        return stand.signed or stand.approved or self._by_ticks(stand)

    def _by_ticks(self, stand: Stand) -> Given | None:
        """Find the sign-off that this person's ticks came to once."""
        digits = stand.answered_for
        for entry in self.case.memory.of(EntryKind.SIGNED):
            data = entry.facts
            mine = (entry.zone, entry.login, data["via"]) == (self.part.zone.id, stand.login, "checklist")
            if digits and mine and data["fingerprint"].startswith(digits):
                return Given(data["fingerprint"], "checklist", entry.at, data["head"])
        return None

    def _not_counted(self, signed: set[str]) -> Iterable[NotCounted]:
        """Say of each approval or sign-off that does not count why, so that no one wonders."""
        for stand in self.stands.values():
            given = self._given(stand)
            if given is None or stand.login in signed or stand.veto:
                continue
            why = self._why_not(stand.login, given)
            if why:
                yield NotCounted(stand.login, why)

    def _lost(self, signed: set[str]) -> Iterable[NotCounted]:
        """Say of each sign-off that went with a lost ledger that it is asked for again, until its giver has spoken anew."""
        logins = {e.login for e in self.case.memory.of(EntryKind.LOST) if e.zone == self.part.zone.id}
        for login in sorted(logins - signed - self.wrote):
            stand = self.stands.get(login)
            if self.asked.right(login) and not (stand and (stand.veto or self._given(stand))):
                yield NotCounted(login, words.RECORD_LOST)

    def _no_senior(self, login: str) -> str:
        """Say that someone has no right here, and which one they had when they signed."""
        zone = self.part.zone.id
        signed = (e for e in reversed(self.case.memory.of(EntryKind.SIGNED)) if (e.zone, e.login) == (zone, login))
        was = next((str(entry.facts.get("right", "")) for entry in signed), "")
        return words.no_longer_a_senior(zone, was) if was else words.not_a_senior(zone)

    def _why_not(self, login: str, given: Given) -> str:
        if login in self.wrote:
            return words.AUTHORS_DO_NOT_SIGN
        right = self.asked.right(login)
        if right.doubt:
            return words.in_doubt(right.doubt)
        if right.barred:
            return right.barred
        if not right:
            return self._no_senior(login)
        if not given.fingerprint:
            return words.SIGNED_BEFORE_SHOWN
        open_boxes = given.via == "review" and given.fingerprint == self.cover.fingerprint
        return words.approved_boxes_open(self.part.zone.id) if open_boxes else ""
