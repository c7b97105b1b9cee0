r"""What is sound and can't happen, or could be better: each with its place and its words."""

# ruff: noqa: E501 - a table reads best with a row a line

import pytest

from bot.policy.advice.review import Review, review
from bot.policy.suites import Suite, shipped_files, suite
from tests.policy.texts import SOUND, V, rule, rules


def found(text: str) -> Review:
    made = suite(text, "p.yml")
    assert isinstance(made, Suite), str(made)
    return review(text, made)


def problems(text: str) -> list[tuple[int, int, str, str]]:
    return [(one.line, one.column, one.says, one.instead) for one in found(text).problems]


def advice(text: str) -> list[tuple[int, int, str, str]]:
    """Give the advice, but that on cases: the rules here bring none."""
    return [(one.line, one.column, one.says, one.instead) for one in found(text).advice if "lacks" not in one.says]


APART = "Make one of them wider, or put them under `any`."
TWO_LISTS = "{paths: /src/**, all: [{paths: /lib/**}]}"
# fmt: off
DEAD = (
    ("{paths: '**/tests/**', added: x}", 19, "`**/tests/**` matches nothing here: all it matches are tests, which rules pass over.", "Add `include: [tests]` to the rule."),
    ("{added: {match: x, files: ['*.md', '/docs/**']}}", 38, "`*.md` matches nothing here: all it matches are docs, which rules pass over.", "Add `include: [docs]` to the rule."),
    ("{paths: ['/src/*.py'], languages: go}", 20, "`/src/*.py` matches nothing here: no file that it matches is written in `go`.", "Take it out, or add the language that is meant."),
    ("{languages: python, added: {match: x, files: '*.{js,ts}'}}", 56, "`*.{js,ts}` matches nothing here: no file that it matches is written in `python`.", "Take it out, or add the language that is meant."),
    ("{paths: /src/**, added: {match: x, files: ['/lib/**']}}", 54, "`/lib/**` matches nothing here: no file matches it and also `paths` on line 8.", APART),
    ("{paths: ['/src/**', '!**']}", 20, "`/src/**` matches nothing here: the `!` globs after it take back all of it.", "Take one of them out."),
    ("{paths: /src/**, none: [{paths: /src}]}", 19, "`/src/**` matches nothing here: `none` leaves all of it out.", "Take it out here or there."),
    ("{status: removed, added: x}", 29, "A file that is removed has no added lines, so `added` never holds.", "Write `removed`, or change `status`."),
    ("{status: [added], removed: x}", 29, "A file that is added has no removed lines, so `removed` never holds.", "Write `added`, or change `status`."),
    ("{status: binary, changed: x}", 28, "A binary file has no lines, so `changed` never holds.", "Change `status`."),
    ("{all: [{status: added}, {status: removed, paths: a}]}", 36, "No file has this status and the other one asked for.", "Keep one `status`."),
    ("{all: [{languages: go}, {languages: [python], added: x}]}", 36, "No language is in this list and in the other one asked for.", "Keep one `languages`, or put them under `any`."),
    ("{added: x, paths: /a, none: [{added: x}]}", 40, "`none` forbids what the rest asks for, so this never holds.", "Take it out of `none`, or say what is different."),
    ("{paths: /src/**, any: [{added: x}, {paths: /lib/**}]}", 54, "`/lib/**` matches nothing here: no file matches it and also `paths` on line 8.", APART),
    (r"{added: '^\s*\b@route'}", 19, r"The `\b` before `@` wants a letter, digit or `_` in front of it, and the pattern allows none there: this part never matches.", r"Keep the `\b` for those alternatives that begin with a letter."),
    (r"{added: {match: x, unless: 'foo\(\b\s'}}", 38, r"The `\b` before `\s` wants a letter, digit or `_` in front of it, and the pattern allows none there: this part never matches.", r"Keep the `\b` for those alternatives that begin with a letter."),
)
# fmt: on


@pytest.mark.parametrize(("when", "column", "says", "instead"), DEAD)
def test_what_can_not_happen_is_a_problem(when, column, says, instead):
    told = [
        row
        for row in problems(rules(when=when))
        if not row[2].startswith("No file has this status") or row[1] == column
    ]
    assert (8, column, says, instead) in told


