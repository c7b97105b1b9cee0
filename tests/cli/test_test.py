"""`test`: the cases of a rule file, a policy, a folder or all; what came out otherwise, where, and why."""

import json
import shutil
from pathlib import Path

import pytest

from bot.policy import pack_files, shipped_rules
from tests.policy.texts import SOUND, V

RULE = """\
id: refund
zone: money
title: Money is paid back
when: {added: '\\brefund\\('}
why: It can't be taken back.
severity: advise
tests:
  - {name: a call, path: shop/pay.py, diff: "+refund(order)", expect: hit}
  - {name: a name, path: shop/pay.py, diff: "-x\\n+refunds = []", expect: miss}
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_every_shipped_case_holds(run):
    result = run("test")
    cases = sum(len(rule.tests) for rule in shipped_rules())
    assert (result.exit_code, result.output) == (
        0,
        f"{len(shipped_rules())} rules, {cases:,} cases: all came out as they say.\n",
    )


def test_the_repositorys_own_rules_are_tried_with_the_shipped_ones(run, here):
    (here / ".github").mkdir()
    (here / ".github/dont-delegate.yml").write_text(
        SOUND.replace("path: search/product.json", "path: search/product.txt")
    )
    result = run("test")
    assert result.exit_code == 1
    assert result.output.startswith(
        ".github/dont-delegate.yml:42:16: boost-changed: adds one\n"
        "  the rule does not fire, and should\n"
        "  it is not written in json or yaml\n"
        "  search/product.txt\n"
        '    +  "boost": 3\n'
        "\n"
        f"{len(shipped_rules()) + 1} rules, "
    )


def test_a_rule_file(run, here):
    (here / "refund.yml").write_text(RULE)
    result = run("test", "refund.yml")
    assert (result.exit_code, result.output) == (0, "1 rule, 2 cases: all came out as they say.\n")


def test_a_policy_is_tried_for_its_own_rules_alone(run, here):
    (here / "p.yml").write_text(SOUND)
    assert run("test", "p.yml").output == "1 rule, 2 cases: all came out as they say.\n"


def test_what_came_out_otherwise_is_told_with_its_place_and_the_reason(run, here):
    (here / "refund.yml").write_text(
        RULE.replace('diff: "+refund(order)"', 'diff: "+repay(order)"').replace("refunds = []", "refund()")
    )
    result = run("test", "refund.yml")
    assert result.exit_code == 1
    assert result.output == (
        "refund.yml:8:12: refund: a call\n"
        "  the rule does not fire, and should\n"
        "  its line patterns match no changed line\n"
        "  shop/pay.py\n"
        "    +repay(order)\n"
        "\n"
        "refund.yml:9:12: refund: a name\n"
        "  the rule fires, and should not\n"
        "  the added line 1 has `refund(`\n"
        "  shop/pay.py\n"
        "    -x\n"
        "    +refund()\n"
        "\n"
        "1 rule, 2 cases: 2 came out otherwise.\n"
    )


def test_a_class_of_files_that_rules_pass_over_is_named(run, here):
    (here / "refund.yml").write_text(RULE.replace("shop/pay.py", "tests/test_pay.py", 1))
    assert "  left out: it is a test file, and the rule does not include tests\n" in run("test", "refund.yml").output


def test_the_same_as_json(run, here):
    (here / "refund.yml").write_text(RULE.replace("+refund(order)", "+repay(order)"))
    result = run("test", "refund.yml", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.output) == {
        "rules": 1,
        "cases": 2,
        "untried": [],
        "failed": [
            {
                "rule": "refund",
                "case": "a call",
                "file": "refund.yml",
                "line": 8,
                "column": 12,
                "path": "shop/pay.py",
                "expect": "hit",
                "says": "the rule does not fire, and should",
                "why": "its line patterns match no changed line",
            }
        ],
        "problems": [],
    }


def test_a_folder_is_searched_for_rules(run, here):
    pack = pack_files.home() / "money"
    shutil.copytree(pack, here / "packs/money")
    (here / "packs/own.yaml").write_text(RULE)
    money = [rule for rule in shipped_rules() if rule.zone == "money"]
    cases = 2 + sum(len(rule.tests) for rule in money)
    assert run("test", "packs").output == f"{len(money) + 1} rules, {cases:,} cases: all came out as they say.\n"


def test_a_rule_that_can_not_be_used_ends_with_2_and_the_others_are_tried(run, here):
    (here / "a.yml").write_text(RULE.replace("severity", "severty"))
    (here / "b.yml").write_text(RULE)
    (here / "c.yml").write_text("jobs: {}\n")
    result = run("test", ".")
    assert result.exit_code == 2
    lines = result.output.splitlines()
    assert "a.yml:6:1: `severty` is no key that is known here. Did you mean `severity`?" in lines
    assert any(line.startswith("c.yml:1:1: `version` is missing here.") for line in lines)
    assert lines[-2:] == ["1 rule, 2 cases: all came out as they say.", "2 files can't be used."]
    problems = json.loads(run("test", ".", "--format", "json").output)["problems"]
    assert {row["file"] for row in problems} == {"a.yml", "c.yml"}


def test_a_rule_without_cases_is_named(run, here):
    (here / "refund.yml").write_text(RULE.partition("tests:")[0])
    result = run("test", "refund.yml")
    assert (result.exit_code, result.output) == (
        0,
        "Without cases: refund.\n1 rule, 0 cases: nothing to try.\n",
    )


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("p.yml", V, "Error: No rule is written in p.yml. A policy's own rules stand under `rules:`.\n"),
        (
            "nowhere.yml",
            None,
            "Error: nowhere.yml can't be read: No such file or directory. Name a rule file, a policy or a folder.\n",
        ),
    ],
)
@pytest.mark.usefixtures("here")
def test_nothing_to_try_ends_with_2(run, name, text, says):
    if text is not None:
        Path(name).write_text(text)
    result = run("test", name)
    assert (result.exit_code, result.stderr) == (2, says)


@pytest.mark.usefixtures("here")
def test_an_empty_folder_is_nothing_to_try(run):
    assert run("test", ".").exit_code == 2


def test_what_could_steer_the_terminal_is_not_shown(run, here):
    (here / "refund.yml").write_text(
        RULE.replace('diff: "+refund(order)"', 'diff: "+\\x1b[2J"').replace("a call", '"a\\x1b[31m"')
    )
    result = run("test", "refund.yml")
    assert result.exit_code == 1
    assert "\x1b" not in result.output
