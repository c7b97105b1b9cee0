"""What is known of a pull request's past."""

from bot.core.memory import remember
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.verdict import Cover
from tests.core.build import HEAD, at, shown

ONE = Cover("1" * 64, {"a.py": ("x", "y")}, ("rule@d",))
TWO = Cover("2" * 64, {"a.py": ("x", "z")}, ("rule@d",))


def what(publication):
    return publication.zones["money"]


def test_a_publication_comes_back_as_it_went():
    (publication,) = remember([shown(money=ONE)]).publications
    assert (publication.at, publication.head, dict(publication.zones)) == (at(1), HEAD, {"money": ONE})


def test_a_statement_is_about_the_last_publication_before_it():
    memory = remember([shown(1, "e" * 40, money=ONE), shown(5, money=TWO)])
    assert what(memory.shown_before(at(3))) == ONE
    assert what(memory.shown_before(at(6))) == TWO
    assert what(memory.shown_before(at(5))) == ONE
    assert memory.shown_before(at(1)) is None


def test_a_review_of_a_commit_is_about_what_was_shown_for_that_commit():
    memory = remember([shown(1, "e" * 40, money=ONE), shown(5, money=TWO)])
    assert what(memory.shown_before(at(9), "e" * 40)) == ONE
    assert memory.shown_before(at(9), "f" * 40) is None  # it was never shown here
    assert memory.shown_before(at(9), "") is None  # nobody knows which commit it was
    assert memory.shown_before(at(3), HEAD) is None


def test_a_cover_is_found_by_sixteen_digits_and_no_fewer():
    memory = remember([shown(money=ONE)])
    assert memory.cover_of("money", "1" * 16) == ONE
    assert memory.cover_of("money", "1" * 15) is None
    assert memory.cover_of("auth", "1" * 16) is None
    assert memory.cover_of("money", "") is None


def test_the_same_fact_counts_once():
    entry = Entry(EntryKind.ASKED, at(1), "asked:grace", login="grace")
    assert len(remember([entry, entry]).entries) == 1


def test_facts_add_up():
    memory = remember(
        [
            Entry(EntryKind.ANSWERED, at(2), "answered:5", data={"comment": 5}),
            Entry(EntryKind.SHOWN, at(3), "shown:1", data={"keys": ["rule:a.py"]}),
            Entry(EntryKind.ASKED, at(1), "asked:grace", login="grace"),
            Entry(EntryKind.SUMMARY, at(4), "summary:9", data={"comment": 9}),
            Entry(EntryKind.SUMMARY, at(5), "summary:12", data={"comment": 12}),
        ]
    )
    assert (set(memory.answered), set(memory.shown), set(memory.asked)) == ({5}, {"rule:a.py"}, {"grace"})
    assert memory.summary == 12
    assert memory.began == at(1)


def test_an_empty_ledger_remembers_nothing():
    memory = remember([])
    assert (memory.began, memory.summary, memory.shown_before(at(9))) == (None, None, None)
