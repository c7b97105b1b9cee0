"""A sound policy becomes the values that the core judges by."""

from collections.abc import Callable

import pytest

from bot.core.model.change import FileStatus, Side
from bot.core.model.conditions import Author, Contributors
from bot.core.model.policy import (
    ChecklistItem,
    Mode,
    Policy,
    Reference,
    Requirement,
    Rule,
    RuleTest,
    Severity,
    SignAll,
    SignAny,
    Signers,
)
from bot.core.model.predicates import (
    Ai,
    All,
    AnyOf,
    Branch,
    Confidence,
    Labels,
    Languages,
    LinePattern,
    Lines,
    NoneOf,
    Paths,
    Predicate,
    Provenance,
    Size,
    StatusIs,
    Title,
)
from bot.policy import Problems, agent_marks, load, unconfigured
from tests.policy.texts import SOUND, V, rule, rules


@pytest.fixture
def sound(policy_of):
    return policy_of(SOUND)


def only(policy: Policy, name: str) -> Rule:
    (found,) = [rule for rule in policy.rules if rule.id == name]
    return found


def when(policy_of: Callable[[str], Policy], text: str) -> Predicate:
    return only(policy_of(rules(when=text)), "own").when


def test_the_packs_own_zones_and_the_policy_zone_stand_in_order(sound):
    assert list(sound.zones) == ["schema", "auth", "money", "runtime", "search", "policy"]
    assert sound.rules[-1].id == "policy-file"
    assert (sound.mode, sound.exclude, sound.source) == (Mode.ENFORCE, ("/legacy/**",), "p.yml")
    assert sound.agents == agent_marks()


def test_sign_off_is_a_tree_over_named_and_inline_signers(sound):
    payments = Signers("payments", ("alice", "bob"), ("acme/payments",))
    assert sound.zones["money"].sign_off == Requirement(payments)
    assert sound.zones["search"].sign_off == SignAll((
        Requirement(Signers("carol", ("carol",))),
        SignAny((
            Requirement(Signers("keepers", permission="maintain"), 2, Labels(("risky",))),
            Requirement(payments),
        )),
    ))  # fmt: skip


def test_zones_that_say_nothing_are_signed_by_a_maintainer_and_the_policy_by_an_admin(sound):
    assert sound.zones["auth"].sign_off == Requirement(Signers("maintainers", permission="maintain"))
    assert sound.zones["policy"].sign_off == Requirement(Signers("admins", permission="admin"))


def test_a_shipped_zone_keeps_its_words_unless_they_are_replaced(policy_of):
    policy = policy_of(V + "zones: {money: {title: Cash, checklist: optional}}\n")
    assert policy.zones["money"].title == "Cash"
    assert policy.zones["money"].why == unconfigured().zones["money"].why
    assert not policy.zones["money"].checklist_required
    assert policy.zones["auth"] == unconfigured().zones["auth"]


def test_the_policy_zone_can_be_given_other_signers_and_paths(policy_of):
    policy = policy_of(V + "zones: {policy: {paths: /CODEOWNERS, sign_off: {from: {users: [root]}}}}\n")
    assert policy.zones["policy"].sign_off == Requirement(Signers("root", ("root",)))
    assert only(policy, "policy-paths").when == Paths(("/CODEOWNERS",))
    assert only(policy, "policy-file").severity is Severity.BLOCK


def test_an_inline_signer_is_named_by_what_it_holds(policy_of):
    policy = policy_of(V + "zones: {money: {sign_off: {from: {users: [a], teams: [b/c], permission: write}}}}\n")
    assert policy.zones["money"].sign_off.signers == Signers("a, b/c, permission write", ("a",), ("b/c",), "write")


def test_paths_and_ask_become_a_rule_of_the_zone(sound):
    found = only(sound, "search-paths")
    assert found.when == Paths(("/search/mapping/**", "/search/settings/**"))
    assert found.checklist == (ChecklistItem("search-paths/reindex", "Is a reindex planned?"),)
    assert (found.zone, found.why) == ("search", "A wrong mapping means a day of reindexing.")


def test_paths_without_ask_ask_one_thing(sound):
    (item,) = only(sound, "money-paths").checklist
    assert item.id == "money-paths/read"
    assert "Wrong amounts are real" in item.ask


def test_tune_changes_a_rule_and_its_digest_only_where_it_decides(policy_of, sound):
    found = only(sound, "search-paths")
    assert (found.confidence, found.mode) == (Confidence.MEDIUM, Mode.SHADOW)
    untuned = only(policy_of(SOUND.replace("confidence: medium, mode: shadow}", "mode: shadow}")), "search-paths")
    enforced = only(policy_of(SOUND.replace(", mode: shadow}", "}")), "search-paths")
    assert untuned.digest != found.digest
    assert enforced.digest == found.digest


