"""Replays: what counts as asked, how it is remembered, and the words for each outcome."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.memory import remember
from bot.core.model.ledger import EntryKind
from bot.core.model.policy import Mode
from bot.core.model.proposal import Change, Proposal, Replay, Weight
from bot.core.model.report import PolicyText
from bot.core.model.verdict import Matches
from bot.core.proposal_words import in_words, replay_in_words
from bot.core.replay import Replayed, compared, entry, held, proposal_key, remembered
from tests.core.build import at, finding, policy

NONE = frozenset[str]()
MONEY = frozenset({"money"})


def test_a_zone_is_asked_for_where_it_is_touched_or_could_not_be_judged():
    assert held(policy(), Matches((finding(),))) == MONEY
    assert held(policy(), Matches((), {"money": ("unseen",)})) == MONEY
    assert held(policy(), Matches()) == NONE
    assert held(replace(policy(), mode=Mode.SHADOW), Matches((finding(),))) == NONE


def test_what_only_one_policy_asks_for_is_told_by_zone_newest_first():
    judged = [
        Replayed(19, NONE, MONEY),
        Replayed(15, MONEY, NONE, in_part=True),
        Replayed(12, NONE, frozenset({"auth", "money"})),
        Replayed(9, MONEY, MONEY),
    ]
    assert compared(judged, 2) == Replay(
        judged=4, asked={"auth": (12,), "money": (19, 12)}, free={"money": (15,)}, too_large=2, in_part=1
    )


numbers = st.dictionaries(st.sampled_from(["money", "auth"]), st.lists(st.integers(1, 99), min_size=1).map(tuple))
replays = st.builds(Replay, st.integers(0, 30), numbers, numbers, st.integers(0, 30), st.integers(0, 30), st.text())


@given(replays)
def test_a_replay_is_remembered_as_it_was(replay):
    kept = entry("k", replay, at(1))
    kept = replace(kept, data=json.loads(json.dumps(kept.data)))
    assert kept.kind is EntryKind.REPLAYED
    assert remembered(remember([kept]), "k") == replay
    assert remembered(remember([kept]), "another") is None


def test_a_proposal_is_named_for_what_stands_in_whose_place_and_where():
    base, head, other = (PolicyText("c", "text", blob) for blob in ("b1", "b2", "b3"))
    named = [("main", base, head), ("main", base, other), ("next", base, head), ("main", other, head)]
    keys = {proposal_key(*one) for one in named}
    assert len(keys) == 4
    assert proposal_key("main", replace(base, commit="d"), head) in keys


WORDS = {
    "Replayed over the last 30 pull requests merged into `main`: 3 would newly be asked for **money** "
    "(`#12`, `#15` and `#19`), 1 would be free of **auth** (`#7`).": Replay(
        30, {"money": (12, 15, 19)}, {"auth": (7,)}
    ),
    "Replayed over the last 28 pull requests merged into `main`: 7 would newly be asked for **money** "
    "(`#1`, `#2`, `#3`, `#4`, `#5` and 2 more).": Replay(28, {"money": (1, 2, 3, 4, 5, 6, 7)}),
    "Replayed over the last 4 pull requests merged into `main`: none would be asked or let go otherwise. "
    "2 of them were too large to look at. Of 1 a part could not be seen, and what can't be seen counts as asked for.": Replay(
        2, too_large=2, in_part=1
    ),
    "Replayed over the last pull request merged into `main`: none would be asked or let go otherwise.": Replay(1),
    "No pull request has been merged into `main` yet, so none could be replayed.": Replay(),
    "The replay over the last merged pull requests could not be made: it was slow␊@x <! --.": Replay(
        failed="it was slow\n@x <!--"
    ),
}


@pytest.mark.parametrize(("says", "replay"), WORDS.items())
def test_each_outcome_has_its_words(says, replay):
    assert replay_in_words(replay, "main") == says


def test_more_changes_than_are_shown_are_counted():
    changes = tuple(Change(Weight.WEAKER, f"**money** loses `/{n}`") for n in range(12))
    says = in_words(Proposal(changes, Replay()), "main", 10)
    assert says.split("\n\n")[0].endswith("- weaker: **money** loses `/9`\n- and 2 more")
    assert "more" not in in_words(Proposal(changes[:10], Replay()), "main", 10)
