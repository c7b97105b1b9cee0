"""Boxes that people switch at once, from older pages, doubled and out of order: what each switch tells, and what it comes to."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import words
from bot.core.beside import wording
from bot.core.case import checklist
from bot.core.clerk import Clerk, TickedBox
from bot.core.decide import decide
from bot.core.events.boxes import boxes, switched
from bot.core.fingerprint import cover
from bot.core.memory import Publication, published, remember
from bot.core.model.ledger import EntryKind
from bot.core.model.lessons import Beside
from bot.core.model.policy import ChecklistItem, Requirement, Signers, TeachBack
from bot.core.model.verdict import ZoneState
from bot.core.notices import notices
from bot.core.render import Scene, render
from tests.core.build import HEAD, at, case, comment, finding, policy, pull, zone

COVER = cover((finding(),), pull())
ITEMS = checklist((finding(),))
QUESTIONS = (ChecklistItem("twice", "What happens the second time?"), ChecklistItem("half-way", "And half way?"))
BESIDE = Beside(tuple((item.id, wording(item.ask)) for item in ITEMS))
SHOWN = published(Publication(at(1), HEAD, {"money": COVER}, {"money": BESIDE}), "p")
TWO = Requirement(Signers("", users=("grace", "heidi")), count=2)


def box(item=0, login="grace", minute=10.0, *, checked=True, several=False):
    one = ITEMS[item]
    source = f"delivery:{login}{minute}{checked}:{one.id}"
    digits = COVER.fingerprint[:16]
    return TickedBox("money", one.id, digits, checked, login, at(minute), source, one.ask, several)


def after(*switches, **changes):
    clerk = Clerk(case(memory=[SHOWN], **changes))
    for one in switches:
        clerk.tick(one)
    return clerk.case


def answered(of):
    (found,) = decide(of).zones
    return [(ITEMS.index(next(i for i in ITEMS if i.id == tick.item)), tick.login) for tick in found.ticks]


class TestOfOneEdit:
    LINES = "- [ ] 1. Is it so? <!-- dont-delegate:box money a/b 0123456789abcdef -->"

    @pytest.mark.parametrize(
        ("before", "now", "asks"),
        [
            (LINES, LINES.replace("[ ]", "[x]"), ["Is it so?"]),
            (LINES + " · *grace*", LINES.replace("[ ]", "[X]") + " · *grace*", ["Is it so?"]),
            (LINES, LINES.replace("[ ]", "[x]").replace("so", "fine"), [""]),  # the words changed with the tick
            (LINES.replace("so", "fine"), LINES.replace("[ ]", "[x]").replace("so", "fine"), ["Is it fine?"]),
            ("", LINES.replace("[ ]", "[x]"), []),  # somebody wrote the box in
        ],
    )
    def test_the_question_comes_with_the_switch(self, before, now, asks):
        assert [one.ask for one in switched(before, now)] == asks

    def test_what_stands_behind_the_mark_is_no_part_of_the_question(self):
        (one,) = boxes(self.LINES + " · does not apply, says *grace*: `no`").values()
        assert (one.ask, one.checked) == ("Is it so?", False)


class TestOfOlderPages:
    def test_two_seniors_at_once_each_answer_their_own_box(self):
        """Heidi's page was older than grace's tick: her edit clears it, and ticks another."""
        of = after(
            box(0, "grace", 10), box(0, "heidi", 11, checked=False, several=True), box(1, "heidi", 11, several=True)
        )
        assert answered(of) == [(0, "grace"), (1, "heidi")]
        assert notices(of.memory, decide(of)) == ()

    def test_a_box_that_comes_back_with_an_older_page_is_nobodys_answer(self):
        """Grace took her tick back; heidi's page still showed it, and her click on another box writes it anew."""
        of = after(
            box(0, "grace", 10),
            box(0, "grace", 11, checked=False),
            box(0, "heidi", 12, several=True),
            box(1, "heidi", 12, several=True),
        )
        assert answered(of) == [(1, "heidi")]
        assert notices(of.memory, decide(of)) == (f"A box was set back: {words.CARRIED_ALONG}.",)

    def test_a_strangers_tick_that_stood_for_a_moment_is_not_carried_along(self):
        of = after(box(0, "mallory", 10), box(0, "heidi", 12, several=True), box(1, "heidi", 12, several=True))
        assert answered(of) == [(1, "heidi")]

    def test_boxes_that_nobody_ticked_before_may_be_ticked_with_one_edit(self):
        of = after(*(box(item, "grace", 10, several=True) for item in range(len(ITEMS))))
        assert decide(of).passes
        again = replace(of, memory=of.memory.with_entries(of.memory.entries))
        assert decide(again).passes

    def test_the_same_box_alone_is_a_click(self):
        of = after(box(0, "grace", 10), box(0, "grace", 11, checked=False), box(0, "heidi", 12))
        assert answered(of) == [(0, "heidi")]

    def test_a_sign_off_that_was_taken_back_had_shown_every_box_ticked(self):
        clerk = Clerk(case(memory=[SHOWN]))
        clerk.carry_out(comment("/sign-off money", minute=10))
        clerk.carry_out(comment("/revoke money", number=51, minute=11))
        for item in range(len(ITEMS)):
            clerk.tick(box(item, "heidi", 12, several=True))
        assert answered(clerk.case) == []


