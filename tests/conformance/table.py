"""The page that says how many of policy-bot's cases come out the same here, and why the others do not."""

from collections import Counter
from pathlib import Path

from tests.conformance.cases import Case
from tests.conformance.differences import DIFFERENT, Reason

HERE = Path(__file__).parent
_BEGINNING = """\
# policy-bot's cases

Written by `python -m tests.conformance`; do not edit. The cases are palantir/policy-bot's own (Apache-2.0): what it answers in
the tests of its predicates, approval rules and disapproval. Their settings go through `dont-delegate import policy-bot`, their facts
become a pull request, and we answer. A case passes where we say the same, with its comments as they were written and with those
that approve said our way, by `/sign-off` or a review. The others differ on purpose.
"""


def page(cases: tuple[Case, ...]) -> str:
    """Write it."""
    return "\n".join((_BEGINNING, *_counts(cases), "", "## On purpose", "", *_reasons(cases), ""))


def _counts(cases: tuple[Case, ...]) -> list[str]:
    every = Counter(case.kind for case in cases)
    other = Counter(case.kind for case in cases if case.name in DIFFERENT)
    rows = [f"| {kind} | {every[kind]} | {every[kind] - other[kind]} | {other[kind]} |" for kind in sorted(every)]
    total = f"| **All** | **{len(cases)}** | **{len(cases) - other.total()}** | **{other.total()}** |"
    return ["| Kind | Cases | Passed | Differ on purpose |", "| --- | ---: | ---: | ---: |", *rows, total]


def _reasons(cases: tuple[Case, ...]) -> list[str]:
    found: dict[Reason, list[Case]] = {}
    for case in cases:
        if case.name in DIFFERENT:
            found.setdefault(DIFFERENT[case.name], []).append(case)
    rows = ["| Case | policy-bot | Here | Why |", "| --- | --- | --- | --- |"]
    for reason, listed in found.items():
        for case in listed:
            there, here = _answer(case, yes=case.expected), _answer(case, yes=not case.expected)
            rows.append(f"| {case.name} | {there} | {here} | {reason.says} |")
    return rows


def _answer(case: Case, *, yes: bool) -> str:
    word = "approved" if case.kind == "Rule" else "disapproved"
    return word if yes else f"not {word}"
