"""What differs between two policies, in exact words, for each kind of change."""

import pytest
import re2

from bot.core.model.policy import Policy, Severity
from bot.core.policy_difference import difference
from bot.policy import Problems, load

SHIPPED = "version: 1\nextends: [money, auth]\n"
OWN = """\
version: 1
extends: []
signers:
  payments: {teams: [acme/payments], users: [grace]}
zones:
  money:
    title: Money
    why: It is counted once
    sign_off: {from: payments, count: 2}
    paths: ["/src/ledger/**", "/src/pay/**", "!/src/pay/docs/**"]
    ask: [{id: twice, ask: "Is it counted once?"}]
  search:
    title: Search
    why: A day of reindexing
    paths: ["/search/**"]
    likely: ["/index/**"]
    sign_off: {from: {users: [heidi]}}
rules:
  - id: refunds
    zone: money
    title: Refunds
    why: They are final.
    when: {any: [{paths: ["/refunds/**"]}, {added: 'refund\\('}]}
    checklist: [{id: twice, ask: "Only once?"}]
  - id: totals
    zone: money
    title: Totals
    why: They round.
    when: {added: 'total'}
    checklist: [{id: round, ask: "Rounded?"}]
"""


def policy(text: str) -> Policy:
    found = load(text, "a test")
    assert not isinstance(found, Problems), found
    return found


def told(old: str, new: str) -> list[str]:
    return [f"{change.weight}: {change.says}" for change in difference(policy(old), policy(new))]


def edited(*edits: tuple[str, str], of: str = OWN) -> list[str]:
    new = of
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    return told(of, new)


CASES = {
    "a zone loses paths": (
        ('"/src/ledger/**", ', ""),
        ["weaker: **money** loses `/src/ledger/**`"],
    ),
    "a zone gains paths": (
        ('"/search/**"', '"/search/**", "/found/**"'),
        ["stronger: **search** gains `/found/**`"],
    ),
    "paths are taken back": (
        ('"!/src/pay/docs/**"', '"!/src/pay/**"'),
        [
            "weaker: **money** leaves out `/src/pay/**`",
            "stronger: **money** no longer leaves out `/src/pay/docs/**`",
        ],
    ),
    "paths in another order": (
        ('"/src/pay/**", "!/src/pay/docs/**"', '"!/src/pay/docs/**", "/src/pay/**"'),
        ["other: **money** has its paths in another order, and the last that fits decides"],
    ),
    "one senior less": (
        (", count: 2", ""),
        ["weaker: **money** needs one senior less: one of **grace** or a member of **acme/payments** instead of two"],
    ),
    "three seniors more": (
        ("count: 2", "count: 5"),
        [
            "stronger: **money** needs three seniors more: five different people, each **grace** or a member of "
            "**acme/payments** instead of two"
        ],
    ),
    "others may sign": (
        ("users: [heidi]", "users: [mallory], teams: [acme/all]"),
        [
            "weaker: **search** may also be signed by **mallory** or a member of **acme/all**",
            "stronger: **search** may no longer be signed by **heidi**",
        ],
    ),
    "a permission is enough": (
        ("users: [heidi]", "users: [heidi], permission: write"),
        ["weaker: **search** may also be signed by anyone with the **write** permission"],
    ),
    "an organisation, a role and owners": (
        ("users: [heidi]}}", "users: [heidi], organizations: [acme], roles: [acme/security], codeowners: true}}"),
        [
            "weaker: **search** may also be signed by a member of the organisation **acme** or "
            "anyone with the role **security** in **acme**",
            "weaker: **search** may also be signed by the owners of each file, by **CODEOWNERS**",
        ],
    ),
    "some are left out": (
        ("users: [heidi]}}", "users: [heidi], except: {users: [ada], teams: [acme/new]}}}"),
        ["stronger: **search** leaves out **ada** or a member of **acme/new** of those who may sign"],
    ),
    "a part drops out": (
        ("{from: {users: [heidi]}}", "{any: [{from: {users: [heidi]}}, {from: {users: [ada]}, if: {labels: [easy]}}]}"),
        [
            "weaker: **search** is signed by **heidi** or else **ada** (only if the pull request has the label `easy`) "
            "instead of **heidi**"
        ],
    ),
    "another way": (
        ("{from: {users: [heidi]}}", "{any: [{from: {users: [heidi]}}, {from: payments}]}"),
        [
            "weaker: **search** is signed by **heidi** or else **grace** or a member of **acme/payments** "
            "instead of **heidi**"
        ],
    ),
    "another is needed too": (
        ("{from: {users: [heidi]}}", "{all: [{from: {users: [heidi]}}, {from: payments}]}"),
        [
            "stronger: **search** is signed by **heidi** and also **grace** or a member of **acme/payments** "
            "instead of **heidi**"
        ],
    ),
    "the checklist is optional": (
        ("likely: [", "checklist: optional\n    likely: ["),
        ["weaker: **search** needs no checklist answered: an approval alone signs it"],
    ),
    "likely files": (
        ("/index/**", "/indexes/**"),
        ["other: **search** has other likely files: no longer `/index/**`, now `/indexes/**`"],
    ),
    "an item is no longer asked": (
        ('[{id: twice, ask: "Is it counted once?"}]', '[{id: late, ask: "Is it in time?"}]'),
        [
            "weaker: **money** no longer asks `Is it counted once?`",
            "stronger: **money** also asks `Is it in time?`",
        ],
    ),
    "an item asks something else": (
        ("Only once?", "Twice?"),
        ["other: the rule `refunds` of **money** asks `Twice?` instead of `Only once?`"],
    ),
    "a rule loses a condition": (
        (", {added: 'refund\\('}", ""),
        ["weaker: the rule `refunds` of **money** fires less often (gone: an added line matches `refund\\(`)"],
    ),
    "a rule's pattern changes": (
        ("'total'", "'grand_total'"),
        [
            "other: the rule `totals` of **money** fires elsewhere (gone: an added line matches `total`; "
            "new: an added line matches `grand_total`)"
        ],
    ),
    "a rule is gone": (
        (OWN[OWN.index("  - id: totals") :], ""),
        ["weaker: **money** loses the rule `totals`"],
    ),
    "a rule moves to another zone": (
        ("id: totals\n    zone: money", "id: totals\n    zone: search"),
        ["other: the rule `totals` asks for **search** instead of **money**"],
    ),
    "a rule has other words": (
        ("They round.", "They never round."),
        ["other: the rule `totals` of **money** has another reason"],
    ),
    "a zone has other words": (
        ("title: Search", "title: Searching"),
        ["other: **search** has another title"],
    ),
    "less is looked at": (
        ("extends: []", "extends: []\nexclude: ['/legacy/**', '!/legacy/pay/**']"),
        ["weaker: no rule looks at `/legacy/**` any more", "stronger: rules look at `/legacy/pay/**` again"],
    ),
    "shadow": (
        ("extends: []", "extends: []\nmode: shadow"),
        ["weaker: the whole policy goes into shadow mode: it tells, and holds nothing any more"],
    ),
    "a comment": (("extends: []", "extends: []  # for now"), []),
}