class TestInOneSecond:
    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_what_takes_back_weighs_more(self, order):
        both = (box(0, "grace", 10), box(0, "grace", 10, checked=False))
        assert answered(after(*(both[which] for which in order))) == []

    def test_a_revocation_counts_against_ticks_that_arrive_after_it(self):
        clerk = Clerk(case(memory=[SHOWN]))
        (done,) = clerk.carry_out(comment("/revoke", minute=11))
        assert done.refused == "you have no sign-off here to take back"
        for item in range(len(ITEMS)):
            clerk.tick(box(item, "grace", 10))
        assert answered(clerk.case) == []


LOGINS = st.sampled_from(["grace", "heidi", "ada", "mallory"])
SWITCHES = st.builds(
    lambda item, login, minute, checked, several: box(item, login, float(minute), checked=checked, several=several),
    st.integers(0, len(ITEMS) - 1),
    LOGINS,
    st.integers(2, 9),
    st.booleans(),
    st.booleans(),
)
BODIES = st.sampled_from(
    [
        "/sign-off money",
        "/revoke",
        "/revoke money\n/sign-off money",
        "/not-applicable money 1 It only moves.",
        "/not-applicable 2 No events here.\n/not-applicable twice None at all.",
        "/answer twice It is stored once.",
        "/answer half-way The row is first.\n/answer twice Nothing.",
        "/answer twice",
    ]
)
COMMENTS = st.lists(st.tuples(BODIES, LOGINS, st.integers(2, 9)), max_size=5)


def world(required):
    asks = TeachBack(QUESTIONS, required=required)
    return policy(replace(zone(sign_off=TWO), teach_back=asks))


def final(batches, comments, required):
    """Deliver events in batches, as an evaluator takes them: whatever comments there are, it reads at the first."""
    of = case(of=world(required), memory=[SHOWN])
    for number, batch in enumerate(batches):
        clerk = Clerk(of)
        for one in batch:
            clerk.tick(one)
        for said in comments if number == 0 else ():
            clerk.carry_out(said)
        of = clerk.case
    verdict = decide(of)
    scene = Scene(of.pull, of.policy, "https://github.test", notices=notices(of.memory, verdict))
    return verdict, render(verdict, scene).summary


@settings(max_examples=300, deadline=None)
@given(st.lists(SWITCHES, max_size=8, unique_by=lambda one: one.source), COMMENTS, st.booleans(), st.data())
def test_whatever_the_order_and_doubling_the_end_is_the_same(switches, said, required, data):
    comments = [comment(body, login, 50 + n, minute) for n, (body, login, minute) in enumerate(said)]
    once = final([switches], comments, required)
    shuffled = data.draw(
        st.permutations(switches + data.draw(st.lists(st.sampled_from(switches or [box()]), max_size=4)))
    )
    if not switches:
        shuffled = []
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    batches = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
    assert final(batches, comments, required) == once


@settings(max_examples=200, deadline=None)
@given(st.lists(SWITCHES, max_size=12, unique_by=lambda one: one.source), COMMENTS)
def test_with_teach_back_required_nothing_is_signed_before_the_answers_are_shown(switches, said):
    comments = [comment(body, login, 50 + n, minute) for n, (body, login, minute) in enumerate(said)]
    verdict, _ = final([switches], comments, required=True)
    assert verdict.zones[0].state is not ZoneState.SIGNED


def test_a_refused_tick_is_remembered_as_one():
    of = after(box(0, "mallory"))
    assert [entry.kind for entry in remember(of.memory.entries).of(EntryKind.TICK_REFUSED)] == [EntryKind.TICK_REFUSED]
