"""The cases of policy-bot: what it says of predicates, approval rules and disapproval, from its own passing tests."""

import json
import os
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_CASES = Path(os.environ.get("DONT_DELEGATE_SHARED", "/nowhere")) / "conformance" / "policy-bot-cases.json"
AT_HAND = _CASES.is_file()


@dataclass(frozen=True)
class Case:
    """One case: a predicate's or rule's settings, the facts of a pull request, and policy-bot's answer."""

    name: str
    kind: str
    config: Any
    context: dict[str, Any]
    expected: bool


@cache
def cases() -> tuple[Case, ...]:
    """Read them; names that come twice are numbered. None without the folder of outside cases."""
    rows = json.loads(_CASES.read_text(encoding="utf-8")) if AT_HAND else []
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        name = f"{row['type']}: {row['test'].split('/', 1)[1]}"
        seen[name] += 1
        answer = next(
            row["expected"][key] for key in ("satisfied", "approved", "disapproved") if key in row["expected"]
        )
        number = f" ({seen[name]})" if seen[name] > 1 else ""
        found.append(Case(name + number, row["type"], row["config"], row["context"], answer))
    return tuple(found)