def test_a_rule_that_is_switched_off_is_gone(policy_of):
    policy = policy_of(V + "tune: {access-opened: {enabled: false}, access-rules-edited: {severity: advise}}\n")
    ids = [rule.id for rule in policy.rules]
    assert "access-opened" not in ids
    assert only(policy, "access-rules-edited").severity is Severity.ADVISE
    assert len(ids) == len(unconfigured().rules) - 1


def test_packs_that_are_not_extended_are_gone(policy_of):
    policy = policy_of(V + "extends: [runtime]\n")
    assert list(policy.zones) == ["runtime", "policy"]
    assert {rule.zone for rule in policy.rules} == {"runtime", "policy"}
    assert [rule.id for rule in policy_of(V + "extends: []\n").rules] == ["policy-file"]


def test_a_policy_that_says_nothing_is_the_shipped_one(policy_of):
    told, silent = policy_of(V), unconfigured()
    assert (told.zones, told.rules, told.agents) == (silent.zones, silent.rules, silent.agents)
    assert silent.source == "shipped packs"


def test_an_own_rule_is_taken_whole(sound):
    found = only(sound, "boost-changed")
    assert found.when == All((
        Languages(("json", "yaml")),
        AnyOf((
            Lines(Side.ADDED, (LinePattern('"boost"'),)),
            Lines(
                Side.REMOVED,
                (LinePattern('"boost"', unless='"boost": 1\\b', files=("*.json",), confidence=Confidence.HIGH),),
            ),
            Lines(None, (LinePattern("\\bsynonyms\\b"), LinePattern("stop_?words")), comments=True),
        )),
        NoneOf((Paths(("/search/old/**",)),)),
    ))  # fmt: skip
    assert found.checklist == (ChecklistItem("boost-changed/compared", "Were the first results compared?"),)
    assert found.references == (Reference("Boosting", "https://example.com/boosting"),)
    assert found.tests[1] == RuleTest("an old one", "search/old/product.json", '+  "boost": 3', expect_hit=False)
    assert (found.source, found.confidence, found.explain) == (
        "your policy",
        Confidence.MEDIUM,
        "Compare before and after.",
    )
    assert len(found.digest) == 16


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("{paths: a}", Paths(("a",))),
        ("{paths: ['**', '!/{a,b}/**']}", Paths(("**", "!/a/**", "!/b/**"))),
        ("{languages: go}", Languages(("go",))),
        ("{status: [removed, binary]}", StatusIs((FileStatus.REMOVED,), binary=True)),
        ("{status: mode-changed}", StatusIs((FileStatus.MODE_CHANGED,))),
        ("{added: x}", Lines(Side.ADDED, (LinePattern("x"),))),
        ("{removed: [x, y]}", Lines(Side.REMOVED, (LinePattern("x"), LinePattern("y")))),
        (
            "{changed: {match: x, unless: a, unless_hunk: b, unless_file: c, files: d, confidence: low}}",
            Lines(None, (LinePattern("x", "a", "b", "c", ("d",), Confidence.LOW),)),
        ),
        (
            "{added: {patterns: [x, {match: y, unless: z, files: e}], unless: a, files: [d]}}",
            Lines(Side.ADDED, (LinePattern("x", "a", files=("d",)), LinePattern("y", "z", files=("e",)))),
        ),
        ("{paths: a, author: 'x[bot]'}", All((Paths(("a",)), Author(("x[bot]",))))),
        ("{paths: a, contributors: [x, y]}", All((Paths(("a",)), Contributors(("x", "y"))))),
        ("{paths: a, labels: big change}", All((Paths(("a",)), Labels(("big change",))))),
        ("{paths: a, base_branch: 'release/*'}", All((Paths(("a",)), Branch("base", ("release/*",))))),
        ("{paths: a, head_branch: [x, y]}", All((Paths(("a",)), Branch("head", ("x", "y"))))),
        ("{paths: a, title: '^WIP'}", All((Paths(("a",)), Title("^WIP")))),
        ("{paths: a, size: {files_over: 3}}", All((Paths(("a",)), Size(3, None)))),
        ("{paths: a, size: {lines_over: 0}}", All((Paths(("a",)), Size(None, 0)))),
        ("{paths: a, ai: agent}", All((Paths(("a",)), Ai(Provenance.AGENT)))),
        ("{all: [{paths: a}, {paths: b}]}", All((Paths(("a",)), Paths(("b",))))),
        ("{any: [{paths: a}, {paths: b, added: x}]}", AnyOf((
            Paths(("a",)), All((Paths(("b",)), Lines(Side.ADDED, (LinePattern("x"),)))),
        ))),
    ],
)  # fmt: skip
def test_each_predicate_becomes_its_value(policy_of, text, predicate):
    assert when(policy_of, text) == predicate


