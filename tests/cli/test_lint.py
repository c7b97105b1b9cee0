"""`dont-delegate lint`: each problem with its line and a caret, a summary of a sound policy, and three exit codes."""

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.policy.texts import SOUND, V


@pytest.fixture
def lint(tmp_path, monkeypatch):
    """Run the command on a text in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(text: str | bytes, *arguments: str):
        (tmp_path / "p.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(main, ["lint", *(arguments or ("p.yml",))], terminal_width=80)

    return run


def test_each_problem_shows_its_line_and_what_to_write(lint):
    result = lint(V + "mod: shadow\nzones:\n  money: {sign_off: {from: keepers}}\n")
    assert result.exit_code == 1
    assert result.output == (
        "p.yml:2:1: `mod` is no key that is known here.\n"
        "  2 | mod: shadow\n"
        "      ^\n"
        "  instead: Did you mean `mode`?\n"
        "\n"
        "p.yml:4:28: There are no signers `keepers`.\n"
        "  4 |   money: {sign_off: {from: keepers}}\n"
        "                                 ^\n"
        "  instead: Add `keepers:` under `signers`.\n"
        "\n"
        "2 problems in p.yml\n"
    )


def test_one_problem_is_counted_as_one(lint):
    assert lint("").output.endswith("1 problem in p.yml\n")


def test_a_long_line_is_cut_around_the_caret(lint):
    line = "tune: {" + " " * 200 + "zzz: {severity: advise, confidence: low, mode: shadow, enabled: true}}"
    shown = lint(f"{V}{line}\n").output.splitlines()
    assert shown[1] == "  2 | " + " " * 70 + "zzz: {severity: advise, confid"
    assert shown[2] == "      " + " " * 70 + "^"


def test_wide_characters_keep_the_caret_in_place(lint):
    shown = lint(f"{V}zones: {{'日本': 1}}\n".replace("1}", "[]}")).output.splitlines()
    caret = [line for line in shown if line.strip() == "^"]
    assert caret[1] == " " * 6 + " " * (len("zones: {'': ") + 4) + "^"


def test_what_could_steer_the_terminal_is_not_shown(lint):
    result = lint(V + "mode: \x1b[31mred\x1b[0m\tx\n")
    assert "\x1b" not in result.output
    assert "  2 | mode:  [31mred [0m x" in result.output


def test_bytes_that_are_no_text_are_told(lint):
    result = lint(b"version: 1\nmode: \xff\n")
    assert result.exit_code == 1
    assert "p.yml:2:7: This byte is not UTF-8." in result.output


def test_a_sound_policy_is_summed_up(lint):
    result = lint(SOUND.replace("users: [carol]", "users: [carol, dave]"))
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "p.yml is sound."
    assert lines[1].endswith("block, 0 advise; 1 in shadow") or "advise; 1 in shadow" in lines[1]
    assert [line.split()[0] for line in lines[2:]] == ["schema", "auth", "money", "runtime", "search", "policy"]
    assert lines[-2] == (
        "  search     2 rules  signed by (1 of carol, dave and (2 of the permission maintain (at times) "
        "or 1 of alice, bob, acme/payments))"
    )
    assert lines[-1] == "  policy     1 rule   signed by 1 of the permission admin"


def test_shadow_mode_is_said(lint):
    assert lint(V + "mode: shadow\n").output.startswith("p.yml is sound, and judges in shadow: nothing is blocked.\n")


def test_a_failing_case_of_an_own_rule_is_a_problem(lint):
    result = lint(SOUND.replace("path: search/product.json", "path: search/product.txt"))
    assert result.exit_code == 1
    assert (
        "p.yml:42:16: The case fails: the rule does not fire, and should: it is not written in json or yaml."
        in result.output
    )


def test_a_file_that_can_not_be_read_ends_with_two(lint):
    result = lint("", "nowhere.yml")
    assert result.exit_code == 2
    assert result.output.startswith("Error: nowhere.yml can't be read: ")


def test_a_folder_without_rules_ends_with_two(lint, tmp_path):
    (tmp_path / "empty").mkdir()
    result = lint("", "empty")
    assert (result.exit_code, result.output) == (
        2,
        "Error: empty holds no rule. Name a policy, a rule file or a folder of them.\n",
    )


def test_advice_is_shown_and_is_no_fault(lint):
    result = lint(SOUND)
    assert result.exit_code == 0
    assert result.output.startswith(
        "p.yml:18:5: advice: When carol makes a change here, nobody can sign it: nobody signs their own work.\n"
        "  18 |     sign_off:\n"
        "           ^\n"
        "  instead: Name one more person, or a team, or `permission: maintain`.\n"
        "\n"
        "p.yml is sound, with 1 piece of advice.\n"
    )


def test_problems_and_advice_stand_in_the_order_of_their_lines(lint):
    text = SOUND.replace("languages: [json, yaml]", "languages: [json, yaml]\n      status: removed")
    result = lint(text)
    assert result.exit_code == 1
    assert [line.split(":")[1] for line in result.output.splitlines() if line.startswith("p.yml:")] == [
        "18",
        "34",
        "43",
    ]
    assert result.output.endswith("2 problems in p.yml, with 1 piece of advice\n")


def test_a_rule_file_and_a_folder_of_them_are_looked_through(lint, tmp_path):
    rule = "id: own\nzone: money\ntitle: T\nwhy: W\nseverity: advise\nwhen: {added: 'refund\\(\\b'}\n"
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/own.yml").write_text(rule)
    (tmp_path / "rules/zone.yml").write_text("no rule\n")
    one, folder = lint("", "rules/own.yml"), lint("", "rules")
    assert (one.exit_code, folder.exit_code) == (0, 0)
    assert one.output.endswith("rules/own.yml is sound, with 2 pieces of advice (1 file).\n")
    assert folder.output.replace("rules is", "rules/own.yml is") == one.output
    (tmp_path / "rules/broken.yml").write_text(rule.replace("zone", "zoen"))
    assert lint("", "rules").exit_code == 1


def test_against_says_what_an_edit_changes(lint, tmp_path):
    (tmp_path / "old.yml").write_text(SOUND)
    result = lint(SOUND.replace("users: [carol]", "users: [carol, dave]"), "p.yml", "--against", "old.yml")
    assert result.exit_code == 0
    _, told = result.output.split("\nAgainst old.yml:\n")
    assert told == "- weaker: the part of **search** for **carol** may also be signed by **dave**\n"


def test_against_the_same_policy(lint, tmp_path):
    (tmp_path / "old.yml").write_text(SOUND)
    result = lint(f"# Ours\n{SOUND}", "p.yml", "--against", "old.yml")
    assert result.output.endswith("\nAgainst old.yml: It reads differently and judges the same.\n")


def test_against_with_no_sound_policy_to_compare(lint, tmp_path):
    (tmp_path / "old.yml").write_text(SOUND)
    result = lint(V + "mod: shadow\n", "p.yml", "--against", "old.yml")
    assert result.exit_code == 2
    assert "p.yml is no policy that can be used, so there is nothing to compare." in result.output
    result = lint(SOUND, "p.yml", "--against", "none.yml")
    assert result.exit_code == 2
    assert "The policy none.yml can't be read: No such file or directory." in result.output


FLOOR = "version: 1\nextends: [money]\n"
UNDER = V + (
    "mode: shadow\nexclude: ['/old/**']\noverride: {from: {users: [grace]}}\n"
    "zones:\n  money: {checklist: optional, override: {from: {users: [grace]}}}\n"
    "tune:\n  payment-webhook-handler: {severity: advise}\n  lock-changed: {mode: shadow}\n"
)


def test_what_would_weaken_the_floor_is_a_problem_and_what_has_no_effect_is_advice(lint, tmp_path):
    (tmp_path / "floor.yml").write_text(FLOOR)
    result = lint(UNDER, "p.yml", "--floor", "floor.yml")
    assert result.exit_code == 1
    told = [line for line in result.output.splitlines() if line.startswith("p.yml:")]
    assert [line for line in told if "floor" in line] == [
        "p.yml:2:7: advice: This puts the repository's own rules on trial; the organisation's floor goes on.",
        "p.yml:3:1: advice: The rules of the organisation's floor look at these files all the same.",
        "p.yml:6:22: advice: The organisation's floor requires the checklist of `money`, so it is required here too.",
        "p.yml:6:42: advice: The organisation's floor lets nobody override `money`, so nobody can here either.",
        "p.yml:8:39: The organisation's floor takes `payment-webhook-handler` in, and this would weaken it.",
    ]
    assert (
        "  instead: A repository only adds to the floor: remove this, or ask the floor's keepers to tune the rule there."
        in (result.output.replace("\n           ", " "))
    )


def test_what_is_stronger_than_the_floor_is_sound(lint, tmp_path):
    (tmp_path / "floor.yml").write_text(
        FLOOR + "tune: {payment-webhook-handler: {severity: advise, confidence: low}}\n"
    )
    stronger = V + "tune: {payment-webhook-handler: {severity: block, confidence: high, mode: enforce}}\n"
    assert lint(stronger, "p.yml", "--floor", "floor.yml").exit_code == 0


def test_a_floor_on_trial_can_be_weakened_by_nobody(lint, tmp_path):
    (tmp_path / "floor.yml").write_text(FLOOR + "mode: shadow\n")
    assert (
        lint(V + "tune: {payment-webhook-handler: {enabled: false}}\n", "p.yml", "--floor", "floor.yml").exit_code == 0
    )


def test_a_rule_of_the_floors_name_is_told_of(lint, tmp_path):
    rule = "rules:\n  - {id: refund-twice, zone: money, title: T, why: W, when: {paths: ['/a']}, checklist: [{id: a, ask: A?}]}\n"
    (tmp_path / "floor.yml").write_text(FLOOR + rule)
    result = lint(V + rule.replace("/a", "/b"), "p.yml", "--floor", "floor.yml")
    assert "has a rule `refund-twice` too: both apply, and this one is shown as `own-refund-twice`." in result.output


def test_a_floor_that_can_t_be_used_is_told(lint, tmp_path):
    (tmp_path / "floor.yml").write_text("version: 2\n")
    result = lint(SOUND, "p.yml", "--floor", "floor.yml")
    assert (result.exit_code, result.output.splitlines()[0]) == (2, "Error: The policy can't be used:")
