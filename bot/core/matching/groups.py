"""`all`, `any` and `none`: three-valued, since what could not be seen is neither yes nor no."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.matching.nodes import ContentNode, Node, Trigger, merged
from bot.core.matching.outcome import NO, Outcome, unknown
from bot.core.matching.view import FileView, Name

_NOTHING_LEFT_OUT = Outcome(holds=True)


@dataclass(frozen=True, slots=True)
class AllNode(Node):
    """Every part holds. The cheap parts stand first, so most files cost little."""

    parts: tuple[Node, ...]

    @property
    def cost(self) -> int:
        """Add up the parts."""
        return sum(part.cost for part in self.parts)

    def test(self, view: FileView) -> Outcome:
        """Hold where every part does."""
        if not self.may_hold(view):
            return NO
        found = []
        for part in self.parts:
            outcome = part.test(view)
            if outcome.holds is False:
                return NO
            found.append(outcome)
        if any(outcome.holds is None for outcome in found):
            return unknown(found)
        return merged(found) if found else _NOTHING_LEFT_OUT

    def triggers(self) -> frozenset[Trigger] | None:
        """Every part must be triggered, so one is enough to wait for: lines hit less often than paths."""
        known = [triggers for part in self.parts if (triggers := part.triggers()) is not None]
        return min(known, key=lambda some: (any(kind == "glob" for kind, _ in some), len(some)), default=None)

    def fits(self, name: Name, patterns: frozenset[int]) -> bool:
        """Look whether every part may."""
        return all(part.fits(name, patterns) for part in self.parts)

    def may_hold(self, view: FileView) -> bool:
        """Look whether every part may; asked for every file, so without detours."""
        for part in self.parts:  # noqa: SIM110  # a generator takes twice as long
            if not part.may_hold(view):
                return False
        return True

    def why_not(self, view: FileView) -> str:
        """Speak for the first part that does not hold."""
        return next((part.why_not(view) for part in self.parts if part.test(view).holds is not True), "")

    def contents(self) -> Iterator[ContentNode]:
        """Give those of its parts."""
        return (found for part in self.parts for found in part.contents())

    def open(self, view: FileView) -> Iterator[ContentNode]:
        """Give those of its parts, unless a part says no already."""
        if self.may_hold(view) and all(part.test(view).holds is not False for part in self.parts):
            yield from (found for part in self.parts for found in part.open(view))


@dataclass(frozen=True, slots=True)
class AnyNode(Node):
    """Some part holds; all are asked, so that all the evidence is told."""

    parts: tuple[Node, ...]

    @property
    def cost(self) -> int:
        """Add up the parts."""
        return sum(part.cost for part in self.parts)

    def test(self, view: FileView) -> Outcome:
        """Hold where some part does."""
        outcomes = [part.test(view) for part in self.parts if part.may_hold(view)]
        held = [_as_strong_as_the_rule(outcome) for outcome in outcomes if outcome.holds]
        if held:
            return merged(held)
        return unknown(outcomes) if any(outcome.holds is None for outcome in outcomes) else NO

    def triggers(self) -> frozenset[Trigger] | None:
        """Wait for what any part waits for."""
        every = [part.triggers() for part in self.parts]
        known = [triggers for triggers in every if triggers is not None]
        return frozenset().union(*known) if len(known) == len(every) else None

    def fits(self, name: Name, patterns: frozenset[int]) -> bool:
        """Look whether some part may."""
        return any(part.fits(name, patterns) for part in self.parts)

    def may_hold(self, view: FileView) -> bool:
        """Look whether some part may."""
        return any(part.may_hold(view) for part in self.parts)

    def why_not(self, view: FileView) -> str:
        """Speak for each part."""
        return "; ".join(dict.fromkeys(part.why_not(view) for part in self.parts))

    def contents(self) -> Iterator[ContentNode]:
        """Give those of its parts."""
        return (found for part in self.parts for found in part.contents())

    def open(self, view: FileView) -> Iterator[ContentNode]:
        """Give those of its parts: all are asked, even where one holds."""
        return (found for part in self.parts for found in part.open(view))


@dataclass(frozen=True, slots=True)
class NoneNode(Node):
    """No part holds. It tells no evidence: there is nothing to show."""

    parts: tuple[Node, ...]

    @property
    def cost(self) -> int:
        """Add up the parts."""
        return sum(part.cost for part in self.parts)

    def test(self, view: FileView) -> Outcome:
        """Hold where no part does."""
        found = [part.test(view) for part in self.parts]
        if any(outcome.holds for outcome in found):
            return NO
        return unknown(found) if any(outcome.holds is None for outcome in found) else _NOTHING_LEFT_OUT

    def why_not(self, view: FileView) -> str:
        """Say which part holds."""
        said = [evidence.says for part in self.parts for evidence in part.test(view).evidence]
        return f"the rule leaves it out: {said[0]}" if said else "the rule leaves it out"

    def contents(self) -> Iterator[ContentNode]:
        """Give those of its parts."""
        return (found for part in self.parts for found in part.contents())

    def open(self, view: FileView) -> Iterator[ContentNode]:
        """Give those of its parts, unless a part holds already."""
        if not any(part.test(view).holds for part in self.parts):
            yield from (found for part in self.parts for found in part.open(view))


def _as_strong_as_the_rule(outcome: Outcome) -> Outcome:
    """Take a branch of `any` that holds without lines to be as sure as its rule."""
    if outcome.strengths:
        return outcome
    return Outcome(outcome.holds, outcome.hits, outcome.evidence, frozenset({None}))
