"""Teach-back: what a zone asks the author of a change, who may answer, and the answers so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.beside import wording
from bot.core.case import Case
from bot.core.hands import is_agent
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.lessons import Taught
from bot.core.model.policy import ChecklistItem, Zone
from bot.core.model.verdict import Signature

ANSWER_AT_MOST = 2_000  # characters


def questions(case: Case, zone: Zone) -> tuple[ChecklistItem, ...]:
    """Give what a touched zone asks the author here; where it is not known whether its `if` holds, it asks."""
    asked = zone.teach_back
    if asked is None or (asked.when is not None and case.holds(asked.when) is False):
        return ()
    return asked.ask


def explainers(case: Case) -> tuple[str, ...]:
    """Give the logins of the people who had a hand in the change; none known, and anybody may speak for it.

    An agent can't learn. Where only agents wrote, nobody is known to have understood the change: then whoever takes it on may
    answer, and the senior sees whose words they are.
    """
    return tuple(sorted(login for login in case.hands if not is_agent(login, case.policy.agents)))


@dataclass(frozen=True, slots=True)
class Lessons:
    """The questions of one zone in one case."""

    case: Case
    zone: Zone
    fingerprint: str  # of the zone's present cover

    def taught(self, signatures: Iterable[Signature]) -> tuple[Taught, ...]:
        """Give each question with its last answer."""
        given = {entry.facts["question"]: entry for entry in self._answers()}
        signed = tuple(signatures)
        return tuple(self._taught(item, given.get(item.id), signed) for item in questions(self.case, self.zone))

    def heard(self, at: datetime) -> bool:
        """Whether who signed then had every answer before them, as far as this zone requires that."""
        teach_back = self.zone.teach_back
        if teach_back is None or not teach_back.required:
            return True
        return self._shown(at).keys() >= {item.id for item in questions(self.case, self.zone)}

    def _answers(self) -> list[Entry]:
        """List the answers, oldest first."""
        found = [entry for entry in self.case.memory.of(EntryKind.TAUGHT) if entry.zone == self.zone.id]
        return sorted(found, key=lambda entry: (entry.at, entry.facts["comment"]))

    def _taught(self, item: ChecklistItem, given: Entry | None, signed: tuple[Signature, ...]) -> Taught:
        if given is None:
            return Taught(item.id, item.ask)
        text = given.facts["text"]
        return Taught(
            question=item.id,
            ask=item.ask,
            login=given.login,
            text=text,
            at=given.at,
            moved=given.facts["fingerprint"] != self.fingerprint,
            signed_before=tuple(s.login for s in signed if self._shown(s.at).get(item.id) != wording(text)),
        )

    def _shown(self, at: datetime) -> dict[str, str]:
        """Give the answers that stood there before a moment, by their digests."""
        shown = self.case.memory.shown_before(at)
        beside = shown.beside.get(self.zone.id) if shown else None
        return dict(beside.answers) if beside else {}
