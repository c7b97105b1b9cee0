"""The words that a pattern needs: short to look for, and never missing where the pattern matches."""

import pytest
import re2
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.literals import needed
from bot.core.patterns import compiled


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bfoo\b", {"foo"}),
        (r"(?i:SELECT)\s+.*for\s+update", {"select"}),
        (r"(charge|refunds?)\(", {"charge", "refund"}),
        (r"(?P<what>capture)_it", {"capture"}),
        (r"foo(barbar)?baz", {"foo"}),
        (r"ab{2}cde", {"cde"}),
        (r"[abc]def+", {"def"}),
        (r"(?ism)a.b", None),
        (r"x\x41bc", None),
        (r"\x{66}\x{6f}o", None),
        (r"abc?d", None),
        (r"foo|x", None),
        (r"(?:foo)*", None),
        (r"\Qfoo\E", None),
        (r"[foo]+", None),
        ("(" * 60 + "abc" + ")" * 60, None),
    ],
)
def test_the_longest_word_that_every_match_holds(pattern, words):
    assert needed(pattern) == (None if words is None else frozenset(words))


PIECES = st.sampled_from(
    ["foo", "bar", "x", "sk", r"\s*", "+", "?", "*", "{0,2}", "{2}", "(", ")", "|", ".", r"\(", "[a-c]", "(?i:", "(?:", "_", "9"]
)  # fmt: skip
TEXTS = st.text(st.sampled_from("foobarxskFOOBARX\u017f\u212a (_9abc"), max_size=30)


@given(st.lists(PIECES, min_size=1, max_size=9).map("".join), TEXTS)
def test_no_text_that_matches_lacks_all_of_the_words(pattern, text):
    try:
        found = compiled(pattern).search(text.encode())
    except re2.error:
        assume(False)
    words = needed(pattern)
    if found and words:
        assert compiled(f"(?i:{'|'.join(words)})").search(found.group()), (pattern, text)
