import pytest

from tests.evasion.attack import HERE, chapters, page

LEAST = 60


def test_the_page_lists_what_is_tested():
    assert (HERE / "README.md").read_text(encoding="utf-8") == page(), "run `python -m tests.evasion`"


def test_there_are_enough():
    assert sum(map(len, chapters().values())) >= LEAST


@pytest.mark.parametrize("title", chapters())
def test_every_attack_is_told_in_full(title):
    for one in chapters()[title]:
        assert one.tries
        assert one.here
        assert not any(
            "|" in text or "\n" in text or text.endswith(".") for text in (one.tries, one.policy_bot, one.here)
        )
