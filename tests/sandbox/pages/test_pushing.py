from typing import Any

import pytest

from bot.sandbox.model.git import EXECUTABLE, File


def text(shop: Any, path: str) -> str:
    tree = shop.repo.objects.commits[shop.pull.head_sha].files
    data: bytes = shop.repo.objects.blobs[tree[path].sha]
    return data.decode()


async def test_the_form_begins_with_a_changed_file(browser):
    html = await browser.get("/pull/1/push")
    assert 'name="path" value="app/hooks.py"' in html
    assert "event = stripe.construct_event(request.body)" in html
    assert 'href="/pull/1/push?path=README.md"' in html
    assert "Write a new file" in await browser.get("/pull/1/push?new=1")
    assert "# Shop" in await browser.get("/pull/1/push?path=README.md")
    assert 'value="no/such.py"' in await browser.get("/pull/1/push?path=no/such.py")


async def test_a_file_is_pushed_as_the_acting_person(browser, shop):
    before = shop.pull.head_sha
    await browser.post("/pull/1/push", path="docs/new.md", text="# New\r\n", message="Say more")
    commit = shop.world.commits(shop.pull)[-1]
    assert (commit.parents, commit.message, commit.author.name) == ((before,), "Say more", "Ada")
    assert text(shop, "docs/new.md") == "# New\n"
    assert shop.told("pull_request")[-1] == ("synchronize", "ada")


async def test_a_file_keeps_its_mode_and_its_line_ends(browser, shop):
    shop.world.push(shop.repo, "hook", {"run.bat": File(b"a\r\nb\r\n", EXECUTABLE)}, "ada")
    await browser.post("/pull/1/push", path="run.bat", text="a\r\nc\r\n", message="Change it")
    assert text(shop, "run.bat") == "a\r\nc\r\n"
    assert shop.repo.objects.commits[shop.pull.head_sha].files["run.bat"].mode == EXECUTABLE


async def test_a_file_is_removed(browser, shop):
    await browser.post("/pull/1/push", path="README.md", text="", message="Drop it", remove="1")
    assert "README.md" not in shop.repo.objects.commits[shop.pull.head_sha].files
    html = await browser.post("/pull/1/push", 400, path="README.md", text="", message="Again", remove="1")
    assert "There is no README.md to remove." in html


@pytest.mark.parametrize("path", ["/etc/passwd", "a//b", "../x", ".git/config", "a/./b", "a\nb", "x" * 256, "docs/"])
async def test_a_path_that_git_would_not_have_is_refused(browser, shop, path):
    before = shop.pull.head_sha
    await browser.post("/pull/1/push", 400, path=path, text="x", message="m")
    assert shop.pull.head_sha == before


async def test_whoever_may_not_write_may_not_push(browser, shop):
    before = shop.pull.head_sha
    await browser.act_as("mallory")
    await browser.post("/pull/1/push", 403, path="a.py", text="x", message="m")
    await browser.post("/pull/1/push/ready", 403, kind="unrelated")
    assert shop.pull.head_sha == before


async def test_a_fork_is_pushed_to_by_its_owner(browser, shop):
    fork = shop.world.fork(shop.repo, "mallory")
    shop.world.push(fork, "typo", {"README.md": "# The shop\n"}, "mallory")
    shop.world.open_pull_request(shop.repo, "typo", "mallory", head=fork)
    await browser.post("/pull/2/push", 403, path="a.py", text="x", message="m")
    await browser.act_as("mallory")
    await browser.post("/pull/2/push", path="a.py", text="x", message="m")
    assert "mallory:typo" in await browser.get("/pull/2")
    shop.world.delete_fork(fork)
    assert "is gone" in await browser.post("/pull/2/push", 409, path="a.py", text="x", message="m")


async def test_an_unrelated_file_is_ready_to_push(browser, shop):
    before = {change.path for change in shop.world.changes(shop.pull)}
    await browser.post("/pull/1/push/ready", kind="unrelated")
    (new,) = {change.path for change in shop.world.changes(shop.pull)} - before
    assert new.startswith("docs/note-")


async def test_a_signed_line_is_ready_to_change(browser, shop):
    before = text(shop, "app/hooks.py").split("\n")
    assert "app/hooks.py:6" in await browser.get("/pull/1/push")
    await browser.post("/pull/1/push/ready", kind="signed")
    after = text(shop, "app/hooks.py").split("\n")
    assert after[5] == "    charge(event)  # changed after the sign-off"
    assert before[:5] + before[6:] == after[:5] + after[6:]


async def test_without_findings_there_is_no_signed_line(browser, shop):
    shop.world.push(shop.repo, "calm", {"notes.md": "x\n"}, "ada")
    shop.world.open_pull_request(shop.repo, "calm", "ada")
    assert "The bot has marked no line yet." in await browser.get("/pull/2/push")
    assert "has marked no line" in await browser.post("/pull/2/push/ready", 409, kind="signed")


async def test_the_base_is_merged_in_and_the_branch_rebased(browser, shop):
    shop.world.push(shop.repo, "main", {"other.py": "a = 1\n"}, "grace")
    tip = shop.repo.branches["main"]
    await browser.post("/pull/1/push/ready", kind="update")
    assert tip in shop.repo.objects.commits[shop.pull.head_sha].parents
    shop.world.push(shop.repo, "main", {"other.py": "a = 2\n"}, "grace")
    await browser.post("/pull/1/push/ready", kind="rebase")
    assert shop.repo.objects.commits[shop.pull.head_sha].parents == (shop.repo.branches["main"],)
    assert "has all of its base already" in await browser.post("/pull/1/push/ready", 422, kind="update")
    assert "There is no such push." in await browser.post("/pull/1/push/ready", 400, kind="other")


async def test_a_closed_pull_request_is_not_pushed_to(browser, shop):
    shop.world.close(shop.pull, "ada")
    assert "reopen it" in await browser.post("/pull/1/push/ready", 409, kind="unrelated")
