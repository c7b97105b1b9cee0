import pytest
import re2
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.model.change import Side
from bot.core.patterns import PatternSet, compiled, loosened

ATOMS = st.sampled_from(
    ["a", "b", "foo", r"\s*", r"\w+", "[^a]", "[^]^$]", "[[:^alpha:]$]", ".", r"\b", r"\B", "^", "$", r"\A", r"\z", r"\$", r"\^", "#", "-",
     r"\Q^$\E", r"\p{^Greek}", "(?i:A)", "é", r"\x{e9}", "[-+]", " "]
)  # fmt: skip
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        inner.map(lambda p: f"({p})"),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        st.tuples(inner, st.sampled_from(["{2}", "*", "?", "{0,1}"])).map("".join),
        inner.map(lambda p: f"(?i){p}"),
        inner.map(lambda p: f"(?-m:{p})"),
    ),
    max_leaves=8,
)
LINES = st.lists(st.text(st.sampled_from("abfoFO éA-+ #^$@\r\t1_\0"), max_size=8), min_size=1, max_size=6)


def sound(pattern: str) -> bool:
    try:
        compiled(pattern)
    except re2.error:
        return False
    return True


@settings(max_examples=500)
@given(PATTERNS, LINES, st.sampled_from([Side.ADDED, Side.REMOVED]), st.booleans())
def test_a_loosened_pattern_loses_no_line(pattern, lines, side, both):
    assume(sound(pattern))
    sign = "+" if side is Side.ADDED else "-"
    loose = loosened(pattern, None if both else side)
    for line in lines:
        raw = f"@@ -1 +1 @@\n{sign}{line}\n\\ No newline".encode()
        if compiled(pattern).search(line.removesuffix("\r").encode()):
            assert compiled(loose).search(raw), loose
            assert 0 in set_of(loose).match(raw)


def set_of(*patterns: str) -> PatternSet:
    found = PatternSet(one_line=True)
    for pattern in patterns:
        found.add(pattern)
    return found


@given(LINES, st.integers(0, 8))
def test_what_was_cut_off_as_a_comment_hides_no_hit(lines, at):
    for line in lines:
        for pattern in (r"foo\s*$", r"\bfoo\b", r"a\z", r"o\B"):
            if compiled(pattern).search(line[:at].encode()):
                assert compiled(loosened(pattern, Side.ADDED)).search(f"+{line[:at]}# more".encode())


@pytest.mark.parametrize(
    ("pattern", "loose"),
    [
        ("^foo", "(?m:^[+])foo"),
        ("(?i)^foo$", "(?i)(?m:^[+])foo(?:)"),
        ("^a|^b", "(?m:^[+])a|(?m:^[+])b"),
        (r"(?:^|\s)foo", r"(?:(?:)|\s)foo"),
        ("^*foo", "(?:)*foo"),
        ("^^foo", "(?m:^[+])(?:)foo"),
        (r"\Aa\z", "(?m:^[+])a(?:)"),
        (r"[$^]\^\$\Q^$\E", r"[$^]\^\$\Q^$\E"),
    ],
)
def test_an_anchor_at_the_start_takes_the_sign_in_and_others_are_dropped(pattern, loose):
    assert loosened(pattern, Side.ADDED) == loose


def test_no_pattern_crosses_a_line():
    assert not compiled(r"a\s*b").search(b"a\nb")
    assert not compiled(r"a[^x]b").search(b"a\nb")
    assert not compiled(r"(?s)a.b").search(b"a\nb")
    assert set_of(r"a\s*b", r"(?s)a.b").match(b"a\nb") == frozenset()


def test_a_pattern_is_known_by_one_number():
    found = PatternSet(one_line=True)
    assert [found.add("foo"), found.add("bar"), found.add("foo")] == [0, 1, 0]
    assert found.match(b"a bar") == {1}
    assert found.match(b"") == frozenset()


def test_an_empty_set_matches_nothing():
    assert PatternSet(one_line=True).match(b"a") == frozenset()


def test_a_pattern_that_matches_about_anything_is_not_counted_at_every_byte():
    found = set_of(r"\S", "foo")
    assert found.match(b"@@") == {0}
    assert found.match(b"foo") == {0, 1}


def test_patterns_too_many_for_one_set_are_split(monkeypatch):
    monkeypatch.setattr("bot.core.patterns._SET_MEMORY", 200_000)
    patterns = [f"a.{{0,100}}{n}b.{{0,50}}c" for n in range(60)]
    found = set_of(*patterns)
    assert found.match(b"a 17b   c") >= {17, 7}
    assert found._sets is not None
    assert len(found._sets) > 1


def test_a_set_that_runs_out_of_memory_takes_every_pattern_to_hit(monkeypatch):
    class Exhausted:
        def Match(self, text):  # noqa: N802, ARG002  # RE2's name
            return None

    found = set_of("foo", "bar")
    found.match(b"")
    assert found._sets is not None
    monkeypatch.setattr(found, "_sets", [(Exhausted(), 2, [0, 1])])
    assert found.match(b"nothing") == {0, 1}


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", r"^(\w+\s?)*$", r".*.*=.*"])
def test_patterns_that_hang_elsewhere_are_quick(pattern):
    assert set_of(loosened(pattern, None)).match(b"+" + b"a" * 100_000 + b"!") is not None
