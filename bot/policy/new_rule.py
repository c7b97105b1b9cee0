"""A first text for a rule, and its place in a policy file whose comments and layout stay as they are."""

from textwrap import indent

from bot.core.model.policy import Policy
from bot.errors import UserError
from bot.policy.loading import load
from bot.policy.nodes import Items, Mapping, child, entries
from bot.policy.problems import Problems
from bot.policy.reading import read

# It works as it stands: its cases hold, and each line shows what belongs there.
_HEAD = """\
id: {name}
zone: {zone}
title: What such a change does, in one line
"""
_BODY = """\
severity: block       # holds the merge; `advise` only shows
confidence: medium    # how sure a hit is: one high, two medium or four low ones touch the zone
when:                 # every key must hold; `any`, `all` and `none` combine
  languages: [python]
  added:              # or `removed`, `changed`: RE2, tried on a line at a time
    - {{match: '\\bchange_me\\(', unless: '^\\s*def\\b'}}
why: >-
  One or two sentences on what goes wrong here. They stand beside the changed line.
checklist:            # three to six questions that a senior answers yes or no by looking
  - id: right
    ask: Is what must always hold still true after this change?
  - id: twice
    ask: Is the result the same when this runs twice?
  - id: half-way
    ask: Is everything left in a sound state when this stops half way?
explain: |
  **How it fails.** What happens in production, told as it happened.

  **What a senior looks at.** What to compare, what to ask, which neighbouring code to open.

  **How to do it well.** What good code does instead.
"""
_SHIPPED_BODY = """\
references:
  - {{title: "A page to read on", url: "https://example.com/"}}
"""
_TESTS = """\
tests:                # two hits and two misses at least; one of the misses a near one
  - {{name: the call, path: shop/orders.py, diff: "+change_me(order)", expect: hit}}
  - {{name: its result is used, path: shop/orders.py, diff: "-done = False\\n+done = change_me(order)", expect: hit}}
  - {{name: only its definition, path: shop/orders.py, diff: "+def change_me(order):", expect: miss}}
  - {{name: another name, path: shop/orders.py, diff: "+changed = True", expect: miss}}
"""


def shipped_text(zone: str, name: str, version: str) -> str:
    """Write a rule file of a pack; `version` brings the rule."""
    since = f'since: "{version}"\n'
    return _HEAD.format(zone=zone, name=name) + since + (_BODY + _SHIPPED_BODY + _TESTS).format()


def own_text(zone: str, name: str) -> str:
    """Write a rule for a policy's `rules`. It begins in shadow: what is new should show first what it finds."""
    shadow = "mode: shadow          # tells and holds nothing; take it out once it finds what it should\n"
    return _HEAD.format(zone=zone, name=name) + shadow + (_BODY + _TESTS).format()


def with_rule(text: str, source: str, zone: str, name: str) -> tuple[str, int]:
    """Add a rule to a policy's text; give the new text and the line where the rule begins. Raises UserError."""
    document = read(text)
    if not isinstance(document.root, Mapping) or text.lstrip("\ufeff \n").startswith("{"):
        raise UserError(f"{source} is written in braces; begin each key on a line of its own.")
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    at, margin, begin = _place(document.root, lines, source)
    item = indent(own_text(zone, name), "  ").rstrip("\n")
    block = [*begin, *indent("- " + item[2:], " " * margin, lambda line: bool(line.strip())).split("\n")]
    ending = "\r\n" if "\r\n" in text else "\n"
    gap = [""] if at < len(lines) and lines[at].strip() else []
    whole = ending.join([*lines[:at], *block, *gap, *lines[at:], ""])
    _check(text, whole, source)
    return whole, at + len(begin) + 1


def _place(root: Mapping, lines: list[str], source: str) -> tuple[int, int, list[str]]:
    """Give the row to insert before, the margin of the list's dashes, and what must stand before the rule."""
    rules = child(root, "rules")
    if rules is None:
        return _end(lines, len(lines), -1), 2, ["", "rules:"]
    line = rules.at.line - 1
    if not isinstance(rules, Items) or lines[line][rules.at.column - 1] != "-":
        raise UserError(
            f"{source}:{line + 1}: `rules` is written in brackets; begin each rule with `- ` on its own line."
        )
    after = [entry.key_at.line - 1 for _, entry in entries(root) if entry.key_at.line > rules.at.line]
    margin = rules.at.column - 1
    return _end(lines, min(after, default=len(lines)), margin), margin, [""]


def _end(lines: list[str], last: int, margin: int) -> int:
    """Go back over blank lines, and over comments that belong to what follows."""
    while last and _is_loose(lines[last - 1], margin):
        last -= 1
    return last


def _is_loose(line: str, margin: int) -> bool:
    text = line.lstrip()
    return not text or (text.startswith("#") and len(line) - len(text) <= margin)


def _check(before: str, after: str, source: str) -> None:
    """Never write what would not be the old policy and one rule more."""
    old, new = load(before, source), load(after, source)
    if not isinstance(old, Policy) or not isinstance(new, Policy) or len(new.rules) != len(old.rules) + 1:
        says = str(new) if isinstance(new, Problems) else "its layout leaves no place that is sure"
        raise UserError(f"The rule can't be added to {source} by this command: {says}")
