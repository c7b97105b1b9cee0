"""GitHub's own examples of webhooks, each through the real endpoint."""

import gzip
import json
import os
from pathlib import Path

import pytest

from bot.core.events import from_json
from bot.store import Batch

SHARED = os.environ.get("DONT_DELEGATE_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="DONT_DELEGATE_SHARED names no folder")


def examples() -> list[tuple[str, dict[str, object]]]:
    """Name and payload of each; those of repository hooks get an installation, as an App's would have."""
    text = gzip.decompress((Path(SHARED or "") / "contract" / "webhooks.jsonl.gz").read_bytes())
    found = [json.loads(line) for line in text.splitlines()]
    return [(example["event"], {"installation": {"id": 1}} | example["payload"]) for example in found]


async def test_each_is_an_event_or_ignored_for_a_stated_reason(post, rows, logged):
    found = examples()
    assert len(found) == 126
    kept = []
    for number, (name, payload) in enumerate(found):
        response = await post(payload, X_GitHub_Event=name, X_GitHub_Delivery=f"example-{number}")
        said = await response.json()
        assert response.status == 202, (name, said)
        if "ignored" in said:
            assert len(said["ignored"]) >= len("pong"), (name, said)
        else:
            kept.append(f"example-{number}")
    assert [delivery for delivery, _, _ in await rows()] == kept
    assert len(kept) == 67
    assert "Traceback" not in logged()


async def test_what_was_kept_reads_back(post, store):
    for number, (name, payload) in enumerate(examples()):
        await post(payload, X_GitHub_Event=name, X_GitHub_Delivery=f"example-{number}")
    kinds = set()
    while isinstance(batch := await store.inbox.claim("a worker", 60), Batch):
        for row in batch.rows:
            event = from_json(row.body)
            assert (event.delivery, event.key, type(event).__name__) == (row.delivery, batch.key, row.kind)
            kinds.add(row.kind)
        await store.inbox.done(batch)
    assert kinds == {
        "PullRequestTouched",
        "StatusChanged",
        "PolicyPushed",
        "RepositoriesAdded",
        "InstallationGone",
        "PeopleChanged",
        "PullRequestClosed",
        "MergeGroupAsked",
    }
