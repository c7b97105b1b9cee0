"""What is read off a change before anything has points: which lines count, and the scales of it to the figure."""

from math import log

import pytest

from bot.core.matching.signs.scales import SCALES
from bot.core.model.change import FileStatus
from tests.core.matching_setup import file
from tests.core.signs_setup import values, weighed, weighing

GUARD = """\
@@ -10,3 +10,3 @@ def log_in(user)
   user = find(params[:user])
-  raise Denied unless user.password == given
+  raise Denied if user.password != given
   session.token = issue('login', user)
"""


def test_every_scale_of_one_small_change():
    assert values(file("app/services/login_service.rb", GUARD)) == {
        # 2 path, 1.5 name, 3 share, 1.2 log 3 deciding, 0.8 log 3 guarding, 0.7 function, nothing strong around
        "lead": pytest.approx(2 + 1.5 + 3 + 2 * log(3) + 0.7),
        "path-strong": 1,
        "name-strong": 1,
        "function-strong": 1,
        "share": 1,
        "deciding-strong": 2,
        "guarding-strong": 2,
        "removed-strong": 1,
        "around": pytest.approx(0.5 / 3),  # a token in one of two lines
        "guards-share": 1,
        "change-deciding-strong": 2,
        "change-guarding-strong": 2,
        "change-files": 1,
        "change-file-guards": 2,
    }


def test_every_scale_is_read_even_at_zero():
    assert set(weighing(file("a.py", "+x = 1")).values(0)) == set(SCALES)


def test_a_scale_of_the_change_adds_up_over_its_files_but_displays_and_tools():
    found = values(
        file("a/login.py", "+if token:\n+    login(user)"),
        file("b/desk.py", "+    login(token)\n+    x = 1"),
        file("web/desk.vue", "+  login()"),
        file("scripts/desk.py", "+login()"),
    )
    assert found["change-deciding-strong"] == 2
    assert found["change-deciding-medium"] == 1
    assert found["change-guarding-medium"] == 1
    assert found["change-files"] == 1
    assert found["change-file-guards"] == 1


@pytest.mark.parametrize(
    ("path", "counts"),
    [("a/desk.py", 1), ("a/pages/desk.py", 0.6), ("scripts/desk.py", 0.5), ("a/desk.yml", 0.7)],
)
def test_a_display_a_tool_and_settings_lead_less(path, counts):
    assert values(file(path, "+if password:"))["lead"] == pytest.approx(counts * (3 + 2 * log(2)))


def test_what_stands_in_texts_is_told_apart_from_what_the_code_says():
    found = values(file("a.py", "+x = sign('login', 'token')\n+y = sign('token')"))
    assert (found["quoted-strong"], found["quoted-medium"]) == (1, 1)
    assert "deciding-strong" not in found
    assert "share" not in found


def test_the_strongest_word_of_a_line_counts_alone():
    found = values(file("a.py", "+login(token, user)\n+issue(token)\n+show(user)\n+x = 1"))
    assert (found["share"], found["share-weak"]) == (0.5, 0.25)
    assert (found["deciding-strong"], found["deciding-medium"]) == (1, 1)


@pytest.mark.parametrize(
    "line",
    [
        "# login(user)",
        "import login",
        "from shop import login",
        "log.info(login)",
        "logger.debug('who', password)",
        "}",
        "",
        "  );",
    ],
)
def test_comments_imports_logs_and_braces_weigh_nothing(line):
    assert weighing(file("a.py", f"+{line}")).values(0) == {}
    assert values(file("a.py", f"+{line}\n+x = login(1)"))["share"] == 1


def test_documentation_weighs_nothing():
    docs = '@@ -1,0 +1,4 @@\n+  @doc """\n+  Checks the password at login.\n+  """\n+  def pay(x), do: x'
    assert "share" not in values(file("a.ex", docs))


@pytest.mark.parametrize("line", ["x" * 399 + " login()", "é" * 400 + " login()"])
def test_what_stands_far_out_on_a_line_is_data(line):
    assert "share" not in values(file("a.py", f"+{line}"))
    assert values(file("a.py", f"+login() {line}"))["share"] == 1


MOVED = "    return user.password == given"


