"""Whether what somebody said was about the questions that are asked now.

What a policy asks may change while the change itself stays, and so it does where a pull request is turned from one branch to
another: on a branch of their own its author writes the questions. Whoever agreed to those has not agreed to these.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.beside import wording
from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import ChecklistItem


@dataclass(frozen=True, slots=True)
class Questions:
    """The checklist of one zone as it is asked now, beside what was shown before."""

    zone: str
    checklist: tuple[ChecklistItem, ...]
    memory: Memory

    def heard(self) -> Memory:
        """Give the memory without sign-offs and answers that were given to other questions."""
        return replace(self.memory, entries=tuple(entry for entry in self.memory.entries if self._counts(entry)))

    def shown(self, at: datetime, items: Iterable[str] | None = None) -> bool:
        """Whether all that is asked now, or of it these items, stood there in these words before a moment.

        Of what was shown by an older version nothing is known, and nobody's sign-off ends by our own update.
        """
        publication = self.memory.shown_before(at)
        beside = publication.beside.get(self.zone) if publication else None
        if beside is None:
            return True
        wanted = {one.id: wording(one.ask) for one in self.checklist if items is None or one.id in items}
        return wanted.items() <= dict(beside.asks).items()

    def _counts(self, entry: Entry) -> bool:
        if entry.zone != self.zone:
            return True
        match entry.kind:
            case EntryKind.SIGNED:
                return self.shown(entry.at)
            case EntryKind.TICKED | EntryKind.NOT_APPLICABLE:
                return self.shown(entry.at, (entry.facts["item"],))
        return True