def test_two_lists_that_never_meet_are_told_at_both():
    says = "matches nothing here: no file matches it and also `paths` on line 8."
    assert problems(rules(when=TWO_LISTS)) == [
        (8, 19, f"`/src/**` {says}", APART),
        (8, 42, f"`/lib/**` {says}", APART),
    ]


@pytest.mark.parametrize(
    "when",
    [
        "{paths: '**/tests/**', added: x}",
        "{added: {match: x, files: '*_test.go'}}",
    ],
)
def test_a_class_that_is_included_is_fine(when):
    assert problems(rules(when=when, include="[tests]")) == []


@pytest.mark.parametrize(
    "when",
    [
        "{paths: ['/src/**', '!/src/old/**'], languages: [go, python], added: x}",
        "{paths: '**/billing/**', added: {match: x, files: ['*.py', '/src/**']}}",
        "{paths: ['*'], languages: dockerfile, added: x}",
        "{paths: '/.github/**', languages: github-actions, added: x}",
        "{status: renamed, all: [{paths: /src/**}, {paths: /lib/**}]}",
        "{status: [removed, modified], added: x}",
        "{added: x, none: [{added: y}, {paths: '*.py', added: x}]}",
        "{any: [{paths: /a/**}, {paths: /b/**}], added: x}",
        r"{added: ['\bfoo\(', '.*\b@x', '\b@?foo\b', '\w\b\(', '(?i)\bfoo[a-z]', '^\bfoo', 'x\b$', '\bfoo(?:\(|\b)']}",
    ],
)
def test_what_may_happen_is_left_in_peace(when):
    assert (problems(rules(when=when)), advice(rules(when=when))) == ([], [])


def test_one_glob_of_several_is_told_alone():
    says = "`/src/*.js` adds nothing here: no file that it matches is written in `python`."
    assert problems(rules(when="{languages: python, paths: ['/src/*.py', '/src/*.js']}")) == [
        (8, 52, says, "Take it out, or add the language that is meant.")
    ]


def test_the_policys_exclude_counts():
    text = f"{V}exclude: ['/legacy/**']\nrules:\n" + rule(when="{paths: '/legacy/pay/**'}")
    (told,) = problems(text)
    assert told == (
        9,
        19,
        "`/legacy/pay/**` matches nothing here: the policy's `exclude` leaves out all of it.",
        "Take it out here, or narrow `exclude`.",
    )
    (zone,) = problems(V + "exclude: ['/legacy/**']\nzones: {money: {paths: [/legacy/pay/**, /pay/**]}}\n")
    assert zone[:2] == (3, 25)


def test_a_zones_likely_files_are_no_tests_but_its_paths_may_be():
    assert problems(V + "zones: {money: {paths: ['/tests/pay/**']}}\n") == []
    (told,) = problems(V + "zones: {money: {likely: ['/tests/**']}}\n")
    assert told[2] == "`/tests/**` matches nothing here: all it matches are tests, which rules pass over."


@pytest.mark.parametrize(
    ("pattern", "says", "ends"),
    [
        (r"\b@route", r"The `\b` before `@` wants a letter, digit or `_` in front of it: `@` beside a space, a sign or the line's start is not found.", "begin"),
        (r"\b(?:foo|\$bar)\b", r"The `\b` before `\$` wants a letter, digit or `_` in front of it: `\$` beside a space, a sign or the line's start is not found.", "begin"),
        (r"(?:foo\(|bar)\b", r"The `\b` behind `\(` wants a letter, digit or `_` behind it: `\(` beside a space, a sign or the line's end is not found.", "end"),
        (r"foo[!?]\b", r"The `\b` behind `[!?]` wants a letter, digit or `_` behind it: `[!?]` beside a space, a sign or the line's end is not found.", "end"),
    ],
)  # fmt: skip
def test_a_word_boundary_that_loses_a_sign_is_told(pattern, says, ends):
    (told,) = advice(rules(when="{added: '" + pattern + "'}"))
    assert told == (8, 19, says, rf"Keep the `\b` for those alternatives that {ends} with a letter.")


