"""`file`, `structure` and `sql` in a policy: what they become, and what is wrong with them, at its place."""

import pytest

from bot.core.model.change import Side
from bot.core.model.policy import Policy, Rule
from bot.core.model.predicates import (
    AnyOf,
    File,
    LinePattern,
    Lines,
    Sql,
    Structure,
)
from bot.core.when_words import in_words
from bot.policy.cases import run_cases
from tests.policy.texts import rules

REFUSED = "This can't be used as a pattern of {}: ast-grep does not find even its own text with it."
LOOK = "RE2 can't look ahead (`(?!`), which keeps it fast on anything."
PIECE = "Write a whole expression, statement or definition, such as `$X.execute($$$)`."


def own(policy: Policy) -> Rule:
    return next(rule for rule in policy.rules if rule.id == "own")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("{file: foo}", File("foo")),
        ("{file: {match: foo, unless: bar, side: base}}", File("foo", "bar", Side.REMOVED)),
        ("{sql: drops-table}", Sql(("drops-table",))),
        (
            "{sql: {kinds: [truncates], otherwise: foo}}",
            Sql(("truncates",), Lines(Side.ADDED, (LinePattern("foo"),))),
        ),
        (
            "{structure: {language: python, pattern: f($$$), inside: g($$$), side: base, otherwise: foo}}",
            Structure(
                ("python",), "f($$$)", Side.REMOVED, "g($$$)", otherwise=Lines(Side.REMOVED, (LinePattern("foo"),))
            ),
        ),
        (
            "{structure: [{language: [go, java], pattern: f()}, {language: ruby, pattern: g}]}",
            AnyOf((Structure(("go", "java"), "f()"), Structure(("ruby",), "g"))),
        ),
    ],
)
def test_what_they_become(policy_of, when, expected):
    assert own(policy_of(rules(when=when))).when == expected


@pytest.mark.parametrize(
    ("when", "says", "instead"),
    [
        ("{structure: {language: pyton, pattern: f()}}", "Code in `pyton` can't be taken apart here.", "Did you mean `python`?"),
        ("{structure: {language: python, pattern: ')))'}}", REFUSED.format("python"), PIECE),
        ("{structure: {language: go, pattern: f(), has: '}'}}", REFUSED.format("go"), PIECE),
        ("{structure: {language: go, pattern: ' '}}", "This pattern is empty.", "Write a piece of code, such as `$X.execute($$$)`."),
        ("{sql: drop-table}", "`drop-table` is no kind of SQL statement known here.", "Did you mean `drops-table`?"),
        ("{sql: {kinds: [truncates], otherwise: {unless: a}}}", "Neither `match` nor `patterns` stands here.", "Write one of them."),
        ("{file: {match: '(?!a)'}}", LOOK, "Match without it, and put what must not follow into `unless:`."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(told, when, says, instead):
    assert [(line, one, two) for line, _, one, two in told(rules(when=when))] == [(8, says, instead)]


def test_they_are_part_of_what_was_signed(policy_of):
    texts = (
        "{sql: truncates}",
        "{sql: drops-table}",
        "{structure: {language: go, pattern: f()}}",
        "{structure: {language: go, pattern: g()}}",
    )
    assert len({own(policy_of(rules(when=when))).digest for when in texts}) == len(texts)


def test_in_words():
    otherwise = Lines(Side.ADDED, (LinePattern("x"),))
    assert in_words(Structure(("go", "java"), "f($$$)", inside="g()", otherwise=otherwise)) == (
        "- an added line stands in go or java like `f($$$)`, inside `g()`; where that can't be told, this decides:\n"
        "  - an added line matches `x`"
    )
    assert in_words(Sql(("truncates", "renames"))) == (
        "- an added line stands in SQL that empties a table or renames what running code calls by name"
    )
    assert (
        in_words(File("a", "b", Side.REMOVED))
        == "- some line of the whole file at the base matches `a`, and none matches `b`"
    )


def test_a_case_whose_lines_do_not_stand_in_its_text(policy_of):
    case = "{name: odd, path: a.py, diff: '+b', head: 'a', expect: hit}"
    found = own(policy_of(rules(when="{file: a}", tests=f"[{case}]")))
    assert [str(failure) for failure in run_cases([found])] == [
        "it can't be judged: the diff can't be read: its lines do not stand in `head` as they are."
    ]
