"""Conditions on where a change stands, where it comes from, whose signatures it carries, and what it adds and removes."""

from dataclasses import replace

import pytest

from bot.core.matching import Matcher
from bot.core.model.change import Commit, FileStatus, PullRequest
from bot.core.model.conditions import Fork, OnlyPaths, SignedBy, SignedWith, SomePaths
from bot.core.model.known import Around
from bot.core.model.predicates import NoneOf, Predicate, Provenance, Size
from bot.core.model.verdict import People
from bot.core.pull_words import in_a_sentence
from tests.core.build import START, commit, file, policy, pull

DOCS = ("/docs/**", "*.md", "!/docs/api/**")
KEY = "3AA5C34371567BD2"
PEOPLE = People(teams={"acme/release": frozenset({"grace"})}, organizations={"acme": frozenset({"ada", "grace"})})


def signed(by: str | None = "grace", key: str = KEY, *, verified: bool | None = True) -> Commit:
    return replace(commit("ada"), verified=verified, signer=by, key=key)


def holds(predicate: Predicate, change: PullRequest, people: People | None = PEOPLE) -> bool | None:
    return Matcher(policy()).holds(predicate, change, Provenance.NONE, Around(START, people))


@pytest.mark.parametrize(
    ("predicate", "change", "expected"),
    [
        (SomePaths(DOCS), pull(file("docs/a.txt"), file("app/a.py")), True),
        (SomePaths(DOCS), pull(file("docs/api/a.txt")), False),
        (SomePaths(DOCS), pull(file("app/a.py")), False),
        (SomePaths(DOCS), pull(file("app/a.py"), unseen=("cut",)), None),
        (SomePaths(DOCS), pull(file("README.md"), unseen=("cut",)), True),
        (SomePaths(DOCS), pull(file("a.py", status=FileStatus.RENAMED, old_path="docs/a.txt")), True),
        (SomePaths(DOCS, came=True), pull(file("README.md")), False),
        (SomePaths(DOCS, came=True), pull(file("README.md", status=FileStatus.ADDED)), True),
        (SomePaths(DOCS, came=True), pull(file("a.md", status=FileStatus.RENAMED, old_path="a.txt")), True),
        (SomePaths(DOCS, came=True), pull(file("a.txt", status=FileStatus.RENAMED, old_path="a.md")), False),
        (SomePaths(DOCS, came=False), pull(file("a.txt", status=FileStatus.RENAMED, old_path="a.md")), True),
        (SomePaths(DOCS, came=False), pull(file("a.txt", status=FileStatus.COPIED, old_path="a.md")), False),
        (SomePaths(DOCS, came=False), pull(file("a.md", status=FileStatus.REMOVED)), True),
        (SomePaths(DOCS, came=False), pull(file("app/a.py"), unseen=("cut",)), None),
        (OnlyPaths(DOCS), pull(file("docs/a.txt"), file("x/y.md")), True),
        (OnlyPaths(DOCS), pull(file("docs/a.txt"), file("app/a.py")), False),
        (OnlyPaths(DOCS), pull(file("docs/a.txt", status=FileStatus.RENAMED, old_path="app/a.py")), False),
        (OnlyPaths(DOCS), pull(file("docs/a.txt"), unseen=("cut",)), None),
        (OnlyPaths(DOCS), pull(file("app/a.py"), unseen=("cut",)), False),
        (OnlyPaths(("**",)), replace(pull(), files=()), False),
        (OnlyPaths(("/go.mod", "!/go.mod/**")), pull(file("go.mod/evil.go")), False),
        (Fork(True), pull(), False),
        (Fork(False), pull(head_repository="Acme/Shop"), True),
        (Fork(True), pull(head_repository="mallory/shop"), True),
        (Fork(True), pull(head_repository=None), True),
        (SignedWith((KEY.lower(),)), pull(commits=(signed(),)), True),
        (SignedWith((KEY,)), pull(commits=(signed(), signed(key="other"))), False),
        (SignedWith((KEY,)), pull(commits=(signed(verified=False),)), False),
        (SignedWith((KEY,)), pull(commits=(signed(verified=None),)), None),
        (SignedWith((KEY,)), pull(commits=()), None),
        (SignedWith((KEY,)), pull(commits=(signed(),), unseen=("cut",)), None),
        (SignedBy(("Grace",)), pull(commits=(signed(),)), True),
        (SignedBy((), ("acme/release",)), pull(commits=(signed(),)), True),
        (SignedBy((), ("acme/release",)), pull(commits=(signed(), signed("ada"))), False),
        (SignedBy((), (), ("acme",)), pull(commits=(signed(), signed("ada"))), True),
        (SignedBy((), ("acme/gone",)), pull(commits=(signed(),)), None),
        (SignedBy(("grace",), ("acme/gone",)), pull(commits=(signed(),)), True),
        (SignedBy(("grace",)), pull(commits=(signed(None),)), None),
        (SignedBy(("grace",)), pull(commits=(signed(verified=False),)), False),
        (NoneOf((SignedBy(("grace",)),)), pull(commits=(signed(verified=None),)), None),
        (Size(added_over=1), pull(file(patch="@@ -1 +1,2 @@\n-a\n+b\n+c")), True),
        (Size(added_over=2), pull(file(patch="@@ -1 +1,2 @@\n-a\n+b\n+c")), False),
        (Size(removed_over=0), pull(file(patch="@@ -1 +1,2 @@\n-a\n+b\n+c")), True),
        (Size(removed_over=1), pull(file(patch="@@ -1 +1,2 @@\n-a\n+b\n+c")), False),
        (Size(removed_over=1), pull(file(patch=None, unseen="Too large.")), None),
    ],
)
def test_conditions_hold_or_not_or_are_not_known(predicate, change, expected):
    assert holds(predicate, change) is expected


@pytest.mark.parametrize(
    ("predicate", "words"),
    [
        (SomePaths(("/docs/**", "*.md")), "a file is changed that is `/docs/**` or `*.md`"),
        (SomePaths(("*.md",), came=True), "a file is added that is `*.md`"),
        (SomePaths(("*.md",), came=False), "a file is removed that is `*.md`"),
        (OnlyPaths(DOCS), "every changed file is `/docs/**`, `*.md`, but not `/docs/api/**`"),
        (Fork(True), "the head branch is in another repository"),
        (Fork(False), "the head branch is in the same repository"),
        (SignedWith((KEY, "B")), f"GitHub verified every commit as signed with the key `{KEY}` or `B`"),
        (SignedBy(("ada",), ("acme/x",)), "GitHub verified every commit as signed by ada or a member of acme/x"),
        (Size(added_over=1000), "it adds more than 1,000 lines"),
        (Size(9, None, 1, 2), "it changes more than 9 files, adds more than 1 lines or removes more than 2 lines"),
    ],
)
def test_they_are_said_in_plain_words(predicate, words):
    assert in_a_sentence(predicate) == words
