"""The pages of the shipped rules: an index, a page a zone and a page a rule, drawn from what the rules say of themselves."""

from collections.abc import Iterable, Mapping

from aiohttp import web
from jinja2 import Environment

from bot.core.model.policy import Rule, Zone
from bot.core.pages import case_head, fires, passed_over
from bot.core.when_words import in_words


class RulePages:
    """Draws each page when it is first asked for, and keeps it: shipped rules change with the program alone."""

    def __init__(self, zones: Mapping[str, Zone], rules: Iterable[Rule], paper: Environment) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._zones = {zone.id: (zone, self._of(zone)) for zone in zones.values()}
        self._paper = paper
        self._drawn: dict[str, str] = {}

    async def index(self, _request: web.Request) -> web.Response:
        """List the rules, zone by zone."""
        return _page(self._kept("", "rules.html", {"zones": self._zones.values(), "total": len(self._rules)}))

    async def one(self, request: web.Request) -> web.Response:
        """Show a zone or a rule; 404 for any other name."""
        name = request.match_info["name"]
        if name in self._zones:
            zone, rules = self._zones[name]
            return _page(self._kept(name, "zone.html", {"zone": zone, "rules": rules}))
        if name in self._rules:
            return _page(self._kept(name, "rule.html", self._values(self._rules[name])))
        raise web.HTTPNotFound

    def _of(self, zone: Zone) -> list[Rule]:
        return [rule for rule in self._rules.values() if rule.zone == zone.id]

    def _values(self, rule: Rule) -> dict[str, object]:
        return {
            "rule": rule,
            "zone": self._zones[rule.zone][0],
            "fires": fires(rule),
            "when": in_words(rule.when),
            "passed_over": passed_over(rule),
            "cases": [(case, case_head(case)) for case in rule.tests],
        }

    def _kept(self, name: str, template: str, values: Mapping[str, object]) -> str:
        if name not in self._drawn:
            self._drawn[name] = self._paper.get_template(template).render(values)
        return self._drawn[name]


def _page(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")
