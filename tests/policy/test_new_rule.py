"""A new rule is whole, and joins a policy without another line being touched."""

import pytest

from bot.core.model.policy import Mode, Policy
from bot.errors import UserError
from bot.policy import load
from bot.policy.cases import run_cases
from bot.policy.new_rule import own_text, shipped_text, with_rule
from bot.policy.suites import Suite, suite
from tests.policy.texts import SOUND, V, rule

OWN_RULE = rule(id="old")


def test_a_shipped_text_is_a_rule_whose_cases_hold():
    made = suite(shipped_text("money", "refund-twice", "0.2"), "rules/money/refund-twice.yml")
    assert isinstance(made, Suite)
    (new,) = made.rules
    assert (new.id, new.zone, new.since, new.mode) == ("refund-twice", "money", "0.2", Mode.ENFORCE)
    assert [case.expect_hit for case in new.tests] == [True, True, False, False]
    assert 3 <= len(new.checklist) <= 6
    assert new.references
    assert run_cases(made.rules) == ()


def test_an_own_text_begins_in_shadow():
    made = suite(own_text("money", "refund-twice"), "x.yml")
    assert isinstance(made, Suite)
    assert made.rules[0].mode is Mode.SHADOW
    assert run_cases(made.rules) == ()


LAYOUTS = {
    "no rules": V,
    "no rules, a comment at the end": V + "zones:\n  money: {paths: a}  # ledger\n\n# the end\n",
    "no line end": V.rstrip("\n"),
    "one rule": f"{V}rules:\n{OWN_RULE}",
    "one rule, then more": f"{V}rules:\n{OWN_RULE}\n# how it judges\nmode: shadow\n",
    "then more at once": f"{V}rules:\n{OWN_RULE}mode: shadow\n",
    "a comment of the rule": f"{V}rules:\n{OWN_RULE}    # of the old rule\n\n\nmode: shadow\n",
    "dashes at the margin": V
    + "rules:\n"
    + "".join(line[2:] + "\n" for line in OWN_RULE.splitlines())
    + "mode: shadow\n",
    "deep dashes": V + "rules:\n" + "".join("    " + line + "\n" for line in OWN_RULE.splitlines()),
    "a text at the end": f"{V}rules:\n{OWN_RULE}    explain: |\n      # not a comment\n\n      more\n\nmode: shadow\n",
    "windows": (V + "rules:\n" + OWN_RULE + "mode: shadow\n").replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + V,
    "a document's start": "---\n" + V,
    "everything": SOUND,
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_every_line_stays_as_it_was(text):
    new, line = with_rule(text, "p.yml", "money", "fresh")
    policy, before = load(new, "p.yml"), load(text, "p.yml")
    assert isinstance(policy, Policy)
    assert isinstance(before, Policy)
    kept = {one.id: one for one in policy.rules}
    fresh = kept.pop("fresh")
    assert kept == {one.id: one for one in before.rules}
    assert run_cases([fresh]) == ()
    rows, old = new.splitlines(keepends=True), (text if text.endswith("\n") else text + "\n").splitlines(keepends=True)
    assert rows[line - 1].strip() == "- id: fresh"
    left = iter(rows)
    assert all(row in left for row in old), "the old lines no longer stand in their order"
    assert ("\r\n" in text) == ("\r\n" in new)


def test_the_rule_is_laid_out_as_those_beside_it():
    new, line = with_rule(LAYOUTS["one rule, then more"], "p.yml", "money", "fresh")
    rows = new.splitlines()
    assert (line, rows[line - 2 : line + 1]) == (10, ["", "  - id: fresh", "    zone: money"])
    assert rows[-3:] == ["", "# how it judges", "mode: shadow"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            V + "rules: [{id: a, zone: money, title: T, why: W, severity: advise, when: {added: a}}]\n",
            "p.yml:2: `rules` is written in brackets; begin each rule with `- ` on its own line.",
        ),
        ("{version: 1}\n", "p.yml is written in braces; begin each key on a line of its own."),
        (V + "...\n", "The rule can't be added to p.yml by this command: "),
    ],
)
def test_a_layout_without_a_place_is_refused(text, says):
    with pytest.raises(UserError) as raised:
        with_rule(text, "p.yml", "money", "fresh")
    assert str(raised.value).startswith(says)
