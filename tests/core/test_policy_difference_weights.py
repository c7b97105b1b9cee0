"""Whether a change of who signs, or of when a rule fires, asks for less or for more."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.policy import Circle, Policy, Requirement, SignAll, SignAny, Signers
from bot.core.model.predicates import All, AnyOf, Labels, LinePattern, Lines, NoneOf, Paths
from bot.core.policy_difference import difference
from tests.core.test_policy_difference import OWN, policy

GRACE, HEIDI, TEAM = Signers("a", users=("grace",)), Signers("b", users=("heidi",)), Signers("c", teams=("acme/all",))
BOTH = Signers("d", users=("grace", "heidi"))
EASY = Labels(("easy",))
TREES = [
    (SignAll((Requirement(GRACE), Requirement(HEIDI))), SignAny((Requirement(GRACE), Requirement(HEIDI))), "weaker"),
    (SignAny((Requirement(GRACE), Requirement(HEIDI))), Requirement(BOTH), "other"),  # the same in other words
    (SignAll((Requirement(GRACE), Requirement(TEAM))), Requirement(BOTH), "weaker"),
    (Requirement(BOTH, 2), SignAll((Requirement(GRACE), Requirement(HEIDI))), "other"),  # as far as can be told
    (Requirement(GRACE), Requirement(GRACE, when=EASY), "stronger"),  # where it drops out nobody can sign
    (SignAll((Requirement(GRACE), Requirement(HEIDI))), SignAll((Requirement(GRACE), Requirement(HEIDI, when=EASY))), "weaker"),
    (SignAny((Requirement(GRACE), Requirement(HEIDI))), SignAny((Requirement(GRACE), Requirement(HEIDI, when=EASY))), "stronger"),
    (Requirement(BOTH), SignAny((Requirement(replace(BOTH, without=Circle(("ivan",)))),)), "stronger"),
    (Requirement(GRACE), SignAll((Requirement(TEAM), Requirement(HEIDI))), "other"),
    (SignAny(tuple(SignAny((Requirement(GRACE), Requirement(HEIDI))) for _ in range(200))), Requirement(TEAM), "other"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "weight"), TREES)
def test_a_sign_off_tree_is_weighed_by_what_meets_it(old, new, weight):
    base = policy(OWN)
    (change,) = difference(_signed(base, old), _signed(base, new))
    assert change.weight == weight


def test_a_tree_too_large_to_be_weighed_is_neither():
    base, pair = policy(OWN), SignAny((Requirement(GRACE), Requirement(HEIDI)))
    (change,) = difference(_signed(base, SignAll((pair,) * 40)), _signed(base, pair))
    assert change.weight == "other"


def _signed(base: Policy, sign_off: Any) -> Policy:
    return replace(base, zones={**base.zones, "search": replace(base.zones["search"], sign_off=sign_off)})


A, B = Paths(("/a/**",)), Paths(("/b/**",))
CALL, OTHER_CALL = Lines(None, (LinePattern("call"),)), Lines(None, (LinePattern("call"), LinePattern("run")))
CONDITIONS = [
    (AnyOf((A, B)), AnyOf((A,)), "weaker"),
    (AnyOf((A,)), AnyOf((A, B)), "stronger"),
    (All((A, B)), All((A,)), "stronger"),
    (All((A,)), All((A, B)), "weaker"),
    (NoneOf((A, B)), NoneOf((A,)), "stronger"),
    (NoneOf((A,)), NoneOf((A, B)), "weaker"),
    (NoneOf((Paths(("/a/**", "/b/**")),)), NoneOf((A,)), "stronger"),
    (AnyOf((A, CALL)), AnyOf((B, OTHER_CALL)), "other"),
    (All((A, OTHER_CALL)), All((A, CALL)), "weaker"),
    (CALL, Lines(None, (LinePattern("cull"),)), "other"),
    (CALL, A, "other"),
]


@pytest.mark.parametrize(("old", "new", "weight"), CONDITIONS)
def test_a_condition_is_weighed_by_what_it_takes_in(old, new, weight):
    (change,) = difference(_when(old), _when(new))
    assert change.weight == weight


def _when(when: Any) -> Policy:
    base = policy(OWN)
    return replace(base, rules=tuple(replace(r, when=when) if r.id == "totals" else r for r in base.rules))


people = st.lists(st.sampled_from(["ada", "grace", "heidi"]), min_size=1, max_size=3, unique=True).map(tuple)
signers = st.builds(
    Signers, st.just("x"), people, st.sampled_from([(), ("acme/all",)]), st.sampled_from([None, "write", "admin"])
)
whens = st.sampled_from([None, EASY, Labels(("hard",))])
trees = st.recursive(
    st.builds(Requirement, signers, st.integers(1, 3), whens),
    lambda parts: st.lists(parts, min_size=1, max_size=3).map(tuple).flatmap(
        lambda some: st.sampled_from([SignAll(some), SignAny(some)])
    ),
    max_leaves=6,
)  # fmt: skip


@given(trees)
def test_the_same_policy_has_no_difference(tree):
    base = _signed(policy(OWN), tree)
    assert difference(base, replace(base, source="elsewhere")) == ()


@given(trees, trees)
def test_what_is_weaker_one_way_is_stronger_the_other_way(one, other):
    base = policy(OWN)
    there = {(c.weight) for c in difference(_signed(base, one), _signed(base, other))}
    back = {(c.weight) for c in difference(_signed(base, other), _signed(base, one))}
    opposite = {"weaker": "stronger", "stronger": "weaker", "other": "other"}
    assert {opposite[weight] for weight in there} == back