@pytest.mark.parametrize(
    ("written", "means"),
    [("1.10", "1.10"), ("yes", "yes"), ("on", "on"), ("012", "012"), ("12:30:45", "12:30:45"), ("2024-01-02", "2024-01-02"),
     ("true", "true"), ("0x1F", "0x1F"), ("1e3", "1e3"), ("'~'", "~"), ('"null"', "null"), ("NO", "NO"), ("=", "=")],
)  # fmt: skip
def test_what_is_written_without_quotes_stays_as_it_is_written(policy_of, written, means):
    assert only(policy_of(rules(title=written)), "own").title == means


def test_no_policy_is_made_twice_alike_by_chance(policy_of):
    digests = {
        only(policy_of(rules(when=text)), "own").digest
        for text in (
            "{all: [{paths: a}, {paths: b}]}",
            "{any: [{paths: a}, {paths: b}]}",
            "{added: a}",
            "{removed: a}",
            "{changed: a}",
            "{added: {match: a, comments: true}}",
            "{added: {match: a, unless: b}}",
            "{added: {match: a, unless_hunk: b}}",
        )
    }
    assert len(digests) == 8
    reworded = only(policy_of(rules(title="Other", why="Other", when="{added: a}")), "own")
    assert reworded.digest in digests


def test_a_byte_order_mark_and_windows_line_ends_are_let_pass():
    assert isinstance(load("\ufeff" + SOUND.replace("\n", "\r\n"), "p.yml"), Policy)
    assert isinstance(load(b"\xef\xbb\xbf" + SOUND.encode(), "p.yml"), Policy)


TEN_FAULTS = """\
version: 1
extends: [mony]
exclude: ["/a[b]"]
signers:
  payments: {teams: [payments]}
zones:
  money:
    sign_off: {from: paymets}
    sign_off: {from: payments}
  search: {paths: "/search/**"}
rules:
  - id: Own
    zone: serch
    title: &anchor T
    when: {added: '(?!a)b', sql: drop}
    checklist: [{id: a, ask: b}]
tune: {zzz: {enabled: maybe}}
"""


def test_every_problem_is_told_at_once(told):
    assert told(TEN_FAULTS) == [
        (2, 11, "`extends` can't be `mony`.", "Did you mean `money`?"),
        (3, 11, "Globs have no `[ ]` here, as in CODEOWNERS.", "Write `?` for one character, `{a,b}` for a choice."),
        (5, 22, "`payments` is no team.", "Write the organisation too: `acme/payments`."),
        (8, 22, "There are no signers `paymets`.", "Did you mean `payments`?"),
        (9, 5, "`sign_off` is written twice; the first is on line 8.", "Keep one of them."),
        (10, 3, "The zone `search` is your own, and has no `title` and no `why`.", "Add `title: ...` and `why: ...`."),
        (12, 5, "`why` is missing here.",
         "Add `why:`. One or two sentences on what goes wrong here, shown beside the line."),
        (12, 9, "`Own` is no id: small letters, digits and single hyphens make one.", "Write `own`."),
        (13, 11, "There is no zone `serch`.", "Did you mean `search`?"),
        (14, 12, "`&anchor` is a YAML anchor; they are not used here.",
         "Remove it, and write the value out wherever it is needed."),
        (15, 19, "RE2 can't look ahead (`(?!`), which keeps it fast on anything.",
         "Match without it, and put what must not follow into `unless:`."),
        (15, 34, "`drop` is no kind of SQL statement known here.",
         "Write kinds such as `drops-column` or `updates-without-where`; editors list them all."),
        (17, 8, "There is no rule `zzz`.", "Remove it; `dont-delegate explain` lists the shipped rules."),
        (17, 23, "This is neither true nor false.", "Write `true` or `false`, without quotes."),
    ]  # fmt: skip


def test_problems_read_as_lines():
    problems = load(V + "mod: shadow\nextends: [money, money]\n", "p.yml")
    assert isinstance(problems, Problems)
    assert str(problems) == (
        "p.yml:2:1: `mod` is no key that is known here. Did you mean `mode`?\n"
        "p.yml:3:18: `money` is taken in twice. Remove one."
    )


def test_a_rule_may_be_written_for_an_own_zone_without_paths(policy_of):
    policy = policy_of(V + "zones: {search: {title: S, why: W}}\nrules:\n" + rule(zone="search"))
    assert only(policy, "own").zone == "search"
