"""`explain`: pages of rules and zones, and what is near to a wrong name."""

import pytest

from bot.cli import terminal
from bot.core.markdown import unwrapped
from bot.policy import shipped_rules, shipped_zones


@pytest.mark.parametrize("rule", shipped_rules(), ids=lambda rule: rule.id)
def test_every_shipped_rule_has_a_page(rule, run):
    result = run("explain", rule.id)
    assert result.exit_code == 0
    assert result.output.startswith(f"### {rule.title}\n\n{unwrapped(rule.why)}\n\n{unwrapped(rule.explain)}\n")
    assert all(item.ask in result.output for item in rule.checklist)
    assert all(reference.url in result.output for reference in rule.references)
    assert rule.source in result.output


@pytest.mark.parametrize("zone", shipped_zones().values(), ids=lambda zone: zone.id)
def test_every_shipped_zone_has_a_page_with_its_rules(zone, run):
    output = run("explain", zone.id).output
    assert output.startswith(f"### {zone.title}\n")
    assert all(f"`{rule.id}`" in output for rule in shipped_rules() if rule.zone == zone.id)


def test_a_terminal_gets_markdown_laid_out(run, monkeypatch):
    console = terminal.output()
    monkeypatch.setattr(terminal, "output", lambda: type(console)(force_terminal=True, width=60))
    output = run("explain", "await-dropped").output
    assert "###" not in output
    assert "\x1b[1mHow it fails.\x1b[0m" in output


def test_a_rule_of_ones_own_policy_is_known(run, tmp_path):
    file = tmp_path / "own.yml"
    file.write_text(
        "version: 1\nzones: {search: {title: Search index, why: A day of reindexing., paths: [/search/**]}}\n"
    )
    assert "### Search index" in run("explain", "search", "--policy", file).output
    assert run("explain", "search").exit_code == 2


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("lock-chaned", "Error: There is no rule or zone `lock-chaned`. Did you mean lock-changed?\n"),
        (
            "qqq",
            "Error: There is no rule or zone `qqq`. The zones are schema, auth, money, runtime, drift and policy.\n",
        ),
        (
            "\x1b[2J",
            "Error: There is no rule or zone `�[2J`. The zones are schema, auth, money, runtime, drift and policy.\n",
        ),
    ],
)
def test_an_unknown_name_ends_with_2_and_a_hint(run, subject, says):
    result = run("explain", subject)
    assert (result.exit_code, result.stderr) == (2, says)
