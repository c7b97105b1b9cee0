"""The chain of a repository's ledger: each entry's hash takes in the one before it, so none changes unnoticed.

The hash is the SHA-256 of the entry as JSON: keys sorted, no spaces, all but ASCII escaped, times as text with six decimals.
"""

import hashlib
import json
from collections.abc import Mapping

NOTHING_BEFORE = ""
HASHED = ("repo_id", "number", "kind", "at", "source", "zone", "login", "data", "recorded_at", "previous")
_TIMES = ("at", "recorded_at")


def entry_hash(row: Mapping[str, object]) -> str:
    """Hash an entry; `row` holds at least what `HASHED` names, times in seconds since 1970."""
    value = {name: row[name] for name in HASHED}
    value |= {name: f"{row[name]:.6f}" for name in _TIMES}
    # Through JSON and back first: what was a tuple or a number as a key when written is read as a list and as text.
    plain = json.loads(json.dumps(value))
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
