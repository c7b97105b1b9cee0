"""What a predicate says of a file: yes, no, or unknown, with where and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.markdown import code
from bot.core.model.change import Side
from bot.core.model.predicates import Confidence
from bot.core.model.verdict import Evidence, Place

MOST_TEXT = 200  # characters of a line that are kept


@dataclass(frozen=True, slots=True)
class Hit:
    """A changed line that a pattern hit. `confidence` None: the rule's."""

    place: Place
    confidence: Confidence | None
    found: str  # what the pattern matched of the line


@dataclass(frozen=True, slots=True)
class Outcome:
    """`holds` None: it could not be seen, and `doubt` says what, if that is not the file as a whole.

    `strengths`: confidences of what held, None standing for the rule's.
    """

    holds: bool | None
    hits: tuple[Hit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    strengths: frozenset[Confidence | None] = frozenset()
    doubt: str = ""


NO = Outcome(holds=False)
UNKNOWN = Outcome(holds=None)


def yes(says: str, predicate: str, saw: str, tested: str) -> Outcome:
    """Hold for a reason other than lines."""
    return Outcome(holds=True, evidence=(Evidence(says, predicate, saw[:MOST_TEXT], tested),))


def unknown(outcomes: Iterable[Outcome]) -> Outcome:
    """Take together outcomes of which some are unknown: the first that says what could not be seen speaks."""
    return Outcome(None, doubt=next((outcome.doubt for outcome in outcomes if outcome.doubt), ""))


def lines_matched(hits: list[Hit], tested: str, predicate: str, *, more: bool) -> Evidence:
    """Say which lines a pattern hit; `more`: counting was given up."""
    first = hits[0].place
    which = {Side.ADDED: "added ", Side.REMOVED: "removed "}[first.side or Side.ADDED]
    if len(hits) == 1:
        says = f"the {which}line {first.line} has {code(hits[0].found, 80)}"
    else:
        kind = which if len({hit.place.side for hit in hits}) == 1 else "changed "
        count = f"at least {len(hits):,}" if more else f"{len(hits):,}"
        says = f"{count} {kind}lines are like line {first.line}, which has {code(hits[0].found, 80)}"
    return Evidence(says, predicate, first.text, tested)
