"""Payloads that are not what GitHub documents: named by their field, and never another failure."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import (
    EVENT_NAMES,
    Event,
    Ignored,
    MalformedEvent,
    parse,
)

OURS = 4711
BASE: dict[str, Any] = {"installation": {"id": 5}, "repository": {"id": 99, "full_name": "acme/shop"}}
CHECK: dict[str, Any] = {"head_sha": "0" * 40, "pull_requests": [], "app": {"id": OURS}}


def read(name: str, **payload: object) -> Event | Ignored:
    return parse(name, {**BASE, **payload}, "d", OURS)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"action": None}, "`pull_request.action` should be a text of the usual form"),
        ({"action": "open <script>"}, "`pull_request.action` should be a text of the usual form"),
        ({"pull_request": None}, "`pull_request.pull_request` should be an object"),
        ({"pull_request": {}}, "`pull_request.pull_request.number` should be a whole number"),
        ({"pull_request": {"number": True}}, "`pull_request.pull_request.number` should be a whole number"),
        ({"pull_request": {"number": -1}}, "`pull_request.pull_request.number` should be a whole number"),
        ({"pull_request": {"number": 7.0}}, "`pull_request.pull_request.number` should be a whole number"),
        ({"pull_request": {"number": 2**63}}, "`pull_request.pull_request.number` should be a whole number"),
        ({"repository": []}, "`pull_request.repository` should be an object"),
        ({"repository": {"id": 1, "full_name": "a"}}, "`pull_request.repository.full_name` should be a text"),
        ({"repository": {"id": 1, "full_name": "a/../b"}}, "`pull_request.repository.full_name` should be a text"),
        ({"repository": {"id": 1, "full_name": "a/b\n"}}, "`pull_request.repository.full_name` should be a text"),
        ({"installation": {"id": "5"}}, "`pull_request.installation.id` should be a whole number"),
    ],
)
def test_a_malformed_payload_is_named_by_its_field(changes, says):
    with pytest.raises(MalformedEvent) as wrong:
        read("pull_request", **{"action": "opened", "pull_request": {"number": 7}, **changes})
    assert str(wrong.value).startswith(says)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("push", {"ref": "refs/heads/\ud800", "deleted": False, "forced": True, "created": False}),
        ("push", {"ref": "refs/heads/a", "deleted": 0}),
        ("push", {"ref": "refs/heads/a", "deleted": False, "forced": False, "created": False, "commits": None}),
        ("push", {"ref": "refs/heads/a", "deleted": False, "forced": False, "created": False, "commits": [1]}),
        (
            "push",
            {"ref": "refs/heads/a", "deleted": False, "forced": False, "created": False, "commits": [{"added": [1]}]},
        ),
        ("check_run", {"action": "rerequested", "check_run": CHECK | {"head_sha": "x"}}),
        ("installation", {"action": "created", "repositories": ["acme/a"]}),
    ],
)
def test_lists_flags_and_texts_are_of_their_type(name, changes):
    with pytest.raises(MalformedEvent):
        read(name, **changes)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(name=st.sampled_from(EVENT_NAMES), payload=JSON)
def test_no_json_whatever_raises_anything_else(name, payload):
    try:
        parse(name, payload, "d", OURS)
    except MalformedEvent as wrong:
        assert str(wrong).startswith(f"`{name}")  # noqa: PT017 - either is right


def examples() -> list[tuple[str, dict[str, Any]]]:
    """GitHub's own examples, where they are at hand."""
    shared = os.environ.get("DONT_DELEGATE_SHARED")
    if not shared:
        return []
    text = gzip.decompress((Path(shared) / "contract" / "webhooks.jsonl.gz").read_bytes())
    return [(found["event"], found["payload"]) for found in map(json.loads, text.splitlines())]


def spoiled(payload: dict[str, Any], deep: int = 3) -> Iterator[dict[str, Any]]:
    """The payload with each of its fields, down to some depth, missing or of another type."""
    for name, value in payload.items():
        others: tuple[object, ...] = (None, [], "x", -1)
        for other in others:
            yield {**payload, name: other}
        yield {key: kept for key, kept in payload.items() if key != name}
        if isinstance(value, dict) and deep > 1:
            for inner in spoiled(value, deep - 1):
                yield {**payload, name: inner}


@pytest.mark.skipif(not examples(), reason="DONT_DELEGATE_SHARED names no folder")
@pytest.mark.parametrize("name", EVENT_NAMES)
def test_an_example_with_any_field_spoiled_is_read_or_malformed(name):
    payloads = [payload | {"installation": {"id": 1}} for event, payload in examples() if event == name]
    for payload in payloads[:3]:
        for broken in spoiled(payload):
            try:
                parse(name, broken, "d", 29_310)
            except MalformedEvent:
                continue
