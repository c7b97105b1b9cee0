import json

import pytest

HOSTILE = '"><script>alert(1)</script>'
ESCAPED = "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


async def test_the_first_page_says_what_this_is_and_leads_on(browser):
    html = await browser.get("/")
    assert "nothing leaves this machine" in html
    assert '<a class="title" href="/pull/1">Take the webhook ourselves</a>' in html
    assert 'Don&#39;t Delegate: <span class="warn">Money needs a senior</span>' in html
    assert "As <b>ada</b>, who wrote it, tick a box" in html
    assert "As a senior who was asked (<b>grace</b>), sign off" in html
    assert '<div class="mono">app/hooks.py</div>' in html


async def test_the_tour_stays_with_the_pull_request_that_has_most_to_say(browser, shop):
    for number, branch in enumerate(("two", "three"), 2):
        shop.world.push(shop.repo, branch, {f"{branch}.md": "x\n"}, "ada")
        assert shop.world.open_pull_request(shop.repo, branch, "ada").number == number
    shop.world.update_check(shop.run, {"conclusion": "success"})
    assert 'Open <a href="/pull/1">#1</a>' in await browser.get("/")
    shop.world.close(shop.pull, "ada")
    assert 'Open <a href="/pull/3">#3</a>' in await browser.get("/")
    shop.world.close(shop.repo.pulls[2], "ada")
    shop.world.convert_to_draft(shop.repo.pulls[3], "ada")
    assert "A tour in five minutes" not in await browser.get("/")


async def test_everyone_can_be_acted_as_and_the_bot_can_not(browser):
    html = await browser.get("/")
    assert '<option value="ada" selected>ada, may write</option>' in html
    assert '<option value="grace">grace, acme/payments, admin</option>' in html
    assert 'value="dont-delegate[bot]"' not in html


async def test_the_conversation_in_the_order_of_time(browser):
    html = await browser.get("/pull/1")
    texts = [
        "As agreed.",
        "Money needs a senior</h3>",
        "reviewed",
        "<strong>A lock is removed</strong>",
        "asked grace for a review",
        "Merging is blocked",
        "Say something as ada",
    ]
    places = [html.index(text) for text in texts]
    assert places == sorted(places)
    assert "Charge without a lock" in html
    assert "Required and not passed: Don&#39;t Delegate." in html
    assert '<span class="end small warn">asked</span>' in html


async def test_a_thread_shows_the_lines_down_to_its_own(browser):
    html = await browser.get("/pull/1")
    removed = html[html.rindex('<section class="thread"', 0, html.index("It was here.")) : html.index("It was here.")]
    assert '<td class="text">    with lock(event.id):</td>' in removed
    assert '<td class="text">        charge(event)</td>' not in removed


async def test_sign_offs_that_the_bot_names_are_offered(browser):
    html = await browser.get("/pull/1")
    assert 'data-insert="/sign-off money"' in html
    assert 'data-insert="/explain"' in html


async def test_who_wrote_a_commit_is_named_with_co_authors(browser, shop):
    message = "Retry\n\nCo-authored-by: Claude <noreply@anthropic.com>"
    shop.world.push(shop.repo, "hook", {"a.py": "a = 1\n"}, "ada", message)
    assert "with Claude committed" in await browser.get("/pull/1")


async def test_events_stand_in_the_conversation_and_ordinary_pushes_do_not(browser, shop):
    before = shop.pull.head_sha
    shop.world.label(shop.pull, "urgent", "grace")
    shop.world.push(shop.repo, "hook", {"a.py": "a = 1\n"}, "ada", "More")
    assert "force-pushed" not in await browser.get("/pull/1")
    shop.world.force_push(shop.repo, "hook", shop.repo.branches["main"], {"b.py": "b = 1\n"}, "ada")
    html = await browser.get("/pull/1")
    assert "added the label urgent" in html
    assert "force-pushed the branch, away from" in html
    assert before not in html


async def test_the_files_have_numbers_threads_and_annotations(browser):
    html = await browser.get("/pull/1/files")
    assert '<tr class="removed" id="diff-' in html
    assert '<td class="number"></td><td class="number">6</td><td class="sign">+</td>' in html
    row = html.index('<td class="text">    charge(event)</td>')
    assert row < html.index("Two requests at once charge twice.") < html.index("<strong>A lock is removed</strong>")
    assert html.index("with lock(event.id)") < html.index("It was here.") < row


@pytest.mark.parametrize(
    ("path", "content", "says"),
    [
        ("logo.png", b"\x89PNG\0\1", "A binary file."),
        ("empty.txt", b"", "An empty file."),
        ("big.txt", "line\n" * 5_000, "line"),
    ],
)
async def test_files_of_every_kind_are_shown(browser, shop, path, content, says):
    shop.world.push(shop.repo, "hook", {path: content}, "ada")
    html = await browser.get("/pull/1/files")
    assert f'<span class="path">{path}</span>' in html
    assert says in html
    assert html.count('<tr class="added"') < 4_000


async def test_a_moved_file_and_a_removed_one(browser, shop):
    shop.world.push(shop.repo, "hook", {"README.md": None, "docs/README.md": "# Shop\n"}, "ada")
    html = await browser.get("/pull/1/files")
    assert '<span class="path">README.md → docs/README.md</span>' in html
    assert "Renamed without changes." in html


async def test_a_thread_whose_line_is_gone_is_outdated_and_still_there(browser, shop):
    shop.world.push(shop.repo, "hook", {"app/hooks.py": "import stripe\n"}, "ada")
    html = await browser.get("/pull/1/files")
    assert '<span class="tag warn">outdated</span>' in html
    assert "<strong>A lock is removed</strong>" in html


