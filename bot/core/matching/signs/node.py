"""`signs`: the signs of a zone add up over the change, and this file is one of those that lead."""

from dataclasses import dataclass

from bot.core.markdown import listed
from bot.core.matching.globs import Signed, last_match
from bot.core.matching.nodes import ContentNode
from bot.core.matching.outcome import MOST_TEXT, NO, UNKNOWN, Hit, Outcome
from bot.core.matching.signs.reading import FileSigns
from bot.core.matching.signs.reasons import reasons
from bot.core.matching.signs.weighing import Weighed, looks_into
from bot.core.matching.view import FileView, PullView
from bot.core.model.predicates import TOUCHED_AT, Confidence
from bot.core.model.signs import SignTable
from bot.core.model.verdict import Evidence, Place

_MOST_HITS = 20
# What comes off where the policy names files that lean to the zone, and the one that leads is none of them.
ELSEWHERE = 1.5
# Fewer points than a medium finding has are no finding: somewhere in any change there is a word.
_LEAST = {one: float(one.points) for one in (Confidence.HIGH, Confidence.MEDIUM)}


@dataclass(frozen=True, slots=True)
class SignsNode(ContentNode):
    """A zone's signs; `number` is the table's in the weighing, `leaning` the files that lean to the zone."""

    table: SignTable
    number: int
    leaning: Signed = ()
    cost: int = 20

    def covers(self, view: FileView) -> bool:
        """Whether signs are looked for in a file of this name."""
        return looks_into(view)

    def test(self, view: FileView) -> Outcome:
        """Hold on the files that lead, as surely as the points are many; on one alone while they are not enough."""
        if not looks_into(view):
            return NO
        if view.unseen is not None or view.whole is None or view.whole.weighing is None:
            return UNKNOWN
        weighed = view.whole.weighing.of(self.number)
        points = weighed.points - self._off(weighed, view.whole)
        confidence = next((one for one, least in _LEAST.items() if points >= least), None)
        leading = weighed.files if confidence is Confidence.HIGH else weighed.files[:1]
        signs = next((file for file in leading if file.path == view.file.path), None)
        if confidence is None or signs is None:
            return NO
        return Outcome(
            holds=True,
            hits=_hits(view, signs.tables[self.number].rows, confidence),
            evidence=self._evidence(weighed, signs, view.whole),
            strengths=frozenset({confidence}),
        )

    def why_not(self, view: FileView) -> str:
        """Say how far the signs came."""
        weighed = view.whole.weighing.of(self.number) if view.whole and view.whole.weighing else None
        if weighed is None or not weighed.files:
            return f"no changed line is weighed for signs of {self.table.zone}"
        points = weighed.points - (self._off(weighed, view.whole) if view.whole else 0)
        return f"the signs of {self.table.zone} in the change add up to {points:.1f}, and {TOUCHED_AT} are enough"

    def _off(self, weighed: Weighed, whole: PullView) -> float:
        """Tell what comes off for a lead in a file that does not lean to the zone."""
        if not self.leaning or not weighed.files:
            return 0.0
        lead = next(view for view in whole.files if view.file.path == weighed.files[0].path)
        return 0.0 if any(last_match(self.leaning, path.globs) for path in lead.paths) else ELSEWHERE

    def _evidence(self, weighed: Weighed, signs: FileSigns, whole: PullView) -> tuple[Evidence, ...]:
        told, off = reasons(weighed, signs, self.number), self._off(weighed, whole)
        if off:
            told = (*told, f"the policy does not name it among the files that lean to {self.table.zone} ({-off:+.1f})")
        if weighed.files[0] is not signs:
            return (Evidence(f"{listed(told, 'and')}", "signs", signs.path[:MOST_TEXT], self.table.zone),)
        sum_ = f"the signs of {self.table.zone} add up to {weighed.points - off:.1f} ({TOUCHED_AT} are enough)"
        return tuple(Evidence(says, "signs", signs.path[:MOST_TEXT], self.table.zone) for says in (sum_, *told))


def _hits(view: FileView, rows: list[tuple[int, int, int]], confidence: Confidence) -> tuple[Hit, ...]:
    """Give the changed lines that speak most clearly, as they stand."""
    if view.text is None or not rows:
        return ()
    most = max(strength for strength, _, _ in rows)
    lines = [view.text.hunk(hunk).lines[row] for strength, hunk, row in rows if strength == most][:_MOST_HITS]
    return tuple(
        Hit(Place(line.number, line.side, line.text[:MOST_TEXT]), confidence, line.text.strip()[:MOST_TEXT])
        for line in lines
    )
