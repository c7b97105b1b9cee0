"""What must fit together in a policy: each thing that does not is told at its place."""

# ruff: noqa: E501 - a table reads best with a row a line

import pytest

from bot.policy import shipped_rules
from tests.policy.texts import V, rule, rules

# fmt: off
TOLD = (
    (V + "extends: [money, money]\n", 2, 18, "`money` is taken in twice.", "Remove one."),
    (V + "exclude: ['!/a', .github]\n", 2, 18, "This leaves out the policy file itself, so nobody would guard it.", "Add `'!/.github/dont-delegate.yml'` at the end of `exclude`."),
    (V + "exclude: ['**']\n", 2, 11, "This leaves out the policy file itself, so nobody would guard it.", "Add `'!/.github/dont-delegate.yml'` at the end of `exclude`."),
    (V + "exclude: ['*.{yml,yaml}']\n", 2, 11, "This leaves out the policy file itself, so nobody would guard it.", "Add `'!/.github/dont-delegate.yml'` at the end of `exclude`."),
    (V + "signers: {pay: {}}\n", 2, 11, "The signers `pay` name nobody.", "Add `users`, `teams` or `permission`."),
    (V + "zones: {money: {sign_off: {from: pay}}}\n", 2, 34, "There are no signers `pay`.", "Add `pay:` under `signers`."),
    (V + "signers: {payers: {users: [a]}}\nzones: {money: {sign_off: {from: payrs}}}\n", 3, 34, "There are no signers `payrs`.", "Did you mean `payers`?"),
    (V + "signers: {pay: {users: [a, A, b]}}\nzones: {money: {sign_off: {from: pay, count: 3}}}\n", 3, 46, "3 must sign, but only 2 can: `a` and `b`.", "Write 2 or less, or name more people."),
    (V + "zones: {money: {sign_off: {all: [{from: {users: [a]}, count: 2}]}}}\n", 2, 62, "2 must sign, but only 1 can: `a`.", "Write 1 or less, or name more people."),
    (V + "zones: {money: {sign_off: {from: {}}}}\n", 2, 34, "This names nobody.", "Add `users`, `teams` or `permission`."),
    (V + "zones: {money: {sign_off: {from: {users: [a]}, if: {ai: agent}}}}\n", 2, 27, "Nobody would have to sign where no `if` holds, and the zone would be open.", "Add a requirement without `if`."),
    (V + "zones: {money: {sign_off: {any: [{from: {users: [a]}, if: {ai: agent}}, {from: {users: [b]}, if: {labels: x}}]}}}\n", 2, 27, "Nobody would have to sign where no `if` holds, and the zone would be open.", "Add a requirement without `if`."),
    (V + "zones: {money: {sign_off: {all: [{from: {users: [a]}}, {from: {users: [b]}, if: {}}]}}}\n", 2, 81, "This condition is empty, so it always holds.", "Add a predicate, or remove it."),
    (V + "zones:\n  search:\n    title: T\n    why: W\n", 3, 3, "No rule can touch the zone `search`.", "Add `paths`, or a rule with this zone."),
    (V + "zones:\n  search:\n    title: T\n    why: W\n    paths: a\n    ask: [{id: a, ask: b}, {id: a, ask: c}]\n", 7, 33, "The question `a` is there twice; the first is on line 7.", "Give each question of a checklist an id of its own."),
    (V + "zones: {money: {ask: [{id: a, ask: b}]}}\n", 2, 17, "`ask` belongs to `paths`, and there are none.", "Add `paths`, or move the questions to a rule's `checklist`."),
    (V + "zones:\n  search: {paths: a}\n", 3, 3, "The zone `search` is your own, and has no `title` and no `why`.", "Add `title: ...` and `why: ...`."),
    (V + "zones:\n  mony: {paths: a}\n", 3, 3, "The zone `mony` is your own, and has no `title` and no `why`.", "Did you mean `money`?"),
    (V + "extends: [auth]\nzones:\n  money: {paths: a}\n", 4, 3, "`money` is shipped, but `extends` leaves it out.", "Add `money` to `extends`, or remove this."),
    (V + "tune: {acces-opened: {severity: advise}}\n", 2, 8, "There is no rule `acces-opened`.", "Did you mean `access-opened`?"),
    (V + "tune: {zzz: {severity: advise}}\n", 2, 8, "There is no rule `zzz`.", "Remove it; `dont-delegate explain` lists the shipped rules."),
    (V + "tune: {policy-file: {enabled: false}}\n", 2, 8, "`policy-file` guards this very file; it can't be tuned.", "To say who signs, write `zones: {policy: {sign_off: ...}}`."),
    (V + "extends: [money]\ntune: {access-opened: {enabled: false}}\n", 3, 8, "There is no rule `access-opened`.", "It belongs to `auth`, which `extends` leaves out: remove this."),
    (rules(zone="search"), 4, 11, "There is no zone `search`.", "Add `search:` under `zones`, or write `auth`, `drift`, `money`, `policy`, `runtime` or `schema`."),
    (rules(zone="mony"), 4, 11, "There is no zone `mony`.", "Did you mean `money`?"),
    (rules(id="access-opened"), 3, 9, "A shipped rule is called `access-opened` already.", "Choose another id; to change a shipped rule, use `tune`."),
    (rules(id="policy-file"), 3, 9, "`policy-file` is made by the bot itself.", "Choose another id; to change a shipped rule, use `tune`."),
    (rules(checklist=None), 3, 5, "A rule that blocks has no `checklist`, so a senior would not know what to verify.", "Add `checklist: [{id: ..., ask: ...}]`, or `severity: advise`."),
    (rules(checklist="[{id: a, ask: b}, {id: a, ask: c}]"), 7, 39, "The question `a` is there twice; the first is on line 7.", "Give each question of a checklist an id of its own."),
    (rules(tests="[{name: n, path: a, diff: '+foo', expect: hit}, {name: n, path: b, diff: '+x', expect: miss}]"), 9, 67, "The case `n` is there twice; the first is on line 9.", "Give each case of a rule a name of its own."),
    (rules(when="{title: foo, none: [{paths: a}]}"), 8, 5, "This rule says nothing of the file, so it fires on all or none.", "Add `paths`, or a line pattern under `added`, `removed` or `changed`."),
    (rules(when="{none: [{added: foo}]}"), 8, 5, "This rule says only what must not be, so it fires on nearly every file.", "Add `paths`, or a line pattern under `added`, `removed` or `changed`."),
    (rules(when="{any: [{added: foo}, {title: b}]}"), 8, 5, "One branch of `any` says nothing of the file, so the rule may fire on every file.", "Add `paths`, or a line pattern under `added`, `removed` or `changed`."),
    (rules(when="{all: [{added: foo}, {any: [{labels: a}, {none: [{paths: a}]}]}], none: [{}]}"), 8, 84, "This condition is empty, so it always holds.", "Add a predicate, or remove it."),
    (rules(when="{}"), 8, 11, "This condition is empty, so it always holds.", "Add a predicate, or remove it."),
    (rules(when="{paths: ['!/a']}"), 8, 20, "`!/a` takes back, but nothing was taken before it.", "Begin with a glob without `!`; to mean everything else, begin with `**`."),
    (rules(when="{added: [{match: a, files: '!a'}]}"), 8, 38, "`!a` takes back, but nothing was taken before it.", "Begin with a glob without `!`; to mean everything else, begin with `**`."),
    (rules(when="{added: {match: a, files: '!a'}}"), 8, 37, "`!a` takes back, but nothing was taken before it.", "Begin with a glob without `!`; to mean everything else, begin with `**`."),
    (rules(when="{added: {unless: a}}"), 8, 19, "Neither `match` nor `patterns` stands here.", "Write one of them."),
    (rules(when="{added: {match: a, patterns: [b]}}"), 8, 19, "Both `match` and `patterns` stand here.", "Write one of them."),
    (rules(when="{added: a, statuses: {name: [ci, Don't Delegate]}}"), 8, 44, "This is the bot's own check, which would wait for itself.", "Name another one."),
    (rules(when="{added: a, size: {}}"), 8, 28, "`size` has no bound.", "Write `files_over: 50` or `lines_over: 1000`."),
    (rules(when="{added: {match: 'a+', joined: true}}"), 8, 27, "A joined pattern has to hold a word of three letters or more, so that only files with it are joined.", "Write out a name that the statement must have, in each alternative."),
    (rules(when="{added: {patterns: [foo, 'bar|x'], joined: true}}"), 8, 36, "A joined pattern has to hold a word of three letters or more, so that only files with it are joined.", "Write out a name that the statement must have, in each alternative."),
    (rules(when="{removed: [{match: foo, joined: true, unless_moved: true}]}"), 8, 63, "`unless_moved` compares single lines, and `joined` reads several.", "Keep one of them."),
    (rules(when="{missing: {paths: a}}"), 8, 5, "This rule says nothing of the file, so it fires on all or none.", "Add `paths`, or a line pattern under `added`, `removed` or `changed`."),
    (rules(when="{paths: a, missing: {added: foo}}"), 8, 31, "This does not say which files the companion is among.", "Add `paths:`, or `decision_record: true` alone."),
    (rules(when="{paths: a, missing: {paths: ['!a']}}"), 8, 40, "`!a` takes back, but nothing was taken before it.", "Begin with a glob without `!`; to mean everything else, begin with `**`."),
    (rules(when="{replaced: {match: a, files: '!a'}}"), 8, 40, "`!a` takes back, but nothing was taken before it.", "Begin with a glob without `!`; to mean everything else, begin with `**`."),
    (rules(when="{all: [" * 10 + "{added: foo}" + "]}" * 10), 8, 81, "`all`, `any` and `none` are nested more than 10 levels deep.", "Write several rules."),
    (V + "extends: [auth]\nrules:\n" + rule(), 5, 11, "There is no zone `money`.", "Add `money` to `extends`."),
    (rules() + rule(), 9, 9, "`own` is there twice; the first is on line 3.", "Give each rule an id of its own."),
    (V + "zones: {search: {title: T, why: W, paths: a}}\nrules:\n" + rule(id="search-paths", zone="search"), 4, 9, "`search-paths` is made by the bot itself.", "Choose another id; to change a shipped rule, use `tune`."),
)
# fmt: on


@pytest.mark.parametrize(("text", "line", "column", "says", "instead"), TOLD)
def test_what_does_not_fit_together_is_told(told, text, line, column, says, instead):
    assert told(text) == [(line, column, says, instead)]


def off(pack: str) -> str:
    """Switch every rule of a pack off."""
    ids = [rule.id for rule in shipped_rules() if rule.zone == pack]
    return "tune: {" + ", ".join(f"{name}: {{enabled: false}}" for name in ids) + "}\n"


@pytest.mark.parametrize(("extends", "line", "column"), [("extends: [auth, money]\n", 2, 17), ("", 1, 1)])
def test_a_pack_that_is_switched_off_whole_is_told(told, extends, line, column):
    says = "No rule can touch the zone `money`: all are switched off."
    assert told(V + extends + off("money")) == [(line, column, says, "Take `money` out of `extends`.")]


def test_a_pack_may_be_switched_off_for_an_own_rule_or_path(policy_of):
    assert policy_of(V + off("money") + "zones: {money: {paths: a}}\n")
    assert policy_of(rules() + off("money"))
