"""Events as text for the inbox, and back again: exact inverses."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.core.events.boxes import Box
from bot.core.events.values import (
    BoxesChanged,
    CommitTouched,
    Event,
    FloorPushed,
    InstallationGone,
    IssueTouched,
    MergeGroupAsked,
    PeopleChanged,
    PolicyPushed,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestTouched,
    ReplayWanted,
    RepositoriesAdded,
    StatusChanged,
    Where,
)
from bot.core.model.change import Account

_KINDS: dict[str, Callable[..., Event]] = {
    "pull_request_touched": PullRequestTouched,
    "boxes_changed": BoxesChanged,
    "pull_request_merged": PullRequestMerged,
    "pull_request_closed": PullRequestClosed,
    "issue_touched": IssueTouched,
    "commit_touched": CommitTouched,
    "merge_group_asked": MergeGroupAsked,
    "status_changed": StatusChanged,
    "policy_pushed": PolicyPushed,
    "replay_wanted": ReplayWanted,
    "floor_pushed": FloorPushed,
    "repositories_added": RepositoriesAdded,
    "installation_gone": InstallationGone,
    "people_changed": PeopleChanged,
}
_NAMES: dict[object, str] = {kind: name for name, kind in _KINDS.items()}

_PARTS: dict[str, Callable[[Any], object]] = {
    "where": lambda where: Where(**where),
    "sender": lambda sender: Account(**sender),
    "boxes": lambda boxes: tuple(Box(**box) for box in boxes),
    "at": datetime.fromisoformat,
    "names": tuple,
    "numbers": tuple,
    "repos": lambda repos: tuple(Where(**where) for where in repos),
}


def to_json(event: Event) -> str:
    """Write an event as one line of ASCII JSON."""
    return json.dumps({"kind": _NAMES[type(event)], **asdict(event)}, separators=(",", ":"), default=datetime.isoformat)


def from_json(text: str) -> Event:
    """Read what `to_json` wrote; ValueError on anything else, such as a row that a newer version left."""
    try:
        fields: Mapping[str, Any] = json.loads(text)
        kind = _KINDS[fields["kind"]]
        return kind(**{name: _PARTS.get(name, _same)(value) for name, value in fields.items() if name != "kind"})
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"this is no event that this version wrote: {error}") from error


def _same(value: Any) -> object:
    return value