@pytest.mark.parametrize(("edit", "says"), CASES.values(), ids=CASES)
def test_each_kind_of_change_has_its_words(edit, says):
    assert edited(edit) == says


TREE = OWN.replace(
    "{from: {users: [heidi]}}", "{all: [{from: {users: [heidi]}}, {any: [{from: payments}, {from: {users: [ada]}}]}]}"
)
PARTS = {
    "one part is gone": (
        ("{from: {users: [heidi]}}, {any", "{any"),
        ["weaker: **search** no longer asks for **heidi** as well"],
    ),
    "one part more": (
        ("[{from: {users: [heidi]}}, {any", "[{from: {users: [heidi]}}, {from: {users: [ivan]}}, {any"),
        ["stronger: **search** asks for **ivan** as well"],
    ),
    "one way is gone": (
        (", {from: {users: [ada]}}]", "]"),
        ["stronger: **search** can no longer be signed by **ada** instead"],
    ),
    "one way more": (
        (", {from: {users: [ada]}}]", ", {from: {users: [ada]}}, {from: {users: [ivan]}}]"),
        ["weaker: **search** can be signed by **ivan** instead"],
    ),
    "a part within a part": (
        ("{users: [ada]}", "{users: [ada, ivan]}"),
        ["weaker: the part of **search** for **ada** may also be signed by **ivan**"],
    ),
}


@pytest.mark.parametrize(("edit", "says"), PARTS.values(), ids=PARTS)
def test_a_part_of_a_tree_has_its_words(edit, says):
    assert edited(edit, of=TREE) == says


LEVELS = OWN.replace("users: [heidi]", "level: senior").replace(
    "zones:", "levels: {senior: {users: [heidi]}, staff: {users: [grace]}}\nzones:"
)


def test_a_level_is_who_stands_on_it():
    assert edited(("level: senior", "users: [heidi, grace]"), of=LEVELS) == []
    assert edited(("users: [heidi]}", "users: [heidi, mallory]}"), of=LEVELS) == [
        "weaker: **search** may also be signed by **mallory**"
    ]


def test_what_a_group_of_people_is_called_changes_nothing():
    assert edited(("payments: {", "cashiers: {"), ("from: payments", "from: cashiers")) == []


