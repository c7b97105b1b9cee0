"""RE2 patterns: what can't do its work is told, with what to write instead."""

# ruff: noqa: E501 - a table reads best with a row a line

import pytest

from bot.policy.patterns import _in_plain_words, check, crosses_lines
from tests.policy.texts import added, rules

# fmt: off
TOLD = (
    (added("(?!a)b"), 8, 19, "RE2 can't look ahead (`(?!`), which keeps it fast on anything.", "Match without it, and put what must not follow into `unless:`."),
    (added("a(?=b)"), 8, 19, "RE2 can't look ahead (`(?=`), which keeps it fast on anything.", "Match what follows as a part of the pattern."),
    (added("(?<=a)b"), 8, 19, "RE2 can't look behind (`(?<`), which keeps it fast on anything.", "Match the whole, and put what must not stand there into `unless:`."),
    (added("(?<!a)b"), 8, 19, "RE2 can't look behind (`(?<`), which keeps it fast on anything.", "Match the whole, and put what must not stand there into `unless:`."),
    (added("(?>a)b"), 8, 19, "RE2 has no atomic groups, and needs none.", "Write `(?:` in place of `(?>`."),
    (added("(a)\\1"), 8, 19, "RE2 can't refer back to a group (`\\1`).", "Write out what the group may be."),
    (added("(?P<x>a)(?P=x)"), 8, 19, "RE2 can't refer back to a group.", "Write out what the group may be."),
    (added("(?#c)a"), 8, 19, "RE2 has no comments in patterns.", "Put the comment above, after a `#` of YAML."),
    (added("(?(1)a|b)"), 8, 19, "RE2 has no conditions.", "Write two patterns."),
    (added("(?x)a"), 8, 19, "RE2 does not know this flag; it has `i`, `m`, `s` and `U`.", "Use those, as in `(?i:select)`."),
    (added("a\\C+"), 8, 19, "`\\C` matches single bytes, halves of characters and line ends among them.", "Write `.` for any character."),
    (added("a\\Z"), 8, 19, "RE2 does not know `\\Z`.", "Write `$`."),
    (added("\\u0041"), 8, 19, "RE2 does not know `\\u`.", "Write `\\x{202E}` for U+202E."),
    (added("\\K"), 8, 19, "RE2 does not know `\\K`.", "Write the character itself, or `\\x{..}` with its number."),
    (added("\\h"), 8, 19, "RE2 does not know `\\h`.", "Write the character itself, or `\\x{..}` with its number."),
    (added("a{2000}"), 8, 19, "RE2 repeats 1,000 times at most, and the smaller number comes first.", "Write `*`, or a smaller number."),
    (added("*a"), 8, 19, "Nothing stands before a `*`, `+` or `?`.", "Write `\\*` for the sign itself, `.*` for anything."),
    (added("a++"), 8, 19, "Two repetitions stand one after the other; RE2 has no possessive `++`.", "Keep one."),
    (added("(a"), 8, 19, "A `(` is not closed.", "Close it, or write `\\(` for the sign itself."),
    (added("a)"), 8, 19, "A `)` closes nothing.", "Remove it, or write `\\)` for the sign itself."),
    (added("[a"), 8, 19, "A `[` is not closed.", "Close it, or write `\\[` for the sign itself."),
    (added("[z-a]"), 8, 19, "RE2 does not know this range or class of characters.", "Put the smaller character first, and a `-` last."),
    (added("[[:foo:]]"), 8, 19, "RE2 does not know this range or class of characters.", "Put the smaller character first, and a `-` last."),
    (added("a\\"), 8, 19, "The pattern ends in a backslash.", "Write `\\\\` for the sign itself."),
    (added("(?P<a"), 8, 19, "This group's name is not one.", "Write `(` alone; names have no use here."),
    (added("(?:[^a]{1000}){30}"), 8, 19, "RE2 repeats 1,000 times at most, and the smaller number comes first.", "Write `*`, or a smaller number."),
    (added("\\pL{900}"), 8, 19, "The pattern needs too much memory.", "Repeat less: `.{0,80}` in place of `.{0,1000}`."),
    (added(".*"), 8, 19, "This pattern matches every line, even an empty one.", "Take out the `*` or `?` that lets it."),
    (added(""), 8, 19, "This pattern matches every line, even an empty one.", "Take out the `*` or `?` that lets it."),
    (added(".+"), 8, 19, "This pattern matches every line that is not empty.", "Say what the line must hold."),
    (added("x|"), 8, 19, "This pattern matches every line, even an empty one.", "Take out the `*` or `?` that lets it."),
    (added("[\\s\\S]"), 8, 19, "This pattern matches every line that is not empty.", "Say what the line must hold."),
    (added("a\\nb"), 8, 19, "This pattern wants a line break, but patterns are tried on one line at a time, so it never matches.", "Write it on one line in single quotes, with no `\\n`; use two patterns for two lines."),
    (added("\\r"), 8, 19, "This pattern wants a line break, but patterns are tried on one line at a time, so it never matches.", "Write it on one line in single quotes, with no `\\n`; use two patterns for two lines."),
    (added("it's(?!a)"), 8, 19, "RE2 can't look ahead (`(?!`), which keeps it fast on anything.", "Match without it, and put what must not follow into `unless:`."),
    (added("a" * 1001), 8, 19, "This pattern has 1,001 characters; the most is 1,000.", "Split it into a list of patterns."),
    (rules(when="\n      added: |\n        foo"), 9, 14, "This pattern wants a line break, but patterns are tried on one line at a time, so it never matches.", "Write it on one line in single quotes, with no `\\n`; use two patterns for two lines."),
)
# fmt: on


@pytest.mark.parametrize(("text", "line", "column", "says", "instead"), TOLD)
def test_a_pattern_that_can_do_no_work_is_told(told, text, line, column, says, instead):
    assert told(text) == [(line, column, says, instead)]


@pytest.mark.parametrize(
    "pattern",
    [
        "(?i)drop table",
        "(?i:select)",
        "^\\s*@login_required",
        "[^\\n]+x",
        "[]\\n]x",
        "\\\\n",
        "a|b",
        "\\x{202E}",
        "\\pL{3}",
        "é",
        "^$",
        "\\w",
    ],
)
def test_a_pattern_that_can_do_its_work_has_a_size(pattern):
    assert check(pattern) > 0


def test_a_refusal_that_is_new_is_told_in_the_words_of_re2():
    assert "RE2 refuses this pattern: out of ink." in str(_in_plain_words("out of ink"))


@pytest.mark.parametrize(
    ("pattern", "crosses"),
    [
        ("a\\nb", True),
        ("a\nb", True),
        ("\\r$", True),
        ("[^\\n]", False),
        ("[\\]\\n]", False),
        ("\\\\n", False),
        ("\\[\\n", True),
    ],
)
def test_a_line_break_counts_outside_of_classes(pattern, crosses):
    assert crosses_lines(pattern) == crosses
