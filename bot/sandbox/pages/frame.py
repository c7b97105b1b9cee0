"""From a request to a page or a form's effect, and back: the frame around every address."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import urlsplit

from aiohttp import web

from bot.errors import UserError
from bot.sandbox.deliveries import Deliveries
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import Repository
from bot.sandbox.model.world import World
from bot.sandbox.pages.desk import Desk
from bot.sandbox.pages.guard import Handler, PageError, capped, check_post, protect
from bot.sandbox.pages.paper import environment
from bot.sandbox.rest.front import Exchange

COOKIE = "sandbox-person"
Page = Callable[[Desk], dict[str, Any]]  # gives the template's values
Deed = Callable[[Desk], str]  # does what a form asks and gives the address to go on to


class Backstage(Protocol):
    """What the pages are drawn from; `calls` is the log of API calls, oldest first."""

    @property
    def world(self) -> World:
        """The state and the operations on it."""

    @property
    def deliveries(self) -> Deliveries:
        """The webhooks that were sent."""

    @property
    def calls(self) -> Sequence[Exchange]:
        """The API calls that were answered."""


class Frame:
    """Serves pages of the repository that the App is installed at."""

    def __init__(self, backstage: Backstage) -> None:
        self._backstage = backstage
        self._paper = environment()

    @property
    def repo(self) -> Repository:
        """The repository that the pages are about."""
        found = [one for one in self._backstage.world.installed() if one.parent is None]
        if not found:
            raise web.HTTPNotFound(text="The App is not installed at any repository here.")
        return found[0]

    def page(self, template: str, page: Page) -> Handler:
        """Make a handler that shows a page."""

        async def show(request: web.Request) -> web.StreamResponse:
            desk = self._desk(request)
            return self._answer(desk, request, template, page(desk))

        return self._safely(show)

    def deed(self, deed: Deed) -> Handler:
        """Make a handler for a form: it must come from our own pages; afterwards the reader is led to a page."""

        async def act(request: web.Request) -> web.StreamResponse:
            check_post(request)
            form = await capped(request).post()
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            desk = self._desk(request)
            desk.form, desk.boxes = fields, tuple(str(value) for value in form.getall("box", ()))
            return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": deed(desk)})

        return self._safely(act)

    async def act_as(self, request: web.Request) -> web.StreamResponse:
        """Remember as whom the reader acts."""
        check_post(request)
        form = await capped(request).post()
        person = self._person(str(form.get("login", "")))
        back = _local(str(form.get("back", "/")))
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": back})
        response.set_cookie(COOKIE, person.login, httponly=True, samesite="Strict", path="/")
        return response

    def version(self, version: Callable[[Desk], str]) -> Handler:
        """Make a handler that names the present state of a page, for the page to see that it is out of date."""

        async def tell(request: web.Request) -> web.StreamResponse:
            return web.json_response({"version": version(self._desk(request))})

        return self._safely(tell)

    def safe(self, handler: Handler) -> Handler:
        """Wrap a handler so that a refusal is a friendly page."""
        return self._safely(handler)

    def _desk(self, request: web.Request) -> Desk:
        me = self._person(request.cookies.get(COOKIE, ""), strict=False)
        there = self._backstage
        return Desk(there.world, there.deliveries, there.calls, self.repo, me, request.match_info, request.query)

    def _person(self, login: str, *, strict: bool = True) -> Account:
        people = {one.login: one for one in self._backstage.world.accounts.values() if one.kind == "User"}
        if login in people:
            return people[login]
        if strict or not people:
            raise PageError(400, "There is nobody of that name to act as.")
        return next(iter(people.values()))

    def _answer(
        self, desk: Desk, request: web.Request, template: str, values: dict[str, Any], status: int = 200
    ) -> web.Response:
        frame = {
            "repository": desk.repo,
            "me": desk.person(desk.me),
            "people": desk.people(),
            "here": request.path_qs,
            "now": self._backstage.world.clock.now(),
            "watch": "",
            "place": "pulls",
        }
        html = self._paper.get_template(template).render(frame | values)
        # a path that is no UTF-8 carries surrogates, which no answer may
        body = html.encode("utf-8", "replace")
        return web.Response(body=body, content_type="text/html", charset="utf-8", status=status)

    def _safely(self, handler: Handler) -> Handler:
        async def safe(request: web.Request) -> web.StreamResponse:
            try:
                return protect(await handler(request))
            except PageError as error:
                return self._refusal(request, error.status, error.says)
            except UserError as error:
                return self._refusal(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
            except web.HTTPRequestEntityTooLarge as error:
                return self._refusal(request, error.status, "That is too much text at once.")

        return safe

    def _refusal(self, request: web.Request, status: int, says: str) -> web.StreamResponse:
        title = {403: "Not allowed", 404: "Not found", 413: "Too much"}.get(status, "That did not work")
        back = _local(urlsplit(request.headers.get("Referer", "")).path) if request.method == "POST" else "/"
        desk = self._desk(request)
        values = {"title": title, "says": says, "back": back}
        return protect(self._answer(desk, request, "error.html", values, status))


def _local(address: str) -> str:
    """Give the address if it is one of ours; else the first page."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
