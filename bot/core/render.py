"""The report: the verdict in words, in all the places where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core import words
from bot.core.markdown import code, linked_spot, listed, plain, spot, unwrapped
from bot.core.model.change import PullRequest, Side
from bot.core.model.policy import Mode, Policy, Rule
from bot.core.model.report import Annotation, Answer, CheckRun, LineComment, Report
from bot.core.model.verdict import Finding, Verdict, ZoneState, ZoneVerdict

SUMMARY_MARK = "<!-- dont-delegate:summary -->"
LINE_COMMENTS_AT_MOST = 10
CLOSE_LINES = 10
ANNOTATIONS_AT_MOST = 50
REVIEWERS_A_ZONE = 2
UNSEEN_AT_MOST = 10
LINE_PREDICATES = {"added", "removed", "changed"}
# GitHub refuses more than 65,535 characters in a comment or a check's text; marks of cutting need some room.
CHARACTERS_AT_MOST = 65_000
RECHECK = ("Check again", "Look at this pull request once more", "recheck")
FINGERPRINT_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Scene:
    """What a report is made from beside the verdict."""

    pull: PullRequest
    policy: Policy
    web_url: str  # where people read pull requests: "https://github.com"
    summary_stands: bool = False  # a summary comment of ours is there already
    notices: tuple[str, ...] = ()  # refusals of ticks, in words
    head_problems: tuple[Annotation, ...] = ()  # what is wrong with the policy that this pull request proposes
    first_policy: bool = False  # no policy stands on the base branch yet, and this pull request brings one
    answers: tuple[Answer, ...] = ()


def finding_mark(key: str) -> str:
    """Write the hidden mark by which a line comment is known again."""
    return f"<!-- dont-delegate:finding {key.replace('%', '%25').replace('--', '%2D%2D').replace('>', '%3E')} -->"


def answer_mark(comment: int) -> str:
    """Write the hidden mark by which a reply is known again."""
    return f"<!-- dont-delegate:answer {comment} -->"


def render(verdict: Verdict, scene: Scene) -> Report:
    """Put a verdict into words."""
    return Report(
        check=_check(verdict, scene),
        summary=_summary(verdict, scene),
        review_body=words.REVIEW_BODY,
        lines=tuple(_line_comments(verdict)),
        keys=frozenset(finding.key for zone in verdict.zones for finding in zone.findings),
        reviewers=_reviewers(verdict, scene.pull),
        answers=scene.answers,
    )


# --- the summary comment ---------------------------------------------------------------------------------------


def _summary(verdict: Verdict, scene: Scene) -> str | None:
    if not verdict.deep:
        return f"{SUMMARY_MARK}\n{words.NO_LONGER_DEEP}" if scene.summary_stands else None
    for places in (10, 3, 1):  # show fewer places rather than be refused
        body = _summary_with(verdict, scene, places)
        if len(body) <= CHARACTERS_AT_MOST:
            return body
    return body[:CHARACTERS_AT_MOST] + "\n\n… and more than fits here; the check's details have the rest."


def _summary_with(verdict: Verdict, scene: Scene, places: int) -> str:
    parts = [f"{SUMMARY_MARK}\n### {words.opening(verdict)}", _table(verdict.zones)]
    parts += [f"> {notice}" for notice in scene.notices]
    parts += [*_remarks(verdict, scene), *_unseen(verdict.zones)]
    order = sorted(verdict.zones, key=lambda zone: zone.state is ZoneState.SIGNED)
    parts += [_zone(zone, scene, places) for zone in order]
    parts.append(
        "<sub>`/explain` tells why · `/explain path:line` about one place · `/help` lists what can be said here</sub>"
    )
    return "\n\n".join(part for part in parts if part)


def _table(zones: Iterable[ZoneVerdict]) -> str:
    rows = [f"| **{zone.zone.title}** | {words.state(zone)} | {zone.needs or 'nobody can'} |" for zone in zones]
    return "\n".join(["| Zone | Sign-off | Who can sign |", "|:--|:--|:--|", *rows])


def _remarks(verdict: Verdict, scene: Scene) -> list[str]:
    """Say what is special about this pull request."""
    remarks = []
    if verdict.mode is Mode.SHADOW:
        remarks.append("The policy is in shadow mode: this is only a trial, and nothing is held back.")
    if scene.pull.draft and any(zone.state is ZoneState.OPEN for zone in verdict.zones):
        remarks.append("This is a draft, so nobody has been asked for a review yet.")
    written = words.written_with(verdict.marks)
    return [*remarks, written] if written else remarks


def _zone(zone: ZoneVerdict, scene: Scene, places: int) -> str:
    if zone.state is ZoneState.SIGNED:
        return _signed_zone(zone, scene, places)
    if zone.state is ZoneState.UNKNOWN and not zone.findings:
        return ""
    blocks = [f"#### {zone.zone.title}", *(words.lapsed(entry) for entry in zone.lapsed)]
    blocks.append(_findings(zone.findings, scene, places))
    blocks.append(words.next_step(zone))
    blocks += [words.not_counted(entry) for entry in zone.not_counted]
    blocks.append(_boxes(zone))
    return "\n\n".join(block for block in blocks if block)


def _signed_zone(zone: ZoneVerdict, scene: Scene, places: int) -> str:
    """Fold what needs no more attention."""
    title = (
        f"<summary><b>{zone.zone.title}</b>: signed by {', '.join(plain(s.login) for s in zone.signatures)}</summary>"
    )
    inside = [_findings(zone.findings, scene, places), _boxes(zone)]
    return "\n\n".join(["<details>" + title, *(block for block in inside if block), "</details>"])


def _unseen(zones: Sequence[ZoneVerdict]) -> list[str]:
    """Say once what could not be seen, and for which zones it matters."""
    concerned: dict[str, list[str]] = {}
    for zone in zones:
        for sentence in zone.unseen:
            concerned.setdefault(sentence, []).append(zone.zone.title)
    if not concerned:
        return []
    rows = [f"- {sentence}{_for(titles, zones)}" for sentence, titles in concerned.items()]
    more = [f"- … and {len(rows) - UNSEEN_AT_MOST} more"] if len(rows) > UNSEEN_AT_MOST else []
    return [words.UNSEEN, "\n".join([*rows[:UNSEEN_AT_MOST], *more])]


def _for(titles: Sequence[str], zones: Sequence[ZoneVerdict]) -> str:
    return "" if len(titles) == len(zones) else f" (for {listed([title.lower() for title in titles])})"


def _findings(findings: Sequence[Finding], scene: Scene, places: int) -> str:
    """List findings, a rule once with all its places."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule.id, []).append(finding)
    return "\n".join(_rule_row(found, scene, places) for found in by_rule.values())


