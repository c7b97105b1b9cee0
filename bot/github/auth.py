"""How calls are signed: as the App by a JWT, as an installation by a token that is fetched again before it expires."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from weakref import WeakValueDictionary

from cachetools import TLRUCache
from gidgethub.apps import get_jwt

from bot.errors import UserError

JWT_LIFE = 9 * 60  # seconds; GitHub takes ten minutes at most, and gidgethub sets the beginning back by one
JWT_USE = 7 * 60
TOKEN_MARGIN = 5 * 60  # seconds before its end at which a token is no longer given out
MOST_TOKENS = 4_096


class Signer(Protocol):
    """Signs calls."""

    async def sign(self) -> Mapping[str, str]:
        """Give `{"jwt": ...}` or `{"oauth_token": ...}`, as gidgethub takes them."""

    def distrust(self, credential: Mapping[str, str]) -> None:
        """Make no more use of this credential, which GitHub answered with 401."""


class AppKey:
    """The App's private key; signs as the App. Shows nothing of the key."""

    def __init__(self, app_id: int, private_key: str) -> None:
        self._app_id = app_id
        self._private_key = private_key
        self._jwt = ""
        self._good_until = 0.0

    async def sign(self) -> Mapping[str, str]:
        """Give a JWT, made at most every seven minutes, since making one takes some 40 ms."""
        if not self._jwt or time.monotonic() >= self._good_until:
            self._jwt = self._make()
            self._good_until = time.monotonic() + JWT_USE
        return {"jwt": self._jwt}

    def distrust(self, credential: Mapping[str, str]) -> None:
        """Make a new JWT for the next call."""
        if credential.get("jwt") == self._jwt:
            self._jwt = ""

    def _make(self) -> str:
        try:
            return get_jwt(app_id=str(self._app_id), private_key=self._private_key, expiration=JWT_LIFE)
        except Exception:  # noqa: BLE001 - PyJWT and cryptography raise many kinds, and their text is near the key
            raise UserError("The App's private key can't be used: it should be the RSA key in PEM form.") from None


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """An installation token; shows nothing of itself."""

    text: str
    expires_at: datetime


class Tokens:
    """The tokens of all installations, each fetched once however many calls wait for it."""

    def __init__(self, fetch: Callable[[int], Awaitable[Token]]) -> None:
        self._fetch = fetch
        self._kept: TLRUCache[int, tuple[Token, float]] = TLRUCache(
            MOST_TOKENS, ttu=lambda _installation, kept, _now: kept[1], timer=time.monotonic
        )
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def get(self, installation: int) -> Token:
        """Give a token with at least five minutes to live, where GitHub gives such."""
        lock = self._locks.setdefault(installation, asyncio.Lock())
        async with lock:
            kept = self._kept.get(installation)
            if kept is not None:
                return kept[0]
            token = await self._fetch(installation)
            life = (token.expires_at - datetime.now(UTC)).total_seconds()
            self._kept[installation] = token, time.monotonic() + life - TOKEN_MARGIN
            return token

    def forget(self, installation: int, text: str) -> None:
        """Forget this token, but not one that came after it."""
        kept = self._kept.get(installation)
        if kept is not None and kept[0].text == text:
            del self._kept[installation]


class InstallationSigner:
    """Signs as one installation."""

    def __init__(self, tokens: Tokens, installation: int) -> None:
        self._tokens = tokens
        self._installation = installation

    async def sign(self) -> Mapping[str, str]:
        """Give the installation's token."""
        return {"oauth_token": (await self._tokens.get(self._installation)).text}

    def distrust(self, credential: Mapping[str, str]) -> None:
        """Fetch a new token for the next call."""
        self._tokens.forget(self._installation, credential.get("oauth_token", ""))
