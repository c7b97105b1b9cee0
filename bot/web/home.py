"""The front page: what this is, and where to go on."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from aiohttp import web
from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Link:
    """A page worth naming on the front page."""

    path: str  # or a whole address
    title: str
    says: str  # what is found there, in a sentence
    show: Callable[[web.Request], Awaitable[web.Response]] | None = None  # draws it, where it is a page of this process


_OWN_LINKS = (
    Link("/rules", "Rules", "What is looked for, why, and what a senior checks: a page a rule."),
    Link("/schema.json", "Policy schema", "JSON Schema of .github/dont-delegate.yml, for editors."),
    Link("/healthz", "Health", "Does the process live?"),
    Link("/readyz", "Readiness", "Can it take events and handle them?"),
    Link("/metrics", "Metrics", "Figures for Prometheus."),
)


def home_page(links: Sequence[Link], paper: Environment) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Draw the page once; `links` come first."""
    text = paper.get_template("home.html").render(links=(*links, *_OWN_LINKS))

    async def home(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")

    return home


async def style(_request: web.Request) -> web.Response:
    """Give the front page's looks."""
    return web.Response(body=_style(), content_type="text/css", charset="utf-8")


def _style() -> bytes:
    return files("bot.web").joinpath("pages/style.css").read_bytes()
