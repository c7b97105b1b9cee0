"""Diffs, held against git itself."""

import re
import subprocess
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.model.diff import Change, differences
from bot.sandbox.model.git import EXECUTABLE, Entry, File, Objects
from bot.sandbox.model.lines import pairs
from bot.sandbox.model.patch import patch

Tree = Mapping[str, File]
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
lines = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"\n", b"x\r\n", b"\x0cy\x0b\n"]), max_size=25)
texts = st.builds(lambda rows, end: b"".join(rows) + end, lines, st.sampled_from([b"", b"no end", b"\xe2\x80\xa8"]))


def compared(old: Tree, new: Tree) -> list[Change]:
    objects = Objects()
    sides: list[dict[str, Entry]] = [{p: objects.store(f) for p, f in tree.items()} for tree in (old, new)]
    return differences(sides[0], sides[1], objects.blobs.__getitem__)


def git(folder: Path, *words: str, text: bytes = b"") -> bytes:
    plain = ["-c", "core.quotepath=off", "-c", "core.autocrlf=false", "-c", "core.safecrlf=false"]
    return subprocess.run(["git", *plain, *words], cwd=folder, input=text, capture_output=True, check=True).stdout


def write_tree(folder: Path, tree: Tree) -> str:
    git(folder, "read-tree", "--empty")
    for path, file in tree.items():
        sha = git(folder, "hash-object", "-w", "--stdin", text=file.data).decode().strip()
        git(folder, "update-index", "--add", "--cacheinfo", f"{file.mode},{sha},{path}")
    return git(folder, "write-tree").decode().strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("git")
    git(made, "init", "-q")
    return made


def hunks_by_git(folder: Path, old: bytes, new: bytes) -> str:
    before, after = (write_tree(folder, {"f": File(data)}) for data in (old, new))
    text = git(folder, "diff", "--no-indent-heuristic", "--text", before, after).decode(errors="replace")
    at = text.find("\n@@ ")
    return text[at + 1 :].removesuffix("\n") if at >= 0 else ""


@given(st.lists(st.sampled_from(["keep", "drop", "new", "swap"]), max_size=60))
@few
def test_where_every_line_is_its_own_the_hunks_are_gits(folder: Path, deeds: list[str]):
    old = [f"  line {n}\n" if n % 7 else f"def f{n}():\n" for n in range(len(deeds))]
    new = []
    for n, deed in enumerate(deeds):
        new += {"keep": [old[n]], "drop": [], "new": [old[n], f"new {n}\n"], "swap": [f"other {n}\n"]}[deed]
    before, after = "".join(old).encode(), "".join(new).encode()
    assert patch(before, after).text == hunks_by_git(folder, before, after)


@given(texts, texts)
@few
def test_our_patches_apply_with_git_and_are_as_short_as_its_own(folder: Path, old: bytes, new: bytes):
    made = patch(old, new)
    trees = [write_tree(folder, {"f": File(data)}) for data in (old, new)]
    stat = git(folder, "diff", "--minimal", "--numstat", "--text", *trees).split()[:2]
    assert [made.additions, made.deletions] == [int(n) for n in stat or (b"0", b"0")]
    if made.text and b"\xff" not in old + new:
        git(folder, "read-tree", trees[0])
        header = b"diff --git a/f b/f\n--- a/f\n+++ b/f\n" + made.text.encode() + b"\n"
        git(folder, "apply", "--cached", "--whitespace=nowarn", "-", text=header)
        assert git(folder, "write-tree").decode().strip() == trees[1]


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_kept_lines_are_equal_and_in_order(one: list[int], other: list[int]):
    old, new = ([b"%d" % n for n in row] for row in (one, other))
    found = pairs(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))


BODY = "".join(f"statement {n} of the file\n" for n in range(30)).encode()


def statuses(folder: Path, old: Tree, new: Tree) -> list[tuple[str, str | None, str]]:
    """Read `git diff --raw -M` as ours: status, old path, path."""
    words = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "T": "modified"}
    raw = git(folder, "diff", "--raw", "-M", "-z", write_tree(folder, old), write_tree(folder, new)).decode()
    found = []
    parts = iter(raw.split("\0"))
    for head in parts:
        if not head:
            break
        kind = head.split()[-1][0]
        first = next(parts)
        second = next(parts) if kind == "R" else None
        found.append((words[kind], first if second else None, second or first))
    return sorted(found, key=lambda row: row[2])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": File(BODY)}, {"b/a": File(BODY)}),
        ({"a.py": File(BODY)}, {"b.py": File(BODY.replace(b"statement 7", b"new 7"))}),
        ({"a.py": File(BODY)}, {"b.py": File(BODY[:200] + b"all else is new\n" * 60)}),
        ({"a": File(BODY), "b": File(BODY)}, {"b": File(BODY), "c": File(BODY)}),
        ({"a": File(BODY), "z": File(BODY[:500])}, {"m": File(BODY[:900])}),
        ({"a": File(b"x\n")}, {"a": File(b"y\n"), "new": File(b"")}),
        ({"old/x.py": File(BODY), "old/y.py": File(BODY)}, {"new/y.py": File(BODY), "new/x.py": File(BODY)}),
        ({"a": File(BODY)}, {"a": File(BODY), "copy": File(BODY)}),
    ],
)
def test_renames_are_found_as_git_finds_them(folder: Path, old: Tree, new: Tree):
    assert [(c.status, c.old_path, c.path) for c in compared(old, new)] == statuses(folder, old, new)


def test_a_change_of_mode_alone_has_a_word_and_no_patch():
    (change,) = compared({"run": File(b"x\n")}, {"run": File(b"x\n", EXECUTABLE)})
    assert (change.status, change.patch.text, change.binary) == ("changed", "", False)


def test_a_pure_rename_has_no_patch_and_a_changed_one_has():
    (pure,) = compared({"a": File(BODY)}, {"b": File(BODY)})
    (changed,) = compared({"a": File(BODY)}, {"b": File(BODY + b"more\n")})
    assert (pure.patch.text, changed.patch.additions) == ("", 1)


def test_binary_files_have_no_patch():
    (change,) = compared({"a": File(b"\x00one")}, {"a": File(b"two\n")})
    assert change.binary
    assert change.patch.text == ""


def test_a_submodule_shows_its_commits():
    (change,) = compared({"lib": File(b"1" * 40, "160000")}, {"lib": File(b"2" * 40, "160000")})
    assert f"-Subproject commit {'1' * 40}\n+Subproject commit {'2' * 40}" in change.patch.text


def test_only_lines_of_the_hunks_can_be_commented_on():
    old = "".join(f"{n}\n" for n in range(1, 31)).encode()
    shown = patch(old, old.replace(b"\n15\n", b"\n15a\n15b\n")).commentable
    assert {("RIGHT", 12), ("RIGHT", 15), ("RIGHT", 16), ("RIGHT", 19), ("LEFT", 15), ("LEFT", 18)} <= shown
    assert not {("RIGHT", 11), ("RIGHT", 20), ("LEFT", 19)} & shown


def test_only_a_line_feed_ends_a_line():
    text = patch(b"", "one\rstill\x0c\u2028one\x85\ntwo".encode()).text
    assert re.findall(r"^\+", text, re.MULTILINE) == ["+", "+"]
    assert text.endswith("\n\\ No newline at end of file")


def test_what_is_no_utf_8_is_shown_with_replacements():
    assert patch(b"", b"caf\xe9\n").text == "@@ -0,0 +1 @@\n+caf\ufffd"
