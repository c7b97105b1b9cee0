"""The shipped tables of signs are whole, a broken one says where, and a changed weight is another version of its rule."""

import re
import shutil

import pytest

from bot.core.matching.signs.scales import SCALES
from bot.core.model.predicates import Signs
from bot.policy import BrokenPackError, pack_files, shipped, shipped_rules
from bot.policy.sign_tables import sign_table

ZONES = ("auth", "money", "runtime")


def forget():
    """Have everything read anew."""
    for cached in (shipped.shipped_rules, shipped.shipped_zones, shipped.agent_marks, sign_table):
        cached.cache_clear()


@pytest.fixture
def signs(tmp_path, monkeypatch):
    """Give a copy of rules/signs that the program reads in place of its own."""
    folder = tmp_path / "rules"
    shutil.copytree(pack_files.home(), folder)
    monkeypatch.setattr(pack_files, "home", lambda: folder)
    forget()
    yield folder / "signs"
    forget()


def digest(rule_id):
    return next(rule.digest for rule in shipped_rules() if rule.id == rule_id)


@pytest.mark.parametrize("zone", ZONES)
def test_a_table_is_whole(zone):
    table = sign_table(zone)
    assert table.zone == zone
    assert {step.scale for step in table.steps} <= set(SCALES)
    assert {sign.strength for sign in table.signs} == {1, 2, 3}
    assert len({sign.id for sign in table.signs}) == len(table.signs)
    assert len({(step.scale, step.at_least) for step in table.steps}) == len(table.steps)
    assert table.start < 2  # a change that speaks of nothing is no finding


@pytest.mark.parametrize("zone", ZONES)
def test_words_are_written_as_they_are_looked_up(zone):
    words = [word for sign in sign_table(zone).signs for word in sign.words]
    assert [word for word in words if not re.fullmatch(r"[a-z0-9]+\*|[a-z0-9]+(?: (?:[a-z0-9]+\*?|\*))*", word)] == []


@pytest.mark.parametrize("zone", ZONES)
def test_what_speaks_for_a_zone_gives_points_and_what_does_not_takes_them(zone):
    against = {"display", "settings", "tooling", "idle-share"}
    assert [step for step in sign_table(zone).steps if (step.points < 0) != (step.scale in against)] == []


def test_a_zone_has_its_rule():
    assert {rule.zone: rule.when for rule in shipped_rules() if isinstance(rule.when, Signs)} == {
        zone: Signs(sign_table(zone)) for zone in ZONES
    }


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("auth.weights.yml", r"points: [\d.]+", "points: 0.77"),
        ("auth.weights.yml", r"start: [-\d.]+", "start: -9.5"),
        ("auth.yml", r"words: \[", "words: [quokka, "),
        ("auth.yml", r"strength: strong", "strength: medium"),
    ],
)
def test_a_changed_weight_or_word_is_another_version_of_the_rule_and_of_no_other(signs, name, old, new):
    before, money = digest("auth-signs"), digest("money-signs")
    path = signs / name
    path.write_text(re.sub(old, new, path.read_text(), count=1))
    forget()
    assert digest("auth-signs") != before
    assert digest("money-signs") == money


def test_a_comment_is_no_change(signs):
    before = digest("auth-signs")
    path = signs / "auth.weights.yml"
    path.write_text(f"# more\n{path.read_text()}")
    forget()
    assert digest("auth-signs") == before


STEP = "{scale: lead, at_least: 1, points: 1}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("signs: []", "rules/signs/money.yml:2:8: "),
        ("signs:\n  - {id: a, says: a, strength: huge, words: [a]}", "rules/signs/money.yml:3:"),
        ("signs:\n  - {id: a, says: a, strength: weak, wrds: [a]}", "rules/signs/money.yml:3:"),
        ("signs: [", "rules/signs/money.yml:"),
    ],
)
def test_broken_words_say_where(signs, text, says):
    (signs / "money.yml").write_text(f"zone: money\n{text}\n")
    with pytest.raises(BrokenPackError) as raised:
        sign_table("money")
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "rules/signs/money.weights.yml:1:1: The file is empty."),
        (f"zone: money\nstart: nan\nsteps: [{STEP}]", "rules/signs/money.weights.yml:2:"),
        (
            "zone: money\nstart: 1\nsteps:\n  - {scale: lead, at_least: x, points: 1}",
            "rules/signs/money.weights.yml:4:",
        ),
        ("zone: money\nstart: 1\nsteps:\n  - {scale: lead, points: 1}", "rules/signs/money.weights.yml:4:"),
        (f"zone: auth\nstart: 1\nsteps: [{STEP}]", "rules/signs/money.yml and money.weights.yml name another zone"),
        (f"zone: money\nstart: 1\nsteps: [{STEP.replace('lead', 'loud')}]", "scales that are not there: ['loud']"),
    ],
)
def test_broken_weights_say_where(signs, text, says):
    (signs / "money.weights.yml").write_text(text)
    with pytest.raises(BrokenPackError) as raised:
        sign_table("money")
    assert says in str(raised.value)
