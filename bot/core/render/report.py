"""All of a report together, and who is to be asked."""

from bot.core import words
from bot.core.model.change import PullRequest
from bot.core.model.policy import Mode
from bot.core.model.report import Report
from bot.core.model.verdict import Verdict, ZoneState
from bot.core.render.check import check_run
from bot.core.render.lines import line_comments
from bot.core.render.scene import Scene
from bot.core.render.summary import summary

REVIEWERS_A_ZONE = 2
# https://docs.github.com/pull-requests/collaborating-with-pull-requests/proposing-changes-to-your-work-with-pull-requests/requesting-a-pull-request-review
REVIEWERS_AT_MOST = 15


def render(verdict: Verdict, scene: Scene) -> Report:
    """Put a verdict into words."""
    return Report(
        check=check_run(verdict, scene),
        summary=summary(verdict, scene),
        review_body=words.REVIEW_BODY,
        lines=tuple(line_comments(verdict, scene.public_url)),
        keys=frozenset(finding.key for zone in verdict.zones for finding in zone.findings),
        reviewers=_reviewers(verdict, scene.pull),
        answers=scene.answers,
    )


def _reviewers(verdict: Verdict, pull: PullRequest) -> tuple[str, ...]:
    """Choose one or two seniors for each open zone; nobody for a draft or in shadow mode."""
    if pull.draft or verdict.mode is Mode.SHADOW:
        return ()
    chosen: dict[str, None] = {}
    for zone in verdict.zones:
        if zone.state is ZoneState.OPEN and not zone.awaits:  # a senior reads the answers, so they come first
            ready = [login for login in zone.candidates if login in chosen]
            chosen.update(dict.fromkeys(ready or zone.candidates[:REVIEWERS_A_ZONE]))
    return tuple(chosen)[:REVIEWERS_AT_MOST]