def _rule_row(found: Sequence[Finding], scene: Scene, places: int) -> str:
    spots = [linked_spot(f.path, f.places[0], scene.pull, scene.web_url) for f in found]
    more = f" and {len(spots) - places} more" if len(spots) > places else ""
    return f"- {', '.join(spots[:places])}{more}: **{found[0].rule.title}.** {' '.join(found[0].rule.why.split())}"


def _boxes(zone: ZoneVerdict) -> str:
    """Draw the checklist from what seniors have answered, never from what the comment says now."""
    answered = {tick.item for tick in zone.ticks}
    if any(signature.via == "command" for signature in zone.signatures):
        answered |= {item.id for item in zone.checklist}
    digits = zone.cover.fingerprint[:FINGERPRINT_DIGITS]
    return "\n".join(
        f"- [{'x' if item.id in answered else ' '}] {item.ask} <!-- dont-delegate:box {zone.zone.id} {item.id} {digits} -->"
        for item in zone.checklist
    )


# --- the check -------------------------------------------------------------------------------------------------


def _check(verdict: Verdict, scene: Scene) -> CheckRun:
    return CheckRun(
        name=words.CHECK_NAME,
        head_sha=verdict.head_sha,
        conclusion=_conclusion(verdict, scene),
        title=_check_title(verdict, scene)[:255],
        summary=_cut(_check_summary(verdict, scene)),
        text=_cut(_check_text(verdict, scene)),
        annotations=(*scene.head_problems, *_annotations(verdict))[:ANNOTATIONS_AT_MOST],
        actions=(RECHECK,),
    )


def _conclusion(verdict: Verdict, scene: Scene) -> str:
    if verdict.mode is Mode.SHADOW or (scene.first_policy and not scene.head_problems):
        return "neutral"
    states = {zone.state for zone in verdict.zones}
    if verdict.policy_problems or scene.head_problems or states & {ZoneState.VETOED, ZoneState.UNKNOWN}:
        return "failure"
    return "success" if verdict.passes else "action_required"


def _check_title(verdict: Verdict, scene: Scene) -> str:
    if scene.head_problems and not verdict.policy_problems:
        return "The policy that this pull request proposes has problems"
    if scene.first_policy:
        return "This policy judges pull requests once it is merged"
    shadow = "Shadow mode: " if verdict.mode is Mode.SHADOW else ""
    return shadow + words.headline(verdict)


