"""Conditions on people and hours, and refusals, as a policy writes them."""

# ruff: noqa: E501 - a table reads best with a row a line

from datetime import UTC, datetime

import pytest

from bot.core.model.conditions import (
    Author,
    AuthorAlone,
    Contributors,
    Fork,
    OnlyContributors,
    OnlyPaths,
    SignedBy,
    SignedWith,
    SomePaths,
    Time,
)
from bot.core.model.policy import Policy, Refusal
from bot.core.model.predicates import Ai, All, Provenance, Size
from bot.policy import load
from bot.policy.cases import run_cases
from tests.policy.texts import V, rules

PEOPLE = "{users: [ada], teams: [acme/trainees], organizations: [umbrella]}"
NAMED = (("ada",), ("acme/trainees",), ("umbrella",))


def policy_of(text: str) -> Policy:
    policy = load(text, "p.yml")
    assert isinstance(policy, Policy), policy
    return policy


def refused(condition: str) -> str:
    return V + f"zones:\n  money:\n    refuse:\n      - if: {condition}\n        why: Not now.\n"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{author: ada}", Author(("ada",))),
        (f"{{author: {PEOPLE}}}", Author(*NAMED)),
        (f"{{contributors: {PEOPLE}}}", Contributors(*NAMED)),
        ("{only_contributors: [ada, 'renovate[bot]']}", OnlyContributors(("ada", "renovate[bot]"))),
        ("{author_is_only_contributor: false}", AuthorAlone(False)),
        ("{time: {days: [saturday, friday], zone: UTC}}", Time("UTC", (4, 5))),
        ("{time: {between: '16:00-24:00', zone: Europe/Berlin}}", Time("Europe/Berlin", begins=960)),
        ("{time: {days: sunday, between: '22:00 - 6:30', zone: UTC}}", Time("UTC", (6,), 1320, 390)),
        (f"{{signed_by: {PEOPLE}}}", SignedBy(*NAMED)),
        ("{signed_with: 3AA5C34371567BD2}", SignedWith(("3AA5C34371567BD2",))),
        ("{some_paths: ['/a/{b,c}', '!*.md']}", SomePaths(("/a/b", "/a/c", "!*.md"))),
        ("{added_paths: /a}", SomePaths(("/a",), came=True)),
        ("{removed_paths: /a}", SomePaths(("/a",), came=False)),
        ("{only_paths: /docs/**}", OnlyPaths(("/docs/**",))),
        ("{fork: true}", Fork(True)),
        ("{size: {added_over: 1, removed_over: 2}}", Size(None, None, 1, 2)),
        ("{ai: assisted, author: ada}", All((Author(("ada",)), Ai(Provenance.ASSISTED)))),
    ],
)
def test_conditions_are_read(condition, expected):
    policy = policy_of(refused(condition))
    assert policy.zones["money"].refuse == (Refusal(expected, "Not now."),)


TOLD = (
    ("{time: {days: [fridy], zone: UTC}}", 5, 28, "`days` can't be `fridy`.", "Did you mean `friday`?"),
    ("{time: {days: friday}}", 5, 14, "`zone` is missing here.", "Add `zone:`. The time zone, as the IANA names it."),
    ("{time: {days: friday, zone: Berlin}}", 5, 41, "`Berlin` is no time zone known here.", "Did you mean `Europe/Berlin`?"),
    ("{time: {days: friday, zone: europe/berlin}}", 5, 41, "`europe/berlin` is no time zone known here.", "Did you mean `Europe/Berlin`?"),
    ("{time: {days: friday, zone: Middle-earth}}", 5, 41, "`Middle-earth` is no time zone known here.", "Write one as the IANA names it: `Europe/Berlin`, `UTC`."),
    ("{time: {between: '16:00-16:00', zone: UTC}}", 5, 30, "`16:00-16:00` ends as it begins, so it holds at no time.", "Write a later end; `'22:00-06:00'` goes on past midnight."),
    ("{time: {between: '16-24', zone: UTC}}", 5, 30, "`16-24` is no span of hours within a day.", "Write the first minute and the one after the last: `'16:00-24:00'`."),
    ("{time: {between: '24:00-25:00', zone: UTC}}", 5, 30, "`24:00-25:00` is no span of hours within a day.", "Write the first minute and the one after the last: `'16:00-24:00'`."),
    ("{time: {zone: UTC}}", 5, 20, "This is every hour of every day, so it always holds.", "Add `days` or `between`, or remove it."),
    ("{time: {days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], between: '0:00-24:00', zone: UTC}}", 5, 20, "This is every hour of every day, so it always holds.", "Add `days` or `between`, or remove it."),
    ("{author: {}}", 5, 22, "`author` names nobody.", "Add `users`, `teams` or `organizations`."),
    ("{author: {teams: [trainees]}}", 5, 31, "`trainees` is no team.", "Write the organisation too: `acme/trainees`."),
    ("{author: {organizations: [acme/x]}}", 5, 39, "`acme/x` is no organisation.", "Write `acme`."),
    ("{}", 5, 13, "This condition is empty, so it always holds.", "Add a predicate, or remove it."),
    ("{paths: a}", 5, 14, "`paths` looks at files, but `if` at the pull request alone.", None),
)  # fmt: skip


