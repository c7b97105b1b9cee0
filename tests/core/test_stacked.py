"""Taking merge groups apart: every commit on the way belongs to one pull request, or nothing is said at all."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.group import Part
from bot.core.stacked import parts


def test_one_merge_commit_is_one_part():
    assert parts("m", "base", {"m": ["base", "work"]}, {"m": 12}) == (Part(12, "base", "m"),)


def test_a_part_stands_on_the_one_before_it():
    parents = {"m2": ["m1", "two"], "m1": ["base", "one"], "two": ["base"], "one": ["base"]}
    assert parts("m2", "base", parents, {"m1": 11, "m2": 12}) == (Part(11, "base", "m1"), Part(12, "m1", "m2", 11))


def test_what_lies_below_the_start_is_named_where_it_is_in_the_queue_too():
    assert parts("m2", "m1", {"m2": ["m1"]}, {"m1": 11, "m2": 12}) == (Part(12, "m1", "m2", 11),)


def test_rebased_commits_without_an_entry_of_their_own_belong_to_the_one_above():
    parents = {"b2": ["b1"], "b1": ["a"], "a": ["base"]}
    assert parts("b2", "base", parents, {"a": 11, "b2": 12}) == (Part(11, "base", "a"), Part(12, "a", "b2", 11))


def test_a_head_that_is_no_entry_says_nothing():
    assert parts("m", "base", {"m": ["base"]}, {"other": 12}) is None


def test_a_way_that_does_not_lead_to_the_start_says_nothing():
    assert parts("m", "base", {"m": ["elsewhere", "base"]}, {"m": 12}) is None


def test_what_a_branch_brought_along_on_the_second_parent_cuts_nothing():
    """Somebody merged another entry's head into their branch: it is part of their own change then."""
    parents = {"m": ["base", "work"], "work": ["m1"], "m1": ["base"]}
    assert parts("m", "base", parents, {"m": 12, "m1": 11}) == (Part(12, "base", "m"),)


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_parts_follow_each_other_without_a_gap(ends):
    """A line of commits, some of which end an entry; the last one always does."""
    ends[-1] = True
    commits = [f"c{n}" for n in range(len(ends))]
    parents = {sha: [commits[n - 1] if n else "base"] for n, sha in enumerate(commits)}
    found = parts(commits[-1], "base", parents, {sha: n for n, sha in enumerate(commits) if ends[n]})
    assert found is not None
    assert [part.base for part in found] == ["base", *(part.head for part in found[:-1])]
    assert found[-1].head == commits[-1]
    assert len(found) == sum(ends)
