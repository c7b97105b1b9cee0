"""The App as GitHub knows it: who it is, what it may do, which events it hears of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

PERMISSIONS = MappingProxyType(
    {
        "actions": "read",
        "checks": "write",
        "contents": "read",
        "issues": "write",
        "members": "read",
        "merge_queues": "read",
        "metadata": "read",
        "organization_custom_org_roles": "read",
        "pull_requests": "write",
        "statuses": "read",
    }
)
EVENTS = (
    "check_run",
    "check_suite",
    "issue_comment",
    "issues",
    "member",
    "membership",
    "merge_group",
    "organization",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "push",
    "status",
    "team",
    "workflow_run",
)
ALWAYS = frozenset({"installation", "installation_repositories", "ping"})  # every App hears of these


@dataclass(frozen=True)
class App:
    """The App of the sandbox. `permissions` and `events` are those of its manifest."""

    id: int = 1
    slug: str = "dont-delegate"
    name: str = "Don't Delegate"
    permissions: Mapping[str, str] = field(default_factory=lambda: PERMISSIONS)
    events: tuple[str, ...] = EVENTS


ACTIONS = App(15368, "github-actions", "GitHub Actions")


@dataclass(eq=False, slots=True)
class Installation:
    """The App in one organisation; `hidden_teams` are slugs that it may not see."""

    id: int
    org: str
    at: datetime
    suspended_at: datetime | None = None
    hidden_teams: set[str] = field(default_factory=set)
