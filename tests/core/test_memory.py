"""What is known of a pull request's past."""

from bot.core.memory import Publication, drawn, remember, shown_meanwhile
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.verdict import Cover
from tests.core.build import HEAD, at, comment, review, shown

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

    def of(minute, head, now=None):
        return memory.reviewed("money", review("grace", minute=minute, commit_sha=head), now)

    assert of(9, "e" * 40) == ONE
    assert of(9, "f" * 40) is None  # it was never shown here
    assert of(9, None) is None  # nobody knows which commit it was
    assert of(3, HEAD) is None
    assert of(9, "f" * 40, (HEAD, TWO)) is None
    assert of(9, None, ("", TWO)) is None


def test_a_review_of_a_commit_that_left_a_zone_alone_is_about_what_was_shown_before():
    memory = remember([shown(2, "e" * 40, money=ONE), shown(8, money=ONE)])

    def of(minute, head, now=None):
        return memory.reviewed("money", review("grace", minute=minute, commit_sha=head), now)

    assert of(5, HEAD) == ONE  # though that commit was shown a little later
    assert of(9, "f" * 40, ("f" * 40, ONE)) == ONE  # though nothing was shown of it yet
    assert of(9, "f" * 40, ("f" * 40, TWO)) is None
    assert of(1, HEAD, (HEAD, ONE)) is None
    assert memory.reviewed("auth", review("grace", minute=5, commit_sha=HEAD), None) is None


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


class TestShownMeanwhile:
    """A process may end between showing a summary and recording that it did."""

    OLD = drawn(Publication(at(1), "e" * 40, {"money": ONE}), "The old list\n- [ ] a")
    NEW = drawn(Publication(at(5), HEAD, {"money": TWO}), "The new list\n- [ ] a")

    def test_the_first_summary_counts_from_its_beginning_whatever_was_ticked_since(self):
        summary = comment("The old list\r\n- [x] a", minute=2, updated_at=at(4))
        (entry,) = shown_meanwhile(remember([self.OLD]), summary)
        (publication,) = remember([self.OLD, entry]).publications
        assert (publication.at, publication.head, dict(publication.zones)) == (at(2), "e" * 40, {"money": ONE})

    def test_a_later_one_counts_from_the_last_edit(self):
        known = Entry(EntryKind.SUMMARY, at(2), "summary:9", data={"comment": 50})
        memory = remember([self.OLD, shown(2, "e" * 40, money=ONE), known, self.NEW])
        (entry,) = shown_meanwhile(memory, comment("The new list\n- [ ] a", minute=2, updated_at=at(6)))
        assert entry.at == at(6)

    def test_of_two_that_were_never_recorded_the_time_of_the_first_is_not_that_of_the_second(self):
        (entry,) = shown_meanwhile(
            remember([self.OLD, self.NEW]), comment("The new list\n- [ ] a", minute=2, updated_at=at(6))
        )
        assert entry.at == at(6)

    def test_what_was_recorded_is_not_recorded_again(self):
        summary = comment("The old list\n- [x] a", minute=2, updated_at=at(4))
        assert shown_meanwhile(remember([self.OLD, shown(2, "e" * 40, money=ONE)]), summary) == ()

    def test_an_older_list_that_somebody_put_back_counts_for_nothing(self):
        memory = remember([self.OLD, shown(2, "e" * 40, money=ONE), self.NEW, shown(6, money=TWO)])
        assert shown_meanwhile(memory, comment("The old list\n- [ ] a", minute=2, updated_at=at(7))) == ()
        lost = remember([self.OLD, shown(2, "e" * 40, money=ONE), self.NEW])
        assert shown_meanwhile(lost, comment("The old list\n- [ ] a", minute=2, updated_at=at(7))) == ()

    def test_words_of_another_are_nothing_that_was_shown(self):
        assert shown_meanwhile(remember([self.OLD]), comment("Signed!", updated_at=at(4))) == ()
        assert shown_meanwhile(remember([self.OLD]), None) == ()
