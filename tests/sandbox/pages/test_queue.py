import pytest


@pytest.fixture
def ready(shop):
    """Let the pull request wait for nothing but its queue."""
    shop.world.require_queue(shop.repo, "main")
    shop.world.update_check(shop.run, {"conclusion": "success"})
    return shop


async def test_what_has_passed_is_merged_through_the_queue(browser, ready):
    assert "Merge when ready" in await browser.get("/pull/1")
    assert await browser.post("/pull/1/queue", queue="in") == "/pull/1#merge"
    html = await browser.get("/pull/1")
    assert "This is in the merge queue" in html
    assert f"Number 1 of 1: it is merged when its group {ready.pull.group_sha[:7]} has passed." in html
    assert "added this to the merge queue" in html
    ready.world.create_check(ready.repo, ready.pull.group_sha, "Don't Delegate", {"conclusion": "success"})
    html = await browser.get("/pull/1")
    assert "This was merged" in html
    assert "merged this" in html
    assert "Reopen" not in html
    assert "Merge when ready" not in html


async def test_what_its_group_lacks_is_shown_with_the_checks(browser, ready):
    await browser.post("/pull/1/queue", queue="in")
    output = {"title": "#1 holds this group back", "summary": "- **Money** of #1 reads differently"}
    said = {"conclusion": "failure", "output": output}
    run = ready.world.create_check(ready.repo, ready.pull.group_sha, "Don't Delegate", said)
    assert "took this out of the merge queue: a required check of its group did not pass" in await browser.get(
        "/pull/1"
    )
    html = await browser.get("/pull/1/checks")
    assert "#1 holds this group back" in html
    assert f"on the merge group {ready.pull.group_sha[:7]}" in html
    await browser.post(f"/pull/1/checks/{run.id}")
    assert ready.told("check_run")[-1] == ("rerequested", "ada")


async def test_it_may_be_taken_out_again(browser, ready):
    await browser.post("/pull/1/queue", queue="in")
    await browser.post("/pull/1/queue", queue="out")
    assert "took this out of the merge queue: by hand" in await browser.get("/pull/1")
    assert ready.repo.queues["main"].entries == []


@pytest.mark.usefixtures("ready")
async def test_who_may_not_write_does_not_merge(browser):
    await browser.act_as("mallory")
    assert "mallory has the role read here." in await browser.post("/pull/1/queue", 403, queue="in")


async def test_what_has_not_passed_is_refused(browser, shop):
    shop.world.require_queue(shop.repo, "main")
    assert "Merge when ready" not in await browser.get("/pull/1")
    assert "Required and not passed: Don&#39;t Delegate." in await browser.post("/pull/1/queue", 422, queue="in")


async def test_a_branch_without_a_queue_offers_none(browser, shop):
    shop.world.update_check(shop.run, {"conclusion": "success"})
    html = await browser.get("/pull/1")
    assert "This may be merged" in html
    assert "Merge when ready" not in html
