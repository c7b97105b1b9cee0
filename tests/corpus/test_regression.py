import math

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.regression import SIZES, SQUARES, Rows, fitted, logit

ROWS = st.lists(st.tuples(st.frozensets(st.integers(1, 4)), st.booleans()), min_size=2, max_size=30)
WAYS = [0, 1, 1, -1, -1]


def rows(drawn):
    return Rows([[0, *sorted(row)] for row, _ in drawn], [wanted for _, wanted in drawn], WAYS)


@given(ROWS.filter(lambda drawn: len({wanted for _, wanted in drawn}) == 2))
@settings(max_examples=60, deadline=None)
def test_no_step_in_any_allowed_direction_makes_the_loss_smaller(drawn):
    asked = rows(drawn)
    weights = fitted(asked)
    assert weights[1] >= 0
    assert weights[2] >= 0
    assert weights[3] <= 0
    assert weights[4] <= 0
    least = asked.loss(weights)
    for column, way in enumerate(WAYS):
        for by in (0.05, -0.05):
            moved = [*weights]
            moved[column] += by
            if not way or moved[column] * way >= 0:
                assert asked.loss(moved) >= least - 1e-6


def test_weights_are_those_worked_out_by_hand():
    # Three of four wanted, and nothing told of any: the start alone is the logit of the share.
    assert math.isclose(fitted(Rows([[0]] * 4, [True, True, True, False], [0]))[0], math.log(3), abs_tol=1e-3)


def test_a_column_that_tells_nothing_weighs_nothing():
    weights = fitted(Rows([[0], [0, 1], [0], [0, 1]] * 10, [True, True, False, False] * 10, [0, 1]))
    assert weights[1] == 0.0


def test_what_speaks_for_it_against_its_way_weighs_nothing():
    told = Rows([[0, 1], [0, 1], [0], [0]] * 10, [True, True, False, False] * 10, [0, -1])
    assert fitted(told)[1] == 0.0


def test_the_loss_is_the_mean_surprise_and_what_weights_cost():
    asked = Rows([[0, 1], [0]], [True, False], [0, 1])
    surprise = (math.log1p(math.exp(-3)) + math.log1p(math.exp(1))) / 2
    assert math.isclose(asked.loss([1.0, 2.0]), surprise + SQUARES / 2 * 4 + SIZES * 2)
    assert logit([1.0, 2.0], [0, 1]) == 3.0


def test_beginning_nearby_leads_to_the_same_weights():
    asked = Rows([[0, 1], [0, 1], [0, 2], [0]] * 9, [True, False, True, False] * 9, [0, 1, 1])
    first = fitted(asked)
    again = fitted(asked, [one + 0.3 for one in first])
    assert all(math.isclose(one, other, abs_tol=2e-3) for one, other in zip(first, again, strict=True))
