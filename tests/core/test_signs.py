"""Signs as a rule meets them: points add up, some files lead, the evidence says why, and what is unseen is no clean bill."""

from dataclasses import replace

import pytest

from bot.core.model.change import Side
from bot.core.model.predicates import Confidence, Signs
from bot.core.model.signs import Step
from bot.core.model.verdict import Place
from bot.policy import shipped_rules
from tests.core.matching_setup import doubts, file, findings, match, matcher, pull, says
from tests.core.signs_setup import SIGNS, table, weighed

GUARD = """\
@@ -10,3 +10,3 @@ def log_in(user)
   user = find(params[:user])
-  raise Denied unless user.password == given
+  raise Denied if user.password != given
   session.token = issue('login', user)
"""
SPEAKS = "+x = login(1)"
TEN = Step("lead", 1, 10.0)


def test_points_add_up_from_the_start():
    found = weighed(file("app/services/login_service.rb", GUARD))
    assert [(step.scale, step.points) for step in found.reached] == [
        ("lead", 1.5),
        ("path-strong", 1.0),
        ("share", 1.0),
        ("guarding-strong", 1.5),
    ]
    assert found.points == 4.0


def test_a_step_is_reached_at_its_height_and_the_lower_ones_with_it():
    steps = (Step("deciding-strong", 1, 1.0), Step("deciding-strong", 2, 0.5), Step("deciding-strong", 4, 7.0))
    of = table(0.0, *steps)
    assert weighed(file("a.py", SPEAKS), of=of).points == 1.0
    assert weighed(file("a.py", "+x = login(1)\n+y = login(2)"), of=of).points == 1.5
    assert weighed(file("a.py", "+x = login(1)\n+y = login(2)\n+z = login(3)"), of=of).points == 1.5


def test_points_may_be_taken_off():
    moved = "    user.password == given"
    files = file("a/login.py", f"-{moved}\n+if login:"), file("b.py", f"+{moved}")
    assert weighed(*files).points == 2.0
    assert weighed(file("a/login.py", "+if login:")).points == 4.0


@pytest.mark.parametrize(
    ("points", "confidence"),
    [
        (4.0, Confidence.HIGH),
        (9.5, Confidence.HIGH),
        (3.99, Confidence.MEDIUM),
        (2.0, Confidence.MEDIUM),
        (1.99, None),
        (0.0, None),
        (-3.0, None),
    ],
)
def test_four_points_are_sure_two_are_medium_and_fewer_are_nothing(points, confidence):
    found = findings(Signs(table(points, Step("share", 0.5, 0.0))), file("a.py", SPEAKS))
    assert [one.confidence for one in found] == ([confidence] if confidence else [])


def test_nothing_to_weigh_is_no_finding_whatever_the_start():
    assert says(Signs(table(9.0)), file("a.py", "+# login")) == []
    assert says(Signs(table(9.0)), file("tests/test_login.py", SPEAKS)) == []


def test_files_that_say_half_as_much_as_the_first_lead_with_it():
    files = [
        file("a/plain.py", "+x = 1"),
        file("a/weak.py", "+y = token(1)\n+x = 1\n+z = 2\n+w = 3"),
        file("a/speaks.py", "+x = login(1)\n+y = login(2)"),
        file("b/login.py", "+if password:"),
    ]
    found = findings(Signs(table(0.0, TEN)), *files)
    assert [one.path for one in found] == ["a/speaks.py", "b/login.py"]
    assert [one.path for one in weighed(*files).files] == ["b/login.py", "a/speaks.py"]


def test_while_the_points_are_not_enough_one_file_alone_leads():
    files = file("a/speaks.py", SPEAKS), file("b/login.py", "+if password:")
    found = findings(Signs(table(0.0, Step("lead", 1, 3.0))), *files)
    assert [(one.path, one.confidence) for one in found] == [("b/login.py", Confidence.MEDIUM)]


def test_the_evidence_of_a_guard_in_a_login():
    rule = Signs(SIGNS.table)
    (found,) = findings(rule, file("app/services/login_service.rb", GUARD))
    assert [one.says for one in found.evidence] == [
        "the signs of money add up to 4.0 (4 are enough)",
        "its place and its lines say the same (+1.5)",
        "2 of these lines are conditions, refusals or annotations (+1.5)",
        "its path speaks of logging in (+1.0)",
        "2 of 2 changed lines that decide something speak of logging in (+1.0)",
    ]
    assert {(one.predicate, one.saw, one.tested) for one in found.evidence} == {
        ("signs", "app/services/login_service.rb", "money")
    }
    assert found.places == (
        Place(11, Side.ADDED, "  raise Denied if user.password != given"),
        Place(11, Side.REMOVED, "  raise Denied unless user.password == given"),
    )


