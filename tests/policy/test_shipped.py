"""What travels with the program is whole, in a checkout and in a wheel; a broken file says where."""

import shutil

import pytest

from bot.core.matching import Matcher
from bot.policy import BrokenPackError, agent_marks, pack_files, shipped, shipped_rules, shipped_zones, unconfigured
from bot.policy.cases import run_cases
from bot.policy.vocabulary import PACKS


@pytest.fixture
def rules_elsewhere(tmp_path, monkeypatch):
    """Give a copy of rules/ that the program reads in place of its own."""
    folder = tmp_path / "rules"
    shutil.copytree(pack_files.home(), folder)
    monkeypatch.setattr(pack_files, "home", lambda: folder)
    for cached in (shipped.shipped_rules, shipped.shipped_zones, shipped.agent_marks):
        cached.cache_clear()
    yield folder
    for cached in (shipped.shipped_rules, shipped.shipped_zones, shipped.agent_marks):
        cached.cache_clear()


def test_every_pack_has_its_zone_and_five_rules():
    assert list(shipped_zones()) == list(PACKS)
    for pack in PACKS:
        assert sum(rule.zone == pack for rule in shipped_rules()) >= 5, pack
    for zone in shipped_zones().values():
        assert zone.title
        assert zone.why.endswith(".")
        assert "**What a senior looks at.**" in zone.explain


def test_every_rule_has_a_source_a_digest_and_an_id_of_its_own():
    rules = shipped_rules()
    assert len({rule.id for rule in rules}) == len({rule.digest for rule in rules}) == len(rules)
    assert all(rule.source == f"rules/{rule.zone}/{rule.id}.yml" for rule in rules)


def test_the_shipped_policy_compiles():
    assert Matcher(unconfigured())


def test_the_cases_of_every_shipped_rule_hold():
    assert run_cases(shipped_rules()) == ()


def test_they_are_read_once():
    assert shipped_rules() is shipped_rules()
    assert agent_marks() is agent_marks()


def test_a_broken_rule_says_every_fault_with_file_and_line(rules_elsewhere):
    path = next(path for path in sorted((rules_elsewhere / "auth").glob("*.yml")) if path.name != "zone.yml")
    text = path.read_text().replace("severity: block", "severity: blok").replace("\nwhy:", "\nwhi:")
    path.write_text(text)
    with pytest.raises(BrokenPackError) as raised:
        shipped_rules()
    lines = str(raised.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"rules/auth/{path.name}:") for line in lines)
    assert "`severity` can't be `blok`. Did you mean `block`?" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("auth/other.yml", None, "rules/auth/other.yml:1:1: The id is not `other`, which the file's name says."),
        ("money/access-opened.yml", None, "rules/money/access-opened.yml:1:1: The zone is not `money`"),
        ("money/empty.yml", "", "rules/money/empty.yml:1:1: The file is empty."),
        ("money/odd.yml", "id: odd\n\tx", "rules/money/odd.yml:2:1: A tab stands where YAML wants spaces."),
        ("money/blind.yml",
         "id: blind\nzone: money\ntitle: T\nwhy: W\nseverity: advise\nwhen: {title: x, none: [{paths: a}]}\n",
         "rules/money/blind.yml:6:1: This rule says nothing of the file"),
    ],
)  # fmt: skip
def test_a_misplaced_or_empty_rule_is_told(rules_elsewhere, name, text, says):
    sound = (rules_elsewhere / "auth/access-opened.yml").read_text()
    (rules_elsewhere / name).write_text(sound if text is None else text)
    with pytest.raises(BrokenPackError, match=says.replace("(", r"\(")):
        shipped_rules()


def test_a_broken_zone_and_broken_marks_are_told(rules_elsewhere):
    (rules_elsewhere / "auth/zone.yml").write_text("id: auth\ntitle: T\n")
    with pytest.raises(BrokenPackError, match=r"rules/auth/zone.yml:1:1: `explain` is missing here"):
        shipped_zones()
    (rules_elsewhere / "provenance.yml").write_text("accounts: []\n")
    with pytest.raises(BrokenPackError, match=r"rules/provenance.yml:1:1: `branches` is missing here"):
        agent_marks()


def test_the_packs_are_found_beside_the_program_in_a_wheel(tmp_path, monkeypatch):
    inside = tmp_path / "site/bot/rules"
    inside.mkdir(parents=True)
    monkeypatch.setattr(pack_files, "__file__", str(tmp_path / "site/bot/policy/pack_files.py"))
    with pytest.raises(BrokenPackError, match="the package is not whole"):
        pack_files.home.__wrapped__()
    (inside / "provenance.yml").touch()
    assert pack_files.home.__wrapped__() == inside
