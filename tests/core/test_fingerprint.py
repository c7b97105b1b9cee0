from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.diff import as_patch
from bot.core.fingerprint import changes, cover
from bot.core.model.change import Account, ChangedFile, FileStatus, PullRequest
from bot.core.model.policy import Rule
from bot.core.model.predicates import Confidence, Paths
from bot.core.model.verdict import Cover, Finding, Place

RULE = Rule("webhook", "money", "t", Paths(("*",)), "why", (), digest="d1")


def finding(path: str, rule: Rule = RULE) -> Finding:
    return Finding(rule, path, (Place(1, None),), Confidence.HIGH, ())


def file(path: str = "app/hooks.py", patch: str | None = "@@ -1,2 +1,2 @@\n a\n-b\n+c", **more) -> ChangedFile:
    return ChangedFile(path, more.pop("status", FileStatus.MODIFIED), patch, **more)


def pull(*files: ChangedFile, head: str = "1" * 40) -> PullRequest:
    return PullRequest("a/b", 1, "t", "", Account("a"), "main", "0" * 40, "x", head, None, files=files)


def covered(*files: ChangedFile, head: str = "1" * 40, rule: Rule = RULE) -> Cover:
    return cover([finding(one.path, rule) for one in files], pull(*files, head=head))


ROWS = st.lists(
    st.tuples(st.sampled_from("+- "), st.text(st.characters(exclude_characters="\n"), max_size=5)),
    min_size=1,
    max_size=8,
)
HUNKS = st.lists(ROWS, min_size=1, max_size=3)


def patch_at(starts: list[int], hunks: list[list[tuple[str, str]]], section: str = "") -> str:
    parts = []
    for start, rows in zip(starts, hunks, strict=False):
        old, new = sum(sign != "+" for sign, _ in rows), sum(sign != "-" for sign, _ in rows)
        parts.append(
            "\n".join((f"@@ -{start},{old} +{start},{new} @@{section}", *(sign + text for sign, text in rows)))
        )
    return "\n".join(parts)


@given(HUNKS)
def test_a_rebase_that_shifts_lines_keeps_it(hunks):
    before = covered(file(patch=patch_at([10, 50, 90], hunks, " def a():")))
    after = covered(file(patch=patch_at([17, 66, 120], hunks, " def a():")), head="2" * 40)
    assert before == after


@given(HUNKS, HUNKS)
def test_any_change_of_a_covered_hunk_voids_it(hunks, other):
    assume(hunks != other)
    before, now = file(patch=patch_at([1, 50, 90], hunks)), file(patch=patch_at([1, 50, 90], other))
    assert covered(before).fingerprint != covered(now).fingerprint
    assert changes(covered(before).files, pull(now), covered(now))


@given(st.permutations([file("a"), file("b", ""), file("c", None), file("d", "odd")]))
def test_the_order_of_files_and_findings_does_not_matter(files):
    assert covered(*files) == covered(*sorted(files, key=lambda one: one.path))


def test_what_the_findings_do_not_touch_is_not_covered():
    alone = cover([finding("app/hooks.py")], pull(file()))
    assert cover([finding("app/hooks.py")], pull(file(), file("other.py", "@@ -1 +1 @@\n-x\n+y"))) == alone
    assert list(alone.files) == ["app/hooks.py"]
    assert alone.rules == ("webhook@d1",)
    assert len(alone.files["app/hooks.py"]) == 2


@pytest.mark.parametrize(
    "other",
    [
        file("app/other.py"),
        file(old_path="app/old.py"),
        file(new_mode="100755"),
        file(old_mode="100755"),
        file(status=FileStatus.REMOVED),
        file(patch="@@ -1,2 +1,2 @@\n a\n-b\n+c\r"),
        file(patch="@@ -1,2 +1,2 @@\n a \n-b\n+c"),
        file(patch="@@ -1,2 +1,2 @@\n a\n-b\n+\ud800"),
        file(patch=""),
        file(patch=None),
        file(patch=None, binary=True),
        file(unseen="too large"),
    ],
)
def test_what_a_sign_off_covers(other):
    assert covered(file()).fingerprint != covered(other).fingerprint


def test_rules_are_covered_with_what_decides():
    assert covered(file()).fingerprint != covered(file(), rule=replace(RULE, digest="d2")).fingerprint
    assert covered(file()).fingerprint == covered(file(), rule=replace(RULE, title="other")).fingerprint


def test_blobs_count_for_binary_files_alone():
    assert covered(file(new_blob="1")) == covered(file(new_blob="2"))
    assert covered(file(patch=None, binary=True, new_blob="1")) != covered(file(patch=None, binary=True, new_blob="2"))


@pytest.mark.parametrize("unseen", [{"patch": None}, {"patch": "@@ -1,9 +1,9 @@\n+cut"}, {"unseen": "too large"}])
def test_any_push_voids_what_nobody_saw_unless_it_is_known_to_be_the_same(unseen):
    assert covered(file(**unseen), head="1" * 40) != covered(file(**unseen), head="2" * 40)
    assert covered(file(**unseen, new_blob="b"), head="1" * 40) == covered(file(**unseen, new_blob="b"), head="2" * 40)


def test_the_words_name_the_lines_that_moved():
    rows = "@@ -1,2 +1,2 @@\n a\n-b\n+c\n@@ -40,3 +41,5 @@\n x\n+1\n+2\n y\n z"
    before, now = file(patch=rows), file(patch=rows.replace("+2", "+3"))
    assert changes(covered(before).files, pull(now), covered(now)) == ("`app/hooks.py` lines 42-43",)


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (file(), file(patch=as_patch(" a\n-b")), "`app/hooks.py` lines removed near 2"),
        (file(), file(patch=as_patch("+a")), "`app/hooks.py` line 1"),
        (file(), file(patch=""), "`app/hooks.py`, where changes were taken back"),
        (
            file(),
            file(new_mode="100755"),
            "`app/hooks.py`, what kind of file it is (its lines are the same)",
        ),
        (
            file(patch=""),
            file(patch="", new_mode="100755"),
            "`app/hooks.py`, what kind of file it is (its lines are the same)",
        ),
        (file(), file(patch=None), "`app/hooks.py`, which can't be seen"),
    ],
)
def test_the_words_for_each_kind_of_change(before, now, says):
    assert changes(covered(before).files, pull(now), covered(now)) == (says,)


def test_the_words_for_files_that_come_and_go():
    before = covered(file("a"), file("b"), file("c"))
    now = pull(file("b"), file("c"), file("d`\n"))
    assert changes(before.files, now, cover([finding("b"), finding("d`\n")], now)) == (
        "``d`␊`` was not part of it",
        "`a` is no longer changed",
        "`c` is no longer found to matter",
    )


def test_when_no_file_differs_the_rules_do():
    assert changes(covered(file()).files, pull(file()), covered(file())) == ("the rules that cover it changed",)


def test_a_binary_file_without_ids_is_another_with_every_push():
    change = pull(file(patch=None, binary=True))
    assert cover((finding("app/hooks.py"),), change) != cover(
        (finding("app/hooks.py"),), replace(change, head_sha="f" * 40)
    )


@given(HUNKS)
def test_the_same_lines_under_another_heading_are_another_change(hunks):
    before = file(patch=patch_at([10, 50, 90], hunks, " def admin():"))
    now = file(patch=patch_at([10, 50, 90], hunks, " def public():"))
    assert covered(before).fingerprint != covered(now).fingerprint
