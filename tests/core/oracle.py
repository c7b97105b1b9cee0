"""Judges by the truth whether a zone is signed: by who people are, what was shown to them, and what they said last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from tests.core.history import Said


class Truth(Protocol):
    """What is known for certain of a pull request, apart from the code under test; `said` in the order of saying."""

    said: list[Said]

    def to_sign(self) -> Mapping[str, object]:
        """What there is to sign now, of each touched zone; equal keys are the same change."""

    def items(self, zone: str) -> tuple[str, ...]:
        """The points of a zone's checklist."""

    def boxes_first(self) -> bool:
        """Whether an approval counts only once every point is answered."""

    def heard(self, word: Said) -> bool:
        """Whether all that the author was asked had been answered before this was said."""

    def asks_for_changes(self, login: str, zone: str) -> tuple[datetime, int] | None:
        """Time and number of somebody's last review that says anything, if it asks for changes and nobody who may ended that."""

    def seniors(self, zone: str) -> set[str]:
        """Who speaks for a zone now."""

    def authors(self) -> set[str]:
        """Who had a hand in the change."""

    def enough(self, zone: str, signers: set[str]) -> bool:
        """Whether these seniors together are enough."""


def is_signed(truth: Truth, zone: str) -> bool:
    """Whether a zone has enough sign-offs of what is there now, by people with the right, and nobody's veto."""
    seniors = truth.seniors(zone)
    signers = {login for login in seniors - truth.authors() if signs(truth, login, zone)}
    return truth.enough(zone, signers) and not any(vetoes(truth, login, zone) for login in seniors)


def could_be_signed(truth: Truth, zone: str) -> bool:
    """Whether there are people enough who did not write the change."""
    return truth.enough(zone, truth.seniors(zone) - truth.authors())


def signs(truth: Truth, login: str, zone: str) -> bool:
    """Whether somebody's words amount to a sign-off of the zone as it is now."""
    mine = [word for word in truth.said if (word.login, word.zone) == (login, zone)]
    now, items = str(truth.to_sign()[zone]), set(truth.items(zone))
    good = [word for word in mine if word.signs and word.of.startswith(now) and not _taken_back(word, mine)]
    commands = [word for word in good if word.of.endswith(":command")]
    answered = {word.item for word in good if word.item}
    by_boxes = [word for word in good if word.item] if items <= answered else []
    answers_all = bool(commands) or items <= answered or not truth.boxes_first()
    reviews = [word for word in good if word.of.endswith(":review") and answers_all]
    return any(truth.heard(word) for word in [*commands, *by_boxes[-1:], *reviews])


def _taken_back(word: Said, mine: list[Said]) -> bool:
    """Whether something that this person said after a word takes it back."""
    at = next(at for at, one in enumerate(mine) if one is word)
    return any(not one.signs and one.item in ("", word.item) for one in mine[at + 1 :] if word.item or not one.item)


def vetoes(truth: Truth, login: str, zone: str) -> bool:
    """Whether somebody's last review asks for changes, and they have not spoken for the zone since."""
    asked = truth.asks_for_changes(login, zone)
    if asked is None:
        return False
    at, number = asked
    since = (word for word in truth.said if word.order != number and word.at >= at)
    return not any((word.login, word.zone, word.item) == (login, zone, "") for word in since)
