"""The check run: the conclusion, who can do what next, the evidence, annotations."""

from collections.abc import Iterable, Iterator, Sequence

from bot.core import words
from bot.core.hands import BEFORE, hands, unknown_authors
from bot.core.markdown import code, cut, plain, spot
from bot.core.model.change import Side
from bot.core.model.policy import Mode, Policy, Severity
from bot.core.model.report import Annotation, CheckRun
from bot.core.model.verdict import Finding, Verdict, ZoneState, ZoneVerdict
from bot.core.override_words import override_notes
from bot.core.render.edit import edit
from bot.core.render.marks import CHARACTERS_AT_MOST
from bot.core.render.scene import Scene
from bot.core.render.unseen import unseen
from bot.core.sums import enough_together, too_little

ANNOTATIONS_AT_MOST = 50
CHANGES_AT_MOST = 40
RECHECK = ("Check again", "Look at this pull request once more", "recheck")


def check_run(verdict: Verdict, scene: Scene) -> CheckRun:
    """Write the check as it should be."""
    return CheckRun(
        name=scene.check_name,
        head_sha=verdict.head_sha,
        conclusion=_conclusion(verdict, scene),
        title=_title(verdict, scene)[:255],
        summary=_cut(_outline(verdict, scene)),
        text=_cut(_details(verdict, scene)),
        annotations=(*scene.head_problems, *_annotations(verdict))[:ANNOTATIONS_AT_MOST],
        actions=(RECHECK,),
    )


def _conclusion(verdict: Verdict, scene: Scene) -> str:
    floorless = bool(verdict.floor_trouble) and not scene.policy.layers  # what it would ask for nobody knows
    on_trial = verdict.mode is Mode.SHADOW or (scene.first_policy and not scene.head_problems)
    if on_trial and not floorless:
        return "neutral"
    states = {zone.state for zone in verdict.zones}
    unusable = verdict.policy_problems or verdict.floor_trouble or scene.head_problems
    if unusable or states & {ZoneState.VETOED, ZoneState.UNKNOWN, ZoneState.REFUSED}:
        return "failure"
    if verdict.overridden:
        return "neutral"  # it may be merged, and is not called green: nobody has signed it
    return "success" if verdict.passes else "action_required"


def _title(verdict: Verdict, scene: Scene) -> str:
    if scene.head_problems and not (verdict.policy_problems or verdict.floor_trouble):
        return "The policy that this pull request proposes has problems"
    if scene.first_policy:
        return "This policy judges pull requests once it is merged"
    shadow = "Shadow mode: " if verdict.mode is Mode.SHADOW else ""
    return shadow + words.headline(verdict)


def _outline(verdict: Verdict, scene: Scene) -> str:
    if verdict.policy_problems or verdict.floor_trouble:
        return "\n\n".join(filter(None, [verdict.floor_trouble, _unusable(verdict.policy_problems, scene.policy)]))
    if scene.first_policy:
        return "There is no policy on the base branch yet, so nothing is judged here. The one that this pull request brings was read."
    if not verdict.deep:
        looked = (
            f"{_many(scene.pull.files, 'changed file')} and {_many(scene.policy.rules, 'rule')} were put side by side"
        )
        return f"{looked}: nothing here needs a senior's sign-off. Merge as you would any change."
    rows = [f"- **{zone.zone.title}**: {words.state(zone)}. {_step(zone)}" for zone in verdict.zones]
    rows += [f"\n{said}" for zone in verdict.zones for said in override_notes(zone)]
    return "\n".join(rows) + "\n\nThe checklists stand in the summary comment of the pull request."


def _unusable(problems: Sequence[str], policy: Policy) -> str:
    """Say why the base branch's own policy can't be used, and what judges in its place."""
    if not problems:
        return ""
    listed = "\n".join(f"- {problem}" for problem in problems)
    kept = "The organisation's floor judges" if len(policy.layers) == 1 else "The last policy that could be used judges"
    fallback = f"{kept} until it is mended." if policy.rules else ""
    return (
        f"The policy on the base branch has problems, so this check can't be green:\n\n{listed}\n\n{fallback}".strip()
    )


def _many(things: Sequence[object], noun: str) -> str:
    return f"{len(things):,} {noun}" + ("" if len(things) == 1 else "s")


def _step(zone: ZoneVerdict) -> str:
    step = words.next_step(zone).replace("tick every box below", "tick every box in the summary comment")
    return step.replace("below; then", "in the summary comment; then")


def _details(verdict: Verdict, scene: Scene) -> str:
    parts = [*unseen(verdict.zones), *edit(scene, CHANGES_AT_MOST)]
    for zone in verdict.zones:
        if zone.findings:
            parts.append(f"### {zone.zone.title}\n\n{_evidence(zone.findings)}")
            parts.append(enough_together(zone.findings) or too_little(zone.findings))
    if verdict.advice:
        parts.append(f"### Worth a look, holds nothing back\n\n{_evidence(verdict.advice)}")
        parts.append("\n".join(_too_little(verdict.advice, scene.policy)))
    if verdict.marks:
        parts.append(
            "### Written with an assistant\n\n"
            + "\n".join(f"- {mark.says} ({plain(mark.agent)})" for mark in verdict.marks)
        )
    if verdict.deep:
        known = hands(scene.pull, scene.policy.agents)
        parts.append(words.written_by({**dict.fromkeys(verdict.authors, BEFORE), **known}))
        parts.append(words.written_by_unknown(unknown_authors(scene.pull, scene.policy.agents)))
    parts.append(f"Judged by {code(scene.policy.source)}.")
    return "\n\n".join(filter(None, parts))


def _too_little(advice: Sequence[Finding], policy: Policy) -> Iterator[str]:
    """Say of each zone that counting findings do not touch how far they add up."""
    for zone in policy.zones.values():
        says = too_little([finding for finding in advice if finding.zone == zone.id])
        if says:
            yield f"- {zone.title}: {says[0].lower()}{says[1:]}"


def _evidence(findings: Iterable[Finding]) -> str:
    """List each finding with what was seen."""
    rows = []
    for finding in findings:
        seen = "; ".join(evidence.says for evidence in finding.evidence[:4])
        rows.append(
            f"- {spot(finding.path, finding.places[0])}: {finding.rule.title} ({finding.confidence}: {seen}) · {code(finding.rule.id)}"
        )
    return "\n".join(rows)


def _advises(finding: Finding) -> bool:
    return finding.rule.severity is Severity.ADVISE or finding.rule.mode is Mode.SHADOW


def _annotations(verdict: Verdict) -> Iterable[Annotation]:
    """Point at added lines; a removed line has no place in the head file, so line comments alone show those."""
    found = [(finding, "warning") for zone in verdict.zones for finding in zone.findings]
    # Evidence that is not enough stands in the text alone: a mark at a line asks for somebody's time.
    found += [(finding, "notice") for finding in verdict.advice if _advises(finding)]
    for finding, level in found:
        place = next((p for p in finding.places if p.line is not None and p.side is Side.ADDED), None)
        if place and place.line is not None:
            yield Annotation(
                finding.path,
                place.line,
                place.line,
                level,
                finding.rule.title[:255],
                " ".join(finding.rule.why.split()),
            )


def _cut(text: str) -> str:
    return cut(text, CHARACTERS_AT_MOST, "… and more than fits here.")