@pytest.mark.parametrize(("condition", "line", "column", "says", "instead"), TOLD)
def test_what_says_nothing_is_told_at_its_place(told, condition, line, column, says, instead):
    ((*spot, said, better),) = told(refused(condition))
    assert (*spot, said) == (line, column, says)
    assert instead in (None, better)


def test_a_refusal_says_what_it_refuses_and_why(told):
    assert told(V + "zones:\n  money:\n    refuse:\n      - {why: No.}\n") == [
        (5, 9, "`if` is missing here.", "Add `if:`. What is refused; while it holds, or may, no sign-off helps.")
    ]
    assert told(V + "zones:\n  money:\n    refuse:\n      - if: {ai: agent}\n")[0][2] == "`why` is missing here."


AGENT = "[{name: n, path: docs/a.md, diff: '+x', pull: {author: 'copilot-swe-agent[bot]'}, expect: hit}, {name: m, path: a.py, diff: '+x', expect: miss}]"
TRAINEE = "[{name: n, path: a, diff: '+x', pull: {contributors: [ivan], teams: {acme/trainees: [ivan]}}, expect: hit}, {name: m, path: a, diff: '+x', pull: {teams: {acme/trainees: [ivan]}}, expect: miss}]"
LATE = "[{name: n, path: a, diff: '+x', pull: {time: '2026-03-06T16:00+01:00'}, expect: hit}, {name: m, path: a, diff: '+x', pull: {time: '2026-03-06T15:59+01:00'}, expect: miss}]"
TRAILER = "[{name: n, path: a, diff: '+x', pull: {message: \"Work\\n\\nCo-authored-by: Claude <noreply@anthropic.com>\"}, expect: hit}]"


@pytest.mark.parametrize(
    ("when", "tests"),
    [
        ("{ai: agent}", AGENT),
        ("{contributors: {teams: [acme/trainees]}}", TRAINEE),
        ("{time: {days: friday, between: '16:00-24:00', zone: Europe/Berlin}}", LATE),
        ("{ai: assisted}", TRAILER),
    ],
)
def test_owners_test_rules_on_the_pull_request_as_a_whole(when, tests):
    policy = policy_of(rules(when=when, tests=tests))
    (rule,) = (one for one in policy.rules if one.source == "your policy")
    assert rule.tests
    assert run_cases([rule]) == ()


def test_a_case_that_does_not_say_who_is_in_a_team_can_not_be_judged():
    case = "[{name: n, path: a, diff: '+x', expect: miss}]"
    policy = policy_of(rules(when="{author: {teams: [acme/trainees]}}", tests=case))
    (failure,) = run_cases([one for one in policy.rules if one.source == "your policy"])
    assert str(failure) == "it can't be judged: Who belongs to the team acme/trainees could not be read."


def test_a_moment_needs_its_distance_from_utc(told):
    case = "[{name: n, path: a, diff: '+x', pull: {time: '2026-03-06T16:00'}, expect: hit}]"
    ((_, _, says, instead),) = told(rules(when="{time: {days: friday, zone: UTC}}", tests=case))
    assert says == "`2026-03-06T16:00` is no moment: it needs a day, an hour and how far that is from UTC."
    assert instead == "Write `2026-03-06T17:30+01:00`."
    assert datetime.fromisoformat("2026-03-06T17:30+01:00").astimezone(UTC).hour == 16
