"""What a value must be: each wrong one is told at its place, with what to write instead."""

# ruff: noqa: E501 - a table reads best with a row a line

import pytest

from bot.policy.problems import listed
from bot.policy.when_shape import IfShape, WhenShape
from tests.policy.texts import V, rules

PREDICATES = listed(WhenShape.model_fields, "and")

# fmt: off
TOLD = (
    ("mode: shadow\n", 1, 1, "`version` is missing here.", "Add `version:`. The format's version: 1."),
    ("version: 2\n", 1, 10, "This version of the format is not known here.", "Write `version: 1`."),
    ('version: "1"\n', 1, 10, "This version of the format is not known here.", "Write `version: 1`."),
    (V + "mod: shadow\n", 2, 1, "`mod` is no key that is known here.", "Did you mean `mode`?"),
    (V + "colour: red\n", 2, 1, "`colour` is no key that is known here.", "Remove it; the keys here are `version`, `extends`, `mode`, `branches`, `exclude`, `signers`, `levels`, `zones`, `override`, `rules` and `tune`."),
    (V + "mode: shadowy\n", 2, 7, "`mode` can't be `shadowy`.", "Did you mean `shadow`?"),
    (V + "mode: [shadow]\n", 2, 7, "`mode` has to be a word, and is a list.", "Write `enforce` or `shadow`."),
    (V + "extends: money\n", 2, 10, "`extends` has to be a list, and is a single value.", "Begin each entry with `- ` on a line of its own, or write `[a, b]`."),
    (V + "extends: [mony]\n", 2, 11, "`extends` can't be `mony`.", "Did you mean `money`?"),
    (V + "extends: [[money]]\n", 2, 11, "An entry of `extends` has to be a word, and is a list.", "Write `schema`, `auth`, `money`, `runtime` or `drift`."),
    (V + "exclude: []\n", 2, 10, "`exclude` is empty.", "Write at least one entry, or remove the key."),
    (V + "exclude: {a: b}\n", 2, 10, "`exclude` has to be a list, and is a mapping.", "Begin each entry with `- ` on a line of its own, or write `[a, b]`."),
    (V + "exclude: [{a: b}]\n", 2, 11, "An entry of `exclude` has to be a text, and is a mapping.", "Write one text, in single quotes where it holds `: ` or starts with a sign."),
    (V + "signers: [a]\n", 2, 10, "`signers` has to be a mapping, and is a list.", "Write its keys below it, indented, a name and its value a line."),
    (V + "signers: {Pay Ments: {users: [a]}}\n", 2, 11, "`Pay Ments` is no id: small letters, digits and single hyphens make one.", "Write `pay-ments`."),
    (V + "signers: {pay: a}\n", 2, 16, "`pay` has to be a mapping, and is a single value.", "Write its keys below it, indented: `users`, `teams`, `organizations`, `roles`, `permission`, `codeowners`, `level` and `except`."),
    (V + "signers: {pay: {users: alice}}\n", 2, 24, "`users` has to be a list, and is a single value.", "Begin each entry with `- ` on a line of its own, or write `[a, b]`."),
    (V + "signers: {pay: {users: []}}\n", 2, 24, "`users` is empty.", "Write at least one entry, or remove the key."),
    (V + "signers: {pay: {permission: read}}\n", 2, 29, "`permission` can't be `read`.", "Write `triage`, `write`, `maintain` or `admin`."),
    (V + "zones: {money: {sign_off: [a]}}\n", 2, 27, "`sign_off` has to be a mapping with `from`, `all` or `any`, and is a list.", "Write a mapping with `from`, `all` or `any`."),
    (V + "zones: {money: {sign_off: {from: [a]}}}\n", 2, 34, "`from` has to be the name of signers, or a mapping with `users`, `teams` or `permission`, and is a list.", "Write the name of signers, or a mapping with `users`, `teams` or `permission`."),
    (V + "zones: {money: {sign_off: {count: 1}}}\n", 2, 17, "`from` is missing here.", "Add `from:`. Who may sign: a name under `signers`, or users, teams or a permission."),
    (V + "zones: {money: {sign_off: {from: {users: [a]}, count: 0}}}\n", 2, 55, "`count` can't be 0.", "Write 1 or more."),
    (V + "zones: {money: {sign_off: {from: {permission: write}, count: 101}}}\n", 2, 62, "`count` can't be 101.", "Write 100 or less."),
    (V + "zones: {money: {sign_off: {from: {permission: write}, count: many}}}\n", 2, 62, "This is no whole number.", "Write digits, without quotes."),
    (V + "zones: {money: {sign_off: {from: {permission: write}, count: '2'}}}\n", 2, 62, "This is no whole number.", "Write digits, without quotes."),
    (V + "zones: {money: {sign_off: {all: []}}}\n", 2, 33, "`all` is empty.", "Write at least one entry, or remove the key."),
    (V + "zones: {money: {sign_off: {all: [{from: {permission: write}}], count: 2}}}\n", 2, 64, "`count` does not go together with the keys beside it.", "Remove it, or put it on a level of its own."),
    (V + "zones: {money: {sign_off: {all: [{from: {permission: write}}, {from: {users: [a]}, if: {paths: a}}]}}}\n", 2, 89, "`paths` looks at files, but `if` at the pull request alone.", f"The keys here are {listed(IfShape.model_fields, 'and')}."),
    (V + "zones: {money: {checklist: maybe}}\n", 2, 28, "`checklist` can't be `maybe`.", "Write `required` or `optional`."),
    (V + "zones: {money: {title: ''}}\n", 2, 24, "This text is empty.", "Write it, or remove the key."),
    (V + 'zones: {money: {title: "a\\nb"}}\n', 2, 24, "This text has several lines.", "Write one; longer words belong into `explain`."),
    (V + "zones: {money: {paths: {a: b}}}\n", 2, 24, "`paths` has to be a glob or a list of globs, and is a mapping.", "Write a glob or a list of globs."),
    (V + "zones: {money: {paths: a, ask: [{id: a, ask: b, hint: c}]}}\n", 2, 49, "`hint` is no key that is known here.", "Remove it; the keys here are `id` and `ask`."),
    (V + "tune: {access-opened: {enabled: yes}}\n", 2, 33, "This is neither true nor false.", "Write `true` or `false`, without quotes."),
    (V + "tune: {access-opened: {enabled: 'true'}}\n", 2, 33, "This is neither true nor false.", "Write `true` or `false`, without quotes."),
    (V + "tune: {access-opened: false}\n", 2, 23, "`access-opened` has to be a mapping, and is a single value.", "Write its keys below it, indented: `severity`, `confidence`, `mode` and `enabled`."),
    (V + "rules: {id: x}\n", 2, 8, "`rules` has to be a list, and is a mapping.", "Begin each entry with `- ` on a line of its own, or write `[a, b]`."),
    (V + f"zones: {{money: {{title: {'x' * 201}}}}}\n", 2, 24, "`title` has 201 characters; the most is 200.", "Shorten it."),
    (V + "zones: {money: {paths: a, ask: [" + ", ".join(f"{{id: q{n}, ask: b}}" for n in range(11)) + "]}}\n", 2, 32, "`ask` has 11 entries; the most is 10.", "Take the least important out."),
    (rules(id="Own Rule"), 3, 9, "`Own Rule` is no id: small letters, digits and single hyphens make one.", "Write `own-rule`."),
    (rules(id="a" * 61), 3, 9, "This id has 61 characters; the most is 60.", "Shorten it."),
    (rules(severity="blocker"), 9, 15, "`severity` can't be `blocker`.", "Did you mean `block`?"),
    (rules(confidence="medum"), 9, 17, "`confidence` can't be `medum`.", "Did you mean `medium`?"),
    (rules(why=None), 3, 5, "`why` is missing here.", "Add `why:`. One or two sentences on what goes wrong here, shown beside the line."),
    (rules(title="[a]"), 5, 12, "`title` has to be a text, and is a list.", "Write one text, in single quotes where it holds `: ` or starts with a sign."),
    (rules(when="foo"), 8, 11, "`when` has to be a mapping, and is a single value.", f"Write its keys below it, indented: {PREDICATES}."),
    (rules(when="{added: foo, sql: drop}"), 8, 29, "`drop` is no kind of SQL statement known here.", "Write kinds such as `drops-column` or `updates-without-where`; editors list them all."),
    (rules(when="{added: foo, path: a}"), 8, 24, "`path` is no key that is known here.", "Did you mean `paths`?"),
    (rules(when="{added: {match: a, until: b}}"), 8, 30, "`until` is no key that is known here.", "Remove it; the keys here are `unless`, `unless_hunk`, `unless_file`, `with_hunk`, `section`, `files`, `confidence`, `strings`, `joined`, `unless_moved`, `match`, `patterns` and `comments`."),
    (rules(when="{added: [[a]]}"), 8, 20, "An entry of `added` has to be a pattern or a mapping, and is a list.", "Write a pattern or a mapping."),
    (rules(when="{added: []}"), 8, 19, "`added` is empty.", "Write at least one entry, or remove the key."),
    (rules(when="{added: foo, size: {files_over: -1}}"), 8, 43, "`files_over` can't be -1.", "Write 0 or more."),
    (rules(when="{added: foo, ai: none}"), 8, 28, "`ai` can't be `none`.", "Write `assisted` or `agent`."),
    (rules(when="{paths: a, languages: [pyhton]}"), 8, 34, "`pyhton` is no language known here.", "Did you mean `python`?"),
    (rules(when="{paths: a, languages: klingon}"), 8, 33, "`klingon` is no language known here.", "Did you mean `kotlin`?"),
    (rules(when="{paths: a, status: [edited]}"), 8, 31, "`status` can't be `edited`.", "Write `added`, `modified`, `removed`, `renamed`, `copied`, `mode-changed` or `binary`."),
    (rules(when="{paths: a, base_branch: refs/heads/main}"), 8, 35, "A branch is named without `refs/heads/`.", "Write `main`."),
    (rules(when="{paths: a, head_branch: a b}"), 8, 35, "`a b` matches no branch: git allows no such sign in a name.", "Write `release/*`."),
    (rules(when="{paths: a, head_branch: 'release/{1,2}'}"), 8, 35, "Braces stand for themselves in the name of a branch.", "Write a list: `[release/1, release/2]`."),
    (rules(when="{paths: a, author: '@alice'}"), 8, 30, "`@alice` is no GitHub login.", "Write `alice`, without the `@`."),
    (rules(when="{added: {match: a, comments: yes}}"), 8, 40, "This is neither true nor false.", "Write `true` or `false`, without quotes."),
    (rules(include="[test]"), 9, 15, "`include` can't be `test`.", "Did you mean `tests`?"),
    (rules(include="all"), 9, 14, "`include` has to be a list, and is a single value.", "Begin each entry with `- ` on a line of its own, or write `[a, b]`."),
    (rules(references="[{title: a, url: example.com}]"), 9, 34, "`example.com` is no address of a page.", "Write it in full, from `https://` on."),
    (rules(tests="[{name: a, path: b, diff: x, expect: hit}]"), 9, 38, "This is no diff: a line of a diff begins with +, - or a space, not with 'x'.", "Begin each line with `+`, `-` or a space, or write whole hunks from `@@` on."),
    (rules(tests="[{name: a, path: b, diff: '+x', expect: yes}]"), 9, 52, "`expect` can't be `yes`.", "Write `hit` or `miss`."),
    (rules(tests="[{name: a, path: b, diff: '@@ -1,2 +1 @@', expect: hit}]"), 9, 38, "This is no diff: a hunk is cut short or holds something else than lines of a diff.", "Begin each line with `+`, `-` or a space, or write whole hunks from `@@` on."),
    (V + "exclude: [" + ", ".join(f"x{n}" for n in range(5001)) + "]\n", 2, 33901, "With this one the file has more than 5,000 globs.", "Write fewer, or simpler ones."),
    (rules(when="{added: [" + ", ".join(f"p{n}" for n in range(2001)) + "]}"), 8, 12910, "With this one the file has more than 2,000 patterns.", "Write fewer, or simpler ones."),
    (rules(when="{added: [" + ", ".join(f"'{n}[^a]{{1000}}'" for n in range(45)) + "]}"), 8, 714, "With this one the file's patterns together are too large to be fast.", "Write fewer, or simpler ones."),
)
# fmt: on


@pytest.mark.parametrize(("text", "line", "column", "says", "instead"), TOLD)
def test_a_wrong_value_is_told_at_its_place(told, text, line, column, says, instead):
    assert told(text) == [(line, column, says, instead)]
