"""Every shipped rule is whole: its words, its questions, its sources, and cases on both sides."""

import re
from pathlib import Path

import pytest

from bot.core.model.policy import Rule
from bot.policy import pack_files, shipped_rules

WHOLE = ("schema", "auth", "money", "runtime", "drift")  # zones whose rules are held to it
AT_LEAST = {"schema": 20, "auth": 50, "money": 30, "runtime": 40, "drift": 12}
PARTS = ("**How it fails.**", "**What a senior looks at.**", "**How to do it well.**")

RULES = [pytest.param(rule, id=rule.id) for rule in shipped_rules() if rule.zone in WHOLE]


def sentences(text: str) -> int:
    """Count full stops that end a sentence; those inside of brackets and words do not."""
    return len(re.findall(r"[.!?](?=\s|$)", text))


@pytest.mark.parametrize(("zone", "least"), AT_LEAST.items())
def test_a_pack_has_its_breadth(zone, least):
    assert sum(rule.zone == zone for rule in shipped_rules()) >= least


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_the_file_of_its_name_in_the_folder_of_its_zone(rule: Rule):
    assert (Path(pack_files.home()) / rule.zone / f"{rule.id}.yml").is_file()
    assert [other.zone for other in shipped_rules() if other.id == rule.id] == [rule.zone]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_why_in_two_sentences(rule: Rule):
    assert sentences(rule.why) == 2, rule.why
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_asks_three_to_six_questions(rule: Rule):
    asked = [item.ask for item in rule.checklist]
    assert 3 <= len(asked) <= 6
    assert all(ask.endswith("?") and ask.count("?") == 1 for ask in asked), asked
    assert len(set(asked)) == len({item.id for item in rule.checklist}) == len(asked)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_teaches_in_three_parts(rule: Rule):
    paragraphs = rule.explain.strip().split("\n\n")
    assert all(text.startswith(part) for part, text in zip(PARTS, paragraphs, strict=False)), rule.explain
    assert all(len(text.split()) >= 30 for text in paragraphs[:3]), [len(text.split()) for text in paragraphs]
    assert len(paragraphs) == len(PARTS) or (
        rule.id.endswith("-signs") and paragraphs[3].startswith("**Why it fired.**")
    )


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_names_pages_to_read_on(rule: Rule):
    assert len(rule.references) >= 2
    assert all(page.url.startswith("https://") and page.title for page in rule.references)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_cases_that_hit_and_cases_that_miss(rule: Rule):
    names = [case.name for case in rule.tests]
    assert len(set(names)) == len(names)
    assert sum(case.expect_hit for case in rule.tests) >= 2
    assert sum(not case.expect_hit for case in rule.tests) >= 2
