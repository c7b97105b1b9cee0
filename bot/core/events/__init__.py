"""What GitHub tells us, as small typed values: a hint that a pull request may look different now, or why it is none."""

from bot.core.events.boxes import Box
from bot.core.events.parse import EVENT_NAMES, parse
from bot.core.events.payload import MalformedEvent
from bot.core.events.stored import from_json, to_json
from bot.core.events.values import (
    BoxesChanged,
    CommitTouched,
    Event,
    FloorPushed,
    Ignored,
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

__all__ = [
    "EVENT_NAMES",
    "Box",
    "BoxesChanged",
    "CommitTouched",
    "Event",
    "FloorPushed",
    "Ignored",
    "InstallationGone",
    "IssueTouched",
    "MalformedEvent",
    "MergeGroupAsked",
    "PeopleChanged",
    "PolicyPushed",
    "PullRequestClosed",
    "PullRequestMerged",
    "PullRequestTouched",
    "ReplayWanted",
    "RepositoriesAdded",
    "StatusChanged",
    "Where",
    "from_json",
    "parse",
    "to_json",
]
