"""Check runs as the pages show them, and whether a pull request may be merged."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.model.state import CheckRun, PullRequest
from bot.sandbox.pages.markdown import render
from bot.sandbox.pages.views import Check, CheckAction, Merge, Note
from bot.sandbox.pages.words import spaced

_TONES = {"success": "good", "failure": "bad", "timed_out": "bad", "cancelled": "bad", "action_required": "warn"}
_LEVELS = {"failure": "bad", "warning": "warn"}
_PASSING = {"good", "quiet"}


def latest(pull: PullRequest) -> list[CheckRun]:
    """List the check runs of a pull request's head, the latest of each name."""
    suite = pull.repo.suites.get(pull.head_sha)
    return list({run.name: run for run in suite.runs}.values()) if suite else []


def of_group(pull: PullRequest) -> list[CheckRun]:
    """List the check runs of the last merge group that was made for a pull request."""
    suite = pull.repo.suites.get(pull.group_sha)
    return list({run.name: run for run in suite.runs}.values()) if suite else []


def of_head(pull: PullRequest) -> list[Check]:
    """Show the checks of a pull request's head."""
    return [check(run) for run in latest(pull)]


def check(run: CheckRun) -> Check:
    """Show a check run."""
    done = run.status == "completed"
    return Check(
        id=run.id,
        name=run.name,
        head_sha=run.suite.sha,
        at=run.completed_at or run.started_at,
        tone=_TONES.get(run.conclusion or "", "quiet") if done else "wait",
        word=spaced(run.conclusion or run.status),
        title=run.output.get("title") or "",
        summary=render(run.output.get("summary") or ""),
        text=render(run.output.get("text") or ""),
        annotations=_by_path([note(one) for one in run.annotations]),
        actions=[CheckAction(one["label"], one["description"], one["identifier"]) for one in run.actions],
    )


def note(annotation: dict[str, Any]) -> Note:
    """Show an annotation."""
    start, end = annotation["start_line"], annotation["end_line"]
    return Note(
        path=annotation["path"],
        line=end,
        where=f"line {start}" if start == end else f"lines {start} to {end}",
        tone=_LEVELS.get(annotation["annotation_level"], "quiet"),
        title=annotation.get("title") or "",
        message=annotation["message"],
    )


def merge(pull: PullRequest, checks: Sequence[Check]) -> Merge:
    """Say whether the pull request may be merged, as a protected branch would have it that requires every check."""
    if pull.merged_at is not None:
        return Merge("good", "This was merged", f"It is part of {pull.base_ref} now.", done=True)
    queue = pull.repo.queues.get(pull.base_ref)
    entry = queue.entry_of(pull) if queue is not None else None
    if queue is not None and entry is not None:
        place = queue.entries.index(entry) + 1
        says = f"Number {place} of {len(queue.entries)}: it is merged when its group {entry.head[:7]} has passed."
        return Merge("wait", "This is in the merge queue", says, queued=True)
    if pull.state != "open":
        return Merge("quiet", "This pull request is closed", "Reopen it to go on.")
    if not checks:
        return Merge("wait", "Waiting for the check", "Merging is blocked until the bot has looked at this commit.")
    held = [check for check in checks if check.tone not in _PASSING]
    if held:
        tone = next((tone for tone in ("bad", "warn") if any(one.tone == tone for one in held)), "wait")
        names = ", ".join(check.name for check in held)
        return Merge(tone, "Merging is blocked", f"Required and not passed: {names}.")
    if pull.draft:
        return Merge("quiet", "This is a draft", "The checks have passed; mark it ready for review to go on.")
    return Merge("good", "This may be merged", "Every required check has passed.", may=queue is not None)


def _by_path(notes: Sequence[Note]) -> list[tuple[str, list[Note]]]:
    paths: dict[str, list[Note]] = {}
    for one in notes:
        paths.setdefault(one.path, []).append(one)
    return list(paths.items())
