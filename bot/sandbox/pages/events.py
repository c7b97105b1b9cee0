"""What happened to a pull request besides talk: its commits, and what the webhooks about it told."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.sandbox.deliveries import Delivery
from bot.sandbox.model.git import Commit
from bot.sandbox.model.state import PullRequest
from bot.sandbox.model.world import World
from bot.sandbox.pages.views import Item, Person

Json = dict[str, Any]

_REASONS = {
    "CI_FAILURE": "a required check of its group did not pass",
    "MERGE_CONFLICT": "it conflicts with what is ahead of it",
    "BRANCH_PROTECTIONS": "it was pushed to",
}

# The action: its icon, and the words for it.
_WORDS: dict[str, tuple[str, Callable[[Json], str]]] = {
    "labeled": ("tag", lambda told: f"added the label {told['label']['name']}"),
    "unlabeled": ("tag", lambda told: f"took the label {told['label']['name']} away"),
    "review_requested": ("eye", lambda told: f"asked {told['requested_reviewer']['login']} for a review"),
    "review_request_removed": ("eye", lambda told: f"no longer asks {told['requested_reviewer']['login']}"),
    "ready_for_review": ("pull", lambda _: "marked this as ready for review"),
    "converted_to_draft": ("pull", lambda _: "made this a draft"),
    "enqueued": ("pull", lambda _: "added this to the merge queue"),
    "dequeued": ("pull", lambda told: f"took this out of the merge queue: {_REASONS.get(told['reason'], 'by hand')}"),
    "closed": ("pull", lambda told: "merged this" if told["pull_request"]["merged"] else "closed this"),
    "reopened": ("pull", lambda _: "opened this again"),
    "edited": ("pen", lambda _: "edited the title, the text or the base"),
    "synchronize": ("commit", lambda told: f"force-pushed the branch, away from {told['before'][:7]}, to"),
}


def of_pull(pull: PullRequest, log: Iterable[Delivery]) -> Iterator[Item]:
    """Yield what the log tells of the pull request; ordinary pushes show as their commits instead."""
    for one in log:
        if one.redelivery or one.event != "pull_request" or one.action not in _WORDS:
            continue
        told = one.payload
        forced = one.action == "synchronize"
        if not _about(pull, told) or (forced and told["before"] in pull.repo.objects.ancestors([told["after"]])):
            continue
        icon, says = _WORDS[one.action]
        sender = told["sender"]
        by = Person(sender["login"], app=sender["type"] == "Bot")
        sha = told["after"] if forced else ""
        yield Item("event", f"event-{one.id}", one.at, says=says(told), sha=sha, by=by, icon=icon)


def of_commits(world: World, commits: Iterable[Commit]) -> Iterator[Item]:
    """Yield the commits with everybody who wrote them."""
    for one in commits:
        accounts = [world.by_email(who.email) for who in one.authors]
        names = [who.login if who else author.name for who, author in zip(accounts, one.authors, strict=True)]
        by = Person(names[0], app=bool(accounts[0] and accounts[0].bot))
        others = f"with {', '.join(names[1:])} " if names[1:] else ""
        title = one.message.partition("\n")[0]
        says = f"{others}committed"
        yield Item("event", f"commit-{one.sha}", one.at, says, detail=title, sha=one.sha, by=by, icon="commit")


def _about(pull: PullRequest, payload: Json) -> bool:
    return bool(payload["number"] == pull.number and payload["repository"]["id"] == pull.repo.id)
