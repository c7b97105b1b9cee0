"""Holds all that goes to and fro between the bot and the sandbox to GitHub's own description."""

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from bot.sandbox.rest.front import Exchange
from bot.sandbox.server import Sandbox
from tests.contract.checker import Contract

Json = dict[str, Any]
UNLIKE = (".permissions.", ".installation.created_at", ".installation.updated_at", ".external_url", ".issue.draft")
# The first differ from App to App, of the times the examples themselves have both text and number; only a pull request is a draft.


class Watch:
    """Collects in `faults` whatever breaks GitHub's contract in `folder`."""

    def __init__(self, folder: str) -> None:
        self.faults: list[str] = []
        self._contract = Contract(folder)
        self._examples = _examples(Path(folder))
        self._documents: set[tuple[str, frozenset[str]]] = set()

    def look_at(self, sandbox: Sandbox) -> None:
        """Watch a sandbox from now on."""
        sandbox.observers.append(self._exchange)
        sandbox.deliveries.observers.append(self._webhook)

    def _exchange(self, one: Exchange) -> None:
        try:
            if one.path == "/graphql":
                self._graphql(one.body["query"], one.body["variables"])
                return
            self._contract.check_request(one.method, one.path, one.query, one.body)
            if one.status is not None and one.status < 300 and "raw" not in one.kind:
                self._contract.check_response(one.method, one.path, one.status, one.answer)
        except AssertionError as fault:
            self.faults.append(str(fault))

    def _graphql(self, document: str, variables: Json) -> None:
        """Validate each document once; the types of its variables are the client's own and do not change."""
        known = (document, frozenset(variables))
        if known not in self._documents:
            self._contract.check_graphql(document, variables)
            self._documents.add(known)

    def _webhook(self, event: str, _headers: dict[str, str], payload: Json) -> None:
        examples = self._examples.get((event, payload.get("action")), ())
        lacking = [set(_lacking(example, payload)) for example in examples]
        for fault in (
            set.intersection(*lacking) if lacking else ()
        ):  # what one example has and another not may be left out
            if not any(part in fault for part in UNLIKE):
                self.faults.append(f"webhook {event} {payload.get('action')}: {fault}")


@cache
def watch() -> Watch | None:
    """Give the one watch of this run; None where the contract is not at hand."""
    folder = os.environ.get("DONT_DELEGATE_SHARED")
    return Watch(folder) if folder else None


def _examples(folder: Path) -> dict[tuple[str, str | None], list[Json]]:
    found: dict[tuple[str, str | None], list[Json]] = {}
    for line in gzip.decompress((folder / "contract" / "webhooks.jsonl.gz").read_bytes()).splitlines():
        one = json.loads(line)
        if not one["payload"].get("deleted"):  # a push that deletes a branch has nothing else
            found.setdefault((one["event"], one["payload"].get("action")), []).append(one["payload"])
    return found


def _lacking(example: Any, ours: Any, at: str = "") -> list[str]:
    """Name what GitHub's example has and ours has not, or has as another type."""
    if isinstance(example, dict) and isinstance(ours, dict):
        lacks = [f"{at}.{key} is missing" for key in example if key not in ours]
        return lacks + [
            f for key in example.keys() & ours.keys() for f in _lacking(example[key], ours[key], f"{at}.{key}")
        ]
    if isinstance(example, list) and isinstance(ours, list):
        return _lacking(example[0], ours[0], f"{at}[0]") if example and ours else []
    if example is None or ours is None or type(example) is type(ours):
        return []
    return [f"{at} is {type(ours).__name__}, not {type(example).__name__}"]
