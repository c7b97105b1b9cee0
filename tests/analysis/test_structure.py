"""Pieces of code by their shape, and the patterns that can't be used."""

import pytest

from bot.analysis.desk import answer, refusals
from bot.core.model.change import Side
from bot.core.model.known import Found, GaveUp, Job, Look
from bot.core.model.predicates import Structure

PYTHON = "import time\n\n\nasync def poll():\n    lock()\n    time.sleep(2)\n\n\ndef wait():\n    time.sleep(3)\n"


def found(text: str, *wanted: Structure, path: str = "a.py", lines=((1, 10_000),)) -> tuple[Found, ...]:
    return answer([Job(Look(path, Side.ADDED, lines, wanted), text)])[0].structures


def lines_of(one: Found) -> list[tuple[int, int]]:
    assert isinstance(one, tuple)
    return [(piece.first, piece.last) for piece in one]


SLEEP = Structure(("python",), "time.sleep($$$)")


def test_a_hit_holds_a_changed_line():
    assert lines_of(found(PYTHON, SLEEP)[0]) == [(6, 6), (10, 10)]
    assert lines_of(found(PYTHON, SLEEP, lines=((1, 5), (10, 10)))[0]) == [(10, 10)]


def test_what_stands_around_and_within():
    inside = Structure(("python",), "time.sleep($$$)", inside="async def $NAME($$$): $$$")
    outside = Structure(("python",), "time.sleep($$$)", not_inside="async def $NAME($$$): $$$")
    holding = Structure(("python",), "def $NAME($$$): $$$", has="time.sleep(3)")
    without = Structure(("python",), "async def $NAME($$$): $$$", not_has="lock()")
    assert [lines_of(one) for one in found(PYTHON, inside, outside, holding, without)] == [
        [(6, 6)],
        [(10, 10)],
        [(9, 10)],
        [],
    ]


def test_broken_code_is_not_decidable():
    assert found("def f(]:\n", SLEEP) == (GaveUp("it has a syntax error on line 1"),)


def test_a_component_is_taken_apart_by_no_grammar():
    assert found("<template/>", SLEEP, path="a.vue") == (GaveUp("no grammar reads files of this kind"),)


@pytest.mark.parametrize(
    ("pattern", "language"),
    [
        ("with $A: $$$", "python"),
        ("$X.transaction do $$$ end", "ruby"),
        ("if ($A) { $$$ }", "typescript"),
        ("$A := $B", "go"),
    ],
)
def test_good_patterns_pass(pattern, language):
    assert refusals([(pattern, language)]) == [None]


def test_bad_patterns_are_refused_in_words():
    assert refusals([(")))", "python"), ("a()\nb()", "python")]) == [
        "ast-grep does not find even its own text with it",
        "ast-grep refuses it: Multiple AST nodes are detected. Please check the pattern source `a() b()`",
    ]
