"""The pages of the rules: one for each zone and rule, whole, and nothing in them that runs."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from jinja2 import DictLoader

from bot.core.model.policy import RuleTest
from bot.policy import shipped_rules, shipped_zones
from bot.web.paper import environment
from tests.core.build import rule, zone


def text_of(page: str) -> str:
    """Give what a reader sees, with spaces as they come."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


async def test_the_index_leads_to_every_zone_and_rule(client):
    response = await client.get("/rules")
    page = await response.text()
    assert (response.status, response.content_type) == (200, "text/html")
    assert f"{len(shipped_rules())} rules in {len(shipped_zones())} zones." in page
    links = re.findall(r'href="/rules/([^"]+)">', page)
    assert sorted(links) == sorted([*shipped_zones(), *(one.id for one in shipped_rules())])


async def test_the_front_page_leads_to_the_index(client):
    assert '<a href="/rules">Rules</a>' in await (await client.get("/")).text()


async def test_every_rule_has_a_page_that_says_it_all(client):
    for one in shipped_rules():
        response = await client.get(f"/rules/{one.id}")
        page = await response.text()
        assert response.status == 200, one.id
        shown = text_of(page)
        for said in (
            one.title,
            one.why,
            *(item.ask for item in one.checklist),
            *(page.title for page in one.references),
        ):
            assert " ".join(said.split()) in shown, f"{one.id}: {said}"
        assert page.count('<figure class="hit">') == sum(case.expect_hit for case in one.tests)
        assert page.count('<figure class="miss">') == sum(not case.expect_hit for case in one.tests)
        assert all(f'href="{link.url}"' in unescape(page) for link in one.references)
        assert '<section class="when">' in page


async def test_every_zone_has_a_page_with_its_rules(client):
    for name, one in shipped_zones().items():
        page = await (await client.get(f"/rules/{name}")).text()
        assert one.title in unescape(page)
        links = re.findall(r'href="/rules/([^"]+)">', page)
        assert links == [each.id for each in shipped_rules() if each.zone == name]


def test_no_rule_is_named_like_a_zone():
    assert {one.id for one in shipped_rules()} & set(shipped_zones()) == set()


class Running(HTMLParser):
    """Collects what a page could run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "img", "iframe", "form", "object"}:
            self.found.append(tag)
        self.found += [name for name, _ in attrs if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("path", ["/rules", "/rules/money", "/rules/payment-webhook-handler"])
async def test_nothing_on_a_page_runs(client, path):
    response = await client.get(path)
    parser = Running()
    parser.feed(await response.text())
    assert parser.found == []
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")


@pytest.mark.parametrize("name", ["nothing", "zone.yml", "..%2Fmoney", "money%00", "<script>"])
async def test_another_name_is_a_404(client, name):
    response = await client.get(f"/rules/{name}")
    assert (response.status, await response.json()) == (404, {"error": "Not Found"})


def test_markup_in_a_rule_stays_text():
    paper = environment()
    hostile = '<b onclick=x>"`</b> [x](javascript:alert(1))'
    made = rule(title=hostile, why=hostile, explain=hostile, tests=(RuleTest(hostile, "a<b>.py", f"+{hostile}", True),))
    page = paper.get_template("rule.html").render(
        rule=made, zone=zone(), fires="", when=f"- {hostile}", passed_over=hostile, cases=[(made.tests[0], hostile)]
    )
    parser = Running()
    parser.feed(page)
    assert parser.found == []
    assert "<b" not in page.replace("<body>", "").replace("<blockquote>", "")
    assert 'href="javascript' not in page


def test_a_template_that_names_nothing_known_is_an_error():
    paper = environment()
    paper.loader = DictLoader({"x": "{{ missing }}"})
    with pytest.raises(Exception, match="'missing' is undefined"):
        paper.get_template("x").render()
