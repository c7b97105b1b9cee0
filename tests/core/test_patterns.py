import pytest
import re2
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.model.change import Side
from bot.core.patterns import PatternSet, Scan, compiled, loosened

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
            assert 0 in scan_of(loose, "something else").match(raw)


def scan_of(*patterns: str) -> Scan:
    found = Scan()
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


@pytest.mark.parametrize("found", [Scan(), PatternSet()], ids=["scan", "set"])
def test_a_pattern_is_known_by_one_number(found):
    assert [found.add("foo"), found.add("bar"), found.add("foo")] == [0, 1, 0]
    assert found.match(b"a bar") == {1}
    assert found.match(b"") == frozenset()


@pytest.mark.parametrize("kind", [Scan, PatternSet])
def test_no_patterns_match_nothing(kind):
    assert kind().match(b"a") == frozenset()


def test_a_pattern_without_a_literal_part_may_match_anywhere():
    assert scan_of(r"\S", "foo").match(b"@@") == {0}


@pytest.mark.parametrize(
    ("pattern", "text"), [("(?i)é", "É"), ("(?i)k", "\u212a"), ("(?i)straße", "STRAßE"), (r"\x{202e}", "a\u202eb")]
)
def test_letters_of_other_scripts_are_not_lost(pattern, text):
    assert compiled(pattern).search(text.encode())
    assert scan_of(pattern, "other").match(text.encode()) == {0}


def test_what_memory_is_too_short_for_may_match(monkeypatch):
    monkeypatch.setattr("bot.core.patterns._END", b"never looked for")
    found = scan_of("foo", "bar")
    found.match(b"")
    monkeypatch.setattr("bot.core.patterns._END", b"")
    assert found.match(b"nothing of it") == {0, 1}


def test_patterns_too_many_for_one_set_are_split(monkeypatch):
    monkeypatch.setattr("bot.core.patterns._SET_MEMORY", 200_000)
    found = PatternSet()
    for n in range(60):
        found.add(f"a.{{0,100}}{n}b.{{0,50}}c")
    assert found.match(b"a 17b   c") >= {17, 7}


def test_many_patterns_lie_in_sets_of_few_and_keep_their_numbers(monkeypatch):
    monkeypatch.setattr("bot.core.patterns._SET_PATTERNS", 10)
    found = PatternSet()
    numbers = [found.add(f"^{n}x") for n in range(25)]
    assert [found.match(f"{n}x".encode()) for n in (0, 9, 10, 24)] == [{numbers[n]} for n in (0, 9, 10, 24)]
    assert found._sets is not None
    assert [len(own) for _, _, own in found._sets] == [10, 10, 5]
