"""Hostile policies: sound ones of hostile parts, and texts that are hardly YAML."""

import json
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from pydantic_core import PydanticCustomError

from bot.core.grammars import TAKEN_APART
from bot.core.sql_kinds import SQL_KINDS
from bot.policy import globs, patterns
from bot.policy.suites import shipped_files
from tests.fuzz.case import Text, plain
from tests.fuzz.nasty import CODE, GLOBS, LINES, PATTERNS, YAML
from tests.fuzz.texts import capped, count, damaged
from tests.policy.texts import SOUND

FRAGMENTS = (*YAML, *PATTERNS, *GLOBS)
QUANTIFIERS = ("", "", "", "", "*", "+", "?", "{3}", "{0,9}", "*?", "{2,}")


def policy(chance: Random) -> Text:
    """Give the text of a policy."""
    kind = chance.randrange(8)
    if kind < 4:
        return plain(json.dumps(_built(chance), ensure_ascii=chance.random() < 0.5))
    if kind < 6:
        return damaged(chance, plain(SOUND), FRAGMENTS)
    if kind < 7:
        return damaged(chance, plain(_with_shipped(chance)), FRAGMENTS, 2)
    return capped([("version: 1\n", 1), *((chance.choice(FRAGMENTS), count(chance)) for _ in range(6))])


def pattern(chance: Random) -> str:
    """Give a pattern, nearly always one that is let in."""
    found = _pattern(chance, 3)
    while chance.random() < 0.99 and not _let_in(patterns.check, found):
        found = _pattern(chance, 3)
    return found


def _let_in(check: Callable[[str], object], text: str) -> bool:
    try:
        check(text)
    except PydanticCustomError:
        return False
    return True


def _pattern(chance: Random, depth: int) -> str:
    if chance.random() < 0.3:
        return chance.choice(PATTERNS)
    parts = []
    for _ in range(chance.randrange(1, 5)):
        inner = _pattern(chance, depth - 1) if depth and chance.random() < 0.3 else None
        atom = chance.choice(
            (
                "a",
                "f",
                "\\w",
                "\\b",
                "\\(",
                "[^,]",
                ".",
                "\\s",
                "=",
                "^",
                "$",
                "é",
                "[a-z_]",
                "\\d",
                '"',
                "#",
                "DROP",
                " ",
            )
        )
        parts.append(
            (f"({chance.choice(('', '?:', '?i:', '?s:'))}{inner})" if inner else atom) + chance.choice(QUANTIFIERS)
        )
    return chance.choice(("", "", "", "(?i)", "^")) + chance.choice(("", "", "|")).join(parts)


@cache
def shipped_texts() -> tuple[str, ...]:
    """Give the texts of all shipped rules."""
    return tuple(path.read_text(encoding="utf-8") for path in shipped_files())


def _with_shipped(chance: Random) -> str:
    """Write a shipped rule as one of a repository's own."""
    rows = chance.choice(shipped_texts()).replace("\nzone: ", "\nzone: a\n#").splitlines()
    rule = "\n".join(f"{'  - ' if number == 0 else '    '}{row}" for number, row in enumerate(rows))
    return f"version: 1\nextends: []\nzones: {{a: {{title: A, why: W, sign_off: {{from: {{users: [b]}}}}}}}}\nrules:\n{rule}\n"


def _built(chance: Random) -> dict[str, Any]:
    rules = [_rule(chance, number) for number in range(chance.choice((1, 1, 1, 2, 5)))]
    zone = {"title": "A", "why": "W", "sign_off": {"from": {"users": ["bob"]}}, "paths": _globs(chance)}
    built = {"version": 1, "extends": [], "zones": {"a": zone}, "rules": rules}
    return built | ({"exclude": _globs(chance)} if chance.random() < 0.2 else {})


def _rule(chance: Random, number: int) -> dict[str, Any]:
    include = {"include": ["tests", "docs", "generated", "vendored"]} if chance.random() < 0.5 else {}
    words = {"title": "T", "why": "W", "checklist": [{"id": "b", "ask": "C?"}]}
    return {"id": f"r{number}", "zone": "a", "when": {"all": [_lines(chance), _when(chance, 3)]}, **words, **include}


def _when(chance: Random, depth: int) -> dict[str, Any]:
    if depth and chance.random() < 0.35:
        return {
            chance.choice(("all", "any", "none")): [_when(chance, depth - 1) for _ in range(chance.randrange(1, 4))]
        }
    makers = (_lines, _lines, _lines, _replaced, _moved, _paths, _file, _structure, _sql, _missing, _pull)
    return {key: value for _ in range(chance.choice((1, 1, 2))) for key, value in chance.choice(makers)(chance).items()}


def _lines(chance: Random) -> dict[str, Any]:
    key = chance.choice(("added", "removed", "changed"))
    return {key: [_line(chance) for _ in range(chance.choice((1, 1, 2, 40)))]}


def _line(chance: Random) -> Any:
    if chance.random() < 0.4:
        return pattern(chance)
    more = ("unless", "unless_hunk", "unless_file", "section")
    line: dict[str, Any] = {"match": pattern(chance)} | {key: pattern(chance) for key in more if chance.random() < 0.2}
    if chance.random() < 0.2:
        return line | {"match": f"(?:{line['match']})word\\(", "joined": True}
    line |= {key: chance.random() < 0.5 for key in ("unless_moved", "strings") if chance.random() < 0.3}
    return line | ({"files": _globs(chance)} if chance.random() < 0.2 else {})


def _replaced(chance: Random) -> dict[str, Any]:
    more = {key: pattern(chance) for key in ("by", "unless", "section") if chance.random() < 0.3}
    return {"replaced": {"match": pattern(chance), **more}}


def _moved(chance: Random) -> dict[str, Any]:
    return {"moved": pattern(chance)}


def _paths(chance: Random) -> dict[str, Any]:
    return {"paths": _globs(chance)}


def _file(chance: Random) -> dict[str, Any]:
    return {"file": {"match": pattern(chance), "side": chance.choice(("head", "base"))}}


def _structure(chance: Random) -> dict[str, Any]:
    code = chance.choice((chance.choice(CODE), chance.choice(LINES)))
    more = {key: chance.choice(CODE) for key in ("inside", "not_inside", "has", "not_has") if chance.random() < 0.2}
    wanted = {"language": chance.choice(sorted(TAKEN_APART)), "pattern": code, "side": chance.choice(("head", "base"))}
    return {"structure": wanted | more | ({"otherwise": pattern(chance)} if chance.random() < 0.5 else {})}


def _sql(chance: Random) -> dict[str, Any]:
    return {"sql": {"kinds": chance.sample(sorted(SQL_KINDS), 5), "otherwise": pattern(chance)}}


def _missing(chance: Random) -> dict[str, Any]:
    return {"missing": {"paths": _globs(chance), "added": pattern(chance)}}


def _pull(chance: Random) -> dict[str, Any]:
    asked = {
        "title": pattern(chance),
        "head_branch": "release/*",
        "labels": ["a"],
        "size": {"lines_over": 3},
        "ai": "assisted",
    }
    key = chance.choice(sorted(asked))
    return {key: asked[key]}


def _globs(chance: Random) -> list[str]:
    some = [chance.choice(GLOBS) for _ in range(chance.choice((1, 2, 20)))]
    return some if chance.random() < 0.01 else ["**/*.*", *(one for one in some if _let_in(globs.expand, one))]
