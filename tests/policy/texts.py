"""Policies as text, for the tests of this room."""

V = "version: 1\n"
SOUND = """\
version: 1
extends: [schema, auth, money, runtime]
mode: enforce
exclude: ["/legacy/**"]
signers:
  payments: {teams: [acme/payments], users: [alice, bob]}
  keepers: {permission: maintain}
zones:
  money:
    sign_off: {from: payments, count: 1}
    checklist: required
    paths: ["/src/ledger/**"]
  search:
    title: Search index
    why: A wrong mapping means a day of reindexing.
    paths: ["/search/{mapping,settings}/**"]
    ask: [{id: reindex, ask: "Is a reindex planned?"}]
    sign_off:
      all:
        - {from: {users: [carol]}}
        - any:
            - {from: keepers, count: 2, if: {labels: risky}}
            - {from: payments}
rules:
  - id: boost-changed
    zone: search
    title: A boost changes
    severity: block
    confidence: medium
    when:
      languages: [json, yaml]
      any:
        - added: '"boost"'
        - removed: [{match: '"boost"', unless: '"boost": 1\\b', files: "*.json", confidence: high}]
        - changed: {patterns: ['\\bsynonyms\\b', {match: 'stop_?words'}], comments: true}
      none: [{paths: "/search/old/**"}]
    why: A boost decides what customers find first.
    checklist: [{id: compared, ask: "Were the first results compared?"}]
    explain: Compare before and after.
    references: [{title: Boosting, url: "https://example.com/boosting"}]
    tests:
      - {name: adds one, path: search/product.json, diff: '+  "boost": 3', expect: hit}
      - {name: an old one, path: search/old/product.json, diff: '+  "boost": 3', expect: miss}
tune:
  search-paths: {severity: block, confidence: medium, mode: shadow}
  boost-changed: {enabled: true}
"""


def rule(**keys: str | None) -> str:
    """Write one sound rule of a list; a key that is given replaces or, when None, takes out."""
    whole: dict[str, str | None] = {
        "id": "own",
        "zone": "money",
        "title": "T",
        "why": "W",
        "checklist": "[{id: a, ask: b}]",
        "when": "{added: foo}",
    }
    whole.update(keys)
    return "  - " + "\n    ".join(f"{key}: {value}" for key, value in whole.items() if value is not None) + "\n"


def rules(**keys: str | None) -> str:
    """Write a policy with one rule."""
    return f"{V}rules:\n{rule(**keys)}"


def added(pattern: str) -> str:
    """Write a policy whose one rule looks for a pattern."""
    quoted = pattern.replace("'", "''")
    return rules(when=f"{{added: '{quoted}'}}")
