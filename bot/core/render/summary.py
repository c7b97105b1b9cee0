"""The summary comment: zones, findings, who can sign, the checklists."""

from collections.abc import Iterable, Sequence

from bot.core import words
from bot.core.hands import unknown_authors
from bot.core.lessons import ANSWER_AT_MOST
from bot.core.markdown import account, cut, linked_spot
from bot.core.model.policy import POLICY_ZONE, Mode
from bot.core.model.verdict import Finding, Lapsed, Verdict, ZoneState, ZoneVerdict
from bot.core.override_words import override_notes
from bot.core.render.checklist import checklist_lines, still_open
from bot.core.render.edit import edit
from bot.core.render.kept import keep
from bot.core.render.lessons import SHORT_ANSWER, lesson_blocks, names
from bot.core.render.marks import CHARACTERS_AT_MOST, SUMMARY_MARK
from bot.core.render.scene import Scene
from bot.core.render.unseen import unseen
from bot.core.sums import enough_together

CHANGES_AT_MOST = 10


def summary(verdict: Verdict, scene: Scene) -> str | None:
    """Write the comment's body; None where none is needed."""
    if not verdict.deep:
        return f"{SUMMARY_MARK}\n{words.NO_LONGER_DEEP}" if scene.summary_stands else None
    # show fewer places, and then less of long answers, rather than be refused
    for places, words_shown in ((10, ANSWER_AT_MOST), (3, ANSWER_AT_MOST), (1, ANSWER_AT_MOST), (1, SHORT_ANSWER)):
        body = _with(verdict, scene, places, words_shown)
        if len(body) <= CHARACTERS_AT_MOST:
            return body
    return cut(body, CHARACTERS_AT_MOST, "… and more than fits here; the check's details have the rest.")


def _with(verdict: Verdict, scene: Scene, places: int, words_shown: int) -> str:
    parts = [f"{SUMMARY_MARK}\n### {words.opening(verdict)}", _table(verdict.zones)]
    parts += [f"> {notice}" for notice in scene.notices]
    parts += [*_remarks(verdict, scene), *unseen(verdict.zones)]
    order = sorted(verdict.zones, key=lambda zone: zone.state is ZoneState.SIGNED)
    called = names(verdict)
    parts += [_zone(zone, scene, places, lesson_blocks(zone, called, words_shown)) for zone in order]
    parts.append(
        "<sub>`/explain` tells why · `/explain path:line` about one place · `/help` lists what can be said here</sub>"
    )
    parts.append(keep(verdict.zones))
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
    written = [
        words.written_with(verdict.marks),
        words.written_by_unknown(unknown_authors(scene.pull, scene.policy.agents)),
    ]
    return [*remarks, *filter(None, written)]


def _zone(zone: ZoneVerdict, scene: Scene, places: int, lessons: Sequence[str]) -> str:
    if zone.state is ZoneState.SIGNED:
        return _signed_zone(zone, scene, places, lessons)
    if zone.state is ZoneState.UNKNOWN and not zone.findings and not override_notes(zone):
        return ""
    blocks = [f"#### {zone.zone.title}", *override_notes(zone)]
    blocks += [words.lapsed(entry, _difference(entry, scene)) for entry in zone.lapsed]
    blocks += [
        _findings(zone.findings, scene, places),
        *_edit(zone, scene),
        enough_together(zone.findings),
        words.next_step(zone),
    ]
    blocks += [words.not_counted(entry) for entry in zone.not_counted]
    blocks += [*lessons, checklist_lines(zone), *still_open(zone)]
    if zone.state is ZoneState.OPEN and zone.checklist:
        blocks.append(words.leaving_out(zone.zone.id))
    return "\n\n".join(block for block in blocks if block)


def _difference(entry: Lapsed, scene: Scene) -> str:
    """Give the address at which GitHub shows what changed since a sign-off."""
    return (
        f"{scene.web_url}/{scene.pull.repository}/compare/{entry.head_sha}..{scene.pull.head_sha}"
        if entry.head_sha
        else ""
    )


def _signed_zone(zone: ZoneVerdict, scene: Scene, places: int, lessons: Sequence[str]) -> str:
    """Fold what needs no more attention."""
    title = (
        f"<summary><b>{zone.zone.title}</b>: signed by {', '.join(account(s.login) for s in zone.signatures)}</summary>"
    )
    inside = [_findings(zone.findings, scene, places), *_edit(zone, scene), *lessons, checklist_lines(zone)]
    return "\n\n".join(["<details>" + title, *(block for block in inside if block), "</details>"])


def _edit(zone: ZoneVerdict, scene: Scene) -> list[str]:
    return edit(scene, CHANGES_AT_MOST) if zone.zone.id == POLICY_ZONE else []


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