def test_the_evidence_of_two_files_of_which_one_is_a_display_and_much_is_idle():
    steps = (
        Step("function-strong", 1, 2.0),
        Step("quoted-strong", 1, 1.25),
        Step("around", 0.15, 0.5),
        Step("change-files", 1, 3.0),
        Step("display", 1, -0.75),
        Step("settings", 0, -0.2),
        Step("tooling", 1, -0.2),
        Step("idle-share", 0.5, -1.0),
        Step("guards-share", 0.5, 0.05),
    )
    logs = "".join(f"+  log.info({name})\n" for name in "abcd")
    page = f"@@ -1,3 +1,8 @@ login() {{\n   password\n+  if (password) sign('login')\n{logs} x1\n y1\n"
    (found, other) = findings(
        Signs(table(1.0, *steps)), file("web/pages/desk.js", page), file("a/login.yml", "+x: 1\n+y: 2")
    )
    assert [one.says for one in found.evidence] == [
        "the signs of money add up to 5.8 (4 are enough)",
        "files about it change with it (+3.0)",
        "it happens in a function about logging in (+2.0)",
        "texts in it name them too (+1.2)",
        "so do the lines around (+0.5)",
        "it only displays (-0.8)",
        "much of the change only moves, renames or logs (-1.0)",
    ]
    assert [one.says for one in other.evidence] == [
        "its path speaks of logging in (+3.0), it is a file of settings (-0.2) and much of the change only moves, renames or logs (-1.0)"
    ]


def test_one_line_alone_is_told_as_one():
    of = Signs(table(3.0, Step("guarding-strong", 1, 1.0)))
    assert says(of, file("a.py", "+if login:"))[1] == (
        "1 of these lines is a condition, a refusal or an annotation (+1.0)"
    )


def test_conditions_elsewhere_in_the_change_are_told_as_such():
    of = Signs(table(0.0, TEN, Step("change-file-guards", 1, 1.0)))
    files = file("a/speaks.py", "+x = login(1)\n+y = password(1)"), file("b/login.py", "+if x:")
    assert [one.path for one in weighed(*files).files] == ["a/speaks.py", "b/login.py"]
    assert says(of, *files)[:3] == [
        "the signs of money add up to 11.0 (4 are enough)",
        "its place and its lines say the same (+10.0)",
        "files about it hold conditions, refusals or annotations (+1.0)",
    ]


@pytest.mark.parametrize(
    ("diff", "reason"),
    [
        ("+x = 1", "the signs of money in the change add up to -1.0, and 4 are enough"),
        (SPEAKS, "the signs of money in the change add up to 1.5, and 4 are enough"),
        ("+# login", "no changed line is weighed for signs of money"),
    ],
)
def test_why_not_says_how_far_the_signs_came(diff, reason):
    change = pull(file("a/x.py", diff))
    assert [text for _, text in matcher(SIGNS).why_not(change, "a/x.py")] == [reason]


def test_why_not_of_a_test_says_what_it_is():
    change = pull(file("tests/test_login.py", SPEAKS))
    ((_, text),) = matcher(SIGNS).why_not(change, "tests/test_login.py")
    assert text == "left out: it is a test file, and the rule does not include tests"


def test_a_file_that_nobody_saw_is_unknown():
    assert doubts(SIGNS, file("a/login.py", None)) == (
        "`a/login.py`: GitHub gave no text for it; split the change so that it can be shown",
    )


@pytest.mark.parametrize("path", ["README.md", "docs/login.py", "tests/test_login.py", "a/fake_login.py", "login.png"])
def test_what_is_not_weighed_need_not_be_seen(path):
    assert match(SIGNS, file(path, None)).unseen == {}


def test_a_patch_that_does_not_parse_is_unknown_and_the_others_are_weighed():
    broken = replace(file("a/login.py"), patch="@@ -1,4 +1,1 @@\n+login()")
    found = match(Signs(table(9.0)), broken, file("b/login.py", SPEAKS))
    assert [one.path for one in found.findings] == ["b/login.py"]
    (doubt,) = found.unseen["money"]
    assert doubt.startswith("`a/login.py`: its diff can't be read, ")


def test_the_hunk_that_does_not_parse_may_be_the_last():
    torn = replace(file("a/login.py"), patch="@@ -1,0 +1,1 @@\n+login()\n@@ -9,1 +10,1 @@\n-x\n+y\n+z")
    assert match(Signs(table(9.0)), torn).findings == ()
    assert "money" in match(Signs(table(9.0)), torn).unseen


@pytest.mark.parametrize(
    "rule", [one for one in shipped_rules() if isinstance(one.when, Signs)], ids=lambda one: one.id
)
def test_the_shipped_signs_say_nothing_of_a_change_that_speaks_of_nothing(rule):
    assert findings(rule.when, file("src/colour.py", "-green = 1\n+green = shade(2)")) == ()