def test_a_pattern_that_hits_everyday_lines_everywhere_is_told():
    text = rules(when="{added: '[a-z]+'}")
    assert advice(text) == [
        (
            8,
            19,
            "This pattern hits 24 of 26 everyday lines of code, in every file.",
            "Say more of the line, or add `paths`.",
        )
    ]
    assert advice(rules(when="{added: '[a-z]+', paths: /src/**}")) == []
    assert advice(rules(when="{added: {match: '[a-z]+', unless: b}}")) == []


def test_a_slow_pattern_is_told():
    (told,) = advice(rules(when="{added: 'x.{0,900}y'}"))
    assert told[:2] == (8, 19)
    assert told[2].endswith(" instructions of RE2; most take less than 200.")


@pytest.mark.parametrize(
    ("tests", "lacks"),
    [
        (None, "cases"),
        ("[{name: h, path: a.py, diff: '+foo', expect: hit}]", "a case that misses"),
        ("[{name: h, path: a.py, diff: '+bar', expect: miss}]", "a case that hits"),
    ],
)
def test_cases_that_are_missing_are_told(tests, lacks):
    (told,) = found(rules(tests=tests)).advice
    assert (told.line, told.column) == (3, 9)
    assert told.says == f"`own` lacks {lacks}, so nobody would notice when it stops working."


SHADOWED = (
    ("{paths: /src/pay/a.py}", "{paths: /src/**}"),
    ("{added: foo, paths: /src/**}", "{added: foo}"),
    ("{added: foo}", "{added: [foo, bar]}"),
    ("{added: foo}", "{changed: foo}"),
    ("{languages: go, added: a}", "{languages: [go, python], any: [{added: a}, {added: b}]}"),
    ("{any: [{paths: /a/b/**}, {paths: /a/c}]}", "{paths: /a/**}"),
    ("{status: added, paths: a}", "{status: [added, removed], paths: a}"),
)


@pytest.mark.parametrize(("narrow", "wide"), SHADOWED)
def test_a_rule_under_another_is_told(narrow, wide):
    text = f"{V}rules:\n{rule(id='wide', when=wide)}{rule(id='narrow', when=narrow)}"
    assert [row for row in advice(text) if "everyday" not in row[2]] == [
        (
            9,
            9,
            "Wherever `narrow` fires, `wide` does too, so it adds only its words and questions.",
            "Keep it for those, make the other narrower, or remove it.",
        )
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"confidence": "low"},
        {"severity": "advise"},
        {"mode": "shadow"},
        {"zone": "auth"},
        {"when": "{paths: [/src/**, '!/src/pay/**']}"},
        {"when": "{paths: /src/**, added: x}"},
        {"when": "{paths: /lib/**}"},
    ],
)
def test_a_rule_that_is_weaker_or_narrower_shadows_nothing(changes):
    wide = {"id": "wide", "when": "{paths: /src/**}"} | changes
    text = f"{V}rules:\n{rule(**wide)}{rule(id='narrow', when='{paths: /src/pay/**}')}"
    assert advice(text) == []


def test_of_two_equal_rules_the_later_is_told():
    text = f"{V}rules:\n{rule(id='one')}{rule(id='two')}"
    assert [row[2] for row in advice(text)] == [
        "Wherever `two` fires, `one` does too, so it adds only its words and questions."
    ]


def test_a_rule_inside_its_zones_paths_is_told():
    text = V + "zones: {money: {paths: [/pay/**]}}\nrules:\n" + rule(when="{paths: /pay/**, added: x}")
    assert [row[2] for row in advice(text)] == [
        "Wherever `own` fires, `money-paths` does too, so it adds only its words and questions."
    ]


@pytest.mark.parametrize(
    ("sign_off", "person"),
    [
        ("{from: {users: [Grace]}}", "grace"),
        ("{from: {users: [grace, ann]}, count: 2}", "ann"),
        ("{all: [{from: {users: [grace]}}, {from: {teams: [acme/pay]}}]}", "grace"),
        ("{any: [{from: {users: [grace]}}, {from: {users: [grace]}}]}", "grace"),
    ],
)
def test_a_senior_who_could_not_be_replaced_is_told(sign_off, person):
    assert advice(f"{V}zones: {{money: {{sign_off: {sign_off}}}}}\n") == [
        (
            2,
            17,
            f"When {person} makes a change here, nobody can sign it: nobody signs their own work.",
            "Name one more person, or a team, or `permission: maintain`.",
        )
    ]


