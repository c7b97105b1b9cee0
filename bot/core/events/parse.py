"""From a webhook's name and payload to an event, or to the reason why it changes nothing here."""

from collections.abc import Callable

from bot.core.events import commits, groups, installations, issues, pulls
from bot.core.events.delivery import Delivery
from bot.core.events.payload import Payload
from bot.core.events.values import Event, Ignored


def parse(name: str, payload: object, delivery: str, app_id: int) -> Event | Ignored:
    """Type a delivery of the event `name`; MalformedEvent when the payload is not what GitHub documents.

    `app_id` is ours: what we did ourselves comes back as a webhook too, and must not start a circle.
    """
    root = Payload.of(payload, name)
    reader = _READERS.get(name)
    if reader is None:
        return Ignored("this kind of event changes no verdict")
    if name != "ping" and root.maybe("installation") is None:
        return Ignored("it names no installation: it comes from a webhook of the repository, not from the App's")
    return reader(Delivery(name, root, delivery, app_id))


def _ping(_given: Delivery) -> Ignored:
    return Ignored("pong")


_READERS: dict[str, Callable[[Delivery], Event | Ignored]] = {
    "pull_request": pulls.pull_request,
    "pull_request_review": pulls.review,
    "pull_request_review_comment": pulls.line_comment,
    "issue_comment": pulls.comment,
    "issues": issues.issue,
    "check_run": commits.check_run,
    "check_suite": commits.check_suite,
    "merge_group": groups.merge_group,
    "status": commits.status,
    "workflow_run": commits.workflow_run,
    "push": commits.push,
    "installation": installations.installation,
    "installation_repositories": installations.installation_repositories,
    "member": installations.people("added", "edited", "removed"),
    "membership": installations.people("added", "removed"),
    "team": installations.people("created", "edited", "deleted", "added_to_repository", "removed_from_repository"),
    "organization": installations.people("member_added", "member_removed"),
    "ping": _ping,
}

EVENT_NAMES = tuple(_READERS)
