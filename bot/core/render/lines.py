"""Comments on the lines that matter most."""

from collections.abc import Iterable, Sequence

from bot.core.markdown import unwrapped
from bot.core.model.policy import Rule
from bot.core.model.report import LineComment
from bot.core.model.verdict import Finding, Verdict, ZoneState
from bot.core.pages import page_address
from bot.core.render.marks import finding_mark

LINE_COMMENTS_AT_MOST = 10
CLOSE_LINES = 10
LINE_PREDICATES = {"added", "removed", "changed"}


def line_comments(verdict: Verdict, public_url: str) -> Iterable[LineComment]:
    """Comment on the lines that matter most: every zone gets its turn, surest findings first, close ones once.

    `public_url` is where the pages of rules are served; "" when nowhere.
    """
    queues = [_telling(zone.findings) for zone in verdict.zones if zone.state is not ZoneState.SIGNED]
    ranks = range(max(map(len, queues), default=0))
    made: list[tuple[str, LineComment]] = []
    for finding in (finding for rank in ranks for queue in queues for finding in queue[rank : rank + 1]):
        comment = _comment(finding, public_url)
        if comment and not any(zone == finding.zone and _close(comment, other) for zone, other in made):
            made.append((finding.zone, comment))
        if len(made) == LINE_COMMENTS_AT_MOST:
            break
    return [comment for _, comment in made]


def _comment(finding: Finding, public_url: str) -> LineComment | None:
    place = next((place for place in finding.places if place.line is not None and place.side is not None), None)
    if place is None or place.line is None or place.side is None:
        return None
    return LineComment(finding.key, finding.path, place.line, place.side, _body(finding, public_url))


def _close(one: LineComment, other: LineComment) -> bool:
    """Whether two comments would stand on the same few lines; the summary names both findings anyway."""
    return one.path == other.path and abs(one.line - other.line) <= CLOSE_LINES


def _telling(findings: Sequence[Finding]) -> list[Finding]:
    """Rank a zone's findings; one that rests on the path alone says nothing beside one that saw a line of the file."""
    seen = {finding.path for finding in findings if _saw_a_line(finding)}
    kept = [finding for finding in findings if _saw_a_line(finding) or finding.path not in seen]
    return sorted(kept, key=lambda finding: -finding.confidence.points)


def _saw_a_line(finding: Finding) -> bool:
    return any(evidence.predicate in LINE_PREDICATES for evidence in finding.evidence)


def _body(finding: Finding, public_url: str) -> str:
    rule: Rule = finding.rule
    asks = "".join(f"\n- {' '.join(item.ask.split())}" for item in rule.checklist[:3])
    address = page_address(rule, public_url)
    page = f"; [its page]({address}) also when it fires" if address else ""
    return (
        f"{finding_mark(finding.key)}\n**{rule.title}** ({rule.zone})\n\n{unwrapped(rule.why)}\n\n"
        f"A senior looks at:{asks}\n\n<sub>`/explain {rule.id}` tells how this goes wrong and how to do it well{page}.</sub>"
    )
