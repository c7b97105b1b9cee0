"""`new-rule`: a rule in a policy or a pack, and clear words where there can be none."""

import shutil

import pytest

from bot.policy import pack_files
from tests.policy.texts import V

POLICY = ".github/dont-delegate.yml"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in a repository with a policy."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".github").mkdir()
    (tmp_path / POLICY).write_text(V + "# kept\n")
    return tmp_path


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Work in a copy of the packs as they stand in a checkout."""
    shutil.copytree(pack_files.home(), tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_repository_gets_it_in_its_policy_and_it_works(run, here):
    result = run("new-rule", "money", "refund-twice")
    assert (result.exit_code, result.output) == (
        0,
        f"Added the rule `refund-twice` to {POLICY}, line 5. Edit it there, then try it:\n"
        f"  dont-delegate test {POLICY}\n"
        f'  dont-delegate backtest --policy {POLICY} --since "90 days ago"\n',
    )
    assert (here / POLICY).read_text().startswith(V + "# kept\n\nrules:\n  - id: refund-twice\n    zone: money\n")
    assert run("test", POLICY).output == "1 rule, 4 cases: all came out as they say.\n"
    assert run("lint").exit_code == 0
    assert run("new-rule", "auth", "another").exit_code == 0
    assert run("test", POLICY).output == "2 rules, 8 cases: all came out as they say.\n"


def test_a_zone_of_ones_own_may_have_rules(run, here):
    (here / "own.yml").write_text(V + "zones: {search: {title: S, why: W, paths: a}}\n")
    assert run("new-rule", "search", "boost", "--policy", "own.yml").exit_code == 0
    assert "zone: search" in (here / "own.yml").read_text()


def test_a_checkout_gets_a_file_of_the_pack(run, checkout):
    result = run("new-rule", "money", "refund-twice")
    file = checkout / "rules/money/refund-twice.yml"
    assert result.output == (
        "Wrote rules/money/refund-twice.yml. Edit it, then try its cases: dont-delegate test rules/money/refund-twice.yml\n"
    )
    assert file.read_text().startswith("id: refund-twice\nzone: money\n")
    assert run("test", file).output == "1 rule, 4 cases: all came out as they say.\n"
    before = file.read_text()
    again = run("new-rule", "money", "refund-twice")
    assert (again.exit_code, again.stderr) == (
        2,
        "Error: rules/money/refund-twice.yml can't be written: File exists.\n",
    )
    assert file.read_text() == before


def test_a_checkouts_zone_must_have_a_pack(run, checkout):
    result = run("new-rule", "mony", "refund-twice")
    assert (result.exit_code, result.stderr) == (2, "Error: There is no zone `mony`. Did you mean `money`?\n")
    assert sorted((checkout / "rules").rglob("refund-twice.yml")) == []


@pytest.mark.parametrize("name", ["zone", "provenance"])
def test_a_rule_can_not_take_the_place_of_a_packs_other_files(run, checkout, name):
    before = (checkout / "rules/money/zone.yml").read_text()
    result = run("new-rule", "money", name)
    assert result.exit_code == 2
    assert f"no rule can be called `{name}`" in result.stderr
    assert (checkout / "rules/money/zone.yml").read_text() == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("mony", "x"), "There is no zone `mony`. Did you mean `money`?"),
        (("search", "x"), "Add `search:` under `zones:` in .github/dont-delegate.yml for one of your own."),
        (
            ("money", "Refund Twice"),
            "`Refund Twice` is no id: small letters, digits and single hyphens make one. Write `refund-twice`.",
        ),
        (("money", "../../x"), "`../../x` is no id"),
        (("money", "a" * 61), "This id has 61 characters; the most is 60. Shorten it."),
        (("money", "money-moves"), "A shipped rule is called `money-moves` already: rules/money/money-moves.yml."),
        (("money", "policy-file"), "has a rule called `policy-file` already. Choose another id."),
        (("money", "x", "--policy", "no.yml"), "There is no no.yml to add a rule to."),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_written(run, here, arguments, says):
    before = (here / POLICY).read_text()
    result = run("new-rule", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert (here / POLICY).read_text() == before
    assert not (here / "no.yml").exists()


def test_an_id_is_given_once(run, here):
    assert run("new-rule", "money", "mine").exit_code == 0
    before = (here / POLICY).read_text()
    result = run("new-rule", "auth", "mine")
    assert (result.exit_code, result.stderr) == (
        2,
        f"Error: {POLICY} has a rule called `mine` already. Choose another id.\n",
    )
    assert (here / POLICY).read_text() == before


def test_a_policy_with_problems_is_left_alone(run, here):
    (here / POLICY).write_text("versoin: 1\n")
    result = run("new-rule", "money", "mine")
    assert result.exit_code == 2
    assert "`versoin` is no key that is known here." in result.stderr
    assert (here / POLICY).read_text() == "versoin: 1\n"
