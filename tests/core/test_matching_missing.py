"""A companion that ought to change as well."""

import time

import pytest

from bot.core.model.change import Commit, FileStatus
from bot.core.model.predicates import (
    All,
    LinePattern,
    Missing,
    Paths,
)
from tests.core.matching_setup import doubts, file, findings, matcher, pull, says

MODEL = All((Paths(("**/models.py",)), Missing(("**/migrations/**",))))
HOOK = All((Paths(("**/hooks.py",)), Missing(("**/tests/**",), (LinePattern("(?i)idempot|twice"),))))
ZONE = All((Paths(("/billing/**",)), Missing(decision_record=True)))


def test_a_model_without_its_migration():
    assert says(MODEL, file("app/models.py"))[1] == "no other file of the change matches `**/migrations/**`"
    assert findings(MODEL, file("app/models.py"), file("app/migrations/1.py", status=FileStatus.ADDED)) == ()
    removed = file("app/migrations/1.py", "-x", status=FileStatus.REMOVED)
    assert len(findings(MODEL, file("app/models.py"), removed)) == 1


def test_a_companion_has_to_say_something():
    told = "no other file of the change matches `**/tests/**` and adds a line with `(?i)idempot|twice`"
    assert says(HOOK, file("app/hooks.py"), file("app/tests/a.py", "+def test_it(): pass"))[1] == told
    assert findings(HOOK, file("app/hooks.py"), file("app/tests/a.py", "+def test_twice(): pass")) == ()
    assert len(findings(HOOK, file("app/hooks.py"), file("app/tests/a.py", "-def test_twice(): pass"))) == 1


def test_a_file_is_no_companion_of_its_own():
    alone = All((Paths(("*.sql",)), Missing(("*.sql",))))
    assert len(findings(alone, file("a.sql"))) == 1
    assert findings(alone, file("a.sql"), file("b.sql")) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"body": "As ADR-12 has it."},
        {"title": "ADR 7: refunds"},
        {"commits": (Commit("c" * 40, "Work\n\nSee ADR-0031", ()),)},
    ],
)
def test_a_decision_record_that_is_named_is_enough(more):
    assert findings(ZONE, file("billing/a.py"), **more) == ()


def test_zone_code_without_a_decision_record():
    assert says(ZONE, file("billing/a.py"))[1] == "no decision record changes with it, and none is named (`ADR-12`)"
    assert findings(ZONE, file("billing/a.py"), file("docs/adr/0012-refunds.md")) == ()
    assert len(findings(ZONE, file("billing/a.py"), body="quADRant-1, adr-x")) == 1


def test_what_could_not_be_listed_or_seen_may_be_the_companion():
    cut = "GitHub lists only 3,000 of the changed files."
    assert doubts(MODEL, file("app/models.py"), unseen=(cut,)) == (cut,)
    unread = file("tests/a.py", None, unseen="It is too large.")
    assert doubts(HOOK, file("app/hooks.py"), unread) == (
        "`tests/a.py`: It is too large; split the change so that it can be shown",
    )
    assert len(findings(HOOK, file("app/hooks.py"), file("lib/a.py", None, binary=True))) == 1


def test_the_text_of_a_companion_is_asked_for_though_rules_pass_over_tests():
    assert matcher(HOOK).wants("tests/a.py", None)
    assert not matcher(HOOK).wants("spec/a.rb", None)
    assert not matcher(MODEL).wants("app/migrations/1.py", None)


def test_why_not_names_the_companion():
    change = pull(file("app/models.py"), file("app/migrations/1.py"))
    assert [why for _, why in matcher(MODEL).why_not(change, "app/models.py")] == [
        "its companion changes too: `app/migrations/1.py`"
    ]


def test_thousands_of_files_are_looked_through_once():
    files = [file(f"app{number}/models.py") for number in range(3000)]
    started = time.process_time()
    assert len(findings(MODEL, *files)) == 3000
    assert time.process_time() - started < 5


def test_of_many_globs_the_first_are_told():
    many = All((Paths(("**/models.py",)), Missing(tuple(f"**/m{n}/**" for n in range(100)), (LinePattern("x" * 900),))))
    said = says(many, file("app/models.py"))[1]
    assert said.startswith("no other file of the change matches `**/m0/**`, `**/m1/**`, ")
    assert "`**/m5/**` or 94 more and adds a line with `xxx" in said
    assert len(said) < 400
