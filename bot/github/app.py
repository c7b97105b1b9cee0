"""The App itself: its installations, its log of deliveries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

import aiohttp
from cachetools import LRUCache

from bot.github.addresses import route
from bot.github.auth import AppKey, InstallationSigner, Token, Tokens
from bot.github.client import PER_PAGE, Client
from bot.github.installation import Installation
from bot.github.rest_shapes import Delivery, InstallationItem, InstallationToken, RepositoryItem, RepositoryPage
from bot.github.wave import each
from bot.github.wire import Ask, Call, Etags, Pace, Wire

MOST_INSTALLATIONS = 256  # whose caches are kept at a time


def _unseen(_call: Call) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach GitHub as the App; shows nothing of the key."""

    app_id: int
    private_key: str = field(repr=False)  # PEM
    api_url: str = "https://api.github.com"


class GitHubApp:
    """All of GitHub that the App can reach. `on_call` is told of each request, retries included."""

    def __init__(
        self,
        access: Access,
        session: aiohttp.ClientSession,
        on_call: Callable[[Call], None] = _unseen,
        pace: Pace | None = None,
    ) -> None:
        self._access = access
        self._session = session
        self._on_call = on_call
        self._pace = pace or Pace()
        self._etags = Etags()
        self._client = Client(self._wire(None), AppKey(access.app_id, access.private_key))
        self._tokens = Tokens(self._fetch_token)
        self._clients: LRUCache[int, tuple[Client, Installation]] = LRUCache(MOST_INSTALLATIONS)

    def installation(self, installation_id: int) -> Installation:
        """Give one installation; it keeps its caches, limits and people between calls."""
        return self._both(installation_id)[1]

    def forget(self, installation_id: int) -> None:
        """Drop what is kept of an installation that is gone."""
        self._clients.pop(installation_id, None)

    async def installations(self) -> list[int]:
        """Give the ids of all installations that are not suspended."""
        found = await self._client.get_all(("app", "installations"), InstallationItem)
        return [item.id for item in found if item.suspended_at is None]

    async def repositories(self, installation_id: int) -> list[RepositoryItem]:
        """Give all repositories that an installation may see, archived ones left out."""
        client = self._both(installation_id)[0]

        async def page(number: int) -> RepositoryPage:
            return await client.get(
                route("installation", "repositories", per_page=PER_PAGE, page=number), RepositoryPage
            )

        first = await page(1)
        rest = await each(range(2, -(-first.total_count // PER_PAGE) + 1), page)
        return [item for found in (first, *rest) for item in found.repositories if not item.archived]

    async def failed_deliveries(self, since: datetime) -> list[int]:
        """Give the ids of deliveries since then that no attempt brought through, one attempt of each.

        https://docs.github.com/en/webhooks/using-webhooks/automatically-redelivering-failed-deliveries-for-a-github-app-webhook
        """
        attempts = await self._client.get_until(
            ("app", "hook", "deliveries"), Delivery, lambda delivery: delivery.delivered_at < since
        )
        arrived = {
            attempt.guid for attempt in attempts if HTTPStatus.OK <= attempt.status_code < HTTPStatus.BAD_REQUEST
        }
        failed = {attempt.guid: attempt.id for attempt in attempts if attempt.guid not in arrived}
        return sorted(failed.values())

    async def redeliver(self, delivery: int) -> None:
        """Ask GitHub to deliver once more; doing so twice does no harm, since an event is kept once."""
        await self._client.send(
            Ask("POST", route("app", "hook", "deliveries", delivery, "attempts")), dict[str, object]
        )

    def _both(self, installation_id: int) -> tuple[Client, Installation]:
        if installation_id not in self._clients:
            client = Client(self._wire(installation_id), InstallationSigner(self._tokens, installation_id))
            self._clients[installation_id] = client, Installation(client, self._access.app_id)
        return self._clients[installation_id]

    def _wire(self, installation_id: int | None) -> Wire:
        return Wire(self._session, self._access.api_url, self._pace, self._on_call, self._etags, installation_id)

    async def _fetch_token(self, installation_id: int) -> Token:
        # A second token does no harm, so this may be repeated.
        ask = Ask("POST", route("app", "installations", installation_id, "access_tokens"))
        made = await self._client.send(ask, InstallationToken)
        return Token(made.token, made.expires_at)