def test_a_zone_that_is_gone_and_one_that_is_new():
    without = OWN[: OWN.index("  search:")] + OWN[OWN.index("rules:\n") :]
    assert told(OWN, without) == ["weaker: the zone **search** is gone with its 2 rules: nothing asks for it any more"]
    assert told(without, OWN) == ["stronger: **search** is a new zone, with 2 rules, signed by **heidi**"]


def test_a_pack_that_is_left_out_is_one_line():
    (line,) = told(SHIPPED, SHIPPED.replace(", auth", ""))
    assert line.startswith("weaker: the zone **auth** is gone with its ")
    own = "version: 1\nextends: []\nzones: {auth: {title: A, why: B, paths: [/a]}}\n"
    with_paths = "version: 1\nextends: [auth]\nzones: {auth: {title: A, why: B, paths: [/a]}}\n"
    (lost,) = [line for line in told(with_paths, own) if "rules" in line]
    count = sum(rule.zone == "auth" and rule.source.startswith("rules/") for rule in policy(with_paths).rules)
    assert lost == f"weaker: **auth** loses all {count} rules of its shipped pack"
    assert f"stronger: **auth** takes in the {count} rules of its shipped pack" in told(own, with_paths)


TUNED = {
    "{severity: advise}": "weaker: the rule `payment-webhook-handler` of **money** only advises now",
    "{mode: shadow}": "weaker: the rule `payment-webhook-handler` of **money** is in shadow mode now: "
    "it tells, and holds nothing",
    "{confidence: low}": "weaker: the rule `payment-webhook-handler` of **money** counts for less: "
    "low confidence instead of high",
    "{enabled: false}": "weaker: **money** loses the rule `payment-webhook-handler`",
}


@pytest.mark.parametrize(("tune", "says"), TUNED.items())
def test_a_shipped_rule_is_tuned(tune, says):
    assert told(SHIPPED, f"{SHIPPED}tune: {{payment-webhook-handler: {tune}}}\n") == [says]


def test_many_rules_tuned_alike_are_one_line():
    ids = [rule.id for rule in policy(SHIPPED).rules if rule.zone == "money" and rule.severity is Severity.BLOCK][:7]
    tune = ", ".join(f"{name}: {{severity: advise}}" for name in ids)
    named = ", ".join(f"`{name}`" for name in ids[:5])
    assert told(SHIPPED, f"{SHIPPED}tune: {{{tune}}}\n") == [
        f"weaker: 7 rules of **money** only advise now ({named} and 2 more)"
    ]
    assert told(f"{SHIPPED}tune: {{{tune}}}\n", SHIPPED) == [
        f"stronger: 7 rules of **money** may hold a merge now ({named} and 2 more)"
    ]


def test_what_only_advises_is_missed_by_nobody_but_said():
    advising = OWN.replace("id: totals", "severity: advise\n    id: totals")
    without = OWN[: OWN.index("  - id: totals")]
    assert told(advising, without) == ["other: **money** loses the rule `totals`, which only advises"]


def test_weaker_things_come_first():
    weights = [
        line.partition(":")[0]
        for line in edited(
            ('"/search/**"', '"/search/**", "/found/**"'),
            ("Totals", "Sums"),
            (", count: 2", ""),
            ("users: [heidi]", "users: [ada]"),
        )
    ]
    assert weights == ["weaker", "weaker", "other", "stronger", "stronger"]


HOSTILE = "@acme/all <!-- x --> **a** <b> www.evil.test ` `` x"

GLOB = HOSTILE.replace("**", "*")


def test_nothing_that_a_proposal_says_is_markup():
    lines = edited(
        ("Only once?", HOSTILE),
        ("'total'", f"'{re2.escape(HOSTILE)}'"),
        ('"/search/**"', f'"/search/**", "/{GLOB}"'),
        ("extends: []", f"extends: []\nexclude: ['/{GLOB}']"),
    )
    assert len(lines) == 4
    for line in lines:
        assert "@acme/all" not in _outside_code(line)
        assert "www." not in _outside_code(line)
        assert "<!--" not in line


def _outside_code(text: str) -> str:
    """What GitHub would read as markup: all that no run of backticks of one length encloses."""
    out, rest = "", text
    while "`" in rest:
        before, _, rest = rest.partition("`")
        fence = "`" + rest[: len(rest) - len(rest.lstrip("`"))]
        rest = rest.lstrip("`")
        inside, closed, rest = rest.partition(fence)
        while closed and (rest.startswith("`") or inside.endswith("`")):
            more, closed, rest = rest.lstrip("`").partition(fence)
            inside += more
        out += before
    return out + rest
