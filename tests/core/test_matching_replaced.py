"""A removed line beside the one that took its place."""

import time

import pytest

from bot.core.model.change import ChangedFile, FileStatus, Side
from bot.core.model.predicates import (
    LinePattern,
    Lines,
    Replaced,
    Replacement,
)
from tests.core.matching_setup import doubts, file, findings, match, says

AWAIT = Replaced((Replacement(r"\bawait\b", by=r"\w\(", unless=r"\bawait\b"),))
TIMEOUT = Replaced((Replacement(r"timeout\s*=\s*\d+"),))


def test_an_await_that_is_gone():
    change = file("a.ts", "   go();\n-  await charge(order);\n+  charge(order);\n+  log(order);")
    assert says(AWAIT, change) == ["line 2 had `await`, and line 2 has `e(` in its place"]
    (finding,) = findings(AWAIT, change)
    assert [(place.line, place.side) for place in finding.places] == [(2, Side.ADDED)]


def test_a_number_that_differs():
    assert says(TIMEOUT, file("a.py", "-get(url, timeout=30)\n+get(url, timeout=3)")) == [
        "line 1 had `timeout=30`, and line 1 has `timeout=3` in its place"
    ]


@pytest.mark.parametrize(
    "diff",
    [
        "-get(url, timeout=30)\n+get(uri, timeout=30)",  # something else differs
        "-get(url, timeout=30)\n+get(url, timeout = 30)",
        "-get(url, timeout=30)\n+delete_everything_now()",  # another statement
        "-# get(url, timeout=30)\n+# get(url, timeout=3)",
        " get(url, timeout=30)\n+get(url, timeout=3)",
        "-  get(url, timeout=30)\n+    get(url, timeout=30)",
    ],
)
def test_a_number_that_stays(diff):
    assert findings(TIMEOUT, file("a.py", diff)) == ()


def test_each_line_is_paired_with_the_one_most_like_it():
    swapped = "-get(a, timeout=30)\n-post(b, timeout=10)\n+post(b, timeout=10, c)\n+get(a, timeout=3)"
    assert says(TIMEOUT, file("a.py", swapped)) == ["line 1 had `timeout=30`, and line 2 has `timeout=3` in its place"]


def test_in_the_section_and_the_files_that_are_meant():
    pair = Replaced((Replacement(r"limit = \d+", section="def charge", files=("*.py",)),))
    hunk = "@@ -1,1 +1,1 @@ {}\n-limit = 1\n+limit = 2"
    assert len(findings(pair, file("a.py", hunk.format("def charge(order):")))) == 1
    assert findings(pair, file("a.py", hunk.format("def load(order):"))) == ()
    assert findings(pair, file("a.rb", hunk.format("def charge(order):"))) == ()


def test_more_lines_than_can_be_compared_are_not_taken_as_clean():
    rows = [f"-a{n} = timeout={n} b" for n in range(4000)] + [f"+c{n}, d, e, f, g" for n in range(4000)]
    patch = "\n".join(["@@ -1,4000 +1,4000 @@", *rows])
    started = time.process_time()
    assert doubts(TIMEOUT, ChangedFile("a.py", FileStatus.MODIFIED, patch)) == (
        "`a.py`: its removed and added lines are too many to be compared",
    )
    assert time.process_time() - started < 10


# --- sections and strings on plain line patterns -------------------------------------------------------------


def test_a_pattern_may_ask_for_the_section_that_stands_over_the_hunk():
    pattern = Lines(Side.ADDED, (LinePattern("x", section=r"class \w+View"),))
    hunk = "@@ -0,0 +1,1 @@{}\n+x = 1"
    assert len(findings(pattern, file("a.py", hunk.format(" class OrderView:")))) == 1
    assert findings(pattern, file("a.py", hunk.format(" class Order:"))) == ()
    assert findings(pattern, file("a.py", hunk.format(""))) == ()


def test_what_stands_in_quotes_may_be_left_out():
    quoted = LinePattern("refund", strings=False)
    for diff, fires in (
        ("+t('refund')", False),
        ("+refund(order)", True),
        ('+say("a") or refund(1)', True),
        ("+x = 'refund", False),
        ("+f(`refund ${x}`)", False),
    ):
        assert bool(match(Lines(Side.ADDED, (quoted,)), file("a.js", diff)).findings) is fires, diff


def test_a_pattern_may_ask_for_another_line_of_its_hunk():
    pattern = Lines(Side.ADDED, (LinePattern("save", with_hunk="atomic"),))
    assert len(findings(pattern, file("a.py", " with atomic():\n+    save()"))) == 1
    assert findings(pattern, file("a.py", " def f():\n+    save()")) == ()
    assert findings(pattern, file("a.py", "-with atomic():\n+    save()")) == ()
    assert findings(pattern, file("a.py", " # atomic\n+    save()")) == ()
