"""The sandbox as a server: the world behind REST and GraphQL, with webhooks going out."""

from collections import deque
from collections.abc import Callable
from functools import cache
from typing import Self

from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.sandbox.deliveries import Deliveries
from bot.sandbox.faults import Faults
from bot.sandbox.graph import execute
from bot.sandbox.model.app import App
from bot.sandbox.model.clock import Clock
from bot.sandbox.model.state import Repository
from bot.sandbox.model.world import World
from bot.sandbox.pages.routes import make_pages
from bot.sandbox.rest import apps, checks, contents, issues, people, pulls, tracker
from bot.sandbox.rest.auth import Keys
from bot.sandbox.rest.front import Exchange, Front
from bot.sandbox.seed import plant
from bot.sandbox.shapes.urls import Urls

_MOST_CALLS = 20_000
_BIGGEST = 32 * 1024 * 1024
_REST = "/api/v3"
_ROUTES = (
    *apps.ROUTES,
    *pulls.ROUTES,
    *issues.ROUTES,
    *tracker.ROUTES,
    *checks.ROUTES,
    *contents.ROUTES,
    *people.ROUTES,
)


class Sandbox:
    """A GitHub on a port of this machine. `webhook_url` None: webhooks are kept in the log and not sent.

    `observers` get every `Exchange` when it is answered; `deliveries.observers` every webhook when it is made.
    """

    def __init__(
        self,
        webhook_url: str | None = None,
        secret: str = "sandbox",  # noqa: S107 - it protects nothing but a game on this machine
        *,
        app: App | None = None,
        clock: Clock | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.world = World(clock, app)
        self.secret = secret
        self.deliveries = Deliveries(self.world.clock, secret, webhook_url, self.world.app.id)
        self.world.on_event = self.deliveries
        self.faults = Faults()
        self.calls: deque[Exchange] = deque(maxlen=_MOST_CALLS)
        self.observers: list[Callable[[Exchange], None]] = []
        self.unknown_routes: list[str] = []
        key = _key()
        self.private_key = _pem(key)
        self.keys = Keys(self.world.app, _public(key))
        self.application = web.Application(client_max_size=_BIGGEST)
        self._front = Front(self, [*_ROUTES, *execute.ROUTES])
        self._place = (host, port)
        self._runner: web.AppRunner | None = None
        self.application.router.add_route("*", f"{_REST}/{{rest:.*}}", self._rest)
        self.application.router.add_route("*", "/api/graphql", self._graphql)
        self.application.add_routes(make_pages(self))

    async def start(self) -> None:
        """Listen, and begin to deliver."""
        self._runner = web.AppRunner(self.application, access_log=None, handler_cancellation=False, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, *self._place)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        html = f"http://{host}:{port}"
        self.world.urls = Urls(f"{html}{_REST}", html)
        await self.deliveries.start()

    async def stop(self) -> None:
        """Stop delivering and listening."""
        await self.deliveries.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    def plant(self) -> Repository:
        """Lay out the bundled company; nothing of it is told to the App before `announce`."""
        with self.deliveries.off():
            return plant(self.world)

    @property
    def html_url(self) -> str:
        """Where people look at it."""
        return self.world.urls.html

    @property
    def api_url(self) -> str:
        """Where REST is served."""
        return self.world.urls.api

    @property
    def graphql_url(self) -> str:
        """Where GraphQL is served."""
        return f"{self.html_url}/api/graphql"

    async def settle(self) -> None:
        """Wait until every webhook that is not held has been answered."""
        await self.deliveries.settle()

    async def announce(self) -> None:
        """Tell the App that it was installed and of each open pull request, as if all had just come to be."""
        if self.world.installation is not None:
            self.world.announce()
            await self.settle()

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        return await self._front(request, _REST)

    async def _graphql(self, request: web.Request) -> web.StreamResponse:
        return await self._front(request, "/api")


@cache
def _key() -> rsa.RSAPrivateKey:
    """Make the App's key: one for the whole process, since making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()


def _public(key: rsa.RSAPrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