def _check_summary(verdict: Verdict, scene: Scene) -> str:
    if verdict.policy_problems:
        listed = "\n".join(f"- {problem}" for problem in verdict.policy_problems)
        fallback = "The last policy that could be used judges until it is mended." if scene.policy.rules else ""
        return f"The policy on the base branch has problems, so this check can't be green:\n\n{listed}\n\n{fallback}".strip()
    if scene.first_policy:
        return "There is no policy on the base branch yet, so nothing is judged here. The one that this pull request brings was read."
    if not verdict.deep:
        looked = (
            f"{_many(scene.pull.files, 'changed file')} and {_many(scene.policy.rules, 'rule')} were put side by side"
        )
        return f"{looked}: nothing here needs a senior's sign-off. Merge as you would any change."
    rows = [f"- **{zone.zone.title}**: {words.state(zone)}. {_step(zone)}" for zone in verdict.zones]
    return "\n".join(rows) + "\n\nThe checklists stand in the summary comment of the pull request."


def _many(things: Sequence[object], noun: str) -> str:
    return f"{len(things):,} {noun}" + ("" if len(things) == 1 else "s")


def _step(zone: ZoneVerdict) -> str:
    return words.next_step(zone).replace("tick every box below", "tick every box in the summary comment")


def _check_text(verdict: Verdict, scene: Scene) -> str:
    parts = _unseen(verdict.zones)
    for zone in verdict.zones:
        if zone.findings:
            parts.append(f"### {zone.zone.title}\n\n{_evidence(zone.findings)}")
    if verdict.advice:
        parts.append(f"### Worth a look, holds nothing back\n\n{_evidence(verdict.advice)}")
    if verdict.marks:
        parts.append(
            "### Written with an assistant\n\n"
            + "\n".join(f"- {mark.says} ({plain(mark.agent)})" for mark in verdict.marks)
        )
    parts.append(f"Judged by {code(scene.policy.source)}.")
    return "\n\n".join(parts)


def _evidence(findings: Iterable[Finding]) -> str:
    """List each finding with what was seen; confidence adds up to the zone's sum."""
    rows = []
    for finding in findings:
        seen = "; ".join(evidence.says for evidence in finding.evidence[:4])
        rows.append(
            f"- {spot(finding.path, finding.places[0])}: {finding.rule.title} ({finding.confidence}: {seen}) · {code(finding.rule.id)}"
        )
    return "\n".join(rows)


def _annotations(verdict: Verdict) -> Iterable[Annotation]:
    """Point at added lines; a removed line has no place in the head file, so line comments alone show those."""
    found = [(finding, "warning") for zone in verdict.zones for finding in zone.findings]
    found += [(finding, "notice") for finding in verdict.advice]
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
    return text if len(text) <= CHARACTERS_AT_MOST else text[:CHARACTERS_AT_MOST] + "\n\n… and more than fits here."


# --- lines and people ------------------------------------------------------------------------------------------


def _line_comments(verdict: Verdict) -> Iterable[LineComment]:
    """Comment on the lines that matter most: every zone gets its turn, surest findings first, close ones once."""
    queues = [_telling(zone.findings) for zone in verdict.zones if zone.state is not ZoneState.SIGNED]
    ranks = range(max(map(len, queues), default=0))
    made: list[tuple[str, LineComment]] = []
    for finding in (finding for rank in ranks for queue in queues for finding in queue[rank : rank + 1]):
        comment = _line_comment(finding)
        if comment and not any(zone == finding.zone and _close(comment, other) for zone, other in made):
            made.append((finding.zone, comment))
    return [comment for _, comment in made[:LINE_COMMENTS_AT_MOST]]


def _line_comment(finding: Finding) -> LineComment | None:
    place = next((place for place in finding.places if place.line is not None and place.side is not None), None)
    if place is None or place.line is None or place.side is None:
        return None
    return LineComment(finding.key, finding.path, place.line, place.side, _line_body(finding))


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


def _line_body(finding: Finding) -> str:
    rule: Rule = finding.rule
    asks = "".join(f"\n- {item.ask}" for item in rule.checklist[:3])
    return (
        f"{finding_mark(finding.key)}\n**{rule.title}** ({rule.zone})\n\n{unwrapped(rule.why)}\n\n"
        f"A senior looks at:{asks}\n\n<sub>`/explain {rule.id}` tells how this goes wrong and how to do it well.</sub>"
    )


def _reviewers(verdict: Verdict, pull: PullRequest) -> tuple[str, ...]:
    """Choose one or two seniors for each open zone; nobody for a draft or in shadow mode."""
    if pull.draft or verdict.mode is Mode.SHADOW:
        return ()
    chosen: dict[str, None] = {}
    for zone in verdict.zones:
        if zone.state is ZoneState.OPEN:
            ready = [login for login in zone.candidates if login in chosen]
            chosen.update(dict.fromkeys(ready or zone.candidates[:REVIEWERS_A_ZONE]))
    return tuple(chosen)
