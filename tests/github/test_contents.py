"""Files without a patch: binary, moded, cut, too large, past the list's end; never taken for unchanged."""

from typing import Any

import pytest

from bot.core.matching.wanted import Wanted
from bot.core.model.change import FileStatus
from bot.github import contents
from tests.github.hub import BASE, FILES, HEAD, MERGE_BASE, REPO, Hub, Reply, Seen, blob, listed, pull
from tests.github.reads import snapshot

COMPARE = f"GET {REPO}/compare/{BASE}...{HEAD}"
TREES = f"GET {REPO}/git/trees/"
A, B = "1" * 40, "2" * 40
UNENDED = "\n\\ No newline at end of file"
MOVED = {"status": "renamed", "previous_filename": "old"}
EXECUTABLE, LINK, SUBMODULE = 0o100755, 0o120000, 0o160000


def sides(hub: Hub, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Answer for contents as if these were the files of both commits, and for the merge base."""

    def answer(seen: Seen) -> Reply:
        given = seen.body["variables"]
        assert (given["before"], given["after"]) == (MERGE_BASE, HEAD)
        names = [name[1:] for name in given if name[0] == "b" and name[1:].isdecimal()]
        found = {
            "before": {f"f{n}": before.get(given[f"b{n}"]) for n in names},
            "after": {f"f{n}": after.get(given[f"a{n}"]) for n in names},
        }
        return Reply({"data": {"repository": found}})

    hub.on("ReadEntries", answer)
    hub.on("ReadFiles", answer)
    hub.on(COMPARE, {"merge_base_commit": {"sha": MERGE_BASE}})


def bare(filename: str, **changes: Any) -> dict[str, Any]:
    """A file listed without a patch."""
    return listed(filename, None, **changes)


async def only(hub, here, file: dict[str, Any], **options: Any):
    hub.on(f"GET {FILES}", [file])
    shot = await snapshot(here, **options)
    assert len(shot.pull.files) == 1
    return shot.pull.files[0]


async def test_a_large_file_is_read_by_blob_in_three_waves(hub, here):
    sides(hub, {"a.py": blob("one\ntwo\n", oid=A)}, {"a.py": blob("one\n2\n", oid=B)})
    file = await only(hub, here, bare("a.py", additions=1, deletions=1, changes=2))
    assert file.patch == "@@ -1,2 +1,2 @@\n one\n-two\n+2"
    assert (file.status, file.unseen, file.old_blob, file.new_blob) == (FileStatus.MODIFIED, None, A, B)
    assert hub.names()[2:] == [COMPARE, "ReadFiles"]
    assert hub.one(COMPARE).query == {"per_page": "1", "page": "2"}


@pytest.mark.parametrize(
    ("listing", "before", "after", "expected"),
    [
        pytest.param({}, blob("x", oid=A), blob("x", oid=A, mode=EXECUTABLE), ("mode-changed", "", False), id="mode"),
        pytest.param(
            {"status": "changed"},
            blob("x", oid=A),
            blob("x", oid=A, mode=EXECUTABLE),
            ("mode-changed", "", False),
            id="changed",
        ),
        pytest.param({}, blob("x", oid=A), blob("x", oid=A), ("modified", "", False), id="nothing"),
        pytest.param({"status": "added"}, None, blob("", oid=B), ("added", "", False), id="empty"),
        pytest.param({"status": "removed"}, blob("", oid=A), None, ("removed", "", False), id="empty removed"),
        pytest.param(MOVED, blob("x", oid=A), blob("x", oid=A), ("renamed", "", False), id="moved"),
        pytest.param(
            {},
            blob(None, oid=A, isBinary=True),
            blob(None, oid=B, isBinary=True),
            ("modified", None, True),
            id="binary",
        ),
        pytest.param(
            {"status": "added"}, None, blob(None, oid=B, isBinary=True), ("added", None, True), id="binary added"
        ),
        pytest.param(
            {},
            blob("a", oid=A),
            blob("b", oid=B),
            ("modified", f"@@ -1,1 +1,1 @@\n-a{UNENDED}\n+b{UNENDED}", False),
            id="cut",
        ),
        pytest.param(
            {},
            blob("a\n", oid=A),
            blob("/etc", oid=B, mode=LINK),
            ("modified", f"@@ -1,1 +1,1 @@\n-a\n+/etc{UNENDED}", False),
            id="link",
        ),
        pytest.param(
            {"status": "added"},
            None,
            {"mode": SUBMODULE, "oid": B, "object": None},
            ("added", f"@@ -0,0 +1,1 @@\n+Subproject commit {B}", False),
            id="submodule",
        ),
        pytest.param(
            {"status": "removed"}, blob("a\n", oid=A), None, ("removed", "@@ -1,1 +0,0 @@\n-a", False), id="removed"
        ),
    ],
)
async def test_what_became_of_a_file_with_neither_patch_nor_lines(hub, here, listing, before, after, expected):
    sides(hub, {listing.get("previous_filename", "f"): before}, {"f": after})
    file = await only(hub, here, bare("f", **listing))
    assert (file.status, file.patch, file.binary) == expected
    assert file.unseen is None
    assert file.old_mode == (f"{before['mode']:o}" if before else None)
    assert file.new_mode == (f"{after['mode']:o}" if after else None)
    assert (file.old_blob, file.new_blob) == (before and before["oid"], after and after["oid"])


async def test_texts_that_graphql_cuts_are_read_as_bytes(hub, here):
    sides(hub, {"f": blob("a\n", oid=A)}, {"f": blob("half", oid=B, isTruncated=True, byteSize=1_000_000)})
    hub.on(
        f"GET {REPO}/git/blobs/{B}", Reply(b"a\n\xffcut\x0b\n", headers={"content-type": "application/vnd.github.raw"})
    )
    file = await only(hub, here, bare("f", additions=1, changes=1))
    assert file.patch == "@@ -1,1 +1,2 @@\n a\n+\ufffdcut\x0b"
    assert hub.one(f"GET {REPO}/git/blobs/{B}").headers["accept"] == "application/vnd.github.raw+json"


async def test_bytes_with_a_nul_are_binary(hub, here):
    sides(hub, {}, {"f": blob(None, oid=B, isBinary=None, byteSize=10)})
    hub.on(f"GET {REPO}/git/blobs/{B}", Reply(b"GIF\0", headers={"content-type": "application/octet-stream"}))
    file = await only(hub, here, bare("f", status="added", additions=1, changes=1))
    assert (file.binary, file.patch, file.unseen) == (True, None, None)


async def test_other_bytes_that_read_the_same_are_no_text(hub, here):
    cut = {"isTruncated": True, "byteSize": 9}
    sides(hub, {"f": blob("", oid=A, **cut)}, {"f": blob("", oid=B, **cut)})
    hub.on(f"GET {REPO}/git/blobs/{A}", Reply(b"\xfe", headers={"content-type": "text/plain"}))
    hub.on(f"GET {REPO}/git/blobs/{B}", Reply(b"\xff", headers={"content-type": "text/plain"}))
    file = await only(hub, here, bare("f"))
    assert (file.binary, file.patch) == (True, None)


@pytest.mark.parametrize(
    ("listing", "before", "after", "says"),
    [
        ({"changes": 9}, blob("x", oid=A), blob(None, oid=B, byteSize=5_000_000, isTruncated=True), "too large"),
        ({"changes": 9}, None, None, "not found"),
        ({}, blob("x", oid=A), None, "not found"),
        ({"changes": 9}, blob("x", oid=A), blob("x", oid=A), "same content on both sides"),
        ({"changes": 9}, blob("x", oid=A), {"mode": 0o100644, "oid": B, "object": None}, "not found"),
    ],
)
async def test_what_stays_unseen_says_why(hub, here, listing, before, after, says):
    sides(hub, {"f": before}, {"f": after})
    file = await only(hub, here, bare("f", **listing))
    assert file.patch is None
    assert says in file.unseen


async def test_files_that_no_rule_looks_at_are_not_read(hub, here):
    file = await only(
        hub, here, bare("docs/x.md", additions=9, changes=9), wants=lambda path, _old: Wanted(path != "docs/x.md")
    )
    assert file.unseen == contents.UNWANTED
    assert file.new_blob == "d" * 40


async def test_commits_that_are_gone_prove_nothing(hub, here):
    sides(hub, {}, {})
    hub.on("ReadEntries", {"data": {"repository": {"before": None, "after": {}}}})
    file = await only(hub, here, bare("f"))
    assert file.patch is None
    assert file.unseen is not None


async def test_without_a_common_ancestor_nothing_is_proven(hub, here):
    hub.on(COMPARE, Reply({"message": "No common ancestor"}, 404))
    file = await only(hub, here, bare("f"))
    assert file.unseen is not None
    assert "in common" in file.unseen


async def test_a_patch_that_lacks_lines_is_no_patch(hub, here):
    sides(hub, {"f": blob("a\n", oid=A)}, {"f": blob("b\nc\n", oid=B)})
    file = await only(hub, here, listed("f", "@@ -1 +1 @@\n-a\n+b", additions=2, changes=3))
    assert file.patch == "@@ -1,1 +1,2 @@\n-a\n+b\n+c"


async def test_a_page_that_github_cut_is_read_again_in_small_ones(hub, here):
    full = [listed(f"f{n}", "@@ -1,400 +1 @@" + "\n-x" * 400) for n in range(60)]
    names = [f"g{n}" for n in range(15)]

    def answer(seen: Seen) -> Reply:
        if seen.query["per_page"] == "100":
            return Reply(full + [bare(name) for name in names])
        start = (int(seen.query["page"]) - 1) * 10
        return Reply((full + [listed(name) for name in names])[start : start + 10])

    hub.on("ReadPullRequest", pull(changedFiles=75))
    hub.on(f"GET {FILES}", answer)
    hub.on(COMPARE, {"merge_base_commit": {"sha": MERGE_BASE}})
    shot = await snapshot(here)
    assert len(shot.pull.files) == 75
    assert all(file.patch for file in shot.pull.files)
    small = [seen.query["page"] for seen in hub.all(f"GET {FILES}") if seen.query["per_page"] == "10"]
    assert sorted(small) == ["7", "8"]


async def test_what_small_pages_leave_out_too_is_read_by_blob(hub, here):
    sides(hub, {"g": blob("a\n", oid=A)}, {"g": blob("b\n", oid=B)})
    full = [listed(f"f{n}", "@@ -1,400 +1 @@" + "\n-x" * 400) for n in range(60)]
    hub.on("ReadPullRequest", pull(changedFiles=61))
    hub.on(f"GET {FILES}", lambda seen: Reply([*full, bare("g")] if seen.query["per_page"] == "100" else [bare("g")]))
    shot = await snapshot(here)
    assert shot.pull.files_by_path["g"].patch == "@@ -1,1 +1,1 @@\n-a\n+b"


async def test_a_page_of_the_second_wave_may_be_cut_too(hub, here):
    full = [listed(f"f{n:03}", "@@ -1,400 +1 @@" + "\n-x" * 400) for n in range(150)]

    def answer(seen: Seen) -> Reply:
        size, page = int(seen.query["per_page"]), int(seen.query["page"])
        some = [*full, listed("g")][(page - 1) * size : page * size]
        return Reply([bare("g") if size == 100 and file["filename"] == "g" else file for file in some])

    hub.on("ReadPullRequest", pull(changedFiles=151))
    hub.on(f"GET {FILES}", answer)
    shot = await snapshot(here)
    assert shot.pull.files_by_path["g"].patch is not None
    assert hub.names().count(COMPARE) == 0


def tree(**entries: tuple[str, str]) -> dict[str, Any]:
    items = [{"path": path, "mode": mode, "type": "blob", "sha": sha} for path, (mode, sha) in entries.items()]
    items.append({"path": "folder", "mode": "040000", "type": "tree", "sha": "f" * 40})
    return {"sha": "0" * 40, "url": "u", "truncated": False, "tree": items}


async def test_a_list_that_github_cuts_is_completed_by_the_trees(hub, here):
    sides(hub, {"late": blob("a\n", oid=A)}, {"late": blob("b\n", oid=B), "fresh": blob("n\n", oid=B)})
    hub.on("ReadPullRequest", pull(changedFiles=6))
    hub.on(f"GET {FILES}", [listed("first"), listed("new", status="renamed", previous_filename="old")])
    plain = "100644"
    before = tree(first=(plain, A), old=(plain, A), late=(plain, A), same=(plain, A), gone=(plain, A), mode=(plain, A))
    after = tree(
        first=(plain, B), new=(plain, A), late=(plain, B), same=(plain, A), fresh=(plain, B), mode=("100755", A)
    )
    hub.on(TREES + MERGE_BASE, before)
    hub.on(TREES + HEAD, after)
    shot = await snapshot(here, wants=lambda path, _old: Wanted(path != "gone"))
    found = shot.pull.files_by_path
    assert list(found) == ["first", "new", "fresh", "gone", "late", "mode"]
    assert found["late"].patch == "@@ -1,1 +1,1 @@\n-a\n+b"
    assert (found["fresh"].status, found["fresh"].patch) == (FileStatus.ADDED, "@@ -0,0 +1,1 @@\n+n")
    assert (found["gone"].status, found["gone"].unseen) == (FileStatus.REMOVED, contents.UNWANTED)
    assert (found["mode"].status, found["mode"].new_mode) == (FileStatus.MODE_CHANGED, "100755")
    assert shot.pull.unseen == ()
    assert hub.one(TREES + HEAD).query == {"recursive": "1"}


async def test_trees_that_are_cut_leave_the_list_unseen(hub, here):
    sides(hub, {}, {})
    hub.on("ReadPullRequest", pull(changedFiles=5_000))
    hub.on(f"GET {FILES}", lambda seen: Reply([listed("first")] if seen.query["page"] == "1" else []))
    hub.on(TREES + MERGE_BASE, tree() | {"truncated": True})
    hub.on(TREES + HEAD, tree())
    shot = await snapshot(here)
    assert shot.pull.unseen == (
        "GitHub lists only 1 of the changed files, and its trees are too large to be compared.",
    )
    assert len(hub.all(f"GET {FILES}")) == 30


async def test_a_cut_list_without_common_ancestor_is_unseen(hub, here):
    hub.on("ReadPullRequest", pull(changedFiles=2))
    hub.on(COMPARE, Reply({"message": "Not Found"}, 404))
    shot = await snapshot(here)
    assert "in common" in shot.pull.unseen[0]


async def test_more_files_than_can_be_read_are_unseen(hub, here, monkeypatch):
    monkeypatch.setattr(contents, "MOST_TEXTS", 12)
    texts = {f"f{n:02}": blob(f"{n}\n") for n in range(15)}
    sides(hub, {}, texts)
    hub.on("ReadPullRequest", pull(changedFiles=15))
    hub.on(f"GET {FILES}", [bare(name, status="added", additions=1, changes=1) for name in texts])
    files = (await snapshot(here)).pull.files
    assert [file.unseen for file in files] == [None] * 12 + [contents.TOO_MANY] * 3
    assert len(hub.all("ReadFiles")) == 2


async def test_more_bytes_than_can_be_read_are_unseen_largest_first(hub, here, monkeypatch):
    monkeypatch.setattr(contents, "MOST_BYTES_IN_ALL", 100)
    cut = {"isTruncated": True}
    sides(hub, {}, {"big": blob(None, oid=A, byteSize=80, **cut), "small": blob(None, oid=B, byteSize=60, **cut)})
    hub.on("ReadPullRequest", pull(changedFiles=2))
    hub.on(f"GET {FILES}", [bare(name, status="added", additions=1, changes=1) for name in ("big", "small")])
    hub.on(f"GET {REPO}/git/blobs/{B}", Reply(b"x\n", headers={"content-type": "text/plain"}))
    found = (await snapshot(here)).pull.files_by_path
    assert found["small"].patch == "@@ -0,0 +1,1 @@\n+x"
    assert found["big"].unseen == contents.TOO_MUCH


async def test_odd_paths_reach_github_unbent(hub, here):
    odd = ['a "b".py', "x b/y.py", "line\nfeed.py", "ü/雪#?%.py", "{braces}.py"]
    sides(hub, {path: blob("a\n", oid=A) for path in odd}, {path: blob("b\n", oid=B) for path in odd})
    hub.on("ReadPullRequest", pull(changedFiles=len(odd)))
    hub.on(f"GET {FILES}", [bare(path, additions=1, deletions=1, changes=2) for path in odd])
    assert [file.patch for file in (await snapshot(here)).pull.files] == ["@@ -1,1 +1,1 @@\n-a\n+b"] * len(odd)


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "a\rb\n", "a\x0cb\n", "a\u2028b\n", "\ufeffa\n", "a\x85b\n", "a\tb"])
async def test_odd_text_is_parted_at_newlines_alone(hub, here, text):
    sides(hub, {}, {"f": blob(text, oid=B)})
    file = await only(hub, here, bare("f", status="added"))
    lines = text.removesuffix("\n").split("\n")
    expected = f"@@ -0,0 +1,{len(lines)} @@\n" + "\n".join("+" + line for line in lines)
    assert file.patch is not None
    assert file.patch.removesuffix("\n\\ No newline at end of file") == expected
