"""Identifiers that only look different from what rules look for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.readable import readable

CURSIVE = "".join(chr(0x1D4EA + ord(c) - ord("a")) for c in "construct") + "\N{FULLWIDTH LOW LINE}event(b)"


@pytest.mark.parametrize(
    ("path", "line", "reads"),
    [
        (
            "a.py",
            "stripe.Webhook.\N{FULLWIDTH LATIN SMALL LETTER C}onstruct_event(b)",
            "stripe.Webhook.construct_event(b)",
        ),
        ("a.py", "con\N{LATIN SMALL LETTER LONG S}truct_event(b)", "construct_event(b)"),
        ("a.py", CURSIVE, "construct_event(b)"),
        ("a.py", "x = 'é ü € — “quoted” 日本'", "x = 'é ü € — “quoted” 日本'"),
        ("a.js", r"webhooks.\u0063onstructEvent(b)", "webhooks.constructEvent(b)"),
        ("a.ts", r"webhooks.\u{63}onstructEvent(b)", "webhooks.constructEvent(b)"),
        ("a.ts", r"webhooks.\u{000063}onstructEvent(b)", "webhooks.constructEvent(b)"),
        ("a.js", r"'\u0022 \u0000 \u00e9 \u2028'", r"'\u0022 \u0000 \u00e9 \u2028'"),
        ("A.java", r"/* \u002a\u002f pay(); /* */", "/* */ pay(); /* */"),
        ("A.java", r"// nothing \u000a pay();", " pay();"),
        ("A.java", r"\uuu0070ay();", "pay();"),
        ("a.js", r"// nothing \u000a pay();", r"// nothing \u000a pay();"),
    ],
)
def test_what_a_compiler_reads(path, line, reads):
    assert readable(line, path) == reads


@given(st.text(), st.sampled_from(["a.py", "A.java"]))
def test_lines_stay_lines(text, path):
    assert readable(text, path).count("\n") == text.count("\n")


@given(st.text(st.characters(max_codepoint=127, exclude_characters="\\")))
def test_plain_text_stays_as_it_is(text):
    assert readable(text, "a.py") is text