@pytest.mark.parametrize(
    "sign_off",
    [
        "{from: {users: [grace, ann]}}",
        "{from: {users: [grace], teams: [acme/pay]}}",
        "{from: {permission: maintain}, count: 2}",
        "{any: [{from: {users: [grace]}}, {from: {users: [ann]}}]}",
    ],
)
def test_somebody_is_left(sign_off):
    assert advice(f"{V}zones: {{money: {{sign_off: {sign_off}}}}}\n") == []


def test_whoever_is_asked_only_about_their_own_work_can_never_sign():
    sign_off = "{all: [{from: {permission: write}}, {from: {users: [grace]}, if: {author: Grace}}]}"
    assert problems(f"{V}zones: {{money: {{sign_off: {sign_off}}}}}\n") == [
        (
            2,
            17,
            "This asks grace to sign only what they made themselves, which they may not.",
            "Name somebody else under `from`, or change the `if`.",
        )
    ]


def test_who_could_override_all_alone_is_told_that_nobody_reviews_it():
    sign_off = "{from: {users: [Grace, margaret]}}"
    overriding = "override: {from: {users: [grace, margaret, ada]}, count: 2}\n"
    assert advice(f"{V}{overriding}zones: {{money: {{sign_off: {sign_off}}}}}\n") == [
        (
            3,
            17,
            "When grace and margaret override a change here, nobody is left to review it after the merge.",
            "Name one more person, or a team, or `permission: maintain`.",
        )
    ]


@pytest.mark.parametrize(
    ("override", "sign_off"),
    [
        ("{from: {users: [grace, margaret]}}", "{from: {users: [grace, margaret]}}"),  # one overrides, one reviews
        ("{from: {users: [grace, margaret]}, count: 2}", "{from: {users: [grace, margaret, ada]}}"),
        ("{from: {users: [grace, margaret]}, count: 2}", "{from: {users: [grace], teams: [acme/payments]}}"),
        ("{from: {users: [grace, ada]}, count: 2}", "{from: {users: [grace, margaret]}}"),
    ],
)
def test_where_somebody_is_left_to_review_nothing_is_said(override, sign_off):
    assert advice(f"{V}override: {override}\nzones: {{money: {{sign_off: {sign_off}}}}}\n") == []


def test_a_sound_policy_gets_one_piece_of_advice():
    assert found(SOUND).problems == ()
    assert [one.says for one in found(SOUND).advice] == [
        "When carol makes a change here, nobody can sign it: nobody signs their own work."
    ]


@pytest.mark.parametrize("file", shipped_files(), ids=lambda file: file.stem)
def test_nothing_is_said_of_a_shipped_rule(file):
    assert found(file.read_text()) == Review()


LOWER = "so less is asked of a change as soon as an assistant is declared."


@pytest.mark.parametrize(
    ("zone", "column", "says"),
    [
        ("sign_off: {any: [{from: {users: [a, b]}, if: {ai: agent}}, {from: {users: [c, d]}}]}", 55, "This is one more way to sign"),
        ("sign_off: {all: [{from: {users: [a, b]}}, {from: {users: [c, d]}, if: {none: [{ai: assisted}]}}]}", 88, "`ai` stands under `none`"),
        ("refuse: [{if: {none: [{ai: assisted}]}, why: No.}]", 32, "`ai` stands under `none`"),
    ],
)  # fmt: skip
def test_less_for_assisted_work_is_advised_against(zone, column, says):
    told = [one for one in advice(f"version: 1\nzones:\n  money:\n    {zone}\n") if "declared" in one[2]]
    assert [one[:3] for one in told] == [(4, column, f"{says}, {LOWER}")]


@pytest.mark.parametrize(
    "zone",
    [
        "sign_off: {all: [{from: {users: [a, b]}}, {from: {users: [c, d]}, if: {ai: assisted}}]}",
        "refuse: [{if: {none: [{none: [{ai: agent}]}]}, why: No.}]",
        "refuse: [{if: {ai: agent}, why: No.}]",
    ],
)
def test_more_for_assisted_work_is_left_alone(zone):
    assert not [one for one in advice(f"version: 1\nzones:\n  money:\n    {zone}\n") if "declared" in one[2]]
