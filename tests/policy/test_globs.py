"""Globs as CODEOWNERS reads them, with braces as a shell expands them; the rest is told."""

# ruff: noqa: E501 - a table reads best with a row a line

import pytest

from bot.policy.globs import expand
from tests.policy.texts import V

# fmt: off
TOLD = (
    (V + "exclude: ['']\n", 2, 11, "This glob is empty.", "Write a path, such as `/src/billing/**`."),
    (V + "exclude: [' a']\n", 2, 11, "This glob begins or ends with a space.", "Remove it."),
    (V + "exclude: ['a ']\n", 2, 11, "This glob begins or ends with a space.", "Remove it."),
    (V + "exclude: ['#a']\n", 2, 11, "A glob that starts with `#` is a comment.", "Write `/#...` or `**/#...`."),
    (V + "exclude: ['!#a']\n", 2, 11, "A glob that starts with `#` is a comment.", "Write `/#...` or `**/#...`."),
    (V + "exclude: ['a[b]']\n", 2, 11, "Globs have no `[ ]` here, as in CODEOWNERS.", "Write `?` for one character, `{a,b}` for a choice."),
    (V + "exclude: ['a\\b']\n", 2, 11, "Globs have no backslash here.", "Separate folders with `/`; write `?` for a character you can't write."),
    (V + "exclude: ['./a']\n", 2, 11, "A glob starts at the repository's root, never with `./` or `../`.", "Write `/src/**`."),
    (V + "exclude: ['../a']\n", 2, 11, "A glob starts at the repository's root, never with `./` or `../`.", "Write `/src/**`."),
    (V + "exclude: ['a//b']\n", 2, 11, "Two slashes stand side by side.", "Write one."),
    (V + "exclude: ['/']\n", 2, 11, "`/` alone names no file.", "Write `**` for every file."),
    (V + "exclude: ['**.py']\n", 2, 11, "`**` means whole folders only when it stands between slashes.", "Write `**/*.py`, not `**.py`."),
    (V + "exclude: ['a/**b']\n", 2, 11, "`**` means whole folders only when it stands between slashes.", "Write `**/*.py`, not `**.py`."),
    (V + "exclude: ['a{,**}']\n", 2, 11, "`a**`, which this stands for, has `**` beside something other than a slash.", "Write `**/`."),
    (V + "exclude: ['{a,**}b']\n", 2, 11, "`**b`, which this stands for, has `**` beside something other than a slash.", "Write `**/`."),
    (V + "exclude: ['{a']\n", 2, 11, "A brace is not closed.", "Write `{a,b}`; `?` stands for a brace itself."),
    (V + "exclude: ['a}']\n", 2, 11, "A brace is not closed, or closes nothing.", "Write `{a,b}`; `?` stands for a brace itself."),
    (V + "exclude: ['{a,{b,c}']\n", 2, 11, "A brace is not closed.", "Write `{a,b}`; `?` stands for a brace itself."),
    (V + "exclude: ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}']\n", 2, 11, "This glob stands for more than 100 globs.", "Use fewer braces, or `*`."),
    (V + "exclude: ['{,a}']\n", 2, 11, "`` is no glob that names a file.", "Write a path, such as `/src/billing/**`."),
    (V + "exclude: ['a\tb']\n", 2, 11, "This glob holds a control character or a line break.", "Write one glob an entry."),
    (V + f"exclude: [{'x' * 501}]\n", 2, 11, "This glob has 501 characters; the most is 500.", "Split it in two."),
    (V + f"exclude: ['{'{' * 240}']\n", 2, 11, "A brace is not closed.", "Write `{a,b}`; `?` stands for a brace itself."),
)
# fmt: on


@pytest.mark.parametrize(("text", "line", "column", "says", "instead"), TOLD)
def test_a_glob_that_is_none_is_told(told, text, line, column, says, instead):
    assert told(text) == [(line, column, says, instead)]


@pytest.mark.parametrize(
    ("glob", "stands_for"),
    [
        ("/src/**", ("/src/**",)),
        ("**/*.{js,ts}", ("**/*.js", "**/*.ts")),
        ("{a,b}/{c,d}", ("a/c", "a/d", "b/c", "b/d")),
        ("{a,b{c,d{e,f}}}", ("a", "bc", "bde", "bdf")),
        ("a{,b}", ("a", "ab")),
        ("{a,a}", ("a",)),
        ("{a}", ("{a}",)),
        ("{{cookiecutter.slug}}/{x,y}", ("{{cookiecutter.slug}}/x", "{{cookiecutter.slug}}/y")),
        ("{{a,b}}", ("{a}", "{b}")),
        ("!**/{a,b}.py", ("!**/a.py", "!**/b.py")),
        ("{src/**,lib}/x", ("src/**/x", "lib/x")),
        ("a?b*c", ("a?b*c",)),
        ("a b/c d", ("a b/c d",)),
    ],
)
def test_braces_are_expanded_from_left_to_right(glob, stands_for):
    assert expand(glob) == stands_for
