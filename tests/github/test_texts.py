"""Whole texts by their ids: in few calls, those that GraphQL cuts short once more, and never a guess."""

from typing import Any

from bot.core.model.change import ChangedFile, FileStatus
from bot.github import texts
from bot.github.texts import NO_ID, NO_TEXT, NOT_FOUND, TOO_LARGE, TOO_MANY, TOO_MUCH
from tests.github.hub import REPO, Hub, Reply, Seen


def file(path: str, blob: str | None) -> ChangedFile:
    return ChangedFile(path, FileStatus.MODIFIED, "@@ -1 +1 @@\n-a\n+b", new_blob=blob)


def blob(text: str | None, **more: Any) -> dict[str, Any]:
    size = len(text or "")
    return {
        "__typename": "Blob",
        "oid": "",
        "byteSize": size,
        "isBinary": False,
        "isTruncated": False,
        "text": text,
    } | more


def blobs(hub: Hub, stand: dict[str, dict[str, Any] | None]) -> None:
    """Answer as if these objects were the repository's."""

    def answer(seen: Seen) -> Reply:
        given = seen.body["variables"]
        ids = {name[1:]: oid for name, oid in given.items() if name[0] == "o" and name[1:].isdecimal()}
        return Reply({"data": {"repository": {f"b{n}": stand.get(oid) for n, oid in ids.items()}}})

    hub.on("ReadBlobs", answer)


async def test_many_texts_are_read_side_by_side(hub, here):
    blobs(hub, {f"{n:040}": blob(f"text {n}\n") for n in range(60)})
    found = await here.texts("acme/shop", [file(f"{n}.py", f"{n:040}") for n in range(60)])
    assert found == {f"{n}.py": f"text {n}\n" for n in range(60)}
    assert hub.names().count("ReadBlobs") == 3


async def test_what_is_cut_short_is_read_by_itself(hub, here):
    long = "1" * 40
    blobs(hub, {long: blob("be", isTruncated=True, byteSize=11)})
    hub.on(f"GET {REPO}/git/blobs/{long}", Reply(b"begin \xff end"))
    assert await here.texts("acme/shop", [file("a.py", long)]) == {"a.py": "begin \ufffd end"}


async def test_what_can_not_be_had_says_why(hub, here, monkeypatch):
    monkeypatch.setattr(texts, "MOST_BYTES_IN_ALL", 10)
    stand: dict[str, dict[str, Any] | None] = {
        "1" * 40: blob(None, isBinary=True),
        "2" * 40: blob(None, byteSize=5 * 2**20),
        "3" * 40: blob("x", isTruncated=True, byteSize=11),
        "4" * 40: {"__typename": "Tree", "oid": ""},
        "6" * 40: blob(""),
    }
    blobs(hub, stand)
    ids = {**{f"{n}.py": str(n) * 40 for n in range(1, 7)}, "none.py": None}
    assert await here.texts("acme/shop", [file(path, oid) for path, oid in ids.items()]) == {
        "1.py": NO_TEXT,
        "2.py": TOO_LARGE,
        "3.py": TOO_MUCH,
        "4.py": NOT_FOUND,
        "5.py": NOT_FOUND,
        "6.py": "",
        "none.py": NO_ID,
    }


async def test_beyond_so_many_none_is_asked_for(hub, here, monkeypatch):
    monkeypatch.setattr(texts, "MOST_TEXTS", 1)
    blobs(hub, {n * 40: blob(n) for n in "12"})
    found = await here.texts("acme/shop", [file("a.py", "1" * 40), file("b.py", "2" * 40), file("c.py", "1" * 40)])
    assert found == {"a.py": "1", "b.py": TOO_MANY, "c.py": "1"}
