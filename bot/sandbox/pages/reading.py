"""The pages that are only read: what each of them shows."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from bot.sandbox.model.diff import differences
from bot.sandbox.model.state import PullRequest
from bot.sandbox.pages import checks, events, files, issues, talk, timeline
from bot.sandbox.pages.desk import Desk
from bot.sandbox.pages.guard import PageError
from bot.sandbox.pages.views import Check, Person, Pull, Tour, Verdict

Values = dict[str, Any]
_REVIEWS = {
    "APPROVED": Verdict("approved", "good"),
    "CHANGES_REQUESTED": Verdict("requested changes", "bad"),
    "COMMENTED": Verdict("commented", "quiet"),
    "DISMISSED": Verdict("dismissed", "quiet"),
}


def repository(desk: Desk) -> Values:
    """Show the list of pull requests, newest first."""
    pulls = [pull_row(desk, pull) for pull in reversed(desk.repo.pulls.values())]
    tip = desk.repo.objects.commits[desk.repo.branches[desk.repo.default_branch]]
    return {
        "open": [pull for pull in pulls if not pull.over],
        "closed": [pull for pull in pulls if pull.over],
        "issues": [issues.row(one) for one in reversed(desk.repo.issues.values())],
        "default_branch": desk.repo.default_branch,
        "files": sorted(tip.files),
        "tour": tour(desk),
        "watch": "/version",
    }


def conversation(desk: Desk) -> Values:
    """Show what was said and done, and whether it may be merged."""
    pull, found = desk.pull, checks.of_head(desk.pull)
    commits = events.of_commits(desk.world, desk.world.commits(pull))
    told = events.of_pull(pull, desk.deliveries.log)
    return {
        **pull_page(desk, "conversation"),
        "items": timeline.items(pull, commits, told, desk.me.login),
        "checks": found,
        "merge": checks.merge(pull, found),
        "commands": commands(pull),
        "reviewers": reviewers(pull),
    }


def changed(desk: Desk) -> Values:
    """Show the changed files with what was said about their lines."""
    pull = desk.pull
    talks = [talk.thread(one, desk.me.login) for one in pull.threads if one.comments]
    notes = [note for check in checks.of_head(pull) for _, found in check.annotations for note in found]
    shown = [files.file(one, talks, notes, withheld=one.path in pull.withheld) for one in desk.world.changes(pull)]
    return {**pull_page(desk, "files"), "files": shown}


def compare(desk: Desk) -> Values:
    """Show what is different between two commits, side by side."""
    objects = desk.repo.objects
    before, after = (objects.commits.get(desk.path[side]) for side in ("before", "after"))
    if before is None or after is None:
        raise PageError(404, "There is no such commit here.")
    changes = differences(before.files, after.files, objects.blobs.__getitem__)
    return {
        "before": before.sha[:7],
        "after": after.sha[:7],
        "files": [files.file(change, (), ()) for change in changes],
    }


def check_runs(desk: Desk) -> Values:
    """Show the checks of the head, and above them those of the merge group that was made of it."""
    group = [checks.check(run) for run in checks.of_group(desk.pull)]
    return {**pull_page(desk, "checks"), "checks": [*group, *checks.of_head(desk.pull)], "group": desk.pull.group_sha}


def tour(desk: Desk) -> Tour | None:
    """Choose the pull request for a first visit: the one with most to say about, the second while nothing is said."""
    there = [pull for pull in desk.repo.pulls.values() if pull.state == "open" and not pull.draft]
    if not there:
        return None
    chosen = max([*there[1:], there[0]], key=lambda pull: len(pull.threads))
    return Tour(chosen.number, chosen.author.login, [one.login for one in chosen.requested if not one.bot])


def commands(pull: PullRequest) -> list[str]:
    """List commands to offer: the sign-offs and answers that the bot itself names, between the general ones."""
    said = "\n".join(one.body for one in pull.comments if one.author.bot)
    named = dict.fromkeys(re.findall(r"`(/(?:sign-off|answer) [\w/-]+)`", said))
    return ["/explain", *(named or ["/sign-off"]), "/help"]


def pull_page(desk: Desk, tab: str) -> Values:
    """Give what every tab of a pull request shows."""
    pull = desk.pull
    return {"pull": pull_row(desk, pull), "tab": tab, "watch": f"/pull/{pull.number}/version"}


def _state(pull: PullRequest) -> str:
    if pull.state == "closed":
        return "merged" if pull.merged_at else "closed"
    return "draft" if pull.draft else "open"


def pull_row(desk: Desk, pull: PullRequest) -> Pull:
    """Show a pull request in short."""
    found = checks.of_head(pull)
    fork = f"{pull.head.owner.login}:" if pull.head is not pull.repo and pull.head else ""
    return Pull(
        number=pull.number,
        title=pull.title,
        state=_state(pull),
        author=talk.person(pull.author),
        at=pull.at,
        base=pull.base_ref,
        head=fork + pull.head_ref,
        head_sha=pull.head_sha,
        commits=len(desk.world.commits(pull)),
        files=len(desk.world.changes(pull)),
        comments=len(pull.comments) + sum(len(one.comments) for one in pull.threads),
        labels=[label.name for label in pull.labels],
        check=_worst(found),
    )


def reviewers(pull: PullRequest) -> list[tuple[Person, Verdict]]:
    """List who was asked for a review and who gave one, each with their last word."""
    last: dict[str, tuple[Person, Verdict]] = {}
    for review in pull.reviews:
        if review.author is not pull.author and not review.author.bot:
            last[review.author.login] = (talk.person(review.author), _REVIEWS[review.state])
    for asked in pull.requested:
        last[asked.login] = (talk.person(asked), Verdict("asked", "warn"))
    return list(last.values())


def version(pulls: Sequence[PullRequest]) -> str:
    """Name the present state of pull requests: the name changes when a page about them would."""
    state = [
        [
            (pull.head_sha, pull.updated_at, pull.draft, pull.state, [label.name for label in pull.labels]),
            [(one.id, one.body, len(one.reactions)) for one in pull.comments],
            [(one.id, one.state, one.body) for one in pull.reviews],
            [(one.id, one.line, bool(one.resolved_by), [c.body for c in one.comments]) for one in pull.threads],
            [
                (one.id, one.status, one.conclusion, one.completed_at, one.output)
                for one in (*checks.latest(pull), *checks.of_group(pull))
            ],
        ]
        for pull in pulls
    ]
    return hashlib.sha256(repr(state).encode(errors="replace")).hexdigest()[:16]


def _worst(found: Sequence[Check]) -> Check | None:
    order = ("bad", "warn", "wait", "quiet", "good")
    return min(found, key=lambda check: order.index(check.tone), default=None)
