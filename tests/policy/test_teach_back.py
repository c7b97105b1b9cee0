"""A zone's `teach_back`: what it asks, with the questions that are shipped, and what is wrong with it."""

import pytest

from bot.core.model.policy import ChecklistItem
from bot.core.model.predicates import Ai, Provenance
from bot.core.pages import zone_page
from bot.policy.sense_teach_back import ASKED_BY_PACK
from bot.policy.shipped import shipped_zones

OWN = "  search: {title: Search, why: It leaks., paths: /search/**, ask: [{id: who, ask: Who sees it?}], teach_back: %s}\n"


def test_nothing_is_asked_without_it(policy_of):
    assert all(zone.teach_back is None for zone in policy_of("version: 1\n").zones.values())


def test_required_alone_takes_the_shipped_questions(policy_of):
    zone = policy_of("version: 1\nzones:\n  money: {teach_back: {required: true}}\n").zones["money"]
    assert (zone.teach_back.required, zone.teach_back.when) == (True, None)
    assert [item.id for item in zone.teach_back.ask] == ["twice", "half-way", "amount"]


def test_own_questions_replace_them(policy_of):
    zone = policy_of("version: 1\nzones:\n  money: {teach_back: {ask: [{id: who, ask: ' Who pays? '}]}}\n").zones[
        "money"
    ]
    assert (zone.teach_back.ask, zone.teach_back.required) == ((ChecklistItem("who", "Who pays?"),), False)


def test_it_may_hang_on_the_pull_request(policy_of):
    zone = policy_of("version: 1\nzones:\n  money: {teach_back: {if: {ai: assisted}}}\n").zones["money"]
    assert zone.teach_back.when == Ai(Provenance.ASSISTED)


def test_the_packs_that_are_said_to_ask_do():
    asking = {name for name, zone in shipped_zones().items() if zone.lessons}
    assert asking == ASKED_BY_PACK
    for name in asking:
        lessons = shipped_zones()[name].lessons
        assert 2 <= len(lessons) <= 3
        assert len({item.id for item in lessons}) == len(lessons)
        assert all("?" in item.ask for item in lessons)


def test_a_zones_page_says_what_authors_are_asked(policy_of):
    policy = policy_of(
        "version: 1\nzones:\n  money: {teach_back: {required: true, if: {ai: assisted}, ask: [{id: who, ask: Who pays?}]}}\n"
    )
    assert (
        "**What its authors are asked**, on some pull requests, to be answered in their own words with `/answer`. "
        "No sign-off counts that was given before the answers stood there.\n\n- `who`: Who pays?"
    ) in zone_page(policy.zones["money"], policy)
    assert "authors are asked" not in zone_page(policy.zones["auth"], policy)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "version: 1\nzones:\n" + OWN % "{required: true}",
            (
                3,
                111,
                "No questions are shipped for the zone `search`, so this asks nothing.",
                "Add `ask: [{id: ..., ask: ...}]`.",
            ),
        ),
        (
            "version: 1\nzones:\n  money: {teach_back: {ask: []}}\n",
            (3, 29, "`ask` is empty.", "Write at least one entry, or remove the key."),
        ),
        (
            "version: 1\nzones:\n  money:\n    teach_back:\n      ask:\n        - {id: a, ask: One?}\n        - {id: a, ask: Two?}\n",
            (
                7,
                16,
                "The question `a` is there twice; the first is on line 6.",
                "Give each question of a checklist an id of its own.",
            ),
        ),
        (
            "version: 1\nzones:\n  money: {teach_back: {if: {}}}\n",
            (3, 28, "This condition is empty, so it always holds.", "Add a predicate, or remove it."),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(told, text, problem):
    assert told(text) == [problem]
