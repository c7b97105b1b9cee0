from typing import Any

import pytest

from bot.sandbox.rest.front import Exchange


def call(number: int, **changes: Any) -> Exchange:
    made = Exchange(number, "GET", "/repos/acme/shop/pulls/1", {}, {}, None, 10.0, 1_700_000_000.0, 200, ended=10.012)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


async def test_without_calls_the_page_says_so(browser):
    assert "The bot has not called yet." in await browser.get("/requests")


async def test_calls_are_shown_newest_first_and_their_number_is_bounded(browser, shop):
    shop.calls += [call(number) for number in range(1, 251)]
    html = await browser.get("/requests")
    assert html.index('id="request-250"') < html.index('id="request-51"')
    assert 'id="request-50"' not in html
    assert "12 ms" in html


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"query": {"page": "2", "q": "<b>"}}, "/repos/acme/shop/pulls/1?page=2&amp;q=%3Cb%3E"),
        (
            {"path": "/graphql", "body": {"query": "\nquery ReadPullRequest($n: Int!) {"}},
            "/graphql query ReadPullRequest",
        ),
        ({"path": "/graphql", "body": {"query": "mutation Resolve { x }"}}, "/graphql mutation Resolve"),
        ({"path": "/graphql", "body": {"query": "<b>"}}, "/graphql</td>"),
        ({"body": ["query"]}, "/pulls/1</td>"),
        ({"status": 304}, '<span class="tag good">304</span>'),
        ({"status": 422}, '<span class="tag bad">422</span>'),
        ({"status": None}, '<span class="tag bad">cut off</span>'),
    ],
)
async def test_a_call_in_words(browser, shop, changes, shown):
    shop.calls.append(call(1, **changes))
    assert shown in await browser.get("/requests")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (None, '<span class="tag ">pending</span>'),
        (202, '<span class="tag good">202</span>'),
        (500, '<span class="tag bad">500</span>'),
        (0, '<span class="tag bad">no answer</span>'),
    ],
)
async def test_an_answer_to_a_webhook_in_words(browser, shop, code, shown):
    shop.deliveries.log[-1].code = code
    before = await browser.get("/deliveries/version")
    assert shown in await browser.get("/deliveries")
    shop.deliveries.log[-1].code = 204 if code is None else None
    assert before != await browser.get("/deliveries/version")
