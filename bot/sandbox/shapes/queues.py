"""Merge groups in JSON."""

from typing import Any

from bot.sandbox.model.git import Commit
from bot.sandbox.model.state import QueueEntry
from bot.sandbox.shapes.repositories import simple_commit

Json = dict[str, Any]


def merge_group(entry: QueueEntry, commit: Commit) -> Json:
    """Shape `merge_group`, as its webhook carries it."""
    return {
        "head_sha": entry.head,
        "head_ref": f"refs/heads/{entry.branch}",
        "base_sha": entry.base,
        "base_ref": f"refs/heads/{entry.queue.branch}",
        "head_commit": simple_commit(commit),
    }