async def test_the_checks_with_summary_annotations_and_buttons(browser):
    html = await browser.get("/pull/1/checks")
    assert "<li><strong>Money</strong>: open</li>" in html
    assert '<span class="tag warn">action required</span>' in html
    assert "Two requests at once charge twice." in html
    assert '<button class="small" name="action" value="recheck" title="Look once more">Check again</button>' in html
    assert 'name="rerun"' in html


async def test_a_new_head_waits_for_its_check(browser, shop):
    shop.world.push(shop.repo, "hook", {"a.py": "a = 1\n"}, "ada")
    assert "Waiting for the check" in await browser.get("/pull/1")
    assert "No check has reported on" in await browser.get("/pull/1/checks")


@pytest.mark.parametrize(
    ("conclusion", "says"),
    [("success", "This may be merged"), ("neutral", "This may be merged"), ("failure", "Merging is blocked")],
)
async def test_whether_it_may_be_merged_follows_the_check(browser, shop, conclusion, says):
    shop.world.update_check(shop.run, {"conclusion": conclusion})
    assert f"<h3>{says}</h3>" in await browser.get("/pull/1")


async def test_a_draft_and_a_closed_pull_request_say_so(browser, shop):
    shop.world.update_check(shop.run, {"conclusion": "success"})
    shop.world.convert_to_draft(shop.pull, "ada")
    assert "This is a draft" in await browser.get("/pull/1")
    shop.world.close(shop.pull, "ada")
    html = await browser.get("/pull/1")
    assert "This pull request is closed" in html
    assert "Say something" not in html
    assert '<span class="badge closed">' in html


async def test_a_merged_pull_request_says_so(browser, shop):
    shop.world.merge(shop.pull, "ada")
    html = await browser.get("/pull/1")
    assert '<span class="badge merged">' in html
    assert "Say something" not in html
    assert '<span class="tag">merged</span>' in await browser.get("/")


async def test_the_webhooks_newest_first(browser):
    html = await browser.get("/deliveries")
    assert html.index("review_requested") < html.index("<b>push</b>") < html.index("<b>installation</b>")
    assert "pending" in html


async def test_a_page_learns_that_it_is_out_of_date(browser, shop):
    async def versions() -> list[str]:
        paths = ("/version", "/pull/1/version", "/deliveries/version")
        return [json.loads(await browser.get(path))["version"] for path in paths]

    before = await versions()
    assert before == await versions()
    shop.world.react(shop.summary, "ada", "eyes")
    reacted = await versions()
    assert [one != other for one, other in zip(before, reacted, strict=True)] == [True, True, False]
    shop.world.resolve(shop.thread, "ada")
    resolved = await versions()
    assert [one != other for one, other in zip(reacted, resolved, strict=True)] == [True, True, False]
    shop.world.label(shop.pull, "late", "ada")
    assert all(one != other for one, other in zip(resolved, await versions(), strict=True))


async def test_addresses_of_github_s_shape_lead_here(browser):
    answer = await browser.client.get("/acme/shop/pull/1/files", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "/pull/1/files")
    assert "There is no such repository here." in await browser.get("/acme/other/pull/1", 404)


async def test_what_is_not_there_is_a_friendly_page(browser):
    assert "There is no pull request #7." in await browser.get("/pull/7", 404)
    assert "There is no such page here." in await browser.get("/acme/shop/blob/main/README.md", 404)
    answer = await browser.client.get("/api/v3/nothing")
    assert (answer.status, await answer.text()) == (404, "404: Not Found")


@pytest.mark.parametrize("page", ["/", "/pull/2", "/pull/2/files", "/pull/2/checks", "/pull/2/push", "/deliveries"])
async def test_what_strangers_wrote_is_escaped_everywhere(browser, shop, page):
    world, path = shop.world, f"a{HOSTILE}.py"
    stranger = world.add_account("eve", name=HOSTILE)
    shop.repo.collaborators["eve"] = "write"
    world.push(shop.repo, HOSTILE, {path: f"x = '{HOSTILE}'\n"}, stranger, HOSTILE)
    pull = world.open_pull_request(shop.repo, HOSTILE, stranger, title=HOSTILE, body=HOSTILE)
    world.label(pull, HOSTILE, stranger)
    world.comment(pull, stranger, HOSTILE)
    note = {"path": path, "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": HOSTILE}
    said = {"conclusion": "success", "output": {"title": HOSTILE, "summary": HOSTILE, "annotations": [note]}}
    world.create_check(shop.repo, pull.head_sha, HOSTILE, said)
    html = await browser.get(page)
    assert "<script>alert" not in html
    assert 'href=""' not in html
    assert html.count("<script") == 1
    if page != "/deliveries":
        assert ESCAPED in html


async def test_a_path_that_is_no_utf_8_can_be_shown(browser, shop):
    shop.world.push(shop.repo, "hook", {b"caf\xe9.py".decode(errors="surrogateescape"): "a = 1\n"}, "ada")
    assert "caf?.py" in await browser.get("/pull/1/files")
    assert "caf" not in await browser.get("/pull/1/push")


async def test_two_commits_side_by_side(browser, shop):
    before = shop.pull.head_sha
    after = shop.world.push(shop.repo, shop.pull.head_ref, {"app/late.py": "LATE = True\n"}, "ada")
    html = await browser.get(f"/acme/shop/compare/{before}..{after}")
    assert f"<code>{after[:7]}</code> from <code>{before[:7]}</code>" in html
    assert "LATE = True" in html
    assert "construct_event" not in html
    assert "There is no such commit here." in await browser.get(f"/compare/{before}..{'0' * 40}", status=404)