@pytest.mark.parametrize(
    ("files", "changed", "idle"),
    [
        ([("a.py", f"-{MOVED}"), ("b.py", f"+{MOVED}\n+x = 1")], 3, 2),  # across files
        ([("a.py", f"-{MOVED}\n+  {MOVED}\n+x = 1")], 3, 2),  # into a block
        ([("a.py", f"-{MOVED}\n+{MOVED} and x\n+x = 1")], 3, 0),
        ([("a.py", f"-{MOVED}"), ("b.py", f"+{MOVED}\n+{MOVED}\n+x = 1")], 4, 3),
        ([("a.py", "-a1\n+b1\n+x = 1")], 3, 0),
    ],
)
def test_what_moved_is_idle(files, changed, idle):
    found = weighing(*(file(*one) for one in files)).values(0)
    assert found["idle-share"] == pytest.approx(idle / (1 + changed))


def edits(old, new, places):
    """Make the same edit in several places of one file."""
    return "".join(f"@@ -{at}0,1 +{at}0,1 @@\n-x{at} = {old}({at})\n+x{at} = {new}({at})\n" for at in places)


@pytest.mark.parametrize(
    ("diffs", "idle"),
    [
        ([edits("enter", "login", [1, 2])], 0),
        ([edits("enter", "login", [1, 2, 3])], 6),
        ([edits("enter", "login", [1, 2]), edits("enter", "login", [3])], 6),  # over all files
        ([edits("enter", "login", [1, 2]), edits("enter", "leave", [3])], 0),
        ([edits("enter", "login", [1, 2]), edits("login", "enter", [3])], 0),
    ],
)
def test_the_same_edit_three_times_is_mechanical(diffs, idle):
    more = [file(f"{number}.py", diff) for number, diff in enumerate(diffs)]
    found = weighing(*more, file("z.py", "+other = 1")).values(0)
    changed = sum(diff.count("\n-") + diff.count("\n+") for diff in diffs) + 1
    assert found["idle-share"] == pytest.approx(idle / (1 + changed))


def test_a_long_edit_repeated_is_none():
    many = ", ".join(f"a{number}" for number in range(8))
    diff = "".join(f"@@ -{at}0,1 +{at}0,1 @@\n-x = 1\n+login({many})\n" for at in (1, 2, 3))
    assert "idle-share" not in values(file("a.py", diff))


def test_other_spaces_are_no_change():
    assert values(file("a.py", "-if  login :\n+if login:\n+x = 1"))["idle-share"] == 0.5


def test_the_section_counts_where_a_line_of_its_hunk_is_weighed():
    diff = "@@ -1,1 +1,2 @@ def log_in\n x = 1\n+# said\n@@ -9,1 +10,2 @@ def show\n y = 1\n+z = 1\n"
    assert "function-strong" not in values(file("a.py", diff))
    assert values(file("a.py", diff.replace("# said", "w = 1")))["function-strong"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "tests/test_login.py",
        "docs/login.py",
        "vendor/login.py",
        "a/login_pb2.py",
        "a/fixtures/login.py",
        "lib/fake_login.py",
        "a/login.md",
        "a/login.png",
        "a/login",
    ],
)
def test_excluded_classes_fakes_and_what_is_no_code_are_not_weighed(path):
    assert weighed(file(path, "+if login:")).files == ()
    found = weighing(file(path, "+if login:"), file("a.py", "+x = 1")).values(0)
    assert {name: value for name, value in found.items() if value} == {}


def test_of_a_large_change_the_files_that_speak_come_first_and_the_smallest_before_the_others():
    large = [file(f"a/part{number}.py", "+x = login(1)\n" * 3000) for number in range(4)]
    found = weighed(*large, file("a/login.py", "+x = login(1)\n" * 4000))
    assert [one.path for one in found.files] == ["a/login.py", "a/part0.py"]
    found = weighed(*large, file("z.py", "+x = login(1)\n" * 500))
    assert [one.path for one in found.files] == ["a/part0.py", "a/part1.py", "z.py"]


def test_one_file_is_weighed_however_large_it_is():
    found = weighed(file("a/login.py", "+x = login(1)\n" * 9000))
    assert found.files[0].weighed == 9000


def test_of_a_file_that_goes_the_removed_lines_count():
    found = values(file("a/login.py", "-if password:", status=FileStatus.REMOVED))
    assert (found["removed-strong"], found["guarding-strong"], found["path-strong"]) == (1, 1, 1)
