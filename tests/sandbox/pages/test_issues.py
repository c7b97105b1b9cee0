"""Issues in the browser, and merging there."""

import pytest


@pytest.fixture
def issue(shop):
    said = {"body": "Owed.\n\n- [ ] Looked at?", "labels": ["debt"], "assignees": ["grace"]}
    return shop.world.open_issue(shop.repo, shop.world.bot, "Review after the fact: #1 Money", **said)


async def test_an_issue_is_listed_and_shown(browser, issue):
    assert f'<a class="title" href="/issues/{issue.number}">Review after the fact: #1 Money</a>' in await browser.get(
        "/"
    )
    html = await browser.get(f"/issues/{issue.number}")
    assert "Owed." in html
    assert "assigned to grace" in html
    assert "Say something as ada" in html
    await browser.get(f"/acme/shop/issues/{issue.number}")


async def test_people_comment_close_and_reopen(browser, shop, issue):
    page = f"/issues/{issue.number}"
    before = await browser.get(f"{page}/version")
    await browser.post(f"{page}/comment", body="/sign-off money")
    assert "/sign-off money" in await browser.get(page)
    assert await browser.get(f"{page}/version") != before
    assert shop.told("issue_comment")[-1] == ("created", "ada")
    await browser.post(f"{page}/state", state="close")
    assert issue.state == "closed"
    await browser.post(f"{page}/state", state="reopen")
    assert shop.told("issues")[-2:] == [("closed", "ada"), ("reopened", "ada")]


async def test_who_may_only_read_closes_nothing(browser, issue):
    await browser.act_as("mallory")
    assert "mallory has the role read here." in await browser.post(f"/issues/{issue.number}/state", 403, state="close")
    assert issue.state == "open"


async def test_what_is_not_there_is_not_found(browser):
    assert "There is no issue #99." in await browser.get("/issues/99", 404)


async def test_only_an_admin_merges_past_the_check(browser, shop):
    assert "Merge past the check" in await browser.get("/pull/1")
    assert "ada has the role write here." in await browser.post("/pull/1/merge", 403)
    await browser.act_as("grace")
    await browser.post("/pull/1/merge")
    assert shop.pull.merged_at is not None
    assert "Merge past the check" not in await browser.get("/pull/1")


async def test_what_has_passed_is_merged_by_who_may_write(browser, shop):
    shop.world.update_check(shop.run, {"conclusion": "neutral"})
    assert ">Merge</button>" in await browser.get("/pull/1")
    await browser.post("/pull/1/merge")
    assert shop.told("pull_request")[-1] == ("closed", "ada")
