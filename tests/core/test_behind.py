"""Whether a change was made to the text that stands on the base now."""

from difflib import unified_diff

from hypothesis import given
from hypothesis import strategies as st

from bot.core.behind import is_behind

texts = st.lists(st.sampled_from("abcd"), max_size=12).map(lambda lines: "".join(f"{line}\n" for line in lines))


def patch(old: str, new: str) -> str:
    rows = list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:]
    return "\n".join(rows)


@given(texts, texts)
def test_a_change_of_the_text_that_stands_there_is_not_behind(old, new):
    assert not is_behind(old, new, patch(old, new))


@given(texts, texts, texts)
def test_a_change_of_another_text_is_behind(old, new, base):
    assert is_behind(base, new, patch(old, new)) or base == old or patch(base, new) == patch(old, new)


def test_a_line_that_changed_on_the_base_alone():
    assert is_behind("a\nb\nX\n", "A\nb\nc\n", patch("a\nb\nc\n", "A\nb\nc\n"))
    assert is_behind(
        "a\nb\nc\nd\ne\nf\nX\n", "A\nb\nc\nd\ne\nf\ng\n", patch("a\nb\nc\nd\ne\nf\ng\n", "A\nb\nc\nd\ne\nf\ng\n")
    )


def test_a_patch_that_can_not_be_read_may_hide_that():
    assert is_behind("a\n", "b\n", "@@ nonsense")
