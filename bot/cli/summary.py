"""Shows a judgement as Markdown, for the summary page of a CI run."""

from collections.abc import Iterator

from bot.cli import words
from bot.cli.judging import Depth, Judgement, ZoneResult
from bot.core.markdown import code, plain, spot
from bot.core.model.change import Side
from bot.core.model.verdict import Finding
from bot.core.sums import enough_together, too_little

LINES_AT_MOST = 3

_SIGNS = {Side.ADDED: "+", Side.REMOVED: "-", None: " "}


def markdown(judgement: Judgement) -> str:
    """Give the verdict, then each zone: the lines, why they matter, what to ask."""
    parts = [f"### {words.headline(judgement)}", code(words.compared(judgement), 400)]
    if judgement.depth is not Depth.SHALLOW and not judgement.holds:
        parts.append(words.SHADOW)
    for zone in judgement.open_zones:
        parts += _zone(zone)
    advice = [finding for zone in judgement.zones if zone not in judgement.open_zones for finding in zone.findings]
    if advice:
        parts += [f"#### {words.ADVICE}", "\n".join(map(_finding, advice))]
        parts += [f"{zone.zone.title}: {sums}" for zone in judgement.zones if (sums := too_little(zone.findings))]
    return "\n\n".join(parts) + "\n"


def _zone(zone: ZoneResult) -> Iterator[str]:
    yield f"#### {zone.zone.title} ({code(zone.zone.id)})"
    if zone.findings:
        yield "\n".join(map(_finding, zone.findings))
    if sums := enough_together(zone.findings):
        yield sums
    if zone.checklist:
        yield f"**{words.ASKS}**"
        yield "\n".join(f"- [ ] {item.ask}" for item in zone.checklist)
    if zone.unseen:
        yield f"**{words.UNSEEN}**"
        yield "\n".join(f"- {plain(sentence, 400)}" for sentence in zone.unseen)
        yield words.UNSEEN_HELP


def _finding(finding: Finding) -> str:
    shown = [place for place in finding.places if place.line is not None and place.text][:LINES_AT_MOST]
    lines = [f"  - {code(_SIGNS[place.side] + ' ' + place.text.strip())}" for place in shown]
    head = f"- **{finding.rule.title}** ({code(words.weight(finding))}) at {spot(finding.path, finding.places[0])}."
    return "\n".join([f"{head} {' '.join(finding.rule.why.split())}", *lines])
