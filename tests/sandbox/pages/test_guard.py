from collections.abc import AsyncIterator
from importlib.resources import files

import pytest

from bot.sandbox.pages.guard import BODY_LIMIT


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "own"},
    ],
)
@pytest.mark.parametrize("path", ["/pull/1/comment", "/acting", "/pull/1/push/ready", "/deliveries/1/redeliver"])
async def test_a_form_of_another_site_is_refused(browser, shop, headers, path):
    own = str(browser.client.make_url("")).rstrip("/")
    sent = {name: own if value == "own" else value for name, value in headers.items()}
    answer = await browser.client.post(path, data={"body": "hi"}, headers=sent, allow_redirects=False)
    assert answer.status == 403
    assert "sent from another site" in await answer.text()
    assert len(shop.pull.comments) == 1


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}])
async def test_our_own_forms_and_programs_may_post(browser, shop, headers):
    answer = await browser.client.post("/pull/1/comment", data={"body": "hi"}, headers=headers, allow_redirects=False)
    assert answer.status == 303
    assert len(shop.pull.comments) == 2


async def test_too_much_text_is_refused(browser, shop):
    assert "too much text" in await browser.post("/pull/1/comment", 413, body="x" * (BODY_LIMIT + 1))

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(BODY_LIMIT // 1024 + 2):
            yield b"body=" + b"x" * 1024

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await browser.client.post("/pull/1/comment", data=drops(), headers=kind, allow_redirects=False)
    assert answer.status == 413
    assert len(shop.pull.comments) == 1


async def test_every_page_forbids_scripts_of_others(browser):
    for path in ("/", "/pull/1", "/pull/9", "/static/pages.js", "/version"):
        answer = await browser.client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] in {"no-store", "no-cache"}


def test_no_template_needs_an_inline_script_or_style_or_anything_from_elsewhere():
    for template in (files("bot.sandbox.pages") / "templates").iterdir():
        text = template.read_text(encoding="utf-8")
        assert text.count("<script") == (template.name == "base.html")
        assert not any(
            word in text for word in ("style=", "onclick=", "onchange=", "javascript:", "http://", "https://")
        )


async def test_the_person_is_remembered_and_led_back(browser):
    assert await browser.post("/acting", login="grace", back="/pull/1?x=1") == "/pull/1?x=1"
    assert "Say something as grace" in await browser.get("/pull/1")
    assert '<option value="grace" selected>' in await browser.get("/deliveries")


@pytest.mark.parametrize("back", ["//evil.test", "http://evil.test", "/\\evil.test", ""])
async def test_nobody_is_led_elsewhere(browser, back):
    assert await browser.post("/acting", login="grace", back=back) == "/"


@pytest.mark.parametrize(
    ("referer", "back"), [("http://x.test/pull/1", "/pull/1"), ("http://x.test//y", "/"), ("", "/")]
)
async def test_a_refusal_leads_back_to_where_the_form_was(browser, referer, back):
    answer = await browser.client.post("/pull/1/comment", data={"body": ""}, headers={"Referer": referer})
    assert f'<a href="{back}">Back</a>' in await answer.text()


async def test_a_made_up_person_is_nobody(browser):
    assert "nobody of that name" in await browser.post("/acting", 400, login="dont-delegate[bot]", back="/")
    browser.client.session.cookie_jar.update_cookies({"sandbox-person": "dont-delegate[bot]"})
    assert "Say something as ada" in await browser.get("/pull/1")
