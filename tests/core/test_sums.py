"""How evidence adds up, in words, and in every place where it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.decide import decide
from bot.core.model.policy import Mode, Severity
from bot.core.model.predicates import TOUCHED_AT, Confidence
from bot.core.render import Scene, render
from bot.core.sums import adds_up, enough_together, too_little
from tests.core.build import case, file, finding, policy, pull, rule

HIGH, MEDIUM, LOW = Confidence


def found(*confidences: Confidence):
    return [finding(rule(f"r{n}"), f"app/{n}.py", confidence=each) for n, each in enumerate(confidences)]


@pytest.mark.parametrize(
    ("confidences", "says"),
    [
        (
            (MEDIUM, MEDIUM),
            "None of these is enough alone. Together they are: two of medium confidence (2 points each), "
            "4 points in all; 4 touch the zone.",
        ),
        (
            (LOW, MEDIUM, LOW, LOW),
            "None of these is enough alone. Together they are: one of medium confidence (2 points) "
            "and three of low confidence (1 point each), "
            "5 points in all; 4 touch the zone.",
        ),
        ((HIGH, LOW), "One finding of high confidence is 4 points, and 4 touch the zone."),
        (
            (LOW, MEDIUM),
            "One of medium confidence (2 points) and one of low confidence (1 point): 3 points, and 4 touch the zone.",
        ),
        ((), ""),
    ],
)
def test_the_sum_in_words(confidences, says):
    assert adds_up(found(*confidences)) == says


def test_advice_and_shadow_do_not_count():
    shown = [
        finding(rule(severity=Severity.ADVISE), confidence=MEDIUM),
        finding(rule(mode=Mode.SHADOW), confidence=MEDIUM),
    ]
    assert adds_up(shown) == ""
    assert (
        too_little([*shown, *found(MEDIUM)]) == "One of medium confidence (2 points): 2 points, and 4 touch the zone."
    )


@given(st.lists(st.sampled_from([HIGH, MEDIUM, LOW]), max_size=8))
def test_what_is_said_is_what_touches(confidences):
    findings = found(*confidences)
    total = sum(each.points for each in confidences)
    assert bool(too_little(findings)) == (0 < total < TOUCHED_AT)
    assert bool(enough_together(findings)) == (total >= TOUCHED_AT and HIGH not in confidences)


def test_the_check_and_the_summary_show_a_sum_that_was_enough():
    findings = found(MEDIUM, MEDIUM)
    of = case(findings=findings, change=pull(file("app/0.py"), file("app/1.py")))
    report = render(decide(of), Scene(of.pull, of.policy, "https://github.test"))
    assert enough_together(findings) in report.check.text
    assert report.summary is not None
    assert enough_together(findings) in report.summary


def test_the_check_shows_a_sum_that_was_too_little():
    of = case(of=policy(), findings=found(LOW), change=pull(file("app/0.py")))
    report = render(decide(of), Scene(of.pull, of.policy, "https://github.test"))
    assert "\n\n- Money: one of low confidence (1 point): 1 point, and 4 touch the zone.\n\n" in report.check.text
    assert report.check.conclusion == "success"
