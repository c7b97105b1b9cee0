"""Ids and histories, held against git itself."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.model.git import EXECUTABLE, SUBMODULE, SYMLINK, Commit, File, Identity, Objects, object_id, tree_ids

ADA = Identity("Ada", "ada@acme.example")
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FILES = {
    "a.txt": File(b"hello\n"),
    "a/b": File(b"#!/bin/sh\n", EXECUTABLE),
    "a/deep/er/x": File(b""),
    "a-b": File(b"order matters\n"),
    "link": File(b"a.txt", SYMLINK),
    "name with ü": File(b"\x00\xff"),
    "vendor/lib": File(b"1" * 40, SUBMODULE),
}


def git(folder: Path, *words: str, text: bytes = b"") -> str:
    done = subprocess.run(["git", *words], cwd=folder, input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def make(objects: Objects, *parents: Commit, message: str = "m", at: datetime = AT) -> Commit:
    return objects.commit({}, tuple(parent.sha for parent in parents), (ADA, ADA), message, at)


def test_trees_have_the_ids_that_git_gives_them(folder: Path):
    objects = Objects()
    tree = {path: objects.store(file) for path, file in FILES.items()}
    for path, file in FILES.items():
        if file.mode != SUBMODULE:
            assert git(folder, "hash-object", "-w", "--stdin", text=file.data) == tree[path].sha
        git(folder, "update-index", "--add", "--cacheinfo", f"{file.mode},{tree[path].sha},{path}")
    assert git(folder, "write-tree") == tree_ids(tree)[""]
    assert git(folder, "write-tree", "--prefix=a/deep/") == tree_ids(tree)["a/deep"]


def test_commits_have_the_ids_that_git_gives_them(folder: Path):
    objects = Objects()
    root = make(objects, message="Start\n\nWhy not?\n")
    raw = (
        f"tree {root.tree}\nauthor Ada <ada@acme.example> {int(AT.timestamp())} +0000\n"
        f"committer Ada <ada@acme.example> {int(AT.timestamp())} +0000\n\nStart\n\nWhy not?\n"
    )
    assert git(folder, "hash-object", "-t", "commit", "--stdin", "--literally", text=raw.encode()) == root.sha
    child = make(objects, root)
    assert child.parents == (root.sha,)
    assert child.sha != root.sha


def test_the_empty_tree_is_the_one_that_everybody_knows():
    assert tree_ids({})[""] == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    assert object_id("blob", b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def test_co_authors_come_from_trailers_each_once_and_after_the_author():
    message = (
        "Do\n\nCo-authored-by: Grace <grace@x>\nco-authored-by: Ada again <ADA@acme.example>\nCo-Authored-By: L <l@x>"
    )
    one = make(Objects(), message=message)
    assert [who.email for who in one.authors] == ["ada@acme.example", "grace@x", "l@x"]


def test_the_merge_base_is_where_branches_parted():
    objects = Objects()
    root = make(objects)
    left, right = make(objects, root, message="l"), make(objects, root, message="r")
    assert objects.merge_base(left.sha, right.sha) == root.sha
    merged = make(objects, left, right, message="merge")
    assert objects.merge_base(right.sha, merged.sha) == right.sha
    assert objects.merge_base(merged.sha, make(objects, left, message="l2").sha) == left.sha


def test_unrelated_histories_have_no_merge_base():
    objects = Objects()
    one, other = make(objects, message="one"), make(objects, message="other")
    assert objects.merge_base(one.sha, other.sha) is None
    assert objects.between(other.sha, one.sha) == [one]


def test_of_criss_cross_merges_the_newest_base_counts():
    objects = Objects()
    root = make(objects)
    a, b = make(objects, root, message="a"), make(objects, root, message="b", at=AT.replace(hour=10))
    ab, ba = make(objects, a, b, message="ab"), make(objects, b, a, message="ba")
    assert objects.merge_base(ab.sha, ba.sha) == b.sha


def test_commits_between_come_parents_first_with_side_branches():
    objects = Objects()
    root = make(objects)
    one, side = make(objects, root, message="1"), make(objects, root, message="side")
    merge = make(objects, one, side, message="merge")
    assert [c.message for c in objects.between(root.sha, merge.sha)] == ["1", "side", "merge"]
    assert objects.between(merge.sha, root.sha) == []
