"""Strangers' text, and our own, as Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.markdown import code, listed, moment, person, plain, unwrapped
from tests.core.build import at


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.py", "`a.py`"),
        ("a`b", "``a`b``"),
        ("`a", "`` `a ``"),
        ("a``b`", "``` a``b` ```"),
        ("", "`  `"),
        ("a\nb\rc\u2028d", "`a␊b␊c␊d`"),
        ("a\u202eb\x00c\ud800", "`a�b�c�`"),
        ("@acme/everyone [x](y)", "`@acme/everyone [x](y)`"),
    ],
)
def test_code(text, shown):
    assert code(text) == shown


@given(st.text(max_size=60))
def test_nothing_leaves_its_code(text):
    shown = code(text)
    fence = shown[: len(shown) - len(shown.lstrip("`"))]
    inside = shown[len(fence) : -len(fence)]
    assert shown.endswith(fence)
    assert fence not in inside
    assert "\n" not in inside


def test_long_texts_are_cut():
    assert plain("x" * 500) == "x" * 199 + "…"


def test_people_are_named_and_not_called():
    assert person("grace") == "**grace**"
    assert person("") == "a deleted account"


@pytest.mark.parametrize(
    ("names", "sentence"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([], "")]
)
def test_lists(names, sentence):
    assert listed(names) == sentence


def test_moments_are_in_utc():
    assert moment(at(5)) == "2 March 2026, 09:05 UTC"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("- a\n  b\n- c", "- a b\n- c"),
        ("# Title\ntext\nmore", "# Title\ntext more"),
        ("text\n\n```python\na\nb\n```\nafter\nit", "text\n\n```python\na\nb\n```\nafter it"),
        ("text:\n\n    code\n    more\n\nend", "text:\n\n    code\n    more\n\nend"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("> a\n> b", "> a\n> b"),
        ("| a |\n| b |", "| a |\n| b |"),
    ],
)
def test_paragraphs_are_joined_and_nothing_else(text, joined):
    assert unwrapped(text) == joined
