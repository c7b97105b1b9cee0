"""Tries again what once broke a promise, and a little of what the fuzzer would: `python -m tests.fuzz` goes on for longer."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.case import parsed, written
from tests.fuzz.changes import change
from tests.fuzz.checks import judge

CASES = sorted(Path(__file__).with_name("cases").glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_once_broke_a_promise_keeps_it(path):
    seen: Counter[str] = Counter()
    judge(parsed(path.read_text(encoding="utf-8")), seen)
    assert seen["shipped packs"] + seen["policies taken"] + seen["policies refused"] == 1


def test_a_few_hostile_changes_are_judged_and_found_in():
    seen: Counter[str] = Counter()
    for number in range(12):
        judge(change(Random(f"a few {number}")), seen)
    assert seen["findings"] > 0
    assert seen["policies taken"] > 0
    assert seen["policies refused"] > 0


def test_a_case_is_kept_whole():
    for number in range(20):
        case = change(Random(f"kept {number}"))
        assert parsed(written(case)) == case
