"""How a zone's evidence adds up, in words."""

from collections.abc import Iterable, Sequence

from bot.core.markdown import listed
from bot.core.model.predicates import TOUCHED_AT, Confidence
from bot.core.model.verdict import Finding
from bot.core.words import count

ONE_IS_ENOUGH = f"One finding of high confidence is {TOUCHED_AT} points, and {TOUCHED_AT} touch the zone."


def adds_up(findings: Sequence[Finding]) -> str:
    """Say how findings add up, whatever they come to; "" where none counts."""
    alone = any(finding.counts and finding.confidence.points >= TOUCHED_AT for finding in findings)
    return ONE_IS_ENOUGH if alone else enough_together(findings) or too_little(findings)


def enough_together(findings: Iterable[Finding]) -> str:
    """Say how findings of which none was enough add up to what touches a zone; "" where one was, or all are too little."""
    counted = [finding.confidence for finding in findings if finding.counts]
    total = sum(confidence.points for confidence in counted)
    if total < TOUCHED_AT or any(confidence.points >= TOUCHED_AT for confidence in counted):
        return ""
    return f"None of these is enough alone. Together they are: {_parts(counted)}, {_points(total)} in all; {TOUCHED_AT} touch the zone."


def too_little(findings: Iterable[Finding]) -> str:
    """Say how far findings that touch no zone add up; "" where they are enough, or none counts."""
    counted = [finding.confidence for finding in findings if finding.counts]
    total = sum(confidence.points for confidence in counted)
    if not counted or total >= TOUCHED_AT:
        return ""
    return f"{_parts(counted).capitalize()}: {_points(total)}, and {TOUCHED_AT} touch the zone."


def _parts(counted: list[Confidence]) -> str:
    """Count the findings by confidence: "two of medium confidence (2 points each) and one of low (1 point)"."""
    numbers = {confidence: counted.count(confidence) for confidence in Confidence if confidence in counted}
    return listed([_several(number, confidence) for confidence, number in numbers.items()])


def _several(number: int, confidence: Confidence) -> str:
    each = " each" if number > 1 else ""
    return f"{count(number)} of {confidence} confidence ({_points(confidence.points)}{each})"


def _points(total: int) -> str:
    return "1 point" if total == 1 else f"{total} points"
