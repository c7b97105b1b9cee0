"""policy-bot's own cases, answered by our predicates and our sign-off."""

import pytest

from tests.conformance.cases import AT_HAND, Case, cases
from tests.conformance.differences import DIFFERENT
from tests.conformance.table import HERE, page
from tests.conformance.translator import answers

pytestmark = pytest.mark.skipif(not AT_HAND, reason="DONT_DELEGATE_SHARED names no folder with policy-bot's cases")


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_we_answer_as_policy_bot_or_differ_on_purpose(case: Case):
    said, reason = answers(case), DIFFERENT.get(case.name)
    if reason is None:
        assert (said.as_written, said.our_way) == (case.expected, case.expected)
    elif reason.words:
        assert (said.as_written, said.our_way) == (not case.expected, case.expected)
    else:
        assert said.our_way is (not case.expected)


def test_the_list_names_cases_that_are_there():
    assert set(DIFFERENT) <= {case.name for case in cases()}


def test_all_cases_are_there():
    assert len(cases()) == 187


def test_the_page_tells_what_is_tested():
    assert (HERE / "README.md").read_text(encoding="utf-8") == page(cases()), "run `python -m tests.conformance`"
